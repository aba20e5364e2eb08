"""The lines at the start: what is served, what is done to it, and what a person should know about it. Pure.

Recorded text is never markup and never moves the cursor, as in `player.journal.console`.
"""

from collections.abc import Iterator
from pathlib import Path

from cassettes.clock import SECOND
from cassettes.errors import CassetteError
from cassettes.library import folder, index
from cassettes.messages import say, sentence
from cassettes.messages.columns import listed
from cassettes.printable import safe
from player.journal.console import WX_LIMIT
from player.library.library import Library
from player.library.recordings import CassetteFile
from player.schedule.edits import scaled
from player.schedule.schedule import FOREVER
from player.spec.scenario import Scenario
from player.spec.spec import brief


def start_lines(library: Library, play: Scenario, *, mixed: bool = False, width: int = 0) -> Iterator[str]:
    """The lines that say what is served, and what a person should know about it. `mixed`: a mix decides which recording
    answers, not their order; `width`: the columns of a line of samples, 0 for no limit.
    """
    samples = [row for file in library.files if (row := _sample(file))]
    yield from listed(samples, width, "  ") if width else (f"  {asked:<64}  {title}" for asked, title in samples)
    yield from ("  " + _serves(file) for file in library.files if not _sample(file))
    for error in library.skipped:
        yield "  " + _left_out(error)
    for first, second in () if mixed else library.shared():
        yield "  " + safe(
            say(
                "{first} and {second} answer the same request; {file} goes first.",
                first=first.label,
                second=second.label,
                file=first.name,
            )
        )
    for one in library.recordings:
        end = scaled(one.interaction.ending.at, play.speed)
        if end >= FOREVER:
            yield "  " + safe(
                say(
                    "{label} has times that are more than a clock holds at this speed: what comes after 146 "
                    "years comes then. `--idle-cap 2s` shortens the silences.",
                    label=one.label,
                )
            )
        elif end > WX_LIMIT * SECOND:
            yield "  " + safe(
                say(
                    "{label} takes {seconds:.0f} s; wx.request gives up after 60 s unless its timeout is set.",
                    label=one.label,
                    seconds=end / SECOND,
                )
            )


def losses(library: Library) -> Iterator[str]:
    """The files that are not served, or only in part, for a person who does not see the start lines."""
    yield from (_serves(file) for file in library.files if file.cassette.state == "damaged")
    yield from map(_left_out, library.skipped)


def _serves(file: CassetteFile) -> str:
    count = len(file.cassette.interactions)
    return safe(say("{name}  interactions: {count}{state}", name=file.name, count=count, state=_state(file)))


def _left_out(error: CassetteError) -> str:
    return safe(say("left out: {error}", error=error))


def _sample(file: CassetteFile) -> tuple[str, str] | None:
    """What to ask for, and what a bundled sample is; None for any other cassette."""
    path = Path(file.cassette.path)
    entry = index().get(path.stem) if path.parent == folder() else None
    return None if entry is None else (safe(entry.requests[0]), safe(entry.title))


def split_line(play: Scenario, session_seed: str) -> str:
    """The split, faults and rewrites of every request that brings no spec of its own."""
    words = (
        sentence("Faults and rewrites: {spec}  (session seed {seed})")
        if not play.recut
        else sentence("Split, faults and rewrites: {spec}  (session seed {seed})")
        if play.rewrites or play.faults
        else sentence("Split: {spec}  (session seed {seed})")
    )
    return safe(say(words, spec=brief(str(play)), seed=session_seed))


def _state(file: CassetteFile) -> str:
    damage = file.cassette.damage
    if file.cassette.state == "damaged" and damage is not None:
        return say(
            ", damaged: {dropped} bytes dropped from offset {offset} ({reason})",
            dropped=damage.dropped,
            offset=damage.offset,
            reason=damage.reason,
        )
    return "" if file.cassette.closed else say(", no footer yet: served as it grows")
