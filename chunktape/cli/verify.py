"""`chunktape verify FILE...`: one line per file, and the worst state as the exit code."""

import click

from cassettes.errors import EXIT_INTERRUPTED_FILE, CassetteError, exit_code
from cassettes.library import located
from cassettes.messages import say
from cassettes.model import Cassette
from cassettes.printable import safe
from cassettes.store import load
from chunktape.process.terminal import echo
from chunktape.show.lost import STATES, cut_off, lost

_CODES = {"sound": 0, "interrupted": EXIT_INTERRUPTED_FILE, "damaged": exit_code(CassetteError(""))}


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...]) -> None:
    ctx.exit(max(_verify(file) for file in files))


def _verify(file: str) -> int:
    try:
        cassette = load(located(file))
    except CassetteError as error:
        echo(safe(str(error)))
        return exit_code(error)
    echo(safe(_line(file, cassette)))
    return _CODES[cassette.state]


def _line(file: str, cassette: Cassette) -> str:
    interactions = cassette.interactions
    line = say(
        "{path}: {state}. Interactions: {interactions}, chunks: {chunks}, bytes of bodies: {size}.",
        path=file,
        state=say(STATES[cassette.state]),
        interactions=f"{len(interactions):,}",
        chunks=f"{sum(len(one.chunks) for one in interactions):,}",
        size=f"{sum(len(one.body) for one in interactions):,}",
    )
    for part in filter(None, (lost(cassette), cut_off(cassette))):
        line = say("{sentences} {sentence}", sentences=line, sentence=part)
    return line
