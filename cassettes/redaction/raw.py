"""Secrets in bytes that no parser accepted. Rules

- A response without a single reading is kept raw, head and all. A line that begins with a secret header's name has its
  value replaced by `*`, also where folded lines continue it (RFC 9112 section 5.2), and where it is folded itself but
  has no header before it (section 2.2). Lengths and line ends stay, state is carried from read to read.
- Any such line counts, since the end of the head is not known for certain. Before the first empty line the URLs of
  headers are searched as well; the bytes behind it are scanned as a body.
- A secret in a value of more than 8 KiB is starred to the end of its line.
- Where a read ends within an authority (`https://us`), userinfo may follow: the authority is starred.
"""

import re
from typing import Final, Protocol

from cassettes.redaction.headers import redact_plain
from cassettes.redaction.pairs import as_many_stars
from cassettes.redaction.registry import Names
from cassettes.redaction.stream import BodyScanner

_LONGEST_NAME: Final = 256
#: bytes of a header's value in which URLs are looked for
_LONGEST_VALUE: Final = 8192
_FIELD_NAME: Final = re.compile(rb"[ \t]*[!#$%&'*+.^_`|~0-9A-Za-z-]+[ \t]*")
_TORN_AUTHORITY: Final = re.compile(rb"(?:\A|[:\s<\"'=,;(])//([^/?#\s<>\"@]+)\Z")


class Rules(Protocol):
    """The part of `cassettes.redaction.redact.Redaction` that is needed here."""

    def is_secret_header(self, name: bytes) -> bool: ...
    @property
    def urls(self) -> Names: ...


class RawMask:
    """Masks the raw bytes of one response."""

    __slots__ = ("_begins", "_head", "_header", "_masking", "_name", "_rules", "_value")

    def __init__(self, rules: Rules, *, in_body: bool = False) -> None:
        """`in_body`: the head was parsed already, and the bytes belong to the body."""
        self._rules = rules
        #: the line's bytes up to its colon; None behind it
        self._name: bytes | None = b""
        self._header = b""
        #: the value so far, unredacted, of a header that is not secret
        self._value = b""
        self._masking = False
        #: a line begins here
        self._begins = True
        #: no empty line has come
        self._head = not in_body

    def feed(self, data: bytes, body: BodyScanner | None = None) -> bytes:
        """`data` with secrets starred, in as many bytes. `body`: the scanner for the bytes behind the head."""
        out: list[bytes] = []
        start = 0
        while start < len(data):
            newline = data.find(b"\n", start)
            end = len(data) if newline < 0 else newline + 1
            was_head = self._head
            piece = self._line(data[start:end])
            out.append(piece if was_head or body is None else body.feed(piece))
            start = end
        return b"".join(out)

    def _line(self, piece: bytes) -> bytes:
        """A line or a part of one; only its last byte can be an LF."""
        if self._begins:
            self._begin(piece)
        whole = piece.endswith(b"\n")
        out = piece
        if self._name is not None:
            out = self._in_name(piece)
        elif self._masking:
            out = as_many_stars(piece)
        elif self._head:
            out = self._in_value(piece)
        if whole:
            if self._name is not None and not self._name.strip():
                self._head = False
            self._begins = True
        return out

    def _begin(self, piece: bytes) -> None:
        """A line that begins with a blank goes on with the header before it."""
        if piece[:1] not in (b" ", b"\t") or self._name is not None:
            self._name, self._value, self._masking = b"", b"", False
        self._begins = False

    def _in_name(self, piece: bytes) -> bytes:
        assert self._name is not None
        before, colon, rest = piece.partition(b":")
        name = self._name + before
        if not colon:
            self._name = name[: _LONGEST_NAME + 1]
            return piece
        found = _FIELD_NAME.fullmatch(name) if len(name) <= _LONGEST_NAME else None
        self._name = None
        self._masking = found is not None and self._rules.is_secret_header(name.strip())
        if self._masking:
            return before + colon + as_many_stars(rest)
        self._header = name.strip()
        return before + colon + (self._in_value(rest) if self._head else rest)

    def _in_value(self, piece: bytes) -> bytes:
        """Redact the value from its beginning each time: a pair may have begun in the read before."""
        if not piece:
            return piece
        self._value = self._value[-_LONGEST_VALUE:] + piece
        out = redact_plain(self._header, self._value, self._rules.urls, as_many_stars)[-len(piece) :]
        if len(self._value) > _LONGEST_VALUE and out[-1:] != piece[-1:]:
            self._masking = True  # the secret goes on, and its name is about to be forgotten
        torn = _TORN_AUTHORITY.search(self._value) if b"//" in self._value else None
        if torn is None:
            return out
        keep = max(0, len(piece) - len(torn[1]))
        return out[:keep] + as_many_stars(out[keep:])
