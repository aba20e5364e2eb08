"""The same response through plain ASGI `send`, for servers that lend no wire (TestClient, hypercorn, gunicorn). Rules

- One piece is one body message at its deadline; empty pieces (a transfer chunk's late CRLF) send none.
- A server takes no more bytes than a Content-Length says: bytes beyond a wrong one are not sent.
- The server frames: reason, header case, trailers, resets and the split of a transfer chunk over several reads are lost
  here (the table in docs/behaviour.md). A cut body is left without its last message, so that the server closes.
- Lateness is taken after a step's messages, so it is never too small. Time in which a `send` waits for the client is
  left out.
- Messages that don't wait are sent for half a millisecond at a time (`STEP_BYTES`), then others have the loop.
- The client's leaving comes through `receive`; the stream stops at once, also while it waits.
"""

import asyncio
from array import array
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from starlette.types import Receive, Send

from cassettes.headers import Framing, length_of
from cassettes.model import ResponseHead
from player.schedule.schedule import Finish, Raw, Schedule
from player.stream.progress import TRACED, Outcome, Progress
from player.stream.scheduler import Scheduler
from player.stream.spaced import Spacing
from player.stream.wire_stream import STEP_BYTES, WRITE

#: the lowest status that is final (RFC 9110 section 15); a server that frames for us sends no lower one
FIRST_STATUS: Final = 200
LAST_STATUS: Final = 599
_ONE_HOP: Final = frozenset({b"transfer-encoding", b"connection", b"keep-alive"})


def unframed(status: int, headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers that a server is given which frames for us, in lower case."""
    # uvicorn takes a Content-Length for bytes that must come, and these have none (RFC 9110 section 8.6)
    left_out = _ONE_HOP | {b"content-length"} if status in (204, 304) else _ONE_HOP
    return [(name.lower(), value) for name, value in headers if name.lower() not in left_out]


class _Alarm:
    """Sets a future at a deadline."""

    def __init__(self) -> None:
        self.rung: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def due(self, now: int) -> int | None:
        if not self.rung.done():
            self.rung.set_result(None)
        return None

    def failed(self, error: Exception) -> None:  # pragma: no cover - `due` can't fail
        raise error


async def _until(scheduler: Scheduler, deadline: int) -> None:
    if scheduler.now() >= deadline:
        return
    alarm = _Alarm()
    entry = scheduler.at(deadline, alarm)
    try:
        await alarm.rung
    finally:
        scheduler.cancel(entry)


class _Turn:
    """From now to `end` only a `send` that waits for its client lets the loop go on: then `waited` is set. `note` is
    called at its end, or when it waits.
    """

    def __init__(self, note: Callable[[], None] | None = None, *, waited: bool = False) -> None:
        self.waited = waited
        self._note = note
        self._handle = asyncio.get_running_loop().call_soon(self._waits)

    def _waits(self) -> None:
        self.waited = True
        self.end()

    def end(self) -> None:
        self._handle.cancel()
        note, self._note = self._note, None
        if note is not None:
            note()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class AsgiStream:
    """One response through `send`."""

    def __init__(
        self,
        schedule: Schedule,
        body: bytes,
        base: int,
        scheduler: Scheduler,
        progress: Progress,
        spacing: Spacing | None = None,
    ) -> None:
        self._schedule = schedule
        self._body = body
        self._began = self._base = base
        #: (ns at which it was held, 0: it is not; the event that is set while it is not)
        self._paused = 0
        self._going = asyncio.Event()
        self._going.set()
        self._scheduler = scheduler
        self._spacing = spacing
        self.progress = progress
        self._stopping = asyncio.Event()
        self._most = len(body)

    def hold(self, now: int) -> None:
        """Send nothing from the next piece on, until `go`."""
        self._paused = self._paused or now
        self._going.clear()

    def go(self, now: int) -> None:
        """Go on; everything left comes later by the time of the hold."""
        self._base += now - self._paused if self._paused else 0
        self._paused = 0
        self._going.set()

    def stop(self) -> None:
        """End it now: the player stops."""
        self._stopping.set()

    async def run(
        self,
        head: ResponseHead,
        headers: list[tuple[bytes, bytes]],
        receive: Receive,
        send: Send,
        *,
        old: bool = False,
    ) -> None:
        """Play it to its end, or until the client leaves or the player stops. `old`: the client speaks HTTP/1.0."""
        headers = unframed(head.status, headers)
        schedule = self._schedule
        length = length_of(headers)
        if schedule.framing is Framing.LENGTH and length is not None:
            self._most = length
        if old and schedule.framing in (Framing.CHUNKED, Framing.CLOSE):
            # uvicorn would add chunk framing; a length that is not reached shows that the body was cut
            length = len(self._body) + (0 if schedule.finish is Finish.COMPLETE else 1)
            headers.append((b"content-length", b"%d" % length))
        play = asyncio.ensure_future(self._play(head.status, headers, send))
        gone = asyncio.ensure_future(_gone(receive))
        stopped = asyncio.ensure_future(self._stopping.wait())
        tasks = (play, gone, stopped)
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if play.done():
                self.progress.outcome = Outcome.ENDED
                play.result()
            else:
                self.progress.outcome = Outcome.LEFT if gone.done() else Outcome.STOPPED
        except OSError:  # servers raise it in `send` once the client is gone
            self.progress.outcome = Outcome.LEFT
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.progress.elapsed = max(0, self._scheduler.now() - self._began)

    async def _play(self, status: int, headers: list[tuple[bytes, bytes]], send: Send) -> None:
        schedule, progress, lateness = self._schedule, self.progress, self._scheduler.lateness
        free = written = 0
        in_chunks = schedule.framing is Framing.CHUNKED
        for at, step in zip(schedule.times, schedule.steps, strict=True):
            while not self._going.is_set() or self._scheduler.now() < self._base + at:
                await self._going.wait()
                await _until(self._scheduler, self._base + at)
            deadline = self._base + at
            # a send that waits for its client lets the loop go on, and is measured there: only up to its waiting
            timed = schedule.duration and free <= deadline  # else it waited for the client
            turn = _Turn(partial(lateness.note, deadline, progress) if timed else None)
            if step.head:
                await send({"type": "http.response.start", "status": status, "headers": headers})
            for piece in step.parts:
                if isinstance(piece, Raw):  # bytes outside of the body: the server frames by itself
                    continue
                if min(piece.end, self._most) > piece.start:
                    if written >= STEP_BYTES:
                        turn.end()
                        await asyncio.sleep(0)
                        written, turn = 0, _Turn(waited=turn.waited)
                    data = self._body[piece.start : min(piece.end, self._most)]
                    written += len(data) + WRITE
                    await send({"type": "http.response.body", "body": data, "more_body": True})
                progress.bytes = piece.end
                sent = progress.sent or progress.trace(array("q"))
                if len(sent) < TRACED:
                    sent.append(self._scheduler.now() - self._began)
                    progress.reached.append(piece.end)
                if self._spacing is not None:
                    self._spacing.wrote(piece.end, self._scheduler.now())
                progress.chunks += piece.opens is not None or not in_chunks
            turn.end()
            if turn.waited:
                free = self._scheduler.now()
        if schedule.finish is Finish.HOLD:
            await asyncio.get_running_loop().create_future()
        if schedule.finish is Finish.COMPLETE:
            await send({"type": "http.response.body", "body": b"", "more_body": False})
