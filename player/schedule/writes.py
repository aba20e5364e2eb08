"""A schedule as bytes: pure functions. Rules

- One step becomes one write. The head is not part of it: it depends on the client, and is put before the first write.
- Framing goes around the body bytes as the pieces say; body bytes are never changed.
- Framed bytes depend on the steps alone, so schedules with the same steps share them (`Writes.at`).
- `joins` allows a late player to join writes (`player.stream.wire_stream`); this module does not join them for that.
- At `--speed max` writes that need not be apart are joined up to `JOIN` bytes: the transfer chunks stay the same, only
  the number of system calls falls. A bigger write stays alone.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from cassettes.headers import Framing
from cassettes.model import Headers
from player.schedule.schedule import Finish, Piece, Raw, Schedule

JOIN: Final = 65536


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Writes:
    """Columns: deadline (ns), bytes, body offset reached, transfer chunks (or reads) begun, after each write."""

    times: "array[int]"
    writes: tuple[bytes, ...]
    reached: "array[int]"
    chunks: "array[int]"
    #: as in the schedule; `chunked` also where an HTTP/1.0 client gets no chunk framing
    framing: Framing
    finish: Finish
    #: the body has its own end, so that the connection can go on after a complete response
    delimited: bool
    #: a player that is late may join writes: no option asks for them to be apart
    joins: bool = False

    def __len__(self) -> int:
        return len(self.writes)

    def at(self, schedule: Schedule) -> "Writes":
        """The same bytes at the times of another schedule of the same steps."""
        return replace(self, times=schedule.times, finish=schedule.finish)


def chunked(piece: Piece, body: bytes) -> bytes:
    """The piece with its part of the chunk framing (RFC 9112 section 7.1)."""
    data = body[piece.start : piece.end]
    if piece.opens is not None:
        line = piece.line or b"%x\r\n" % piece.opens
        return line + data + (b"\r\n" if piece.closes else b"")
    return data + b"\r\n" if piece.closes else data


def terminator(trailers: Headers, last: bytes = b"0") -> bytes:
    """The last chunk with the size `last`, the trailers and the empty line."""
    return b"%b\r\n%b\r\n" % (last, b"".join(b"%b: %b\r\n" % pair for pair in trailers))


def _writes(schedule: Schedule, body: bytes, trailers: Headers, framed: bool) -> Iterator[tuple[int, bytes, int, int]]:
    offset = begun = 0
    in_chunks = schedule.framing is Framing.CHUNKED
    for at, step in zip(schedule.times, schedule.steps, strict=True):
        parts = []
        for part in step.parts:
            if isinstance(part, Raw):
                if framed or not in_chunks:
                    parts.append(part.data)
                continue
            offset = part.end
            begun += part.opens is not None or not in_chunks
            parts.append(chunked(part, body) if framed else body[part.start : part.end])
        if step.end and framed and schedule.finish is Finish.COMPLETE:
            parts.append(terminator(trailers, schedule.last))
        yield at, parts[0] if len(parts) == 1 else b"".join(parts), offset, begun


def encode(schedule: Schedule, body: bytes, trailers: Headers = (), *, chunked: bool, join: bool = False) -> Writes:
    """The schedule's writes. `chunked` False (an HTTP/1.0 client) leaves all chunk framing out."""
    times, writes, reached, chunks = array("q"), list[bytes](), array("q"), array("q")
    pending: list[bytes] = []
    size, framed = 0, chunked and schedule.framing is Framing.CHUNKED
    for at, data, offset, begun in _writes(schedule, body, trailers, framed):
        if join and pending and times[-1] == at and size + len(data) <= JOIN:
            reached[-1], chunks[-1] = offset, begun
        else:
            if pending:
                writes.append(b"".join(pending))
            pending, size = [], 0
            times.append(at)
            reached.append(offset)
            chunks.append(begun)
        pending.append(data)
        size += len(data)
    writes.append(b"".join(pending))
    delimited = schedule.framing in (Framing.LENGTH, Framing.NONE) or (schedule.framing is Framing.CHUNKED and chunked)
    return Writes(times, tuple(writes), reached, chunks, schedule.framing, schedule.finish, delimited)


def cost(frames: Writes) -> int:
    """Bytes that kept writes take: the writes, and a guess of each write's overhead."""
    return sum(map(len, frames.writes)) + 120 * len(frames)
