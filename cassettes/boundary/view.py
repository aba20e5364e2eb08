"""A body as the groups look at it. Rules

- Every copy made here has the length of the body, so an offset means the same everywhere.
- Made on demand and kept: a split that asks for characters never pays for JSON.
- Bytes that a group must not see are replaced by line ends, because no pattern crosses a line end.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from cassettes.framing import BOM, Dialect, Frame, frames_of

Span = tuple[int, int]

#: kind, offsets of the line's start, of its colon (or its end, without one), of its value, and of its end without the
#: line end, and whether it follows the line before it in the same event. A plain tuple: a body has very many.
Line = tuple[Literal["data", "event", "id", "retry", "comment"], int, int, int, int, bool]

_LINE: Final = re.compile(
    rb"(?<![^\r\n])(?:(data|event|id|retry)(?=[:\r\n]|\Z)|(?=:))(:? ?)[^\r\n]*+"  # name, colon and space
)
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
    def text(self) -> bytes:
        """The body, with a byte order mark at its start read as line ends."""
        return b"\n\n\n" + self.body[3:] if self.body.startswith(BOM) else self.body

    @cached_property
    def lines(self) -> list[Line]:
        """The comment lines and the lines of known fields of an SSE body, in order; none for other dialects."""
        if self.dialect != "sse":
            return []
        text = self.text
        lines: list[Line] = []
        before = -3
        for match in _LINE.finditer(text):
            (start, end), (_, name_end), (colon, value) = match.regs
            gap = start - before
            joined = gap == 1 or (gap == 2 and text[before] == 0x0D and text[before + 1] == 0x0A)
            line: Line
            if name_end >= 0:
                line = (_KINDS[text[start]], start, name_end, value, end, joined)
            else:
                line = ("comment", start, colon, value, end, joined)
            lines.append(line)
            before = end
        return lines

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
        return _only(self.payload, self.json_values) if self.json_values else b""


def _only(text: bytes, spans: list[Span]) -> bytes:
    """`text` with line ends everywhere but in `spans`."""
    parts, done = [], 0
    for start, end in spans:
        parts.append(b"\n" * (start - done))
        parts.append(text[start:end])
        done = end
    parts.append(b"\n" * (len(text) - done))
    return b"".join(parts)
