"""Drives one response over a wire: the scheduler steps it, the transport takes its bytes. Rules

- Every write goes out at its absolute deadline: being late once makes nothing after it late.
- Writes of one stream that are due together because the loop is `BEHIND` leave in one write, where nothing asked for
  them to be apart (`Writes.joins`): a player that has more to do than it can degrades by latency, not by collapse. The
  transfer chunks are the same, only their TCP segmentation is not; `Progress.joined` counts them.
- A client that stops reading is written to until the transport's buffer is full, then not before there is room. What
  became due meanwhile goes out at once then, again only as far as there is room.
- One turn writes at most `STEP_BYTES` bytes, and a write counts `WRITE` beside its own: a stream without waiting
  delays the others by half a millisecond at a time.
- A stream that is held writes nothing; when it goes on, all that is left comes as much later as it was held.
- A client that leaves ends the stream at once, also while it waits; nothing stays in the scheduler.
- The ending is the schedule's: a complete body keeps the connection, a cut one closes it, a reset resets it
  (`player.stream.reset`), and one that is held open goes on until the client leaves.
"""

from collections.abc import Callable
from typing import Final

from cassettes.clock import MS
from player.schedule.schedule import Finish
from player.schedule.writes import JOIN, Writes
from player.stream.progress import JOINED, TRACED, Outcome, Progress
from player.stream.reset import Resetting
from player.stream.scheduler import Scheduler, Waiting
from player.wire.wire import Wire

STEP_BYTES: Final = 1 << 20
#: what one write costs, in bytes that could be copied meanwhile: some 8 us
WRITE: Final = 1 << 14
#: ns that a write must be late before those behind it leave with it: a grid of wake-ups is no lateness
BEHIND: Final = 2 * MS
#: later than any deadline: a response that waits for nothing is never late
NEVER: Final = 1 << 63

# naming a member of an enumeration costs 0.1 us
_COMPLETE, _RESET, _HOLD, _ENDED = Finish.COMPLETE, Finish.RESET, Finish.HOLD, Outcome.ENDED


