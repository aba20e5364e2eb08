"""How late writes leave: a histogram of ns with a fixed size, and the writes that wait to be measured. Rules

- Lateness is the time at which the bytes were handed to the system, minus the deadline. It is taken at the end of a
  turn of the scheduler, once for all writes of that turn: one reading of the clock, and never too small.
- A write counts only if it did not wait for its client to read, and if its response has deadlines (not at `--speed
  max`).
- A bucket is a thirty-second part of a power of two: a value read back is at most 1/32 too large, never too small.
- Integers only; adding is O(1); the memory is the same after a minute and after a month.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol

#: each power of two has 2**BITS buckets
BITS: Final = 5
#: values of so many binary digits have a bucket each
_SHORT: Final = BITS + 1
#: ns, 4.9 h: the largest value; longer lateness counts as this
LONGEST: Final = (1 << 44) - 1


def bucket(late: int) -> int:
    """The bucket of `late` ns, 0 <= late <= LONGEST."""
    shift = max(0, late.bit_length() - BITS - 1)
    return (shift << BITS) + (late >> shift)


def upper(number: int) -> int:
    """The largest ns in bucket `number`."""
    shift = max(0, (number >> BITS) - 1)
    return (((number - (shift << BITS)) + 1) << shift) - 1


BUCKETS: Final = bucket(LONGEST) + 1


class Late(Protocol):
    """An object that keeps its own largest lateness, in ns."""

    late: int


class Histogram:
    """Counts of lateness in ns."""

    __slots__ = ("_counts", "count", "max", "total")

    def __init__(self) -> None:
        self._counts = [0] * BUCKETS
        self.count = 0
        self.total = 0
        self.max = 0

    def add(self, late: int) -> None:
        """One write was `late` ns late, 0 or more."""
        self._counts[bucket(min(late, LONGEST))] += 1
        self.count += 1
        self.total += late
        self.max = max(self.max, late)

    def measure(self, now: int, written: Sequence[tuple[int, Late]]) -> None:
        """Add `now` minus the deadline for each write, and tell it: the loop is on the path of every chunk."""
        counts, total, most = self._counts, 0, self.max
        for deadline, whose in written:
            late = now - deadline
            if late > whose.late:
                whose.late = late
                if late > most:
                    most = late
            total += late
            shift = late.bit_length() - _SHORT
            if shift <= 0:
                counts[late] += 1
            elif late <= LONGEST:
                counts[(shift << BITS) + (late >> shift)] += 1
            else:
                counts[-1] += 1
        self.count += len(written)
        self.total += total
        self.max = most

    def percent(self, share: int) -> int:
        """ns within which `share` percent of the writes left (rounded up to the bucket's end); 0 for none."""
        wanted = max(1, -(-self.count * share // 100))
        seen = 0
        for number, count in enumerate(self._counts):
            seen += count
            if seen >= wanted:
                return min(upper(number), self.max)
        return 0

    def as_counts(self) -> dict[str, int]:
        """The counts for `merge`, for JSON."""
        filled = {str(number): count for number, count in enumerate(self._counts) if count}
        return {**filled, "total": self.total, "max": self.max}

    def merge(self, counts: Mapping[str, int]) -> None:
        """Add the counts of another histogram."""
        for name, count in counts.items():
            if name.isdigit():
                self._counts[int(name)] += count
                self.count += count
        self.total += counts["total"]
        self.max = max(self.max, counts["max"])


class Lateness:
    """The histogram of one player, and the writes of the turn that is under way."""

    def __init__(self, clock: Callable[[], int]) -> None:
        self._clock = clock
        self.histogram = Histogram()
        #: (deadline in ns, whose write) of the writes since the last `settle`: streams append to it
        self.written: list[tuple[int, Late]] = []

    def settle(self) -> None:
        """A turn is over: measure what was written."""
        if not self.written:
            return
        self.histogram.measure(self._clock(), self.written)
        self.written.clear()
