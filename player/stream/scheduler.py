"""One per event loop: a heap of absolute deadlines and one timer. Rules

- All streams that are due are stepped in one callback, a turn; never early. Each sees the time at which its step
  begins, so that in a long turn it writes what has become due meanwhile.
- A wake-up costs more than a step. So a turn goes on, for `TURN` ns, with what has become due meanwhile, and waits on
  the spot for what is due within `NEAR` ns.
- Other work on the loop (a connection that comes or goes, a request) calls `catch_up` first: a crowd that the loop
  finds at once delays a stream by at most one of its members. The streams then take half of the time at most.
- A stream's error ends that stream (`failed`), never another one, and the timer is armed again whatever happens.
- Deadlines are rounded up to a grid that widens with the cube of the number of waiting streams: it saves wake-ups
  where there are many and costs nothing where there are few. 0.5 ms, with 1,260 streams, is its end.
- Streams due at the same point of the grid wait together: the heap has the points, not the streams, so that it stays
  small with a thousand of them.
- Cancelled entries are removed when half of the entries are cancelled, so that streams whose client left take no memory
  for hours.
"""

from collections.abc import Callable
from heapq import heapify, heappop, heappush
from typing import Final, Protocol

from cassettes.clock import now_ns
from player.stream.lateness import BLOCK, Lateness
from player.stream.timers import Timer

GRID_LIMIT: Final = 500_000
#: ns
TURN: Final = 250_000
#: ns of CPU time that setting the timer, sleeping and waking up take: 8 to 12 us
NEAR: Final = 10_000


