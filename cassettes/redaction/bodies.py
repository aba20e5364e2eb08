"""Stars the values of named JSON fields in a body, in a stream of bytes, without changing its length. Rules

- `feed` returns as many bytes as it got, at once. Only the scanner's state is kept between two feeds, so a body gives
  the same result however it is cut.
- A field is a quoted name, white space, a colon, white space, a value. A string's bytes between its quotes become `*`;
  each byte of a number becomes `1`; in an object or array this is done to every string and number, at any depth, while
  its names stay; `true`, `false` and `null` stay. JSON stays JSON.
- JSON within a JSON string (`\\"name\\"`) is searched, one level deep. An escape there becomes `\\/`, which is an
  escape in both.
- Names may be written with JSON escapes. Nothing needs to be well formed and nothing raises: every quote may begin a
  name, so stray quotes in text before a field don't hide it. A string that never ends is starred to the next quote.
"""

import re
from enum import Enum, auto
from json import loads
from typing import Final

from cassettes.redaction.registry import Names

#: Longest name in bytes, as written, that is compared; no rule names a longer one.
LONGEST_NAME: Final = 1024

_QUOTE_OR_ESCAPE = re.compile(rb'["\\]')
_IN_NAME = re.compile(rb'["\r\n]|\\["\\]|\\\Z')
_NOT_SPACE = re.compile(rb"[^ \t\r\n]")
_NOT_BLANK = re.compile(rb"[^ \t]")
_NOT_NUMBER = re.compile(rb"[^0-9+\-.eE]")
_IN_CONTAINER = re.compile(rb'["{}\[\],:0-9\-\\]')
_STAR = bytes(c if c in b"\r\n" else ord("*") for c in range(256))
_HIDE: Final = bytes(256)
_BACKSLASH: Final = 0x5C
_QUOTE: Final = 0x22
_SLASH: Final = 0x2F


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
    """The scanner for JSON, or for text with JSON in it.

    `hide`: every byte of a secret becomes NUL instead, in strings and numbers alike. That is for comparing: text that
    was already starred gives the same result as the original, but for the number of NULs.
    """

    def __init__(self, names: Names, *, hide: bool = False) -> None:
        self._names = names
        self._hide = hide
        self._fill, self._digit = (_HIDE, b"\0") if hide else (_STAR, b"1")
        self._last = 0  # the last byte of the feed before
        self.reset()

    def reset(self) -> None:
        """Forget everything: another document follows."""
        self._state = _State.IDLE
        self._name = bytearray()
        #: a possible name within a JSON string, from its escaped quote on
        self._inner: bytes | None = None
        #: the secret field stands within a JSON string: its quotes are escaped
        self._within = False
        self._escaped = False  # the byte before is a backslash that escapes the next one
        self._doubled = False  # the bytes before are an escaped backslash, which escapes again within the string
        self._nest = bytearray()  # the open brackets under a secret name
        self._is_value = False  # in the innermost object: behind the colon
        self._spare = False  # numbers under this name are not secrets

    def feed(self, data: bytes) -> bytes:
        """`data` with secrets starred: as many bytes as came in."""
        if not data:
            return data
        out = bytearray(data)
        pos, end = 0, len(data)
        while pos < end:
            pos = self._step(data, pos, end, out)
        self._last = data[-1]
        return bytes(out)

    def line_ended(self) -> None:
        """A line ended where no JSON string can go on: forget an open string, keep an open object."""
        if self._within or self._state is _State.NAME:
            self._string_ended()
        elif self._state in (_State.STRING, _State.KEY, _State.NUMBER):
            self._leave_value()
        self._escaped = self._doubled = False

    def _step(self, data: bytes, pos: int, end: int, out: bytearray) -> int:
        """Read from `pos` on in one state. Returns the position from which the next state reads on."""
        if self._escaped:
            self._take_escaped(data[pos], pos, out)
            return pos + 1
        match self._state:
            case _State.IDLE:
                quote = data.find(b'"', pos)
                if quote < 0:
                    return end
                self._open_name()
                if (data[quote - 1] if quote else self._last) == _BACKSLASH:
                    self._inner = b""
                return quote + 1
            case _State.NAME:
                return self._read_name(data, pos, end)
            case _State.COLON | _State.VALUE:
                return self._between(data, pos, end)
            case _State.STRING | _State.KEY:
                return self._in_string(data, pos, end, out)
            case _State.NUMBER:
                stop, found = self._until(_NOT_NUMBER, data, pos, end)
                out[pos:stop] = self._digit * (stop - pos)
                if found:
                    self._leave_value()
                return stop
            case _State.CONTAINER:
                return self._inside(data, pos, end)

    def _take_escaped(self, byte: int, pos: int, out: bytearray) -> None:
        """The byte behind a backslash: it ends no string, but it may end one within a string."""
        if self._state is _State.NAME and byte in b"\r\n":
            self._string_ended()  # no escape: see `_read_name`
            self._doubled = False
            return
        quote = byte == _QUOTE and not self._doubled
        self._escaped, self._doubled = False, byte == _BACKSLASH and not self._doubled
        match self._state:
            case _State.NAME:
                self._keep(bytes((byte,)))
                if quote:
                    if self._inner is not None and self._is_secret(self._inner):
                        self._state, self._within = _State.COLON, True
                    self._inner = b""
                elif self._inner is not None:
                    self._inner += b"\\%c" % byte
            case _State.STRING | _State.KEY if self._within and quote:
                self._quote_found()
            case _State.STRING:
                out[pos] = _SLASH if self._within and not self._hide else self._fill[byte]
            case _State.VALUE if quote:
                self._state = _State.STRING
            case _State.CONTAINER if quote:
                self._open_inside()

    @staticmethod
    def _until(pattern: "re.Pattern[bytes]", data: bytes, pos: int, end: int) -> tuple[int, bytes]:
        """Where `pattern` comes next and which byte it is; (end, b"") if it does not."""
        found = pattern.search(data, pos, end)
        return (found.start(), found[0]) if found else (end, b"")

    def _in_string(self, data: bytes, pos: int, end: int, out: bytearray) -> int:
        """Read on in a secret string, or in a name below a secret one."""
        stop, found = self._until(_QUOTE_OR_ESCAPE, data, pos, end)
        starred = self._state is _State.STRING
        if starred:
            out[pos:stop] = out[pos:stop].translate(self._fill)
        self._doubled = self._doubled and stop == pos
        if found == b"\\":
            if starred and (self._hide or not self._within):  # in an inner string it may escape the quote that ends it
                out[stop] = self._fill[_BACKSLASH]
            self._escaped = True
        elif found and self._within:
            self._string_ended()
        elif found:
            self._quote_found()
        return stop + 1

    def _quote_found(self) -> None:
        """The quote that ends the string."""
        if self._state is _State.STRING:
            self._leave_value()
        else:
            self._state = _State.CONTAINER

    # ---------------------------------------------------------------------------------------------------- names

    def _open_name(self) -> None:
        self._state = _State.NAME
        self._name.clear()
        self._inner, self._within, self._doubled = None, False, False

    def _string_ended(self) -> None:
        """The string around a field, or the one read as a name, is over."""
        self._nest.clear()
        self._state, self._within, self._inner, self._escaped = _State.IDLE, False, None, False

    def _keep(self, piece: bytes) -> None:
        self._name += piece[: LONGEST_NAME + 1 - len(self._name)]

    def _read_name(self, data: bytes, pos: int, end: int) -> int:
        begin = within = pos  # of what is not yet in `_name`, `inner`
        inner, self._inner = self._inner, None
        doubled = pos if self._doubled else -1  # where an escaped backslash ended
        self._doubled = False  # and it has no effect behind the name
        for found in _IN_NAME.finditer(data, pos, end):
            token, stop = found[0], found.end()
            if token == b'"':
                # This quote may have ended a name, if white space or a colon may follow, and may have begun one.
                inner = None
                if stop == end or data[stop] in b": \t\r\n":
                    self._keep(data[begin : stop - 1])
                    if self._is_secret(bytes(self._name)):
                        self._state = _State.COLON
                        return stop
                self._name.clear()
                begin = stop
            elif token == b'\\"':
                if doubled == stop - 2:
                    continue  # the quote is escaped within the string, too
                # it may have ended a name within the string; else it may have begun one
                ends = inner is not None and (stop == end or data[stop] in b": \t")
                if ends and self._is_secret((inner or b"") + data[within : stop - 2]):
                    self._state, self._within = _State.COLON, True
                    return stop
                inner, within = b"", stop
            elif token == b"\\\\":
                doubled = -1 if doubled == found.start() else stop
            elif token == b"\\":
                self._escaped = True  # the escaped byte comes with the next feed
            elif token in b"\r\n":
                self._string_ended()  # a JSON string has no line end in it
                return stop
        self._doubled = doubled == end - self._escaped
        self._keep(data[begin:end])
        if inner is not None and len(inner) + end - within <= LONGEST_NAME:
            self._inner = inner + data[within : end - self._escaped]
        return end

    def _is_secret(self, written: bytes) -> bool:
        if len(written) > LONGEST_NAME:
            return False
        name = written.decode("utf-8", "replace")
        if b"\\" in written:
            try:
                name = str(loads(f'"{name}"', strict=False))
                name = str(loads(f'"{name}"', strict=False)) if "\\" in name else name
            except ValueError:
                return False
        secret = self._names.match(name)
        self._spare = secret and self._names.spares_numbers(name)
        return secret

    # --------------------------------------------------------------------------------------------------- values

    def _between(self, data: bytes, pos: int, end: int) -> int:
        """Read on between a secret name and its value."""
        naming = self._state is _State.COLON
        stop, found = self._until(_NOT_BLANK if naming and self._within else _NOT_SPACE, data, pos, end)
        if not found:
            return end
        if naming:
            if found in b"\r\n":
                self._string_ended()  # as in `_read_name`
                return stop + 1
            if found == b":":
                self._state = _State.VALUE
                return stop + 1
            within = self._within
            self._open_name()  # its closing quote may have begun a name
            self._inner = b"" if within else None
            return stop
        if found == b"\\" and self._within:
            self._escaped = True
        elif found == b'"' and self._within:
            self._open_name()
        elif found == b'"':
            self._state = _State.STRING
        elif found in b"-0123456789" and not self._spare:
            self._state = _State.NUMBER
            return stop
        elif found in b"{[":
            self._nest += found
            self._state, self._is_value = _State.CONTAINER, False
        else:
            self._leave_value()
            return stop
        return stop + 1

    def _inside(self, data: bytes, pos: int, end: int) -> int:
        """Read on in an object or array under a secret name, between two tokens."""
        stop, found = self._until(_IN_CONTAINER, data, pos, end)
        if not found:
            return end
        if found == b"\\":
            self._escaped = self._within
        elif found == b'"' and self._within:
            self._string_ended()
        elif found == b'"':
            self._open_inside()
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
        elif not self._spare:
            self._state = _State.NUMBER
            return stop
        return stop + 1

    def _open_inside(self) -> None:
        in_object = self._nest[-1:] == b"{"
        self._state = _State.KEY if in_object and not self._is_value else _State.STRING
        self._doubled = False

    def _leave_value(self) -> None:
        if self._nest:
            self._state = _State.CONTAINER
        elif self._within:
            self._open_name()  # read on in the string around it
        else:
            self._state = _State.IDLE
