"""How late writes leave: a histogram of ns with a fixed size, and what is not in it yet. Rules

- Lateness is the time at which the system had the bytes, minus the deadline: taken behind each write, never too small.
- Streams note it in a list, which is added to the histogram in blocks: it is on the path of every chunk.
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
#: writes that are noted before they are added: 20 us at once
BLOCK: Final = 256


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

    def add_all(self, lates: Sequence[int]) -> None:
        """`add` for each: a loop without calls."""
        if not lates:
            return
        counts = self._counts
        for late in lates:
            shift = late.bit_length() - _SHORT
            if shift <= 0:
                counts[late] += 1
            elif late <= LONGEST:
                counts[(shift << BITS) + (late >> shift)] += 1
            else:
                counts[-1] += 1
        self.count += len(lates)
        self.total += sum(lates)
        self.max = max(self.max, max(lates))

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
    """The histogram of one player."""

    def __init__(self, clock: Callable[[], int]) -> None:
        self._clock = clock
        self._histogram = Histogram()
        #: ns by which writes were late that are not in the histogram yet: streams append to it
        self.late: list[int] = []

    @property
    def histogram(self) -> Histogram:
        """All writes up to now."""
        self.settle()
        return self._histogram

    def note(self, deadline: int, whose: Late) -> None:
        """A write with `deadline` (ns) has just been made."""
        late = self._clock() - deadline
        self.late.append(late)
        whose.late = max(whose.late, late)

    def settle(self) -> None:
        """Add what was noted to the histogram."""
        self._histogram.add_all(self.late)
        self.late.clear()
