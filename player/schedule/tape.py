"""A response before it is cut and timed, and the one way to change its bytes. Rules

- A tape is an interaction and where its body's bytes were recorded. Rewrites, and the faults that change bytes, take a
  tape and return one; nothing else changes bytes.
- Chunks and their times are carried over: a chunk ends behind the byte that was its last. Inserted bytes belong to the
  chunk that ends there, or else to the one around them; those at the start belong to the first.
- A chunk that lost all its bytes is removed, unless it closes a transfer chunk that has some.
- A single JSON value is a document, not a stream of one record, whatever its media type. But under the media type of
  NDJSON one record is a stream, unless the status is an HTTP error.
"""

import json
import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import Final, Literal, NamedTuple

from cassettes.framing import BOM, Dialect, Frame, dialect_of, frames_of
from cassettes.headers import Framing, is_encoded, joined
from cassettes.messages import say
from cassettes.model import Chunks, EndKind, Headers, Interaction, Mark
from player.schedule.offsets import UNTOUCHED, OffsetMap, Splice

#: bytes of a document that are parsed; more would delay other streams
PARSED: Final = 64 << 10
Kind = Dialect | Literal["json"]
_LINE_END: Final = re.compile(rb"\r\n|\n|\r")
_RECORD_END: Final = re.compile(rb"\r?\n")
#: the first and last bytes of a JSON object or list
_AROUND: Final = ((b"{", b"}"), (b"[", b"]"))


class Coding(NamedTuple):
    """The coding that a rewrite put around each payload. `plain` undoes `code`, and may raise ValueError for text that
    is not coded.
    """

    name: str
    code: Callable[[bytes], bytes]
    plain: Callable[[bytes], bytes]


@dataclass(frozen=True)
class Tape:
    """A recorded response, maybe rewritten. `origin`: where its body's bytes were recorded; `real`: nothing was
    changed; `coding`: how payloads are read and written now.
    """

    interaction: Interaction
    origin: OffsetMap = UNTOUCHED
    real: bool = True
    coding: Coding | None = None

    @property
    def body(self) -> bytes:
        """The bytes that are to be cut."""
        return self.interaction.body

    @cached_property
    def kind(self) -> Kind:
        """The kind of body, as faults and rewrites name it: its dialect, or `json` for one JSON document, or `binary`
        where it is content-encoded, so that its text can't be read.
        """
        head = self.interaction.head
        if head is None or is_encoded(head.headers):
            return "binary"
        media = joined(head.headers, b"content-type")
        found = dialect_of(media, self.body)
        if head.status < 400 and dialect_of(media, b"") == "ndjson":
            return found
        return "json" if found != "binary" and _is_document(self.body, found) else found

    @property
    def dialect(self) -> Dialect:
        """How the body is read; a document is text."""
        return "text" if self.kind == "json" else self.kind

    @property
    def called(self) -> str:
        """The kind of body in words, in the person's language."""
        return say("one JSON document") if self.kind == "json" else self.kind

    @property
    def line_end(self) -> re.Pattern[bytes]:
        """The pattern of a line end of the body; in NDJSON CR alone is white space."""
        return _RECORD_END if self.dialect == "ndjson" else _LINE_END

    def begin(self, frame: Frame) -> int:
        """Where `frame` begins, behind a byte order mark: that belongs to the body."""
        return len(BOM) if frame.start == 0 and self.body.startswith(BOM) else frame.start

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        """The events, comments, blank lines or records that tile the body."""
        return frames_of(self.body, self.dialect)

    @cached_property
    def events(self) -> tuple[Frame, ...]:
        """The events or records of the body, in order, without comments and without a lone byte order mark."""
        if self.body == BOM:
            return ()
        return tuple(frame for frame in self.frames if frame.kind in ("event", "record"))

    def spliced(self, splices: Iterable[Splice]) -> "Tape":
        """The tape with other bytes: `splices` stand in order and apart from one another."""
        made = [one for one in splices if one.end > one.start or one.data]
        if not made:
            return self
        one, size = self.interaction, len(self.body)
        origin = self.origin.spliced(made, size)
        return replace(self, interaction=replace(one, chunks=_spliced(one, made)), origin=origin, real=False)

    def ended(self) -> "Tape":
        """The tape with a complete ending right behind its last byte, at that byte's time."""
        one = self.interaction
        chunks, head = one.chunks, one.head
        at, read = (chunks.times[-1], chunks.reads[-1]) if len(chunks) else (head.at if head else one.ending.at, 0)
        ending = replace(one.ending, kind=EndKind.COMPLETE, at=at, read=read, note="")
        return replace(self, interaction=replace(one, ending=ending), real=False)

    def headed(self, headers: Headers) -> "Tape":
        """The tape with other header lines."""
        head = self.interaction.head
        assert head is not None
        if headers == head.headers:
            return self
        return replace(self, interaction=replace(self.interaction, head=replace(head, headers=headers)), real=False)


def _is_document(body: bytes, dialect: Dialect) -> bool:
    """Whether a body of this `dialect` is one JSON object or list; a long one is recognised by its two ends."""
    text = body.removeprefix(BOM).strip()
    if (text[:1], text[-1:]) not in _AROUND:
        return False
    if dialect == "ndjson" and b"\n" in text:  # its first line is a value by itself
        return False
    if len(text) > PARSED:
        return True
    try:
        # numbers as text: Python refuses to read long ones
        json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return False
    return True


def _spliced(one: Interaction, splices: list[Splice]) -> Chunks:
    """The chunks of `one` behind `splices`."""
    chunks, body = one.chunks, one.body
    parts, before = [], 0
    for splice in splices:
        parts += [body[before : splice.start], splice.data]
        before = splice.end
    data = b"".join([*parts, body[before:]])
    if not len(chunks):
        marks = bytes([Mark.END if one.framing is Framing.CHUNKED else Mark.NONE])
        return Chunks(array("q", [one.ending.at]), array("I", [0]), array("I", [len(data)]), marks, data)
    ends, grown = [splice.end for splice in splices], [0]
    grown += accumulate(len(splice.data) - (splice.end - splice.start) for splice in splices)

    def moved(offset: int) -> int:
        index = bisect_left(ends, offset + 1)
        if index < len(splices) and splices[index].start < offset:
            splice = splices[index]
            return splice.start + grown[index] + min(offset - splice.start, len(splice.data))
        return offset + grown[index]

    times, reads, sizes, kept = array("q"), array("I"), array("I"), bytearray()
    reached = 0
    rows = zip(chunks.times, chunks.reads, chunks.marks, accumulate(chunks.sizes), strict=True)
    for at, read, mark, end in rows:
        now = moved(end)
        open_one = bool(kept) and kept[-1] == Mark.NONE
        if now > reached or (mark == Mark.END and open_one):
            times.append(at)
            reads.append(read)
            sizes.append(now - reached)
            kept.append(mark)
            reached = now
    return Chunks(times, reads, sizes, bytes(kept), data)
