"""One per event loop: a heap of absolute deadlines and one timer. Rules

- All streams that are due are stepped in one callback, oldest deadline first; never early.
- A stream's error ends that stream (`failed`), never another one, and the timer is armed again whatever happens.
- Wake-ups are rounded up to a grid that widens with the number of waiting streams: it saves system calls where there
  are many and costs nothing where there are few. 0.25 ms is its end.
- A cancelled entry leaves the heap when half of it is cancelled: a stream held open for hours by a client that left
  keeps no memory.
"""

import heapq
from collections.abc import Callable
from itertools import count
from typing import Final, Protocol

from cassettes.clock import now_ns
from player.lateness import Lateness
from player.timers import Timer

GRID_LIMIT: Final = 250_000
GRID_PER_STREAM: Final = 125


class Stream(Protocol):
    """What the scheduler steps."""

    def due(self, now: int) -> int | None:
        """Do what is due at `now` ns; gives the next deadline, or None when there is none for the moment."""

    def failed(self, error: Exception) -> None:
        """`due` raised `error`; the stream is not stepped again."""


class Entry:
    """One waiting stream in the heap; without its stream it is dead, and skipped."""

    __slots__ = ("stream",)

    def __init__(self, stream: Stream) -> None:
        self.stream: Stream | None = stream


class Scheduler:
    """`timer` is made with our `fire`, so that a test can give a fake one."""

    def __init__(
        self,
        make: Callable[[Callable[[], None]], Timer],
        clock: Callable[[], int] = now_ns,
        lateness: Lateness | None = None,
    ) -> None:
        self._clock = clock
        self.lateness = lateness or Lateness(clock)
        self._heap: list[tuple[int, int, Entry]] = []
        self._seq = count()
        self._dead = 0
        self._armed: int | None = None
        self._firing = False
        self._afterwards: list[Callable[[], None]] = []
        self._timer = make(self.fire)

    def __len__(self) -> int:
        return len(self._heap) - self._dead

    def now(self) -> int:
        """ns of the clock that the deadlines are of."""
        return self._clock()

    @property
    def next_deadline(self) -> int | None:
        """ns of the earliest deadline, None when nothing waits."""
        return self._heap[0][0] if self._heap else None

    def at(self, deadline: int, stream: Stream) -> Entry:
        """Step `stream` once `deadline` (ns of the clock) has come."""
        entry = Entry(stream)
        heapq.heappush(self._heap, (deadline, next(self._seq), entry))
        if not self._firing:
            self._arm()
        return entry

    def cancel(self, entry: Entry) -> None:
        """Forget `entry`; harmless when it was stepped already."""
        if entry.stream is None:
            return
        entry.stream = None
        self._dead += 1
        if self._dead > 64 and self._dead * 2 > len(self._heap):
            self._heap = [item for item in self._heap if item[2].stream is not None]
            heapq.heapify(self._heap)
            self._dead = 0

    def afterwards(self, call: Callable[[], None]) -> None:
        """Call it when every stream that is due has been stepped; now, if this is no stream's turn."""
        if self._firing:
            self._afterwards.append(call)
        else:
            call()

    def fire(self) -> None:
        """Step everything that is due."""
        now = self._clock()
        self._firing = True
        try:
            while self._heap and self._heap[0][0] <= now:
                entry = heapq.heappop(self._heap)[2]
                stream, entry.stream = entry.stream, None
                if stream is None:
                    self._dead -= 1
                    continue
                following: int | None = None
                try:
                    following = stream.due(now)
                except Exception as error:
                    self._fail(stream, error)
                if following is not None:
                    # later than now: one round of the loop between two turns of the same stream
                    entry.stream = stream
                    heapq.heappush(self._heap, (max(following, now + 1), next(self._seq), entry))
        finally:
            self._firing = False
            self._arm(now)
            self.lateness.settle()
            if self._afterwards:
                self._finish()

    def _finish(self) -> None:
        calls, self._afterwards = self._afterwards, []
        for call in calls:
            try:
                call()
            except Exception:  # noqa: S110 - as below
                pass

    @staticmethod
    def _fail(stream: Stream, error: Exception) -> None:
        try:
            stream.failed(error)
        except Exception:  # noqa: S110 - it has had its chance; the others must go on
            pass

    def _arm(self, now: int | None = None) -> None:
        """Arm for the first deadline. `now` is given when the timer has just fired and must be set in any case."""
        if not self._heap:
            self._armed = None
            self._timer.disarm()
            return
        first = self._heap[0][0]
        if now is None or first > now + 1:
            grid = min(GRID_LIMIT, GRID_PER_STREAM * len(self._heap))
            first = -(-first // grid) * grid
        if now is None and self._armed is not None and self._armed <= first:
            return  # it wakes in time; never early is seen to in `fire`
        self._armed = first
        self._timer.arm(first)

    def close(self) -> None:
        """Stop the timer; streams that wait are forgotten."""
        self._heap.clear()
        self._timer.close()
