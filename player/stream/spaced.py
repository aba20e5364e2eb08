"""A stream whose writes are kept apart: what a `WireStream` does, one write at a time, as a `Watch` allows. Rules

- The scheduler's turn writes at most `WRITES` times: a plan can have a piece for every byte.
- A write that waited for the one before it, or for its client, is not late.
- `done` is set when the stream is over: whoever began it counts then what was sent.
"""

import asyncio
from typing import Final

from player.schedule.writes import Frames
from player.stream.scheduler import Scheduler
from player.stream.watch import Watch
from player.stream.wire_stream import TURN, WRITE, Progress, WireStream
from player.wire.wire import Wire

WRITES: Final = TURN // WRITE


class Apart(WireStream):
    """One response. `watch` says when the next write may go, and is told of each."""

    __slots__ = ("_watch", "done")

    def __init__(
        self,
        wire: Wire,
        frames: Frames,
        head: bytes,
        base: int,
        scheduler: Scheduler,
        progress: Progress,
        watch: Watch,
    ) -> None:
        super().__init__(wire, frames, head, base, scheduler, progress)
        self._watch = watch
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def due(self, now: int) -> int | None:
        """Write what is due and may go (the scheduler's turn); gives the next time in ns."""
        wire, frames, watch, progress = self._wire, self._frames, self._watch, self.progress
        count, stop = len(frames.writes), self._index + WRITES
        while self._index < count:
            deadline = self.base + frames.times[self._index]
            if deadline > now or self._index >= stop:
                return max(deadline, now)
            if wire.blocked:
                self._wait_for_client(now)
                return None
            if (later := watch.wait(now)) is not None:
                self._on_time = max(self._on_time, deadline + 1)
                return later
            wire.write(frames.writes[self._index], self._head)
            self._head = b""
            if deadline >= self._on_time:
                self._late.append((deadline, progress))
            progress.bytes, progress.chunks = frames.reached[self._index], frames.chunks[self._index]
            watch.wrote(progress.bytes, now)
            self._index += 1
        self._entry = None
        self._scheduler.afterwards(self._finish)
        return None

    def ended(self) -> None:
        if not self.done.done():
            self.done.set_result(None)
