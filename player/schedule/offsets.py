"""Where the bytes of a performed body were recorded. Rules

- A body is edited by splices: bytes `start` to `end` are replaced. A map keeps the origin of each byte, through any
  number of edits; neither offset ever decreases.
- Inserted bytes were not recorded: they stand for the place where they were inserted.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple


class Splice(NamedTuple):
    """`data` in place of the bytes `start` to `end` of a body; `start == end` puts it in between."""

    start: int
    end: int
    data: bytes


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Runs of a performed body, in columns: each one's offset there, its offset in the recorded body, and whether its
    bytes are the recorded ones. The last run is the end of both bodies. Without runs the bodies are equal.
    """

    starts: tuple[int, ...] = ()
    origins: tuple[int, ...] = ()
    copied: tuple[bool, ...] = ()

    def recorded(self, offset: int) -> int:
        """The offset in the recorded body that the performed `offset` stands for."""
        if not self.starts:
            return offset
        run = bisect_right(self.starts, offset) - 1
        return self.origins[run] + (offset - self.starts[run] if self.copied[run] else 0)

    def performed(self, offset: int) -> int:
        """The offset in the performed body of the recorded `offset`, behind the bytes inserted before it."""
        if not self.starts:
            return offset
        run = bisect_right(self.origins, offset) - 1
        if run < 0:
            return 0
        # bytes recorded between this run and the next one are gone
        following = self.starts[min(run + 1, len(self.starts) - 1)]
        return min(self.starts[run] + (offset - self.origins[run] if self.copied[run] else 0), following)

    def spliced(self, splices: Sequence[Splice], size: int) -> "OffsetMap":
        """The map behind `splices` (in order, apart) of the performed body, which has `size` bytes."""
        runs, at = list[tuple[int, int, bool]](), 0

        def keep(start: int, end: int) -> None:
            nonlocal at
            for place, origin, copied in self._runs(start, end):
                runs.append((at + place - start, origin, copied))
            at += end - start

        before = 0
        for splice in splices:
            keep(before, splice.start)
            runs.append((at, self.recorded(splice.start), False))
            at += len(splice.data)
            before = splice.end
        keep(before, size)
        runs.append((at, self.recorded(size), False))
        starts, origins, copied = zip(*runs, strict=True)
        return OffsetMap(starts, origins, copied)

    def _runs(self, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """The runs of the bytes `start` to `end`: where each begins, where that was recorded, whether it was."""
        if start >= end:
            return
        if not self.starts:
            yield start, start, True
            return
        run = bisect_right(self.starts, start) - 1
        yield start, self.recorded(start), self.copied[run]
        for later in range(run + 1, len(self.starts)):
            if self.starts[later] >= end:
                return
            yield self.starts[later], self.origins[later], self.copied[later]


#: the map of a body that was not edited
UNTOUCHED: Final = OffsetMap()
