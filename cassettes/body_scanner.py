"""Stars the values of named JSON fields in a stream of bytes, without changing its length. Rules

- `feed` gives as many bytes as it got, at once; the state between two feeds is all that is remembered, so a body
  gives the same result however it is cut.
- A field is a quoted name, white space, a colon, white space, a value. A string's bytes between its quotes become
  `*`; each byte of a number becomes `1`; in an object or array every string and number becomes so, at any depth,
  while its names stay; `true`, `false` and `null` stay. JSON stays JSON.
- Names may be written with JSON escapes. JSON inside a JSON string (`\\"name\\"`) is not looked into.
- Nothing needs to be well formed and nothing raises: every quote may begin a name, so stray quotes in text before
  a field don't hide it. A string that never ends is starred to the end of the body, or of its line in SSE and NDJSON.
- SSE: `data:` at the start of a line is skipped, so one JSON text over several `data:` lines is read as one; a
  blank line ends it. NDJSON: each line stands for itself. CR and LF are never replaced.
"""

import re
from enum import Enum, auto
from json import loads
from typing import Final

from cassettes.secrets import Names

#: Longest name in bytes, as written, that is compared; a longer one is no field that a rule names.
LONGEST_NAME: Final = 1024

_QUOTE_OR_ESCAPE = re.compile(rb'["\\]')
_IN_NAME = re.compile(rb'["\r\n]|\\.|\\\Z', re.DOTALL)
_NOT_SPACE = re.compile(rb"[^ \t\r\n]")
_NOT_NUMBER = re.compile(rb"[^0-9+\-.eE]")
_IN_CONTAINER = re.compile(rb'["{}\[\],:0-9\-]')
_LINE = re.compile(rb"[^\r\n]*[\r\n]?")
_STAR = bytes(c if c in b"\r\n" else ord("*") for c in range(256))
_HIDE: Final = bytes(256)
_DATA: Final = b"data:"
#: bytes, searched in some 0.1 ms where nothing is found
_SLICE: Final = 1 << 16


class _State(Enum):
    IDLE = auto()  #: outside of any quotes seen so far
    NAME = auto()  #: behind a quote that may have begun a name
    COLON = auto()  #: behind a secret name
    VALUE = auto()  #: behind its colon
    STRING = auto()  #: in a string that is starred
    NUMBER = auto()
    CONTAINER = auto()  #: in an object or array under a secret name
    KEY = auto()  #: in a name in such an object


