"""A body as the groups look at it. Rules

- Every copy made here has the length of the body, so an offset means the same everywhere.
- Copies are made on demand and kept: a split that asks for characters never parses JSON.
- Bytes that a group must not see are replaced by line ends, because no pattern crosses a line end.
"""

import re
from collections import deque
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from cassettes.framing import BOM, Dialect, Frame, frames_of, spans_of

Span = tuple[int, int]

#: kind, offsets of the line's start, of its name's end, of its value, and of its end without the line end, and whether
#: it follows the field line before it with nothing between. A plain tuple: a body has very many.
Line = tuple[Literal["data", "event", "id", "retry"], int, int, int, int, bool]

_FIELD: Final = re.compile(rb"(?<![^\r\n])(data|event|id|retry)(?=[:\r\n]|\Z)(:? ?)[^\r\n]*+")
_COMMENT: Final = re.compile(rb"(?<![^\r\n]):[^\r\n]*+")
_KINDS: Final[dict[int, Literal["data", "event", "id", "retry"]]] = {
    0x64: "data",
    0x65: "event",
    0x69: "id",
    0x72: "retry",
}
#: a payload that is JSON
_JSON: Final = re.compile(
    rb"(?<![^\r\n])[ \t]*+"
    rb'(?:(?:\{|\[(?!DONE\]))[^\r\n]*+|(?:-?[0-9][0-9.eE+\-]*+|true|false|null|"[^\r\n]*")[ \t]*+(?![^\r\n]))'
)
_NON_BLANK: Final = re.compile(rb"[^\r\n]+")


@dataclass
class View:
    """A body (not content-encoded) and its dialect."""

    body: bytes
    dialect: Dialect

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        return frames_of(self.body, self.dialect)

    @cached_property
    def tail(self) -> int | None:
        """The start of the last frame, if it stands there without its terminator."""
        last = deque(spans_of(self.body, self.dialect), maxlen=1)
        return last[0][0] if last and not last[0][3] else None

    @cached_property
    def text(self) -> bytes:
        """The body, with a byte order mark at its start read as line ends."""
        return b"\n\n\n" + self.body[3:] if self.body.startswith(BOM) else self.body

    @cached_property
    def lines(self) -> list[Line]:
        """The lines of known fields of an SSE body, in order; none for other dialects."""
        if self.dialect != "sse":
            return []
        text = self.text
        lines: list[Line] = []
        before = -3
        for match in _FIELD.finditer(text):
            (start, end), (_, name_end), (_, value) = match.regs
            gap = start - before
            joined = gap == 1 or (gap == 2 and text[before] == 0x0D and text[before + 1] == 0x0A)
            lines.append((_KINDS[text[start]], start, name_end, value, end, joined))
            before = end
        return lines

    @property
    def comments(self) -> list[Span]:
        """The comment lines of an SSE body, without their line ends."""
        return [match.span() for match in _COMMENT.finditer(self.text)] if self.dialect == "sse" else []

    @cached_property
    def payload(self) -> bytes:
        """The body with everything but payload replaced by line ends.

        Payload is the values of SSE data lines, NDJSON records, or a JSON document over several lines.
        """
        if self.dialect == "sse":
            return _only(self.text, [line[3:5] for line in self.lines if line[0] == "data"])
        if self.dialect == "ndjson" or self._is_one_document:
            return self.text
        return b""

    @property
    def _is_one_document(self) -> bool:
        start, end = self.body[:64].removeprefix(BOM).lstrip()[:1], self.body[-64:].rstrip()[-1:]
        return self.dialect == "text" and (start, end) in ((b"{", b"}"), (b"[", b"]"))

    @cached_property
    def json_values(self) -> list[Span]:
        """Those payloads that are JSON: an object, an array, a number, a literal or a string, line by line.

        In an SSE event of several data lines, those behind an opening brace belong to it.
        """
        if self.dialect == "text":
            return [match.span() for match in _NON_BLANK.finditer(self.payload)]
        spans = [match.span() for match in _JSON.finditer(self.payload)]
        several = any(joined and kind == "data" for kind, _, _, _, _, joined in self.lines)
        return self._with_continuations(spans) if several else spans

    def _with_continuations(self, spans: list[Span]) -> list[Span]:
        found, starts, opened = [], dict(spans), False
        for kind, _, _, value, end, joined in self.lines:
            opened = opened and joined
            if kind == "data" and value < end and (opened or value in starts):
                found.append((value, end))
                opened = opened or self.text[value] in b"{["
        return found

    @cached_property
    def json(self) -> bytes:
        """The body with everything but JSON payload replaced by line ends."""
        spans, payload = self.json_values, self.payload
        if sum(end - start for start, end in spans) == len(payload) - payload.count(b"\n") - payload.count(b"\r"):
            return payload  # all of it is JSON, as nearly always
        return _only(payload, spans)


def _only(text: bytes, spans: list[Span]) -> bytes:
    """`text` with line ends everywhere but in `spans`."""
    parts, done = [], 0
    for start, end in spans:
        parts.append(b"\n" * (start - done))
        parts.append(text[start:end])
        done = end
    parts.append(b"\n" * (len(text) - done))
    return b"".join(parts)
