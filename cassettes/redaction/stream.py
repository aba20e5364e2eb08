"""The scanner for a body of any kind, in a stream of bytes: the first bytes decide which scanner does the work.

`feed` returns as many bytes as it got, and the same bytes however the body is cut. The kind of a body is known before a
value can have begun (`cassettes.redaction.kinds`), so the bytes handed out until then hold no secret.
"""

import re
from typing import Final, Protocol

from cassettes.redaction.bodies import JsonScanner
from cassettes.redaction.kinds import LOOK, Kind, kind_begun
from cassettes.redaction.pairs import PairScanner, as_many_nuls, as_many_stars
from cassettes.redaction.registry import Names

#: bytes of a slice, which are searched in some 0.1 ms where nothing is found
SLICE: Final = 1 << 16
_LINE = re.compile(rb"[^\r\n]*[\r\n]?")
_DATA: Final = b"data:"


class Scanner(Protocol):
    """Stars secrets in a body, piece by piece."""

    def feed(self, data: bytes) -> bytes: ...


class SseScanner:
    """The scanner for server-sent events: a `JsonScanner` that knows where lines and events end.

    `data:` at the start of a line is skipped, so one JSON text over several `data:` lines is read as one; a blank line
    ends it. CR and LF are never replaced.
    """

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


class _FormScanner:
    """Pairs, and JSON that stands unencoded in their values."""

    def __init__(self, names: Names, *, hide: bool = False) -> None:
        self._pairs = PairScanner(names, as_many_nuls if hide else as_many_stars)
        self._json = JsonScanner(names, hide=hide)

    def feed(self, data: bytes) -> bytes:
        return self._json.feed(self._pairs.feed(data))


class _Nothing:
    """For bodies without fields."""

    def feed(self, data: bytes) -> bytes:
        return data


def scanner_for(kind: Kind, names: Names, *, hide: bool = False) -> Scanner:
    """The scanner for a body of this kind; in multipart and XML it sees JSON alone."""
    if kind is Kind.SSE:
        return SseScanner(names, hide=hide)
    if kind is Kind.FORM:
        return _FormScanner(names, hide=hide)
    return _Nothing() if kind in (Kind.MEDIA, Kind.CLOSED) else JsonScanner(names, hide=hide)


def scanned(scanner: Scanner, body: bytes) -> bytes:
    """A whole body through `scanner`, slice by slice: a search of all of it keeps Python's lock until it ends."""
    if len(body) <= SLICE:
        return scanner.feed(body)
    return b"".join(scanner.feed(body[start : start + SLICE]) for start in range(0, len(body), SLICE))


class BodyScanner:
    """The scanner of one body whose kind is not known yet."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._start = b""
        self._scanner: Scanner | None = None
        #: None until it is known
        self.kind: Kind | None = None

    @property
    def blind(self) -> bool:
        """Whether there may be fields in it that could not be looked for."""
        return self.kind in (Kind.CLOSED, Kind.XML)

    def feed(self, data: bytes) -> bytes:
        """`data` with secrets starred: as many bytes as came in."""
        if self._scanner is not None:
            return scanned(self._scanner, data)
        self._start += data
        self.kind = kind_begun(self._start[:LOOK])
        if self.kind is None:
            return data
        self._scanner = scanner_for(self.kind, self._names)
        return scanned(self._scanner, self._start)[len(self._start) - len(data) :]
