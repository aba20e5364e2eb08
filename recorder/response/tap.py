"""The tap: the bytes of one response in, its records out. Sans-IO: no socket, no clock. Rules

- Each response has its tap. `feed` takes the bytes of one read, `finish` takes how the connection ended. Both return
  the records (ResponseHead, Chunk, Ending) that became known, and set `forward`, the bytes for the client.
- `forward` is the read itself, byte for byte. A head is held until it is whole, since `edit` may have to change a line
  of it; bytes behind a complete message are dropped, they belong to no request; an `unframed` client (HTTP/1.0) gets no
  interim head and no chunk framing.
- Bytes without a single reading (`recorder.response.head`, `cassettes.http.chunked`) are recorded raw, marked
  UNPARSED, from the first byte that no earlier record has, each exactly once; from then on every read is.
"""

from collections.abc import Callable
from typing import Final

from cassettes.headers import Framing, delimited_by, keeps_alive, length_of, values
from cassettes.http.chunked import ChunkedBody
from cassettes.http.lines import end_of, never_ends
from cassettes.messages import say
from cassettes.model import Chunk, Ending, EndKind, Headers, Mark, ResponseHead
from recorder.response.head import framing_of, may_begin, read_response_head, start_of

Record = ResponseHead | Chunk | Ending

_HEAD_LIMIT: Final = 64 * 1024


