"""A session: it redacts records, writes them to the cassette, and counts for the console. Rules

- A read's records are written when they are known, before its bytes go to the client; its chunks in one write.
- Redaction is applied to the stored copy only.
- When the file can't be written, recording stops with one sentence; every stream goes on undisturbed.
- fsync runs in a thread after an interaction: one at a time, and one for all interactions that ended within a tenth of
  a second.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from cassettes.clock import now_ns
from cassettes.errors import CassetteError
from cassettes.messages import say
from cassettes.model import Chunk, Ending, EndKind, Mark, Request, ResponseHead
from cassettes.redaction.redact import Redaction, Redactor, Stored
from recorder.response.tap import Record

#: seconds between two fsyncs: where 50 streams end within one second, an end takes 0.07 ms of the loop's time, not 0.12
_SYNC_SECONDS: Final = 0.1
#: how long `close` waits for the disk; the system writes the rest there even when the process is gone
_SYNC_WAIT_SECONDS: Final = 0.2
#: naming a member of an enumeration costs 0.1 us
_UNPARSED: Final = Mark.UNPARSED


class Writer(Protocol):
    """The methods of `cassettes.store.CassetteWriter`. Each raises CassetteError when the file can't be written."""

    def begin(self, request: Request) -> int: ...
    def head(self, number: int, head: ResponseHead) -> None: ...
    def chunks(self, number: int, chunks: Sequence[Chunk]) -> None: ...
    def end(self, number: int, ending: Ending) -> None: ...
    def sync(self) -> None: ...
    def close(self) -> None: ...
    def abandon(self) -> None: ...


@dataclass(slots=True)
class Progress:
    """One interaction as the console shows it. Text is redacted; times are ns, sizes bytes."""

    method: str
    target: bytes
    started: int
    status: int = 0
    chunks: int = 0
    size: int = 0
    ended: int = 0
    #: the ending's kind; empty while it is open
    state: str = ""
    note: str = ""
    #: the interaction's number in the cassette; 0 where nothing is recorded
    number: int = 0


@dataclass(slots=True)
class Totals:
    """The numbers of a session, for its summary."""

    interactions: int = 0
    chunks: int = 0
    size: int = 0
    endings: Counter[str] = field(default_factory=Counter)
    #: interactions whose response has a status below 400: those worth playing
    answered: int = 0
    #: interactions whose client left while the response was coming
    left: int = 0
    #: compressed bodies, which redaction could not look into
    unseen: int = 0
    #: responses kept as raw bytes, in which redaction could only look for lines of text
    raw: int = 0


