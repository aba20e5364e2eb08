"""`chunktape play`: serves cassettes until Ctrl-C.

Standard output has the address and one line per request; notices go to standard error.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cassettes.messages import say, sentence
from cassettes.providers import SHAPES
from chunktape.cli.load_options import Loading, load_options
from chunktape.cli.splitting import split_options
from network.listen import DEFAULT_PORT

if TYPE_CHECKING:
    from chunktape.forward.session import Live

#: ours and vcrpy's
_RECORD = click.Choice(["none", "once", "new", "new_episodes", "all"])
LIBRARY = Path(__file__).resolve().parents[2] / "cassettes" / "library"


@click.command()
@click.argument("files", nargs=-1, type=click.Path(), metavar="[FILE|DIR]...")
@click.option("--host", default="127.0.0.1", show_default=True, help=say("Address to listen on."))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help=say(
        "Port to listen on. Without it {port} or, when that is taken, the next free one. 0 is any.", port=DEFAULT_PORT
    ),
)
@click.option(
    "--speed",
    default="1",
    show_default=True,
    metavar="X",
    help=say("Factor on recorded time: 1, 2 (twice as fast), 0.5, or max (no waiting)."),
)
@split_options
@click.option(
    "--writes",
    default="joined",
    show_default=True,
    type=click.Choice(["joined", "chunk"]),
    help=say(
        "With --speed max: joined puts small chunks together, up to 64 KiB a write; chunk writes each one by itself."
    ),
)
@click.option(
    "--match",
    "mode",
    default="default",
    show_default=True,
    type=click.Choice(["default", "strict", "any"]),
    help=say("default: method and path, best by query and body. strict: those must be equal. any: whatever is next."),
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="WHAT",
    help=say("query:NAME or body:/json/pointer does not count when requests are compared. Repeatable."),
)
@click.option(
    "--allow-host", multiple=True, metavar="NAME", help=say("Serve requests with this name in Host. Repeatable.")
)
@click.option(
    "--allow-origin",
    multiple=True,
    metavar="ORIGIN",
    help=say("Let pages of this origin read answers (https://h5.example.com). Repeatable."),
)
@click.option(
    "--max-body",
    default=32,
    show_default=True,
    type=click.IntRange(1, 4096),
    metavar="MIB",
    help=say("Largest request body in MiB."),
)
@click.option(
    "--like",
    default="openai",
    show_default=True,
    type=click.Choice(list(SHAPES)),
    help=say("The API whose stream a text file (ANSWER.md) becomes."),
)
@click.option("--upstream", metavar="URL", help=say("What no cassette answers goes through to this server, live."))
@click.option(
    "--record",
    "word",
    default="none",
    show_default=True,
    type=_RECORD,
    help=say(
        "What of it is recorded: none; once: the whole session if there is no recording yet; new: what no "
        "cassette answers; all: everything anew."
    ),
)
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=say("The cassette to record into; by default the last FILE."),
)
@click.option("--ca", metavar="FILE", default="", help=say("Trust this CA file (PEM) too."))
@click.option("--insecure", is_flag=True, help=say("Trust any certificate of the upstream."))
@load_options
@click.option(
    "--ready-file",
    type=click.Path(dir_okay=False),
    help=say('Write {"url": ..., "pid": ...} to this file once it listens.'),
)
def command(
    files: tuple[str, ...],
    host: str,
    port: int | None,
    speed: str,
    split: str,
    gap: str,
    jitter: str | None,
    idle_cap: str | None,
    fail_under: int | None,
    writes: str,
    mode: str,
    ignore: tuple[str, ...],
    allow_host: tuple[str, ...],
    allow_origin: tuple[str, ...],
    max_body: int,
    like: str,
    upstream: str | None,
    word: str,
    output: Path | None,
    ca: str,
    insecure: bool,
    ready_file: str | None,
    load: Loading,
) -> None:
    from cassettes.errors import CassetteError, ChunktapeError, SpecError, exit_code
    from chunktape import __version__
    from chunktape.cli import splitting
    from chunktape.cli.standard_streams import tell
    from chunktape.shelf import open_library
    from player.app import create_app
    from player.config import Config
    from player.journal import console
    from player.journal.ticker import Ticker
    from player.matching.subject import Ignored

    play = splitting.play_of(speed, split, gap, jitter, idle_cap)
    config = Config(
        play=play,
        match=mode,
        allow_hosts=allow_host,
        allow_origins=allow_origin,
        max_body=max_body << 20,
        version=__version__,
    )
    config = load.apply(config)
    if fail_under is not None:
        load.refuse_workers("--fail-under")
    ticker = Ticker(console.request_line, click.echo, partial(click.echo, err=True))
    given, ignored = list(map(Path, files)), Ignored.of(ignore)
    going: Live | None = None
    bound = None
    if upstream is not None:
        from chunktape.forward import session as live
        from recorder.settings import Settings, parse_upstream

        load.refuse_workers("--upstream")
        settings = Settings(parse_upstream(upstream), ca=ca, insecure=insecure, keep_encoding=word == "none")
        bound = load.listen(host, port)
        try:
            live.refuse_itself(settings.upstream, bound.host, bound.port)
            going = live.open_live(
                settings,
                given,
                word=word,
                output=output,
                like=like,
                ignored=ignored,
                on_failure=lambda reason: ticker.warn(
                    click.style(say("RECORDING STOPPED: {reason} Requests still go through.", reason=reason), bold=True)
                ),
            )
        except ChunktapeError:
            bound.sock.close()
            raise
        library = going.library
    else:
        _refuse({"--record": word != "none", "--output": output, "--ca": ca, "--insecure": insecure})
        given = given or sorted(LIBRARY.glob("*.cassette"), key=_usual_first)
        if not given:
            raise SpecError(say("No samples are bundled with this installation. Name a file: chunktape play FILE"))
        library = open_library(given, like, ignored)
    load.check(config, library)
    library.joins = writes == "joined"
    library.prepare(play)
    bound = bound or load.listen(host, port)
    app = create_app(
        library,
        config,
        on_miss=going.forwarder if going else None,
        on_stop=going.forwarder.close if going else None,
    )
    app.state.player.journal.ended = ticker.note

    def announce() -> None:
        if app.state.wire is not None:
            click.echo(app.state.wire, err=True)
        if bound.moved:
            click.echo(
                click.style(
                    say(
                        "PORT {wanted} IS TAKEN: playing on {port} instead. "
                        "Change the base URL, or stop what uses {wanted}.",
                        wanted=bound.wanted,
                        port=bound.port,
                    ),
                    bold=True,
                ),
                err=True,
            )
        for line in load.notices(forwards=going is not None):
            click.echo(line, err=True)
        click.echo(say("Playing at {url}  (Ctrl-C ends)", url=bound.url))
        for line in load.start_lines(config):
            click.echo(line)
        for line in console.start_lines(library, play, mixed=config.mix is not None):
            click.echo(line)
        for line in going.start_lines() if going else ():
            click.echo(line)
        from network.hosts import is_loopback

        if not is_loopback(host):
            from rich.console import Console

            from chunktape.phone import reach

            warning = (
                sentence(
                    "Warning: everyone on the networks of these addresses can read these recordings and use the "
                    "upstream through this computer now."
                )
                if going
                else sentence("Warning: everyone on the networks of these addresses can read these recordings now.")
            )
            reach.tell(Console(highlight=False, emoji=False), host, bound.port, warning=warning)
        if play.recut:
            click.echo(console.split_line(play, config.session_seed))
        if not files and going is None:
            for line in console.trial(library, bound.url):
                click.echo(line)

    def ready() -> None:
        tell(announce)
        if ready_file:
            from chunktape.client.process import write_ready_file

            write_ready_file(ready_file, bound.url)

    load.serve(app, bound, ready, ticker.warn)
    player = app.state.player
    verdict = splitting.verdict(player.ledger, fail_under)
    late = load.late_line(player)
    failure = going.forwarder.session.failure if going is not None else ""

    def last_words() -> None:
        ticker.flush()
        for line in verdict.lines:
            click.echo(line)
        if verdict.failure:
            click.echo(verdict.failure, err=True)
        if load.worker is None:
            click.echo(console.summary(player.journal))
            for line in console.load_lines(player.metrics):
                click.echo(line)
        if going is not None:
            click.echo(going.summary(player.journal.totals))
        if failure:
            click.echo(f"chunktape: {failure}", err=True)
        elif late and not verdict.failure:
            click.echo(late, err=True)

    tell(last_words)
    if failure:
        raise SystemExit(exit_code(CassetteError(failure)))
    if verdict.failure or load.failed(player):
        raise SystemExit(1)


def _usual_first(sample: Path) -> tuple[bool, bool, str]:
    """The samples in the order in which a person wants them: the most common API, other chats, then torture."""
    return (sample.stem != "chat-openai", not sample.stem.startswith("chat-"), sample.stem)


def _refuse(given: dict[str, object]) -> None:
    """Options that mean nothing without an upstream. Raises SpecError."""
    from cassettes.errors import SpecError

    for option, value in given.items():
        if value:
            raise SpecError(say("{option} needs --upstream URL: without it nothing goes through.", option=option))
