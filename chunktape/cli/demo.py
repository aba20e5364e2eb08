"""`chunktape demo` shows the main job live: an answer is recorded, played again, and played in pieces that cut 你."""

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from rich.console import Console
from rich.text import Text

from cassettes.clock import MS
from cassettes.messages import say, sentence

if TYPE_CHECKING:
    from chunktape.samples.demo import Comparison

CUT: Final = "你"


@click.command()
def command() -> None:
    from chunktape.samples.demo import ask, compare, inside, play, record
    from chunktape.samples.screen import Beside, Rows, shown

    console = Console(highlight=False)
    rows, beside = Rows(console), Beside(console)
    console.print(Text(say("Recording a chat answer from the bundled upstream, then playing the cassette ...")))
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="chunktape-", ignore_cleanup_errors=True))
        file = Path(folder, "demo.cassette")
        with shown(console, rows):
            recorded = record(file, rows.recorded)
            rows.settle(recorded)
            url = stack.enter_context(play(file)).url
            comparison = compare(recorded, ask(url, rows.replayed))
        _agreement(console, comparison)
        console.print(
            Text(
                "\n"
                + say(
                    "The same answer again, but some pieces end inside {character}. Two clients read it:", character=CUT
                )
            )
        )
        with shown(console, beside):
            ask(url, beside.seen, inside(CUT, recorded.body))
    console.print(Text("\n" + say("Now your own app:")))
    for line, what in (
        ("chunktape record https://api.deepseek.com", say("use your app, then press Ctrl-C")),
        ("chunktape play FILE --split utf8", say("your answers, cut inside {character}", character=CUT)),
    ):
        console.print(Text(f"  {line:<42}  {what}"), soft_wrap=True)
    if not comparison.agree:
        raise SystemExit(1)


def _agreement(console: Console, comparison: "Comparison") -> None:
    """How the replay compares with the recording."""
    errors = sorted(comparison.errors) or [0]
    words = (
        sentence(
            "Agree: bytes {same_bytes} ({bytes}), boundaries {same_boundaries} ({chunks} transfer chunks), times "
            "within {median} ms (median), {worst} ms (worst)."
        )
        if comparison.agree
        else sentence(
            "Differ: bytes {same_bytes} ({bytes}), boundaries {same_boundaries} ({chunks} transfer chunks), times "
            "off by {median} ms (median), {worst} ms (worst)."
        )
    )
    told = say(
        words,
        bytes=sum(len(row.data) for row in comparison.rows),
        chunks=len(comparison.rows),
        same_bytes=_yes(comparison.same_bytes),
        same_boundaries=_yes(comparison.same_boundaries),
        median=f"{errors[len(errors) // 2] / MS:.2f}",
        worst=f"{errors[-1] / MS:.2f}",
    )
    console.print(Text(told, style="green" if comparison.agree else "red"))


def _yes(fact: bool) -> str:
    return say("equal" if fact else "DIFFERENT")