class WireStream:
    """One response. `head` goes before the first write; `base` is the ns at which the request's last byte came."""

    __slots__ = (
        "_began",
        "_ended",
        "_entry",
        "_frames",
        "_head",
        "_held",
        "_index",
        "_late",
        "_on_time",
        "_paused",
        "_scheduler",
        "_wire",
        "base",
        "over",
        "progress",
    )

    def __init__(
        self,
        wire: Wire,
        frames: Writes,
        head: bytes,
        base: int,
        scheduler: Scheduler,
        progress: Progress,
        over: Callable[["WireStream"], None] = lambda _: None,
    ) -> None:
        """`over` is called with the stream once it is over."""
        self._wire = wire
        self._frames = frames
        self._head = head
        self._scheduler = scheduler
        self._entry: Waiting | None = None
        self._index = 0
        self._held = False
        self._late = scheduler.lateness.late
        #: only writes with this deadline (ns) or a later one can be late: those before waited for the client
        self._on_time = base if frames.times[-1] else NEVER
        #: ns at which it was held, 0: it is not
        self._paused = 0
        self._began = self.base = base
        self.progress = progress
        self.over = False
        self._ended = over

    def start(self, now: int) -> None:
        """Begin; what is due already goes out in this call."""
        self._wire.begin()
        if self._wire.gone:
            self._over(Outcome.LEFT, now)
            return
        self._wire.lost = self.lost
        self._wire.writable = self.room
        if not self._paused:
            self._continue(now)

    def due(self, now: int) -> int | None:
        """Write what is due (the scheduler's turn); gives the next deadline in ns."""
        wire, frames, base, index = self._wire, self._frames, self.base, self._index
        times, writes, written = frames.times, frames.writes, 0
        count, progress, clock = len(writes), self.progress, self._scheduler.now
        sent = progress.sent or progress.trace(frames.reached)
        following: int | None = None
        while index < count:
            deadline = base + times[index]
            if deadline > now or written >= STEP_BYTES:
                following = deadline if deadline > now else now
                break
            data, end = writes[index], index + 1
            if now - deadline > BEHIND and frames.joins and end < count and deadline >= self._on_time:
                end = self._due_together(index, now)
                if end > index + 1:
                    data = b"".join(writes[index:end])
            if not wire.offer(data, self._head):
                break
            self._head = b""
            if len(sent) < TRACED:
                sent.append(now - self._began)
            written += len(data) + WRITE
            if deadline >= self._on_time:
                late = clock() - deadline
                self._late.append(late)
                if late > progress.late:
                    progress.late = late
                if end > index + 1:
                    self._note_joined(index + 1, end, deadline + late)
            index = end
        if index > self._index:
            self._index = index
            progress.bytes, progress.chunks = frames.reached[index - 1], frames.chunks[index - 1]
        if index == count:
            # an end takes 8 us, which would make the other streams of this turn late
            self._entry = None
            self._scheduler.afterwards(self._finish)
        elif following is None:
            self._wait_for_client(now)
        return following

    def _due_together(self, index: int, now: int) -> int:
        """The index behind the last write that can leave with write `index`: all are due, and at most `JOIN` bytes."""
        times, writes, latest = self._frames.times, self._frames.writes, now - self.base
        size, end = len(writes[index]), index + 1
        while end < len(writes) and times[end] <= latest and (size := size + len(writes[end])) <= JOIN:
            end += 1
        return end

    def _note_joined(self, start: int, end: int, now: int) -> None:
        """At `now` writes `start` to `end` left with the one before them; each is as late as if it had left alone."""
        self._late.extend([now - self.base - at for at in self._frames.times[start:end]])
        self.progress.joined += end - start
        self.progress.sent.extend([JOINED] * min(end - start, TRACED - len(self.progress.sent)))

    def _wait_for_client(self, now: int) -> None:
        """The wire took nothing: there is no room, or its client is gone."""
        if self._wire.gone:
            self._over(Outcome.LEFT, now)
        else:
            self._entry = None
            self._held = True

    def failed(self, error: Exception) -> None:
        """A step raised: this stream ends, cut short."""
        self._cut(Outcome.FAILED)

    def lost(self) -> None:
        """The client is gone (the wire calls this)."""
        self._over(Outcome.LEFT, self._now())

    def room(self) -> None:
        """The transport's buffer has room again (the wire calls this)."""
        if self._held and not self._paused:
            self._held = False
            self._on_time = max(self._on_time, self._now())
            self._continue(self._now())

    def hold(self, now: int) -> None:
        """Write nothing from now on, until `go`; harmless when all is written."""
        if self.over or self._paused or self._index == len(self._frames.writes):
            return
        self._paused = now
        if self._entry is not None:
            self._scheduler.cancel(self._entry)
            self._entry = None

    def go(self, now: int) -> None:
        """Go on, as much later as it was held; harmless when it is not."""
        if self.over or not self._paused:
            return
        self.base += now - self._paused
        self._on_time += now - self._paused
        self._paused = 0
        self._held = False
        self._continue(now)

    def stop(self) -> None:
        """End it now: the player stops."""
        self._cut(Outcome.STOPPED)

    def _now(self) -> int:
        return self._scheduler.now()

    def _continue(self, now: int) -> None:
        try:
            following = self.due(now)
        except Exception as error:  # as the scheduler does: it ends this stream only
            self.failed(error)
            return
        if following is not None:
            self._entry = self._scheduler.at(following, self)

    def _cut(self, outcome: Outcome) -> None:
        if not self.over:
            self._wire.close()
            self._over(outcome, self._now())

    def _finish(self) -> None:
        if self.over:  # the client left, or the player stopped, in the same turn
            return
        try:
            self._end()
        except Exception as error:
            self.failed(error)

    def _end(self) -> None:
        finish = self._frames.finish
        if finish is _HOLD:
            return  # until the client leaves, or the player stops
        if finish is _RESET:
            resetting = Resetting(self._wire, self._reset, self.failed)
            later = resetting.due(self._now())
            if later is not None:
                self._entry = self._scheduler.at(later, resetting)
            return
        self._wire.finish(close=finish is not _COMPLETE or not self._frames.delimited)
        self._over(_ENDED, self._now())

    def _reset(self) -> None:
        self._wire.reset()
        self._over(Outcome.ENDED, self._now())

    def _over(self, outcome: Outcome, now: int) -> None:
        if self._entry is not None:
            self._scheduler.cancel(self._entry)
            self._entry = None
        self._wire.lost = self._wire.writable = None
        if not self.over:
            self.over = True
            self.progress.outcome = outcome
            self.progress.elapsed = max(0, now - self._began)
            self._ended(self)
