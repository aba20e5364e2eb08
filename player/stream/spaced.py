"""A stream whose writes are kept apart: a `WireStream` that writes only when its `Spacing` allows it. Rules

- The scheduler's turn writes at most `WRITES` times: a plan can have a piece for every byte.
- A write that waited for the one before it, or for its client, is not late.
- Deadlines alone don't keep writes apart: a late write comes close to the next. So a write waits until three quarters
  of the gap have passed since the one before it. The last quarter allows for the timer's lateness, which would
  otherwise add up.
- A planned cut counts as sent when that time passed, as measured, between the writes on both sides of it; without a gap
  every written cut counts.
- `assured`: the next write waits until the next hop has acknowledged everything, and 1 ms longer, so that the program
  there has read it. After `CAP` it is written anyway, and that cut does not count as sent.
"""

from array import array
from collections.abc import Callable
from typing import Final

from cassettes.clock import MS, SECOND
from player.schedule.writes import Writes
from player.stream.progress import TRACED, Progress
from player.stream.scheduler import Scheduler
from player.stream.wire_stream import STEP_BYTES, WRITE, WireStream
from player.wire.wire import Wire

WRITES: Final = STEP_BYTES // WRITE
POLL: Final = MS // 4
SETTLE: Final = MS
CAP: Final = SECOND


class Spacing:
    """When writes may leave. `waiting`: bytes that the next hop has not acknowledged, for `assured`; else None."""

    __slots__ = ("_at", "_free_at", "_late", "_least", "_reached", "_waiting", "cuts")

    def __init__(self, gap_ns: int, waiting: Callable[[], int] | None = None) -> None:
        self._least = gap_ns * 3 // 4
        self._waiting = waiting
        self._at: int | None = None
        self._free_at: int | None = None
        self._reached = 0
        self._late = False
        #: body offsets of the cuts that were sent
        self.cuts = array("q")

    def wait(self, now: int) -> int | None:
        """None when the next write may leave at `now` ns, else when to ask again."""
        if self._at is None:
            return None
        if self._waiting is None:
            return None if now - self._at >= self._least else self._at + self._least
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
        if self._reached and self._at is not None and not self._late and now - self._at >= self._least:
            self.cuts.append(self._reached)
        self._reached, self._at, self._free_at, self._late = reached, now, None, False


class SpacedStream(WireStream):
    """One response. `spacing` says when the next write may leave, and notes each write."""

    __slots__ = ("_spacing",)

    def __init__(
        self,
        wire: Wire,
        frames: Writes,
        head: bytes,
        base: int,
        scheduler: Scheduler,
        progress: Progress,
        over: Callable[[WireStream], None],
        spacing: Spacing,
    ) -> None:
        super().__init__(wire, frames, head, base, scheduler, progress, over)
        self._spacing = spacing

    @property
    def cuts(self) -> "array[int]":
        """Body offsets of the cuts that were sent."""
        return self._spacing.cuts

    def due(self, now: int) -> int | None:
        """Write what is due and may leave (the scheduler's turn); returns the next time in ns."""
        wire, frames, spacing, progress = self._wire, self._frames, self._spacing, self.progress
        count, stop = len(frames.writes), self._index + WRITES
        while self._index < count:
            deadline = self.base + frames.times[self._index]
            if deadline > now or self._index >= stop:
                return max(deadline, now)
            if wire.blocked:
                self._wait_for_client(now)
                return None
            if (later := spacing.wait(now)) is not None:
                self._on_time = max(self._on_time, deadline + 1)
                return later
            wire.write(frames.writes[self._index], self._head)
            self._head = b""
            if deadline >= self._on_time:
                self._scheduler.lateness.note(deadline, progress)
            progress.bytes, progress.chunks = frames.reached[self._index], frames.chunks[self._index]
            spacing.wrote(progress.bytes, now)
            sent = progress.sent or progress.trace(frames.reached)
            if len(sent) < TRACED:
                sent.append(now - self._began)
            self._index += 1
        self._entry = None
        self._scheduler.afterwards(self._finish)
        return None
