"""Sorted byte positions, held small. Rules

- Both forms are `Sequence[int]`, strictly increasing: `array("I")` for scattered positions, `Runs` for dense ones
  (half of a stream lies inside JSON strings).
- `clip` is the one place where positions at or beyond the ends of the body are dropped.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from operator import sub
from typing import overload

Positions = Sequence[int]


class Runs(Sequence[int]):
    """The integers of disjoint half-open ranges [start, end), in order; empty ranges are dropped."""

    __slots__ = ("_ends", "_starts", "_totals")

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        kept = [run for run in ranges if run[0] < run[1]]
        self._starts: array[int] = array("I", [start for start, _ in kept])
        self._ends: array[int] = array("I", [end for _, end in kept])
        #: how many positions lie before the run
        self._totals: array[int] = array("I", accumulate(map(sub, self._ends, self._starts), initial=0))

    def __len__(self) -> int:
        return self._totals[-1]

    def __iter__(self) -> Iterator[int]:
        return chain.from_iterable(map(range, self._starts, self._ends))

    def __contains__(self, value: object) -> bool:
        if not isinstance(value, int):
            return False
        run = bisect_right(self._starts, value) - 1
        return run >= 0 and value < self._ends[run]

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(index)
        run = bisect_right(self._totals, index) - 1
        return self._starts[run] + index - self._totals[run]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(int.__eq__, self, other))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Runs({list(zip(self._starts, self._ends, strict=True))})"

    def hits(self, ordered: Sequence[int]) -> int:
        """How many of the offsets `ordered` (strictly increasing) are among these positions."""
        if len(ordered) <= len(self._starts):
            return sum(offset in self for offset in ordered)
        runs = zip(self._starts, self._ends, strict=True)
        return sum(bisect_left(ordered, end) - bisect_left(ordered, start) for start, end in runs)

    def below(self, end: int) -> "Runs":
        """These positions without 0 and without those at or above `end`."""
        if not self._starts or (self._starts[0] > 0 and self._ends[-1] <= end):
            return self
        return Runs((max(1, start), min(stop, end)) for start, stop in zip(self._starts, self._ends, strict=True))


def clip(positions: Iterable[int], size: int) -> Positions:
    """The positions p with 0 < p < size, as the smaller of the two forms. They must come sorted."""
    if isinstance(positions, Runs):
        return positions.below(size)
    points = positions if isinstance(positions, array) else array("I", positions)
    return points[bisect_right(points, 0) : bisect_left(points, size)]


def holds(positions: Positions, value: int) -> bool:
    """Whether `value` is among the sorted positions, in logarithmic time."""
    if isinstance(positions, Runs):
        return value in positions
    index = bisect_left(positions, value)
    return index < len(positions) and positions[index] == value
