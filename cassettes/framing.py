"""Where the frames of a body lie: a sans-IO scanner. Rules

- Bytes in, byte ranges out; nothing is decoded, nothing is changed. Any bytes are legal input.
- The frames of a whole body tile it: the first starts at 0, each starts where the one before ended, the last ends
  at the end. They depend on the bytes alone, never on how the bytes were cut (law 6).
- A frame is handed out as soon as its end is certain. A CR may be the first half of a CRLF, so an end in CR waits for
  the next byte; a run of blank lines is one frame and waits for the first byte of another kind.
- Linear in the bytes, however small the pieces are.

Server-sent events are cut as in WHATWG HTML 9.2.5: lines end in CRLF, LF or CR, mixed as they like; a blank line
ends an event; a byte order mark may stand first. NDJSON lines end in LF, a CR before it is white space.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

Dialect = Literal["sse", "ndjson", "text", "binary"]
Kind = Literal["event", "comment", "blank", "record", "text", "binary"]

BOM = b"\xef\xbb\xbf"


#: start, end, kind, complete: a frame as a plain tuple, because a body may have very many
Span = tuple[int, int, Kind, bool]


class Frame(NamedTuple):
    """The bytes `start` to `end` (offsets into the body, end exclusive), line ends included.

    `event`: a block with at least one field line; `comment`: a block of comment lines only; `blank`: line ends that
    belong to no block; `record`: one NDJSON line; `text`: one line with the blank lines behind it.
    """

    start: int
    end: int
    kind: Kind
    #: False for a frame at the end of the body without its terminator (a client may drop it: WHATWG HTML 9.2.6)
    complete: bool = True


@dataclass(frozen=True, slots=True)
class _Grammar:
    """How one dialect is cut. In `frame`, group 1 is a blank run and group 2 the unterminated rest."""

    frame: re.Pattern[bytes]
    #: matches (at most 4 bytes long) where a frame may be over that began with a line end, or with anything else
    blank_over: re.Pattern[bytes]
    frame_over: re.Pattern[bytes]
    kind: Kind


_EOL = rb"(?>\r\n|\n|\r)"
_SSE = _Grammar(
    re.compile(rb"(" + _EOL + rb"++)|(?:[^\r\n]++" + _EOL + rb")++" + _EOL + rb"|((?s:.+))"),
    re.compile(rb"[^\r\n]"),
    re.compile(rb"[^\r\n]" + _EOL + rb"(?:\n|\r(?s:.))"),
    "event",
)
_NDJSON = _Grammar(
    re.compile(rb"((?:\r?\n)++)|[^\n]++\n|((?s:.+))"), re.compile(rb"[^\r\n]|\r[^\n]"), re.compile(rb"\n"), "record"
)
_TEXT = _Grammar(
    re.compile(rb"(" + _EOL + rb"++)|[^\r\n]++" + _EOL + rb"++|((?s:.+))"),
    re.compile(rb"[^\r\n]"),
    re.compile(rb"[\r\n][^\r\n]"),
    "text",
)
_GRAMMARS: dict[str, _Grammar] = {"sse": _SSE, "ndjson": _NDJSON, "text": _TEXT}
_FIELD_LINE = re.compile(rb"(?<![^\r\n])[^:\r\n]")


class FrameScanner:
    """Frames of one body, fed in any pieces. One scanner per body; no method ever raises on bytes."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self._grammar = _GRAMMARS.get(dialect)
        self._base = 0  # the body offset of _pending[0]
        self._pending = bytearray()  # bytes whose frame is not yet over
        self._seen = 0  # how many of them were already looked at

    def feed(self, data: bytes) -> list[Frame]:
        """The frames whose end became certain with `data`."""
        if self._grammar is None:  # a binary body is one frame: nothing has to be kept
            self._seen += len(data)
            return []
        self._pending += data
        pattern = self._grammar.blank_over if self._in_blank() else self._grammar.frame_over
        over = pattern.search(self._pending, max(self._lead(), self._seen - 4))
        self._seen = len(self._pending)
        return self._take(self._certain()) if over else []

    def flush(self) -> list[Frame]:
        """The remaining frames, at the end of the body. A block or record without its terminator is not complete."""
        if self._grammar is None:
            size, self._seen = self._seen, 0
            start, self._base = self._base, self._base + size
            return [Frame(start, start + size, "binary")] if size else []
        return self._take(_scan(self._pending, self._grammar, self._lead()))

    def _lead(self) -> int:
        """The length of a byte order mark at the start of the body; it belongs to the first frame."""
        return len(BOM) if self._base == 0 and self._pending.startswith(BOM) else 0

    def _in_blank(self) -> bool:
        lead = self._lead()
        first = bytes(self._pending[lead : lead + 2])
        return first.startswith(b"\n") or first == b"\r\n" or (self.dialect != "ndjson" and first[:1] == b"\r")

    def _certain(self) -> Iterator[Span]:
        """Frames that no later byte can change: all but the last, and the last one if its end is certain."""
        size = len(self._pending)
        assert self._grammar is not None
        last_is_cr = self._pending[-1] == 0x0D
        for span in _scan(self._pending, self._grammar, self._lead()):
            _, end, kind, complete = span
            if not complete:
                return
            if end == size and (kind == "blank" or self.dialect == "text" or last_is_cr):
                return
            if kind == "blank" and end == size - 1 and last_is_cr:
                return
            yield span

    def _take(self, spans: Iterator[Span]) -> list[Frame]:
        base = self._base
        taken = [Frame(base + start, base + end, kind, complete) for start, end, kind, complete in spans]
        if taken:
            consumed = taken[-1].end - base
            del self._pending[:consumed]
            self._base += consumed
            self._seen = len(self._pending)
        return taken


