"""The tap: the bytes of one response in, its records out. Sans-IO: no socket, no clock. Rules

- One tap per response. `feed` gets what one read gave, `finish` says how the connection ended; both return the
  records (ResponseHead, Chunk, Ending) that became known, and `forward` is what goes on to the client.
- `forward` is the read itself, byte for byte. Two exceptions: a head is held until it is whole, since `edit` may
  have to change a line of it; bytes behind a complete message are dropped, they belong to no request.
- A position is kept in step with the parser: everything before it stands in a record. So when httptools refuses,
  the raw bytes are recorded from there, exactly once, marked UNPARSED; from then on every read is.
- httptools does not know the request's method and does not report an end in mid-body: both are seen to here.
- Header fields that RFC 9110 forbids can't be stored, so a head or a trailer with one is not parsed either.
"""

from collections.abc import Callable
from typing import Final

import httptools

from cassettes.codec import MAX_HEADERS, header_is_legal
from cassettes.headers import keeps_alive, tokens
from cassettes.messages import say
from cassettes.model import Chunk, Ending, EndKind, Mark, ResponseHead

Record = ResponseHead | Chunk | Ending

_HEAD_LIMIT: Final = 64 * 1024


def delimited_by(head: ResponseHead) -> str:
    """`chunked`, `length` or `close`: how the body of this head ends (RFC 9112 section 6.3), if it may have one."""
    if codings := tokens(head.headers, b"transfer-encoding"):
        return "chunked" if codings[-1] == b"chunked" else "close"
    return "length" if head.values(b"content-length") else "close"


