"""Faults on what is sent, in the order of their phases, and which of all that a response meets happened. Pure. Rules

- A fault happens where the response would be another one without it, as far as its client can see.
- An address means the recorded body: in one that another fault replaced (`status`) or ended before it there is no such
  place, and the fault does not happen. The head and the end are always there.
- Who gets no transfer chunks (HTTP/1.0, and a server that frames by itself) meets no fault of theirs.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cassettes.errors import SpecError
from cassettes.headers import Framing
from player.faults.applied import Met, edits_bytes, given
from player.faults.difference import difference, leaves
from player.faults.fault import Phase
from player.faults.framing import bare
from player.faults.places import recorded_offset
from player.faults.registry import FAULTS
from player.grammar.addresses import HEAD
from player.grammar.use import Use
from player.schedule.performance import Done, Performance
from player.schedule.schedule import Finish
from player.schedule.tape import Tape


@dataclass(slots=True)
class _Edited:
    """A performance after some faults: of each, where and when it first differs by it; None where it does not."""

    performance: Performance
    told: dict[Met, tuple[int, int] | None] = field(default_factory=dict)


def faulted(
    performance: Performance, recorded: Tape, met: Sequence[Met], *, chunked: bool = True
) -> tuple[Performance, tuple[Use, ...]]:
    """The performance after those of `met` that don't change bytes, and the faults without which it would be another.

    `chunked` False: its client gets no transfer chunks. Raises SpecError for what can't be done to it; what is optional
    leaves it alone then.
    """
    made = _edited(performance, recorded, met, chunked)
    kept = [one for one, place in made.told.items() if place is not None or edits_bytes(one.use)]
    idle = [one for one in made.told if one not in kept]
    for one in [one for one in kept if not edits_bytes(one.use)]:
        others = [other for other in kept if other is not one]
        if (without := _tried(performance, recorded, others, chunked)) and _seen(without, chunked) == _seen(
            made, chunked
        ):
            kept, made = others, without
            idle.append(one)
    after = made.performance
    replaced = after.origin is not performance.origin
    done = list[Done]()
    for one in list(kept):
        place = made.told[one]
        if place is None or (edits_bytes(one.use) and (replaced or not _is_sent(place[0], performance, after))):
            idle.append(one)
            if replaced or place is None:  # else the cuts, and what was recorded where, still depend on it
                kept.remove(one)
            continue
        offset, at = place
        done.append(Done(str(one.use), offset, leaves(after.schedule, offset) if _is_early(one.use) else at))
    left = tuple(Done(str(one.use), changed=False) for one in met if one in idle)
    return replace(after, done=tuple(done), idle=left), tuple(one.use for one in kept)


def _tried(performance: Performance, recorded: Tape, met: Sequence[Met], chunked: bool) -> _Edited | None:
    try:
        return _edited(performance, recorded, met, chunked)
    except SpecError:  # they need the one that is left out
        return None


def _edited(performance: Performance, recorded: Tape, met: Sequence[Met], chunked: bool) -> _Edited:
    made = _Edited(performance)
    for one in met:
        try:
            after = _after(made.performance, performance, recorded, one.use, chunked)
        except SpecError:
            if not one.use.optional:
                raise
            continue
        made.told[one] = _place(one, made.performance, after)
        made.performance = after if made.told[one] is not None else made.performance
    return made


def _after(before: Performance, first: Performance, recorded: Tape, use: Use, chunked: bool) -> Performance:
    fault, text = FAULTS[use.name], dict(use.parameters).get("at", "")
    if fault.edit is None or (text and not _has(before, first, recorded, text)):
        return before
    after = fault.edit(before, recorded, *given(fault, use))
    if fault.phase is Phase.FRAMING and after.schedule.framing is Framing.CHUNKED and not chunked:
        return before
    return after


def _has(made: Performance, first: Performance, recorded: Tape, text: str) -> bool:
    """Whether the place that the address `text` means is one of `made`."""
    offset, size = recorded_offset(recorded, text), len(recorded.body)
    if offset in (HEAD, size):
        return True
    if made.origin is not first.origin:  # the body is another one
        return False
    return offset <= bisect_left(range(size), len(made.body), key=made.origin.performed)


def _place(met: Met, before: Performance, after: Performance) -> tuple[int, int] | None:
    """Where and when `after` first differs by a fault. An ending is where the response ends."""
    phase = FAULTS[met.use.name].phase
    if edits_bytes(met.use):
        return None if met.offset < 0 else (met.offset, 0)
    if _parts(before) == _parts(after):
        return None
    if phase is Phase.HEAD:
        return HEAD, after.schedule.times[0]
    if phase is Phase.END:
        return HEAD if after.head is None else len(after.body), after.schedule.duration
    return difference(before, after)


def _is_early(use: Use) -> bool:
    """Whether what comes behind it may still move the time at which it happens."""
    return FAULTS[use.name].phase < Phase.TIME


def _is_sent(offset: int, before: Performance, after: Performance) -> bool:
    """Whether the first byte that a fault changed, or the end of a body that it ended, is in what is sent."""
    whole = len(after.body) == len(before.body)
    return after.head is not None and (offset < len(after.body) or (whole and offset == len(after.body)))


def _parts(made: Performance) -> tuple[object, ...]:
    return made.head, made.body, made.trailers, made.schedule


def _seen(made: _Edited, chunked: bool) -> tuple[object, ...]:
    """What a client sees of a performance."""
    one, schedule = made.performance, made.performance.schedule
    if schedule.framing is Framing.CHUNKED and not chunked:
        return one.head, one.body, (), bare(schedule, Framing.CLOSE)
    steps, times = schedule.steps, schedule.times
    if schedule.framing in (Framing.LENGTH, Framing.NONE) and schedule.finish is Finish.COMPLETE:
        if steps[-1].parts or steps[-1].head:
            steps = (*steps[:-1], steps[-1]._replace(end=False))
        else:  # nothing stands for its end
            steps, times = steps[:-1], times[:-1]
    return one.head, one.body, one.trailers, replace(schedule, steps=steps, times=times)
