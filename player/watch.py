"""Watches the writes of one re-cut response: what was sent apart, and for `assured`, when the next write may go. Rules

- A planned cut was sent when the bytes behind it were written at least half the gap later than those before it: a
  write that was late and had to catch up leaves no time for a client to read between. Without a gap every cut counts
  that was written.
- `assured`: after a write nothing more is written before the next hop has acknowledged everything, and 1 ms more, so
  that the program behind it has read; after `CAP` it is written all the same, and that cut does not count as sent.
"""

from array import array
from collections.abc import Callable
from typing import Final

from cassettes.clock import MS, SECOND

POLL: Final = MS // 4
SETTLE: Final = MS
CAP: Final = SECOND


class Watch:
    """`waiting`: bytes that the next hop has not acknowledged, for `assured`; else None."""

    __slots__ = ("_at", "_free_at", "_gap", "_late", "_reached", "_waiting", "cuts")

    def __init__(self, gap_ns: int, waiting: Callable[[], int] | None = None) -> None:
        self._gap = gap_ns
        self._waiting = waiting
        self._at: int | None = None
        self._free_at: int | None = None
        self._reached = 0
        self._late = False
        #: body offsets of the cuts that were sent
        self.cuts = array("q")

    def wait(self, now: int) -> int | None:
        """None when the next write may go at `now` ns, else when to ask again."""
        if self._waiting is None or self._at is None:
            return None
        if self._free_at is None:
            if now - self._at >= CAP:
                self._late = True
                return None
            if now == self._at or self._waiting():
                return now + POLL
            self._free_at = now + SETTLE
        return None if now >= self._free_at else self._free_at

    def wrote(self, reached: int, now: int) -> None:
        """A write ended at body offset `reached`, at `now` ns."""
        if reached == self._reached:
            return  # head, or terminator
        if self._reached and self._at is not None and not self._late and (now - self._at) * 2 >= self._gap:
            self.cuts.append(self._reached)
        self._reached, self._at, self._free_at, self._late = reached, now, None, False