class JsonScanner:
    """The scanner for one JSON text, or for text with JSON in it.

    `hide`: every byte of a secret becomes NUL instead, of a string as of a number. That is for comparing: what was
    already starred and what was not give the same but for the number of NULs.
    """

    def __init__(self, names: Names, *, hide: bool = False) -> None:
        self._names = names
        self._fill, self._digit = (_HIDE, b"\0") if hide else (_STAR, b"1")
        self.reset()

    def reset(self) -> None:
        """Forget everything: what follows has nothing to do with what came before."""
        self._state = _State.IDLE
        self._name = bytearray()
        self._escaped = False
        self._nest = bytearray()  # the open brackets under a secret name
        self._is_value = False  # in the innermost object: behind the colon

    def feed(self, data: bytes) -> bytes:
        """`data` with secrets starred: as many bytes as came in."""
        out = bytearray(data)
        pos, end = 0, len(data)
        while pos < end:
            pos = self._step(data, pos, end, out)
        return bytes(out)

    def line_ended(self) -> None:
        """A line ended where no JSON string can go on: forget an open string, keep an open object."""
        if self._state in (_State.STRING, _State.KEY, _State.NUMBER):
            self._leave_value()
        elif self._state is _State.NAME:
            self._state = _State.IDLE
        self._escaped = False

    def _step(self, data: bytes, pos: int, end: int, out: bytearray) -> int:
        """Go on from `pos` in one state; gives the position from which the next one goes on."""
        if self._escaped:  # the byte behind a backslash never ends a string
            self._escaped = False
            if self._state is _State.NAME:
                self._keep(data[pos : pos + 1])
            elif self._state is _State.STRING:
                out[pos] = self._fill[data[pos]]
            return pos + 1
        match self._state:
            case _State.IDLE:
                quote = data.find(b'"', pos)
                if quote < 0:
                    return end
                self._open_name()
                return quote + 1
            case _State.NAME:
                return self._read_name(data, pos, end)
            case _State.COLON | _State.VALUE:
                return self._between(data, pos, end)
            case _State.STRING:
                stop, found = self._until(_QUOTE_OR_ESCAPE, data, pos, end)
                out[pos:stop] = out[pos:stop].translate(self._fill)
                if found == b"\\":
                    out[stop], self._escaped = self._fill[ord("\\")], True
                elif found:
                    self._leave_value()
                return stop + 1
            case _State.KEY:
                stop, found = self._until(_QUOTE_OR_ESCAPE, data, pos, end)
                if found == b"\\":
                    self._escaped = True
                elif found:
                    self._state = _State.CONTAINER
                return stop + 1
            case _State.NUMBER:
                stop, found = self._until(_NOT_NUMBER, data, pos, end)
                out[pos:stop] = self._digit * (stop - pos)
                if found:
                    self._leave_value()
                return stop
            case _State.CONTAINER:
                return self._inside(data, pos, end)

    @staticmethod
    def _until(pattern: "re.Pattern[bytes]", data: bytes, pos: int, end: int) -> tuple[int, bytes]:
        """Where `pattern` comes next and which byte it is; (end, b"") if it does not."""
        found = pattern.search(data, pos, end)
        return (found.start(), found[0]) if found else (end, b"")

    def _open_name(self) -> None:
        self._state = _State.NAME
        self._name.clear()

    def _keep(self, piece: bytes) -> None:
        self._name += piece[: LONGEST_NAME + 1 - len(self._name)]

    def _read_name(self, data: bytes, pos: int, end: int) -> int:
        begin = pos  # of what is not yet in `_name`
        for found in _IN_NAME.finditer(data, pos, end):
            token, stop = found[0], found.end()
            if token == b'"':
                # This quote may have ended a name, if white space or a colon may follow, and may have begun one.
                if stop == end or data[stop] in b": \t\r\n":
                    self._keep(data[begin : stop - 1])
                    if self._is_secret(bytes(self._name)):
                        self._state = _State.COLON
                        return stop
                self._name.clear()
                begin = stop
            elif token == b"\\":
                self._escaped = True  # what it escapes comes with the next feed
            elif token in b"\r\n":
                self._state = _State.IDLE  # a JSON string has no line end in it
                return stop
        self._keep(data[begin:end])
        return end

    def _is_secret(self, written: bytes) -> bool:
        if len(written) > LONGEST_NAME:
            return False
        name = written.decode("utf-8", "replace")
        if b"\\" in written:
            try:
                name = str(loads(f'"{name}"', strict=False))
            except ValueError:
                return False
        return self._names.match(name)

    def _between(self, data: bytes, pos: int, end: int) -> int:
        """Between a secret name and its value."""
        stop, found = self._until(_NOT_SPACE, data, pos, end)
        if not found:
            return end
        if self._state is _State.COLON:
            if found == b":":
                self._state = _State.VALUE
                return stop + 1
            self._open_name()  # its closing quote may have begun a name
            return stop
        if found == b'"':
            self._state = _State.STRING
        elif found in b"-0123456789":
            self._state = _State.NUMBER
            return stop
        elif found in b"{[":
            self._nest += found
            self._state, self._is_value = _State.CONTAINER, False
        else:
            self._state = _State.IDLE
            return stop
        return stop + 1

    def _inside(self, data: bytes, pos: int, end: int) -> int:
        """In an object or array under a secret name, between two tokens."""
        stop, found = self._until(_IN_CONTAINER, data, pos, end)
        in_object = self._nest[-1:] == b"{"
        if not found:
            return end
        if found == b'"':
            self._state = _State.KEY if in_object and not self._is_value else _State.STRING
        elif found in b"{[":
            self._nest += found
            self._is_value = False
        elif found in b"}]":
            del self._nest[-1:]
            self._leave_value()
        elif found == b":":
            self._is_value = True
        elif found == b",":
            self._is_value = False
        else:
            self._state = _State.NUMBER
            return stop
        return stop + 1

    def _leave_value(self) -> None:
        self._state = _State.CONTAINER if self._nest else _State.IDLE


class LineScanner:
    """The scanner for SSE and NDJSON: a `JsonScanner` that knows where lines begin and end."""

    def __init__(self, names: Names, *, sse: bool, hide: bool = False) -> None:
        self._json = JsonScanner(names, hide=hide)
        self._sse = sse
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
        while self._sse and 0 <= self._column < len(_DATA) and start < len(text):
            if text[start] != _DATA[self._column]:
                self._column = -1
                break
            self._column += 1
            start += 1
        out = line[:start] + self._json.feed(text[start:]) + line[len(text) :]
        self._blank = self._blank and not text
        if len(text) < len(line):
            if self._blank or not self._sse:
                self._json.reset()
            else:
                self._json.line_ended()
            self._column, self._blank = 0, True
        return out


BodyScanner = JsonScanner | LineScanner


def scanned(scanner: BodyScanner, body: bytes) -> bytes:
    """A whole body through `scanner`, slice by slice: a search of all of it keeps Python's lock until it ends."""
    if len(body) <= _SLICE:
        return scanner.feed(body)
    return b"".join(scanner.feed(body[start : start + _SLICE]) for start in range(0, len(body), _SLICE))


def scanner_for(content_type: bytes, names: Names, *, hide: bool = False) -> BodyScanner:
    """The scanner that fits a body of `content_type`; `hide` as for `JsonScanner`."""
    kind = content_type.partition(b";")[0].strip().lower()
    if kind == b"text/event-stream":
        return LineScanner(names, sse=True, hide=hide)
    if kind.endswith((b"ndjson", b"jsonl", b"jsonlines", b"json-lines", b"stream+json")):
        return LineScanner(names, sse=False, hide=hide)
    return JsonScanner(names, hide=hide)
