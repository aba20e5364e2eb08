"""`chunktape demo`: the main job by eye, as a table that a person can judge."""

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cassettes.clock import MS
from cassettes.messages import say
from cassettes.printable import safe

#: so that the numbers have room in a terminal of 80 columns
_CONTENT_WIDTH = 32


@click.command()
def command() -> None:
    from chunktape.samples.demo import run

    console = Console(highlight=False)
    console.print(Text(say("Recording a chat answer from the bundled upstream, then playing the cassette ...")))
    comparison, recorded = run()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in (say("chunk"), say("recorded ms"), say("replayed ms"), say("diff"), say("bytes")):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column(say("content"), no_wrap=True, overflow="ellipsis", max_width=_CONTENT_WIDTH)
    for number, row in enumerate(comparison.rows, 1):
        table.add_row(
            str(number),
            f"{row.recorded / MS:.1f}",
            f"{row.replayed / MS:.1f}",
            f"{(row.replayed - row.recorded) / MS:+.1f}",
            str(len(row.data)),
            Text(_telling(row.data)),
        )
    console.print(table)
    errors = sorted(comparison.errors) or [0]
    console.print(
        Text(
            say(
                (
                    "Agree: bytes {same_bytes} ({bytes}), boundaries {same_boundaries} ({chunks} transfer "
                    "chunks), times within {median} ms (median), {worst} ms (worst)."
                )
                if comparison.agree
                else (
                    "Differ: bytes {same_bytes} ({bytes}), boundaries {same_boundaries} ({chunks} transfer "
                    "chunks), times off by {median} ms (median), {worst} ms (worst)."
                ),
                bytes=len(recorded.body),
                chunks=len(recorded.transfer_chunks()),
                same_bytes=_yes(comparison.same_bytes),
                same_boundaries=_yes(comparison.same_boundaries),
                median=f"{errors[len(errors) // 2] / MS:.2f}",
                worst=f"{errors[-1] / MS:.2f}",
            ),
            style="green" if comparison.agree else "red",
        )
    )
    console.print(
        Text(say("Next: `chunktape record https://your-upstream`, use the app, Ctrl-C, `chunktape play FILE`."))
    )
    if not comparison.agree:
        raise SystemExit(1)


def _yes(fact: bool) -> str:
    return say("equal" if fact else "DIFFERENT")


def _telling(data: bytes) -> str:
    """The part of an event that differs from the one before, as safe text."""
    text = data.decode("utf-8", "replace")
    start = text.find('"delta":')
    shown = text[start + len('"delta":') :] if start >= 0 else text
    return safe(shown)