def grid(streams: int) -> int:
    """ns between two wake-ups while so many streams wait: 0.03 ms with 500, 0.25 ms with 1,000."""
    return min(GRID_LIMIT, streams * streams * streams // 4000) or 1


class Stepped(Protocol):
    """A stream, or its reset, that the scheduler steps."""

    def due(self, now: int) -> int | None:
        """Do the work that is due at `now` ns; returns the next deadline, or None when there is none for the moment."""

    def failed(self, error: Exception) -> None:
        """`due` raised `error`; the stream is not stepped again."""


class Waiting:
    """One waiting stream; without its stream it is dead, and skipped."""

    __slots__ = ("stream",)

    def __init__(self, stream: Stepped) -> None:
        self.stream: Stepped | None = stream


class Scheduler:
    """The scheduler of one event loop. `make` takes the function that its timer calls, and gives the timer; a test
    gives a fake one. `near`: ns, 0 where time stands still.
    """

    def __init__(
        self,
        make: Callable[[Callable[[], None]], Timer],
        clock: Callable[[], int] = now_ns,
        lateness: Lateness | None = None,
        near: int = NEAR,
    ) -> None:
        #: ns of the clock that the deadlines are of
        self.now = clock
        self.lateness = lateness or Lateness(clock)
        self._near = near
        #: a heap of points in time (ns), and the entries that wait for each
        self._points: list[int] = []
        self._waiting: dict[int, list[Waiting]] = {}
        #: streams that wait, or are stepped; cancelled entries that are still in `_waiting`
        self._alive = self._dead = 0
        self._armed: int | None = None
        self._firing = False
        #: ns of the end of the last turn, and how long it took
        self._ended = self._took = 0
        #: the grid (ns) for so many streams: computing it anew at each wake-up cost 0.1 us
        self._streams, self._width = 0, 1
        self._afterwards: list[Callable[[], None]] = []
        self._timer = make(self.fire)

    def __len__(self) -> int:
        return self._alive

    @property
    def next_deadline(self) -> int | None:
        """ns of the earliest wake-up, None when nothing waits."""
        return self._points[0] if self._points else None

    def at(self, deadline: int, stream: Stepped) -> Waiting:
        """Step `stream` once `deadline` (ns of the clock) has come."""
        entry = Waiting(stream)
        self._alive += 1
        width = grid(self._alive)
        self._enter(-(-deadline // width) * width, entry)
        if not self._firing:
            self._arm()
        return entry

    def _enter(self, point: int, entry: Waiting) -> None:
        others = self._waiting.get(point)
        if others is None:
            self._waiting[point] = [entry]
            heappush(self._points, point)
        else:
            others.append(entry)

    def cancel(self, entry: Waiting) -> None:
        """Forget `entry`; harmless when it was stepped already."""
        if entry.stream is None:
            return
        entry.stream = None
        self._alive -= 1
        self._dead += 1
        if self._dead > 64 and self._dead > self._alive:
            self._bury()

    def _bury(self) -> None:
        """Remove the cancelled entries. Those of a turn under way are not here; they end with it."""
        for point, entries in list(self._waiting.items()):
            alive = [entry for entry in entries if entry.stream is not None]
            self._dead -= len(entries) - len(alive)
            if alive:
                self._waiting[point] = alive
            else:
                del self._waiting[point]
        self._points[:] = self._waiting  # the same list: a turn under way goes on with it
        heapify(self._points)

    def afterwards(self, call: Callable[[], None]) -> None:
        """Call it when every stream that is due has been stepped; now, if this is no stream's turn."""
        if self._firing:
            self._afterwards.append(call)
        else:
            call()

    def is_due(self, now: int) -> bool:
        """Whether a stream is due at `now` ns."""
        return bool(self._points) and self._points[0] <= now

    def owed(self, now: int) -> int:
        """ns that other work on the loop may take now, until it has had as long as the streams in their last turn."""
        return max(0, self._ended + self._took - now)

    def catch_up(self, now: int) -> None:
        """Step what is due at `now` ns, although the loop has not come to the timer yet."""
        if self.is_due(now) and not self.owed(now) and not self._firing:
            self.fire()

    def fire(self) -> None:
        """Step everything that is due, and what becomes due meanwhile."""
        clock, points, waiting = self.now, self._points, self._waiting
        began = now = clock()
        if not self.is_due(now):  # a wake-up that `catch_up` was faster than: no turn, and what is owed stays
            self._arm(fired=True)
            return
        until = began + TURN
        unfinished: list[Waiting] = []
        self._firing = True
        if self._alive != self._streams:
            self._streams, self._width = self._alive, grid(self._alive)
        width, near = self._width, self._near
        try:
            while points and (points[0] <= began or points[0] <= now < until):
                for entry in waiting.pop(heappop(points)):
                    stream, entry.stream = entry.stream, None
                    if stream is None:
                        self._dead -= 1
                        continue
                    try:
                        following = stream.due(now)
                    except Exception as error:
                        self._alive -= 1
                        self._fail(stream, error)
                        continue
                    if following is None:
                        self._alive -= 1
                    elif following <= now:
                        entry.stream = stream
                        unfinished.append(entry)
                    else:
                        entry.stream = stream
                        self._enter(-(-following // width) * width, entry)
                    now = clock()
                if points and now < points[0] <= now + near and now < until:
                    while now < points[0]:
                        now = clock()
        finally:
            self._firing = False
            for entry in unfinished:  # one round of the loop between two turns of the same stream
                self._enter(now + 1, entry)
            self._arm(fired=True)
            if len(self.lateness.late) >= BLOCK:
                self.lateness.settle()
            if self._afterwards:
                self._finish()
            self._ended = self.now()
            self._took = self._ended - began

    def _finish(self) -> None:
        calls, self._afterwards = self._afterwards, []
        for call in calls:
            try:
                call()
            except Exception:  # noqa: S110 - as in `_fail`
                pass

    @staticmethod
    def _fail(stream: Stepped, error: Exception) -> None:
        try:
            stream.failed(error)
        except Exception:  # noqa: S110 - the stream was told that it failed; the others must go on
            pass

    def _arm(self, *, fired: bool = False) -> None:
        """Arm for the first point; a timer that has just fired must be set in any case."""
        if not self._points:
            self._armed = None
            self._timer.disarm()
            return
        first = self._points[0]
        if not fired and self._armed is not None and self._armed <= first:
            return  # the timer wakes early enough; `fire` makes sure that no stream is stepped early
        self._armed = first
        self._timer.arm(first)

    def close(self) -> None:
        """Stop the timer; streams that wait are forgotten."""
        self._points.clear()
        self._waiting.clear()
        self._alive = self._dead = 0
        self._timer.close()
