"""`chunktape show FILE [NUMBER]`: what is in a cassette, for people, for diffs and for scripts."""

import json
import os
import sys
from collections.abc import Iterable

import click

from cassettes.errors import SpecError
from cassettes.library import located
from cassettes.messages import say
from cassettes.model import Interaction
from cassettes.printable import safe
from cassettes.store import load, numbered
from chunktape.process.terminal import put


@click.command(
    help=say("Show what is in the cassette FILE: a table of its interactions or, with a NUMBER, the chunks of one.")
)
@click.argument("file", type=click.Path())
@click.argument("number", type=click.IntRange(min=0), required=False)
@click.option(
    "--text",
    "as_text",
    is_flag=True,
    help=say("A stable form for diffs: no colours, no times of day, always in English and UTF-8."),
)
@click.option(
    "--json", "as_json", is_flag=True, help=say("Everything as JSON, for scripts; docs/format.md names the keys.")
)
@click.option("--answer", is_flag=True, help=say("Only the text of the answers, as the provider's SDK reads it."))
def command(file: str, number: int | None, as_text: bool, as_json: bool, answer: bool) -> None:
    if as_text + as_json + answer > 1:
        raise SpecError(say("Of --text, --json and --answer one can be given."))
    cassette = load(located(file))
    one = None if number is None else numbered(cassette, number)
    chosen = cassette.interactions if one is None else (one,)
    if answer:
        put(_answers(cassette.path, chosen).encode())
    elif as_json:
        from chunktape.show.values import cassette_json

        put(json.dumps(cassette_json(cassette, chosen), indent=1).encode() + b"\n")
    elif as_text:
        from chunktape.show.lines import cassette_text

        put(cassette_text(cassette, chosen).encode())
    else:
        from rich.console import Console

        from chunktape.show.table import print_cassette, print_interaction

        fixed = None if sys.stdout.isatty() or os.environ.get("COLUMNS") else 140  # a pipe has no width
        console = Console(highlight=False, markup=False, emoji=False, width=fixed)
        if one is None:
            print_cassette(console, cassette)
        else:
            print_interaction(console, cassette, one)


def _answers(path: str, chosen: Iterable[Interaction]) -> str:
    """The texts of the answers, a blank line between two. Raises SpecError where there is none."""
    from chunktape.show.says import reading

    texts = [found.text for one in chosen if (found := reading(one)) is not None and found.text]
    if not texts:
        raise SpecError(say("{path} has no answer with a text of a shape that is known here.", path=safe(path)))
    whole = "\n\n".join(texts) + "\n"
    return safe(whole, keep="\n\t\u200d") if sys.stdout.isatty() else whole
