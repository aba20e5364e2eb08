"""Schedules whose body bytes wait before they leave, for faults of the phase `TIME`. Pure. Rules

- Transfer chunks stay as they are; only which of them, and how much of one, leave in one write changes.
- No byte leaves before its time, and all stay in order. Framing leaves with the body bytes that it surrounds.
"""

from collections.abc import Callable, Iterator

from player.schedule.schedule import FOREVER, Piece, Raw, Schedule, Step


def gathered(schedule: Schedule, first: int, last: int, at: int) -> Schedule:
    """The schedule with the parts of the steps `first` to `last`, both included, in one write at `at` ns.

    A head among them still leaves when it was due.
    """
    rows = list(schedule.rows)
    due, taken = schedule.times[first], schedule.steps[first : last + 1]
    head = [(due, Step(head=True))] if taken[0].head else []
    together = Step(tuple(part for step in taken for part in step.parts), end=any(step.end for step in taken))
    return schedule.of([*rows[:first], *head, (max(at, due), together), *rows[last + 1 :]])


#: (ns when bytes are due, ns when the write before them left, number of bytes) -> ns when they leave
When = Callable[[int, int, int], int]


class _Writes:
    """The writes of a metered schedule under construction. `most`: body bytes of one write."""

    def __init__(self, most: int, when: When) -> None:
        self._most, self._when = most, when
        self.rows = list[tuple[int, Step]]()
        self._parts, self._due, self._size = list[Piece | Raw](), 0, 0
        self._left = -1

    def _flush(self, *, end: bool = False) -> None:
        if self._parts or end:
            before = self.rows[-1][0] if self.rows else 0
            at = min(max(self._leaves(), before), FOREVER)
            if self._size:
                self._left = at
            self.rows.append((at, Step(tuple(self._parts), end=end)))
        self._parts, self._size = [], 0

    def head(self, at: int) -> None:
        self.rows.append((at, Step(head=True)))

    def _leaves(self) -> int:
        """When the gathered bytes, or the framing alone, would leave, ns."""
        return self._when(self._due, self._left, self._size) if self._size else self._due

    def add(self, at: int, part: Piece | Raw) -> None:
        """Add a part that is due at `at`: it joins the write before it where there is room and it is due by then."""
        size = part.end - part.start if isinstance(part, Piece) else 0
        if self._parts and at > self._leaves():
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
        if not self._parts or at > self._leaves():
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
    for at, step in schedule.rows:
        if step.head:
            made.head(at)
        for part in step.parts:
            made.add(at, part)
        if step.end:
            made.end(at)
    return schedule.of(made.rows)
