"""Where and when one response first differs from another, as reported for every fault. Pure. Rules

- A place is an offset of the body, or `HEAD`. For a fault that changes bytes it is the first byte of the performed body
  that is new, or differs from the byte that stood there.
- The time is the one at which the first byte that differs leaves, or was due, whichever is earlier.
"""

from itertools import zip_longest

from cassettes.headers import Framing
from player.faults.framing import bare, in_chunks
from player.grammar.addresses import HEAD
from player.schedule.offsets import OffsetMap
from player.schedule.performance import Performance
from player.schedule.schedule import Piece, Raw, Schedule
from player.schedule.tape import Tape


def first_difference(one: bytes, other: bytes) -> int:
    """The number of equal bytes at the beginning of two bodies; -1 where the bodies are equal."""
    if one == other:
        return -1
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def edited_at(before: Tape, after: Tape) -> int:
    """The offset at which the body of `after` begins to differ; its end where only later bytes differ, -1 where none
    do. An inserted event often begins like the one whose place it takes, so the map of the bytes is compared, too.
    """
    if after.interaction == before.interaction:
        return -1
    found = first_difference(before.body, after.body)
    if found < 0:
        return len(after.body)
    size = len(before.body)
    runs = zip_longest(_runs(before.origin, size), _runs(after.origin, len(after.body)))
    moved = next((min(run[0] for run in pair if run) for pair in runs if pair[0] != pair[1]), found)
    return min(found, moved)


def _runs(origin: OffsetMap, size: int) -> list[tuple[int, int, bool]]:
    if not origin.starts:
        return [(0, 0, True), (size, size, False)]
    return list(zip(origin.starts, origin.origins, origin.copied, strict=True))


def leaves(schedule: Schedule, offset: int) -> int:
    """When the body's byte at `offset` leaves, in ns; for `HEAD` when the head leaves, and behind the last byte when
    the ending does.
    """
    if offset == HEAD:
        return schedule.times[0]
    return next((at for at, step in schedule.rows if step.reached() > offset), schedule.duration)


def difference(before: Performance, after: Performance) -> tuple[int, int]:
    """(place, ns) at which the response `after` begins to differ from `before`."""
    if (offset := first_difference(before.body, after.body)) >= 0:
        return offset, min(leaves(before.schedule, offset), leaves(after.schedule, offset))
    old, new, stands = _framed_alike(before, after.schedule.framing), after.schedule, 0
    for (was, one), (at, other) in zip(old.rows, new.rows, strict=False):
        if was != at:
            return HEAD if one.head and other.head else stands, min(was, at)
        if (place := _in_parts(one.parts, other.parts, stands)) >= 0:
            return place, at
        stands = one.reached(stands)
        if one.end != other.end:
            return stands, at
    if (before.head, before.schedule.framing) != (after.head, new.framing):
        return HEAD, new.times[0]
    return len(after.body), new.duration


def _framed_alike(made: Performance, framing: Framing) -> Schedule:
    """The schedule of `made` with the framing `framing`: a change of framing shows in the head, and this comparison is
    about the body.
    """
    if made.schedule.framing is framing:
        return made.schedule
    return in_chunks(made, "") if framing is Framing.CHUNKED else bare(made.schedule, framing)


def _in_parts(one: tuple[Piece | Raw, ...], other: tuple[Piece | Raw, ...], stands: int) -> int:
    """Where two writes at the same place, `stands` bytes into the body, begin to differ; -1 where they are equal."""
    for old, new in zip_longest(one, other):
        if old == new:
            stands = old.end if isinstance(old, Piece) else stands
        elif (
            isinstance(old, Piece)
            and isinstance(new, Piece)
            and old._replace(end=0, closes=False) == new._replace(end=0, closes=False)
        ):
            return min(old.end, new.end)
        else:
            return stands
    return -1
