"""Schedules that end early, for faults of the phases `CUT` and `END`. Pure."""

from array import array
from dataclasses import replace

from cassettes.headers import Framing
from player.grammar.addresses import HEAD
from player.schedule.schedule import FOREVER, Finish, Piece, Raw, Schedule, Step


def broken(schedule: Schedule, offset: int, finish: Finish) -> Schedule:
    """The schedule up to `offset` of the body, where it ends with `finish`, even inside a transfer chunk. The ending
    leaves with the last byte before it; with `HEAD` nothing leaves at all.
    """
    if offset == HEAD:
        at = schedule.times[0] if schedule.times else 0
        return replace(schedule, steps=(Step(end=True),), times=array("q", [at]), framing=Framing.RAW, finish=finish)
    steps, times = list[Step](), array("q")
    last = _last_before(schedule, offset)
    for index in range(last + 1):
        step = schedule.steps[index]
        parts = step.parts if index < last else _before(step.parts, offset)
        steps.append(Step(parts, step.head))
        times.append(schedule.times[index])
    steps[-1] = steps[-1]._replace(end=True)
    return replace(schedule, steps=tuple(steps), times=times, finish=finish)


def _last_before(schedule: Schedule, offset: int) -> int:
    """The last step with a byte of the body before `offset`, or the head."""
    found = 0
    for index, step in enumerate(schedule.steps):
        pieces = [part for part in step.parts if isinstance(part, Piece)]
        # a piece without bytes closes the transfer chunk before it, or does nothing
        if step.head or any(piece.start < offset or piece.start == piece.end == offset for piece in pieces):
            found = index
        if any(piece.end > offset for piece in pieces):
            break
    return found


def _before(parts: tuple[Piece | Raw, ...], offset: int) -> tuple[Piece | Raw, ...]:
    """`parts` up to `offset`, without the framing of later bytes."""
    kept = list[Piece | Raw]()
    waiting = list[Raw]()
    for part in parts:
        if isinstance(part, Raw):
            waiting.append(part)
        elif part.start < offset or part.end == offset:
            whole = part.end <= offset
            kept += [*waiting, part if whole else part._replace(end=offset, closes=False)]
            waiting = []
    return tuple(kept)


def shortened(schedule: Schedule, offset: int) -> Schedule:
    """The schedule up to `offset` of the body, which is complete there: no transfer chunk promises more."""
    cut = broken(schedule, max(offset, 0), Finish.COMPLETE)
    if schedule.framing is not Framing.CHUNKED:
        return cut
    steps, opened = list(cut.steps), None
    for index, step in enumerate(steps):
        for place, part in enumerate(step.parts):
            if isinstance(part, Piece):
                opened = (index, place, part.start) if part.opens is not None else opened
                last = (index, place, part)
    if opened is not None and not last[2].closes and last[2].end > opened[2]:
        _mend(steps, opened, last)
    return replace(cut, steps=tuple(steps))


def _mend(steps: list[Step], opened: tuple[int, int, int], last: tuple[int, int, Piece]) -> None:
    """Give the transfer chunk that began at `opened` the size that it has now, and close it at `last`."""
    for index, place, change in (
        (opened[0], opened[1], {"opens": last[2].end - opened[2]}),
        (last[0], last[1], {"closes": True}),
    ):
        parts = list(steps[index].parts)
        part = parts[place]
        assert isinstance(part, Piece)
        parts[place] = part._replace(**change)
        steps[index] = steps[index]._replace(parts=tuple(parts))


def parted(schedule: Schedule, offset: int) -> Schedule:
    """The schedule with a write that begins at `offset` of the body; behind its last byte that is the ending. Transfer
    chunks stay as they are.
    """
    for index, step in enumerate(schedule.steps):
        for place, part in enumerate(step.parts):
            if not isinstance(part, Piece) or not (part.start <= offset < part.end):
                continue
            if part.start == offset and place == 0 and not step.head:
                return schedule
            first, last = list(step.parts[:place]), list(step.parts[place:])
            if part.start < offset:
                first.append(part._replace(end=offset, closes=False))
                last[0] = part._replace(start=offset, opens=None, line=b"")
            halves = (Step(tuple(first), step.head), Step(tuple(last), end=step.end))
            times = schedule.times[: index + 1] + schedule.times[index:]
            steps = (*schedule.steps[:index], *halves, *schedule.steps[index + 1 :])
            return replace(schedule, steps=steps, times=times)
    ending = schedule.steps[-1]
    if not (ending.parts or ending.head):
        return schedule
    steps = (*schedule.steps[:-1], ending._replace(end=False), Step(end=True))
    return replace(schedule, steps=steps, times=schedule.times + schedule.times[-1:])


def delayed(schedule: Schedule, offset: int, by: int) -> Schedule:
    """The schedule with everything from `offset` of the body on `by` ns later; with `HEAD` all of it."""
    times, late = array("q"), offset == HEAD
    for at, step in zip(schedule.times, schedule.steps, strict=True):
        late = late or any(isinstance(part, Piece) and part.end > offset for part in step.parts)
        late = late or (step.end and not step.parts)
        times.append(min(at + by, FOREVER) if late else at)
    return replace(schedule, times=times)