def _scan(data: bytes | bytearray, grammar: _Grammar, lead: int) -> Iterator[Span]:
    """The spans of `data` as if the body ended with it; `lead` bytes of byte order mark belong to the first."""
    if len(data) == lead:  # a mark alone, or nothing
        if lead:
            yield 0, lead, grammar.kind, False
        return
    sse, own = grammar is _SSE, grammar.kind
    for match in grammar.frame.finditer(data, lead):
        (start, end), (blank, _), (rest, _) = match.regs
        kind = own
        if blank >= 0:
            kind = "blank"
        elif sse and data[start] == 0x3A and not _FIELD_LINE.search(data, start + 1, end):
            kind = "comment"
        yield 0 if start == lead else start, end, kind, rest < 0


def spans_of(body: bytes, dialect: Dialect) -> Iterator[Span]:
    """The frames of a whole body, as plain tuples."""
    grammar = _GRAMMARS.get(dialect)
    if grammar is not None:
        return _scan(body, grammar, len(BOM) if body.startswith(BOM) else 0)
    return iter([(0, len(body), "binary", True)] if body else [])


def frames_of(body: bytes, dialect: Dialect) -> tuple[Frame, ...]:
    """All frames of a whole body, the same as those of a FrameScanner."""
    return tuple(map(Frame._make, spans_of(body, dialect)))


_NDJSON_TYPES = frozenset(
    b"application/" + name
    for name in (b"x-ndjson", b"ndjson", b"jsonl", b"jsonlines", b"x-jsonlines", b"json-lines", b"stream+json")
)
_LOOKS_SSE = re.compile(rb"[\r\n]*+(?::|(?:data|event|id|retry)(?::|\r|\n))")
_LOOKS_NDJSON = re.compile(rb"[\r\n]*+[ \t]*+(?:\{[^\n]*\}|\[[^\n]*\])[ \t\r]*(?:\n|\Z)")
_BINARY_TYPES = (b"image/", b"audio/", b"video/", b"font/")
#: bytes of the start that decide: enough for the first event of every provider, and cheap for any body
_SNIFF = 65_536


def dialect_of(content_type: bytes, body: bytes) -> Dialect:
    """The dialect of a body, from its media type, else from its first 64 KiB. A vague type never makes a body `sse` or
    `ndjson`: `text/plain`, `application/json`, `application/octet-stream` and no type at all are decided by the bytes.
    """
    media = content_type.partition(b";")[0].strip().lower()
    if media == b"text/event-stream":
        return "sse"
    if media in _NDJSON_TYPES:
        return "ndjson"
    if media.startswith(_BINARY_TYPES):
        return "binary"
    start = body[:_SNIFF].removeprefix(BOM)
    if _LOOKS_SSE.match(start):
        return "sse"
    if _LOOKS_NDJSON.match(start):
        return "ndjson"
    return "text" if _is_text(body[:_SNIFF]) else "binary"


def _is_text(start: bytes) -> bool:
    """Whether `start` is UTF-8 without NUL; the last character may be cut off."""
    if b"\0" in start:
        return False
    try:
        start.decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and len(start) - error.start < 4
    return True
