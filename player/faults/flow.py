"""Schedules whose body bytes wait before they leave, for faults of the phase `TIME`. Pure. Rules

- Transfer chunks stay as they are; only which of them, and how much of one, leave in one write changes.
- No byte leaves before its time, and all stay in order. Framing leaves with the body bytes that it surrounds.
"""

from array import array
from collections.abc import Callable, Iterator
from dataclasses import replace

from player.schedule.schedule import FOREVER, Piece, Raw, Schedule, Step


def gathered(schedule: Schedule, first: int, last: int, at: int) -> Schedule:
    """The schedule with the parts of the steps `first` to `last`, both included, in one write at `at` ns.

    A head among them still leaves when it was due.
    """
    steps, times = list(schedule.steps[:first]), schedule.times[:first]
    taken = schedule.steps[first : last + 1]
    if taken[0].head:
        steps.append(Step(head=True))
        times.append(schedule.times[first])
    steps.append(Step(tuple(part for step in taken for part in step.parts), end=any(step.end for step in taken)))
    times.append(max(at, schedule.times[first]))
    steps += schedule.steps[last + 1 :]
    times += schedule.times[last + 1 :]
    return replace(schedule, steps=tuple(steps), times=times)


#: (ns when bytes are due, ns when the write before them left, number of bytes) -> ns when they leave
When = Callable[[int, int, int], int]


class _Writes:
    """The writes of a metered schedule under construction. `most`: body bytes of one write."""

    def __init__(self, most: int, when: When) -> None:
        self._most, self._when = most, when
        self.steps, self.times = list[Step](), array("q")
        self._parts, self._due, self._size = list[Piece | Raw](), 0, 0
        self._left = -1

    def _flush(self, *, end: bool = False) -> None:
        if self._parts or end:
            before = self.times[-1] if self.times else 0
            at = self._when(self._due, self._left, self._size) if self._size else self._due
            at = min(max(at, before), FOREVER)
            if self._size:
                self._left = at
            self.steps.append(Step(tuple(self._parts), end=end))
            self.times.append(at)
        self._parts, self._size = [], 0

    def head(self, at: int) -> None:
        self.steps.append(Step(head=True))
        self.times.append(at)

    def _leaves(self) -> int:
        """When the gathered bytes would leave, ns."""
        return self._when(self._due, self._left, self._size)

    def add(self, at: int, part: Piece | Raw) -> None:
        """Add a part that is due at `at`: it joins the write before it where there is room and it is due by then."""
        size = part.end - part.start if isinstance(part, Piece) else 0
        if self._parts and ((self._size and at > self._leaves()) or (not self._size and at > self._due)):
            self._flush()
        if not isinstance(part, Piece) or not size:
            self._due = at if not self._parts else self._due
            self._parts.append(part)
            return
        for some in _cut(part, self._most - self._size, self._most):
            if self._size == self._most:
                self._flush()
            self._due = at if not self._size else self._due
            self._parts.append(some)
            self._size += some.end - some.start

    def end(self, at: int) -> None:
        if self._parts and at <= (self._leaves() if self._size else self._due):
            self._flush(end=True)
            return
        self._flush()
        self._due = at
        self._flush(end=True)


def _cut(piece: Piece, first: int, most: int) -> Iterator[Piece]:
    """`piece` in parts, the first of at most `first` bytes (0: there is no first part), the others of at most
    `most`.
    """
    start, size = piece.start, first or most
    while start < piece.end:
        end = min(start + size, piece.end)
        begins, ends = start == piece.start, end == piece.end
        yield Piece(start, end, piece.opens if begins else None, piece.closes and ends, piece.line if begins else b"")
        start, size = end, most


def metered(schedule: Schedule, most: int, when: When) -> Schedule:
    """The schedule with writes of at most `most` body bytes, each of which leaves when `when` says.

    Bytes that are due by then leave in the same write, as far as there is room.
    """
    made = _Writes(most, when)
    for at, step in zip(schedule.times, schedule.steps, strict=True):
        if step.head:
            made.head(at)
        for part in step.parts:
            made.add(at, part)
        if step.end:
            made.end(at)
    return replace(schedule, steps=tuple(made.steps), times=made.times)