class Tap:
    """Parses one response to a request with `method`; `edit(head, raw)` gives the head's bytes for the client."""

    __slots__ = (
        "_at",
        "_buffer",
        "_chunk_size",
        "_deaf",
        "_edit",
        "_fields",
        "_head_end",
        "_head_limit",
        "_held",
        "_interim",
        "_method",
        "_parser",
        "_piece",
        "_position",
        "_raw_head",
        "_read",
        "_reason",
        "_records",
        "_refused",
        "behind",
        "done",
        "forward",
        "head",
        "note",
        "started",
        "zero",
    )

    def __init__(
        self,
        method: str,
        *,
        zero: int | None = None,
        edit: Callable[[ResponseHead, bytes], bytes] | None = None,
        head_limit: int = _HEAD_LIMIT,
    ) -> None:
        #: the ns from which `at` counts; None: the request is not sent yet, and whatever comes has `at` 0
        self.zero = zero
        self.head: ResponseHead | None = None
        #: whether a byte of the response came
        self.started = False
        #: whether the message, or the connection, is over
        self.done = False
        #: bytes that came behind the complete message
        self.behind = 0
        #: a sentence for the ending
        self.note = ""
        #: what the client gets of the last `feed` or `finish`
        self.forward = b""
        self._method, self._edit, self._head_limit = method, edit, head_limit
        self._parser = httptools.HttpResponseParser(self)
        self._records: list[Record] = []
        self._fields: list[tuple[bytes, bytes]] = []
        self._buffer = self._held = self._reason = self._raw_head = b""
        self._piece: bytes | None = None
        self._at = self._read = self._position = self._head_end = self._chunk_size = 0
        self._interim = self._refused = self._deaf = False

    @property
    def stays(self) -> bool:
        """Whether the message is whole and its head leaves the connection open."""
        head = self.head
        return self.done and not self._refused and head is not None and keeps_alive(head.version, head.headers)

    @property
    def reusable(self) -> bool:
        """Whether another request may follow on the connection."""
        return self.stays and not self.behind

    def feed(self, data: bytes, at_ns: int) -> list[Record]:
        """Take one read's bytes (not empty), received at `at_ns`."""
        self.started = True
        if self.done:
            self.behind += len(data)
            self.forward = b""
            return []
        zero = self.zero
        self._at = at = at_ns - zero if zero is not None and at_ns > zero else 0
        records: list[Record] = []
        self._records = records
        if self.head is not None or self._refused:
            self._read += 1
        if self._refused:
            self.forward = data
            records.append(Chunk(at, self._read, data, Mark.UNPARSED))
            return records
        in_body = self.head is not None
        held = self._held
        self._buffer = buffer = held + data if held else data
        self._position = 0
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            if not self._deaf:
                self._refuse()
        if self._piece is not None:
            records.append(Chunk(at, self._read, self._piece, Mark.NONE))
            self._piece = None
        position = self._position
        if not self._deaf:
            self._held = buffer[position:] if position < len(buffer) else b""
            if len(self._held) > self._head_limit:
                self._refuse()
        if self._refused and position < len(buffer):
            records.append(Chunk(at, self._read, buffer[position:], Mark.UNPARSED))
            self._held = b""
        if self.done:
            self._message_is_over(len(buffer) - position)
        self.forward = data if in_body and not self.behind else self._passed_on(in_body, data, buffer)
        return records

    def finish(self, kind: EndKind, at_ns: int) -> list[Record]:
        """The connection is over: `kind` is COMPLETE where it simply ended, which may turn out as TRUNCATED.

        Held bytes of a head that never became whole are recorded UNPARSED. Gives nothing if the end was known.
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
        if kind is EndKind.COMPLETE and (self.head is None or self._refused or delimited_by(self.head) != "close"):
            kind = EndKind.TRUNCATED
        self.done = self._deaf = True
        records.append(Ending(kind, at, note=self.note))
        return records

    def _refuse(self) -> None:
        self._refused = self._deaf = True

    def _passed_on(self, in_body: bool, data: bytes, buffer: bytes) -> bytes:
        if in_body:
            return data[: len(data) - self.behind]
        if self.head is None and not self._refused:  # still held, but for interim heads
            return buffer[: self._position]
        if self.head is None:
            return buffer
        start, raw = self._head_end - len(self._raw_head), self._raw_head
        if self._edit is not None:
            raw = self._edit(self.head, raw)
        return buffer[:start] + raw + buffer[self._head_end : len(buffer) - self.behind]

    def _message_is_over(self, behind: int) -> None:
        self.behind = behind
        note = say("recorder.note_behind", bytes=behind) if behind else self.note
        trailers = tuple(self._fields)
        self._records.append(Ending(EndKind.COMPLETE, self._at, self._read, trailers, note))

    # ------------------------------------------------------------------------- what httptools calls

    def on_status(self, reason: bytes) -> None:
        self._reason += reason

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._deaf:
            self._fields.append((name, value))

    def on_headers_complete(self) -> None:
        if self._deaf:
            return
        buffer, start = self._buffer, self._position
        while buffer.startswith(b"\r\n", start):  # RFC 9112 section 2.2 lets empty lines stand before it
            start += 2
        end = buffer.find(b"\r\n\r\n", start) + 4
        status = self._parser.get_status_code()
        if 100 <= status < 200 and status != 101:
            self._interim, self._position, self._reason = True, end, b""
            self._fields.clear()
            return
        reason, fields = self._reason, tuple(self._fields)
        self._fields.clear()
        if status < 100 or len(fields) > MAX_HEADERS or not all(header_is_legal(*field) for field in fields):
            self._refuse()
            return
        if not header_is_legal(b"reason", reason):
            self._refuse()
            return
        self._position = self._head_end = end
        self._raw_head = buffer[start:end]
        self.head = head = ResponseHead(self._at, status, reason, fields, self._parser.get_http_version())
        self._records.append(head)
        if status == 101:  # nobody asked for it: what follows is not HTTP
            self._refuse()
        elif self._method == "HEAD":
            self.done = self._deaf = True

    def on_body(self, body: bytes) -> None:
        if not self._deaf:
            self._position += len(body)
            self._chunk_size += len(body)
            self._piece = body

    def on_chunk_header(self) -> None:
        if not self._deaf:
            self._position = self._buffer.find(b"\n", self._position) + 1
            self._chunk_size = 0

    def on_chunk_complete(self) -> None:
        if self._deaf:
            return
        buffer, position = self._buffer, self._position
        if self._chunk_size:
            self._position = buffer.find(b"\n", position) + 1
            self._records.append(Chunk(self._at, self._read, self._piece or b"", Mark.END))
            self._piece = None
        elif buffer.startswith(b"\r\n", position):
            self._position = position + 2
        elif len(self._fields) <= MAX_HEADERS and all(header_is_legal(*field) for field in self._fields):
            self._position = buffer.find(b"\r\n\r\n", position) + 4
        else:
            self._refuse()

    def on_message_complete(self) -> None:
        if self._interim:
            self._interim = False
        elif not self._deaf:
            self.done = self._deaf = True
