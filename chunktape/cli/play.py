"""`chunktape play`: serves cassettes until Ctrl-C.

Standard output has the address and one line per request; notices go to standard error.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cassettes.messages import say, sentence
from cassettes.providers import SHAPES
from chunktape.cli import common_options as common
from chunktape.cli.allow_options import allow_host_option, allow_origin_option
from chunktape.cli.play_options import load_options, split_options

if TYPE_CHECKING:
    from chunktape.session import PlaySession
    from chunktape.verdict import Verdict

#: ours and vcrpy's
_RECORD = click.Choice(["none", "once", "new", "new_episodes", "all"])


@click.command()
@click.argument("files", nargs=-1, type=click.Path(), metavar="[FILE|DIR]...")
@common.host_option
@common.port_option
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
    help=say(
        "default: method and path must match, and the nearest query and body is taken. strict: query and "
        "body must match, too. any: the next recording, whatever is asked."
    ),
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="WHAT",
    help=say("query:NAME or body:/json/pointer does not count when requests are compared. Repeatable."),
)
@allow_host_option
@allow_origin_option
@common.max_body_option(4096)
@click.option(
    "--like",
    metavar="API",
    default="openai",
    show_default=True,
    type=click.Choice(list(SHAPES)),
    help=say("The API whose stream a text file (ANSWER.md) becomes: {names}.", names=", ".join(SHAPES)),
)
@click.option("--upstream", metavar="URL", help=say("Requests without a recording go to this server, live."))
@click.option(
    "--record",
    "word",
    default="none",
    show_default=True,
    type=_RECORD,
    help=say(
        "Which of these requests are recorded. none; once: the whole session, if there is no recording yet; new: "
        "those without a recording; all: every one, again."
    ),
)
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=say("The cassette to record into; by default the last FILE."),
)
@common.ca_option
@common.insecure_option()
@load_options
@common.ready_file_option
def command(**words: Any) -> None:
    from chunktape.process.loading import uncollected

    with uncollected():
        from cassettes.errors import CassetteError, exit_code
        from chunktape.options import PlayOptions
        from chunktape.process.standard_streams import tell
        from chunktape.process.terminal import echo, terminal_width
        from chunktape.session import open_session
        from player.journal import console
        from player.journal.ticker import CTRL_C, Ticker

        options = PlayOptions.of(words)
        ticker = Ticker(console.request_line, partial(echo, over=True), partial(echo, err=True, over=True))
        session = open_session(
            options, ended=ticker.note, warn=ticker.warn, stopped=lambda why: ticker.warn(_stopped(why))
        )

    elsewhere = list[str]()
    if session.bound.moved:
        from chunktape.doctor.ports import moved

        elsewhere = moved(session.bound.wanted, session.bound.port)  # before it serves: it may take seconds

    def ready(lacking: str | None) -> None:
        tell(partial(_announce, session, lacking, elsewhere))
        if (width := terminal_width()) and options.load.workers == 1 and session.worker is None:
            player, room = session.player, width - CTRL_C
            ticker.follow(lambda: console.live_row(player.journal, player.clock(), room), partial(click.echo, nl=False))
        if options.serving.ready_file:
            from chunktape.client.process import write_ready_file

            write_ready_file(options.serving.ready_file, session.bound.url)

    again = list[str]()
    if options.load.workers > 1:
        from chunktape.workers.pool import command_line

        seed = session.settings.session_seed
        context = click.get_current_context()
        again = command_line(context, workers=None, port=None, ready_file=None, session_seed=seed)
    lived = session.serve(ready, ["play", *again])
    from chunktape.verdict import verdict  # at the end, and not before

    coverage = verdict(session.player.ledger, options.cutting.fail_under)
    failure = session.live.forwarder.session.failure if session.live is not None else ""

    def last_words() -> None:
        ticker.flush()
        if terminal_width():
            click.echo("\r", nl=False)  # the terminal showed ^C, which takes two columns of the line
        _sum_up(session, coverage, failure)

    tell(last_words)
    if failure:
        raise SystemExit(exit_code(CassetteError(failure)))
    if coverage.failure or session.player.metrics.counts.late or not lived:
        raise SystemExit(1)


def _stopped(reason: str) -> str:
    """The warning that recording stopped."""
    from recorder.session import stopped

    return click.style(stopped(reason), bold=True)


def _announce(session: "PlaySession", lacking: str | None, elsewhere: list[str]) -> None:
    """Print what a person should know at the start. `lacking`: the sentence on what the wire can't do here;
    `elsewhere`: those on another port than the wanted one, the first of them loud.
    """
    from cassettes.printable import safe
    from chunktape.process.terminal import echo, terminal_width
    from chunktape.session import notices, start_lines
    from chunktape.show.lost import cut_off
    from network.hosts import is_loopback
    from player.journal import opening
    from player.journal.try_lines import asked, trial
    from player.plans.misfits import misfits

    options, bound, settings, live = session.options, session.bound, session.settings, session.live
    if lacking is not None:
        echo(lacking, err=True)
    for number, line in enumerate(elsewhere):
        echo(line, err=True, bold=number == 0)
    for line in notices(options.load.max_streams, forwards=live is not None):
        echo(line, err=True)
    echo(say("Playing at {url}  (Ctrl-C ends)", url=bound.url))
    echo("  " + say("The streams, live, in a browser: {url}/@chunktape/", url=bound.url))
    for line in (
        *start_lines(settings, options.load.workers),
        *opening.start_lines(session.library, settings.play, mixed=settings.mix is not None, width=terminal_width()),
        *(live.start_lines() if live is not None else asked(session.library) if options.serving.files else ()),
    ):
        echo(line)
    for source in session.library.files:
        if early := cut_off(source.cassette):
            echo(safe(f"  {source.name}: {early}"))
    if not is_loopback(options.serving.host):
        from rich.console import Console

        from chunktape.phone import reach

        warning = (
            sentence(
                "Warning: everyone on the networks of these addresses can read these recordings and use the "
                "upstream through this computer now."
            )
            if live is not None
            else sentence("Warning: everyone on the networks of these addresses can read these recordings now.")
        )
        reach.tell(Console(highlight=False, emoji=False), options.serving.host, bound.port, warning=warning)
    if settings.play.recut or settings.play.rewrites or settings.play.faults:
        echo(opening.split_line(settings.play, settings.session_seed))
    if live is None:  # with an upstream, recordings that it fits may still come
        for line in misfits(session.library, settings.play):
            echo(line, err=True, bold=True)
        for line in trial(session.library, bound.url):
            click.echo(line)


def _sum_up(session: "PlaySession", coverage: "Verdict", failure: str) -> None:
    """Print the summary of the session. `failure`: why recording stopped; the line about lateness gives way to it."""
    from chunktape.process.terminal import echo
    from chunktape.verdict import late_line
    from player.journal import console

    player, live = session.player, session.live
    for line in coverage.lines:
        echo(line)
    if coverage.failure:
        echo(coverage.failure, err=True)
    if session.worker is None:
        echo(console.summary(player.journal))
        for line in console.load_lines(player.metrics, asked=session.options.load.asked):
            echo(line)
    if live is not None:
        echo(live.summary(player.journal.totals))
    late = late_line(player) if session.worker is None else ""
    if failure:
        echo(f"chunktape: {failure}", err=True)
    elif late and not coverage.failure:
        echo(late, err=True)
