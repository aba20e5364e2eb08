"""Schedules that end early or go on later, for faults of the phases `CUT`, `TIME` and `END`. Pure."""

from array import array
from dataclasses import replace

from cassettes.headers import Framing
from player.faults.fault import HEAD, Arguments, Draw, Edit, Performance, Tape
from player.faults.framing import each_piece
from player.faults.places import offset_in
from player.schedule.schedule import FOREVER, Finish, Piece, Raw, Schedule, Step


def breaking(finish: Finish) -> Edit:
    """The edit that ends a response with `finish` at its address `at`."""

    def edit(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
        offset = offset_in(performance, recorded, arguments.word("at"))
        head = None if offset == HEAD else performance.head
        body = performance.body[: max(offset, 0)]
        return replace(performance, head=head, body=body, schedule=broken(performance.schedule, offset, finish))

    return edit


def broken(schedule: Schedule, offset: int, finish: Finish) -> Schedule:
    """The schedule up to `offset` of the body, where it ends with `finish`, even inside a transfer chunk. The ending
    leaves with the last byte before it; with `HEAD` nothing leaves at all.
    """
    if offset == HEAD:
        return replace(schedule.of([(schedule.times[0], Step(end=True))]), framing=Framing.RAW, finish=finish)
    index = _last_before(schedule, offset)
    last = schedule.steps[index]
    steps = (*schedule.steps[:index], Step(_before(last.parts, offset), last.head, end=True))
    return replace(schedule, steps=steps, times=schedule.times[: index + 1], finish=finish)


def _last_before(schedule: Schedule, offset: int) -> int:
    """The last step with a byte of the body before `offset`, or the head."""
    found = 0
    for index, step in enumerate(schedule.steps):
        # a piece without bytes closes the transfer chunk before it, or does nothing
        if step.head or any(one.start < offset or one.start == one.end == offset for one in step.pieces):
            found = index
        if step.reached() > offset:
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
    pieces = [piece for step in cut.steps for piece in step.pieces]
    opened = next((piece for piece in reversed(pieces) if piece.opens is not None), None)
    if schedule.framing is not Framing.CHUNKED or opened is None:
        return cut
    last = pieces[-1]
    if last.closes or last.end == opened.start:
        return cut

    def mended(piece: Piece) -> Piece:
        size = last.end - opened.start if piece is opened else piece.opens
        return piece._replace(opens=size, closes=piece.closes or piece is last)

    return replace(cut, steps=each_piece(cut.steps, mended))


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
            return _in_place_of(schedule, index, Step(tuple(first), step.head), Step(tuple(last), end=step.end))
    ending = schedule.steps[-1]
    if not (ending.parts or ending.head):
        return schedule
    return _in_place_of(schedule, len(schedule.steps) - 1, ending._replace(end=False), Step(end=True))


def _in_place_of(schedule: Schedule, index: int, *halves: Step) -> Schedule:
    """The schedule with two steps in place of one, at its time."""
    steps = (*schedule.steps[:index], *halves, *schedule.steps[index + 1 :])
    return replace(schedule, steps=steps, times=schedule.times[: index + 1] + schedule.times[index:])


def delayed(schedule: Schedule, offset: int, by: int) -> Schedule:
    """The schedule with everything from `offset` of the body on `by` ns later; with `HEAD` all of it."""
    times, late = array("q"), offset == HEAD
    for at, step in schedule.rows:
        late = late or step.reached() > offset or (step.end and not step.parts)
        times.append(min(at + by, FOREVER) if late else at)
    return replace(schedule, times=times)
