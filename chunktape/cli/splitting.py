"""The options of `chunktape play` that say how to cut and when to send, and what is said of it at the end."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from cassettes.messages import say

if TYPE_CHECKING:
    from player.journal.coverage import Ledger


def split_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options. The seed of the session is one of `load_options`."""
    options = (
        click.option(
            "--split",
            default="recorded",
            show_default=True,
            metavar="SPEC",
            help=say(
                "How to cut: recorded, utf8, merge, smoke ... ('utf8,seed=7'; "
                "quote it). All: chunktape plan --profiles --all"
            ),
        ),
        click.option(
            "--gap",
            default="auto",
            show_default=True,
            metavar="MS",
            help=say(
                "Least time between two writes: 0, milliseconds, auto, "
                "device (20), xhr (50), or assured (acknowledged)."
            ),
        ),
        click.option(
            "--jitter",
            metavar="MS",
            help=say("Each write leaves up to this many milliseconds later, drawn from the seed."),
        ),
        click.option("--idle-cap", metavar="TIME", help=say("Shorten silences longer than this (2s, 500ms).")),
        click.option(
            "--fail-under",
            type=click.IntRange(0, 100),
            metavar="PERCENT",
            help=say(
                "Exit 1 when the coverage that clients reported, or else what was sent, is below this percentage."
            ),
        ),
    )
    for option in reversed(options):
        function = option(function)
    return function


@dataclass(frozen=True, slots=True)
class Verdict:
    """The coverage of a session: its lines, and why it is not what was wanted ("": it is)."""

    lines: list[str]
    failure: str = ""


def verdict(ledger: "Ledger", wanted: int | None) -> Verdict:
    """What is said of a session's coverage; a failure where it is below `wanted` percent or no body has a class."""
    from cassettes.boundaries.coverage import unjudged
    from player.journal import coverage as observed

    standings = ledger.final()
    lines = observed.final_lines(standings)
    level, percent = observed.judged(standings)
    if not wanted or (percent is not None and percent >= wanted):
        return Verdict(lines)
    if percent is None:
        return Verdict(lines, unjudged(wanted, encoded=any(one.report.encoded for one in standings)))
    return Verdict(
        lines,
        say(
            "Coverage ({level}) is {percent} %, and --fail-under asks for {wanted} %.",
            level=level,
            percent=percent,
            wanted=wanted,
        ),
    )