class Tap:
    """Reads one response to a request with `method`; `edit(head, raw)` gives the head's bytes for the client."""

    __slots__ = (
        "_at",
        "_chunked",
        "_edit",
        "_head_limit",
        "_held",
        "_left",
        "_method",
        "_read",
        "_unframed",
        "behind",
        "done",
        "forward",
        "head",
        "note",
        "refused",
        "started",
        "zero",
    )

    def __init__(
        self,
        method: str,
        *,
        edit: Callable[[ResponseHead, bytes], bytes] | None = None,
        head_limit: int = _HEAD_LIMIT,
        unframed: bool = False,
    ) -> None:
        #: the ns from which `at` counts; None while the request is not sent yet: bytes that come before have `at` 0
        self.zero: int | None = None
        self.head: ResponseHead | None = None
        #: whether a byte of the response came
        self.started = False
        #: whether the message, or the connection, is over
        self.done = False
        #: whether the bytes have no single reading, so that the end of the message is not known
        self.refused = False
        #: number of bytes that came behind the complete message
        self.behind = 0
        #: the note of the ending, a sentence
        self.note = ""
        #: the bytes of the last `feed` or `finish` for the client
        self.forward = b""
        self._method, self._edit, self._head_limit, self._unframed = method, edit, head_limit, unframed
        self._held = b""
        self._at = self._read = 0
        #: bytes missing from a body with a length; None where the connection's end ends it
        self._left: int | None = None
        self._chunked: ChunkedBody | None = None

    @property
    def stays(self) -> bool:
        """Whether the message is whole and its head leaves the connection open."""
        head = self.head
        return self.done and not self.refused and head is not None and keeps_alive(head.version, head.headers)

    @property
    def reusable(self) -> bool:
        """Whether another request may follow on the connection: never behind a response that had two framings."""
        if self.head is None or self.behind or not self.stays:
            return False
        fields = self.head.headers
        return not (values(fields, b"transfer-encoding") and values(fields, b"content-length"))

    def feed(self, data: bytes, at_ns: int) -> list[Record]:
        """Take one read's bytes (not empty), received at `at_ns`."""
        self.started = True
        if self.done:
            self.behind += len(data)
            self.forward = b""
            return []
        zero = self.zero
        self._at = at_ns - zero if zero is not None and at_ns > zero else 0
        if self.head is None and not self.refused:
            return self._feed_head(data)
        self._read += 1
        if self.refused:
            self.forward = data
            return [Chunk(self._at, self._read, data, Mark.UNPARSED)]
        records: list[Record] = []
        self._feed_body(data, records)
        if self._unframed:
            self.forward = self._unframed_body(records)
        else:
            self.forward = data[: len(data) - self.behind] if self.behind else data
        return records

    def finish(self, kind: EndKind, at_ns: int) -> list[Record]:
        """The connection is over: `kind` is COMPLETE where it was closed, which is recorded as TRUNCATED if bytes are
        missing. The bytes of an incomplete head are recorded UNPARSED. Returns nothing if the end was known before.
        """
        self.forward = b""
        if self.done:
            return []
        zero = self.zero
        at = max(self._at, at_ns - zero if zero is not None else 0)
        records: list[Record] = []
        if self.head is None and self._held:
            records.append(Chunk(at, self._read, self._held, Mark.UNPARSED))
            self.forward, self._held = self._held, b""
        if kind is EndKind.COMPLETE and (
            self.head is None or self.refused or delimited_by(self.head.headers) is not Framing.CLOSE
        ):
            kind = EndKind.TRUNCATED
        self.done = True
        records.append(Ending(kind, at, note=self.note))
        return records

    def _feed_head(self, data: bytes) -> list[Record]:
        buffer = self._held + data if self._held else data
        records: list[Record] = []
        position = 0  # interim heads before it are passed on and not stored
        while True:
            start = start_of(buffer, position)
            end = end_of(buffer, start) if may_begin(buffer, start) else 0
            if end < 0 and len(buffer) - position <= self._head_limit and not never_ends(buffer, start):
                self._held = buffer[position:]
                self.forward = b"" if self._unframed else buffer[:position]
                return records
            raw = buffer[start:end] if 0 < end <= start + self._head_limit else b""
            head = read_response_head(raw, self._at) if raw else None
            framing = framing_of(head, self._method) if head is not None else None
            if head is None or framing is None:
                self._held = b""
                self._refuse(buffer[position:], records)
                self.forward = buffer[position:] if self._unframed else buffer
                return records
            position = end
            if head.status >= 200 or head.status == 101:
                break
        self._held, self.head = b"", head
        records.append(head)
        edited = self._edit(head, raw) if self._edit is not None else raw
        if head.status == 101:  # an upgrade that was not asked for: the bytes behind it are not HTTP
            self._refuse(buffer[end:], records)
        else:
            self._left = 0 if framing is Framing.NONE else None
            if framing is Framing.LENGTH:
                self._left = length_of(head.headers)
            self._chunked = ChunkedBody() if framing is Framing.CHUNKED else None
            self._feed_body(buffer[end:], records)
        if self._unframed:
            self.forward = edited + self._unframed_body(records)
        else:
            self.forward = buffer[:start] + edited + buffer[end : len(buffer) - self.behind]
        return records

    def _feed_body(self, data: bytes, records: list[Record]) -> None:
        """The body's bytes of one read, which may be none."""
        chunked, at, read = self._chunked, self._at, self._read
        if chunked is not None:
            held = self._held
            data = held + data if held else data
            records += chunked.feed(data, at, read)
            used = chunked.used
            if chunked.done:
                self._over(len(data) - used, records, chunked.trailers)
            elif chunked.refused or len(data) - used > self._head_limit:
                self._held = b""
                self._refuse(data[used:], records)
            else:
                self._held = data[used:]
            return
        left = self._left
        piece = data if left is None or left >= len(data) else data[:left]
        if piece:
            records.append(Chunk(at, read, piece))
        if left is not None:
            self._left = left - len(piece)
            if not self._left:
                self._over(len(data) - len(piece), records)

    def _refuse(self, raw: bytes, records: list[Record]) -> None:
        self.refused = True
        if raw:
            records.append(Chunk(self._at, self._read, raw, Mark.UNPARSED))

    def _over(self, behind: int, records: list[Record], trailers: Headers = ()) -> None:
        """The message is complete; `behind` bytes of the read are no part of it."""
        self.done, self.behind, self._held = True, behind, b""
        if behind:
            self.note = say("{bytes} bytes came behind the response; they were not passed on.", bytes=behind)
        records.append(Ending(EndKind.COMPLETE, self._at, self._read, trailers, self.note))

    @staticmethod
    def _unframed_body(records: list[Record]) -> bytes:
        return b"".join(record.data for record in records if isinstance(record, Chunk))