class Session:
    """The recording of one run. `on_failure` takes the sentence when storing stops, `on_end` each interaction that
    ended.
    """

    def __init__(
        self,
        writer: Writer,
        redaction: Redaction,
        *,
        on_failure: Callable[[str], None],
        on_end: Callable[[Progress], None] = lambda progress: None,
    ) -> None:
        self.failure = ""
        self.totals = Totals()
        #: the open streams, in the order in which they began
        self.streams: dict[int, Progress] = {}
        self.redaction = redaction
        self._writer, self._on_failure, self._on_end = writer, on_failure, on_end
        self._started = now_ns()
        self._sync: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        #: whether an interaction ended since the last fsync began
        self._unsynced = False

    def begin(self, request: Request, received: int, stored: Stored | None = None) -> "Take":
        """Store the request, whose last byte came at `received` (ns). `stored`: the request without its secrets, where
        it was made beforehand.
        """
        redactor = Redactor(self.redaction)
        asked = replace(redactor.request(request, stored), at=max(0, received - self._started))
        self.totals.interactions += 1
        number = 0
        if not self.failure:
            try:
                number = self._writer.begin(asked)
            except CassetteError as error:
                self._fail(error)
        progress = Progress(request.method, asked.target, received, number=number)
        self.streams[id(progress)] = progress
        return Take(self, self._writer, number, progress, redactor)

    def ended(self, progress: Progress, redactor: Redactor) -> None:
        """Count a take that wrote its last record, and report it."""
        self.totals.unseen += redactor.unseen
        self.totals.raw += redactor.raw
        self.streams.pop(id(progress), None)
        self.totals.endings[progress.state] += 1
        self.totals.answered += 0 < progress.status < 400
        self.totals.left += progress.status > 0 and progress.state == EndKind.CLIENT_ABORT
        self._on_end(progress)
        self._sync_soon()

    async def close(self) -> None:
        """Write the footer, unless recording stopped early. Call it when every interaction has ended."""
        if self._sync is not None:
            await asyncio.wait([self._sync], timeout=_SYNC_WAIT_SECONDS)
        if self._timer is not None:
            self._timer.cancel()
        if self._unsynced and not self.failure:
            await asyncio.wait([self._start_sync()], timeout=_SYNC_WAIT_SECONDS)
        if self.failure:
            self._writer.abandon()
            return
        try:
            self._writer.close()
        except CassetteError as error:
            self._fail(error)

    def _fail(self, error: CassetteError) -> None:
        if not self.failure:
            self.failure = str(error)
            self._on_failure(self.failure)

    def _sync_soon(self) -> None:
        self._unsynced = True
        if self._sync is None and self._timer is None and not self.failure:
            self._timer = asyncio.get_running_loop().call_later(_SYNC_SECONDS, self._start_sync)

    def _start_sync(self) -> "asyncio.Future[None]":
        self._timer, self._unsynced = None, False
        self._sync = asyncio.get_running_loop().run_in_executor(None, self._writer.sync)
        self._sync.add_done_callback(self._synced)
        return self._sync

    def _synced(self, done: "asyncio.Future[None]") -> None:
        self._sync = None
        if not done.cancelled() and isinstance(done.exception(), CassetteError):
            self._fail(CassetteError(str(done.exception())))
        if self._unsynced:
            self._sync_soon()


class Take:
    """One interaction while it is recorded."""

    __slots__ = ("_idle", "_number", "_redactor", "_session", "_writer", "progress")

    def __init__(self, session: Session, writer: Writer, number: int, progress: Progress, redactor: Redactor) -> None:
        self._session, self._writer, self._number, self.progress = session, writer, number, progress
        self._redactor, self._idle = redactor, redactor.idle

    def write(self, records: Sequence[Record]) -> None:
        """Store and count the records of one read, in order."""
        chunks: list[Chunk] = []
        for record in records:
            if type(record) is Chunk:
                chunks.append(record)
                continue
            if chunks:
                self._write_chunks(chunks)
                chunks = []
            self._write_other(record)
        if chunks:
            self._write_chunks(chunks)

    def _write_chunks(self, chunks: list[Chunk]) -> None:
        session, progress, totals = self._session, self.progress, self._session.totals
        # most reads have one chunk, and a comprehension is a call
        count, size = len(chunks), len(chunks[0].data)
        if count > 1:
            size = sum([len(chunk.data) for chunk in chunks])
        progress.chunks += count
        progress.size += size
        totals.chunks += count
        totals.size += size
        if session.failure:
            return
        if not self._idle or chunks[-1].mark is _UNPARSED:  # only a read's last chunk can be
            chunks = [self._redactor.chunk(chunk) for chunk in chunks]
        try:
            self._writer.chunks(self._number, chunks)
        except CassetteError as error:
            session._fail(error)  # noqa: SLF001 - one unit with its session

    def _write_other(self, record: Record) -> None:
        session, progress = self._session, self.progress
        if type(record) is ResponseHead:
            progress.status = record.status
        if not session.failure:
            try:
                if type(record) is ResponseHead:
                    self._writer.head(self._number, self._redactor.head(record))
                elif type(record) is Ending:
                    self._writer.end(self._number, self._redactor.ending(record))
            except CassetteError as error:
                session._fail(error)  # noqa: SLF001 - one unit with its session
        if type(record) is Ending:
            progress.state, progress.note, progress.ended = str(record.kind), record.note, now_ns()
            session.ended(progress, self._redactor)


def stopped(reason: str) -> str:
    """The warning that a session records no more."""
    return say("RECORDING STOPPED: {reason} Requests still go through.", reason=reason)
