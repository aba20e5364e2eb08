"""`chunktape play`: serves cassettes until Ctrl-C.

Standard output has the address and one line per request; notices go to standard error.
"""

import json
import os
from pathlib import Path

import click

from cassettes.messages import say

LIBRARY = Path(__file__).resolve().parents[2] / "cassettes" / "library"


@click.command(help=say("player.help"))
@click.argument("files", nargs=-1, type=click.Path(), metavar="[FILE|DIR]...")
@click.option("--host", default="127.0.0.1", show_default=True, help=say("player.help-host"))
@click.option("--port", default=8799, show_default=True, type=click.IntRange(0, 65535), help=say("player.help-port"))
@click.option("--speed", default="1", show_default=True, metavar="X", help=say("player.help-speed"))
@click.option(
    "--match",
    "mode",
    default="default",
    show_default=True,
    type=click.Choice(["default", "strict", "any"]),
    help=say("player.help-match"),
)
@click.option("--ignore", multiple=True, metavar="WHAT", help=say("player.help-ignore"))
@click.option("--allow-host", multiple=True, metavar="NAME", help=say("player.help-allow-host"))
@click.option("--allow-origin", multiple=True, metavar="ORIGIN", help=say("player.help-allow-origin"))
@click.option(
    "--max-body",
    default=32,
    show_default=True,
    type=click.IntRange(1, 4096),
    metavar="MIB",
    help=say("player.help-max-body"),
)
@click.option("--ready-file", type=click.Path(dir_okay=False), help=say("player.help-ready-file"))
def command(
    files: tuple[str, ...],
    host: str,
    port: int,
    speed: str,
    mode: str,
    ignore: tuple[str, ...],
    allow_host: tuple[str, ...],
    allow_origin: tuple[str, ...],
    max_body: int,
    ready_file: str | None,
) -> None:
    from cassettes.errors import SpecError
    from chunktape import __version__
    from player import console
    from player.app import create_app
    from player.config import Config
    from player.library import Library
    from player.plays import Play, read_speed
    from player.server import bind, run
    from player.subjects import Ignored
    from player.ticker import Ticker

    play = Play(read_speed(speed))
    config = Config(
        play=play,
        match=mode,
        allow_hosts=allow_host,
        allow_origins=allow_origin,
        max_body=max_body << 20,
        version=__version__,
    )
    paths = list(map(Path, files)) or sorted(LIBRARY.glob("*.cassette"))
    if not paths:
        raise SpecError(say("player.no-library"))
    library = Library.open(paths, Ignored.of(ignore))
    library.prepare(play)
    app = create_app(library, config)
    bound = bind(host, port)
    ticker = Ticker(console.request_line, click.echo)
    app.state.player.journal.ended = ticker.note

    def ready() -> None:
        if app.state.wire is not None:
            click.echo(app.state.wire, err=True)
        if bound.moved:
            click.echo(click.style(say("player.port-taken", wanted=bound.wanted, port=bound.port), bold=True), err=True)
        if not console.is_loopback(host):
            click.echo(say("player.public", host=host), err=True)
        click.echo(say("player.listening", url=bound.url))
        for line in console.start_lines(library, play):
            click.echo(line)
        if not files:
            for line in console.trial(library, bound.url):
                click.echo(line)
        if ready_file:
            write_ready(ready_file, bound.url)

    run(app, bound, ready)
    ticker.flush()
    click.echo(console.summary(app.state.player.journal))


def write_ready(path: str, url: str) -> None:
    """The ready file, whole or not at all: whoever waits for it never reads half of it."""
    partial = Path(f"{path}.{os.getpid()}.part")
    partial.write_text(json.dumps({"url": url, "pid": os.getpid()}) + "\n", encoding="utf-8")
    partial.replace(path)
