"""Stars the values of named JSON fields in server-sent events, in a stream of bytes, without changing its length. Rules

- `data:` at the start of a line is skipped, so one JSON text over several `data:` lines is read as one.
- A blank line ends it. CR and LF are never replaced.
"""

import re
from typing import Final

from cassettes.redaction.bodies import JsonScanner
from cassettes.redaction.registry import Names

_LINE = re.compile(rb"[^\r\n]*[\r\n]?")
_DATA: Final = b"data:"


class SseScanner:
    """The scanner for server-sent events: a `JsonScanner` that knows where lines and events end."""

    def __init__(self, names: Names, *, hide: bool = False) -> None:
        self._json = JsonScanner(names, hide=hide)
        self._column = 0  # bytes of this line seen, counted while they may be `data:`; -1 behind that
        self._blank = True
        self._after_cr = False

    def feed(self, data: bytes) -> bytes:
        """`data` with secrets starred: as many bytes as came in."""
        return b"".join(self._line(line) for line in _LINE.findall(data) if line)

    def _line(self, line: bytes) -> bytes:
        """A line or a part of one; only its last byte can be a CR or LF."""
        after_cr, self._after_cr = self._after_cr, line.endswith(b"\r")
        if after_cr and line == b"\n":
            return line  # the second half of CR LF
        start = 0
        text = line.rstrip(b"\r\n")
        while 0 <= self._column < len(_DATA) and start < len(text):
            if text[start] != _DATA[self._column]:
                self._column = -1
                break
            self._column += 1
            start += 1
        out = line[:start] + self._json.feed(text[start:]) + line[len(text) :]
        self._blank = self._blank and not text
        if len(text) < len(line):
            if self._blank:
                self._json.reset()
            else:
                self._json.line_ended()
            self._column, self._blank = 0, True
        return out
