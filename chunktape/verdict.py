"""Whether a session met its demands: its coverage (`--fail-under`), and late responses (`--max-late`).

A warning about late responses comes while they are played, at most once a second, and at the end.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cassettes.clock import MS
from cassettes.errors import SpecError
from cassettes.messages import say
from player.journal.coverage import CoverageLedger
from player.journal.entry import Entry
from player.player import Player

_WARN_EVERY_MS: Final = 1000


def read_max_late(text: str) -> int:
    """`--max-late` in ns. Raises SpecError."""
    from player.schedule.vary import read_time

    ns = read_time(text, "--max-late")
    if ns == 0:
        raise SpecError(
            say(
                "--max-late takes a time above 0, since no write is earlier than its deadline; found {found!r}. "
                "Leave the option out to allow any lateness.",
                found=text[:40],
            )
        )
    return ns


class LateWatch:
    """Checks each ended response of a player. `warn` prints a line and keeps no stream waiting."""

    def __init__(self, player: Player, warn: Callable[[str], None]) -> None:
        self._player, self._warn = player, warn
        self._last = -_WARN_EVERY_MS
        settings = player.settings
        who = say("Worker {number} of {of}", number=settings.worker, of=settings.workers) if settings.worker else ""
        self._who = f"{who}: " if who else ""

    def ended(self, entry: Entry) -> None:
        """Warn if this response was too late and the last warning is a second ago."""
        player = self._player
        if not player.metrics.too_late(entry):
            return
        now = player.clock() // MS
        if now - self._last < _WARN_EVERY_MS:
            return
        self._last = now
        self._warn(
            self._who
            + say(
                "LATE: {label} by up to {late:.2f} ms, --max-late is {limit:g} ms; late so far: {count}.",
                label=f"{entry.method} {entry.target[:60]}",
                late=entry.progress.late / MS,
                limit=player.settings.max_late / MS,
                count=player.metrics.counts.late,
            )
        )


def late_line(player: Player) -> str:
    """How many responses were too late; empty where none was."""
    late = player.metrics.counts.late
    if not late:
        return ""
    return say(
        "Responses later than --max-late: {count}. The machine was too slow for this load. Use "
        "--workers, fewer streams, or a core for the player alone.",
        count=late,
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """The coverage of a session as lines, and why it is too low (empty where it is not)."""

    lines: list[str]
    failure: str = ""


def verdict(ledger: CoverageLedger, wanted: int | None) -> Verdict:
    """The verdict on a session's coverage; a failure where it is below `wanted` percent or no body has a class."""
    standings = ledger.final()
    if not standings and not wanted:
        return Verdict([])
    # loads the boundary classes, which only splits need
    from cassettes.boundaries.coverage import unjudged
    from player.journal import coverage_report as observed

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
