"""The scanner for a body of any kind, in a stream of bytes: the first bytes decide which scanner does the work.

`feed` returns as many bytes as it got, and the same bytes however the body is cut. The kind of a body is known before a
value can have begun (`cassettes.redaction.kinds`), so the bytes handed out until then hold no secret.
"""

from typing import Final, Protocol

from cassettes.redaction.bodies import JsonScanner
from cassettes.redaction.events import SseScanner
from cassettes.redaction.kinds import LOOK, Kind, kind_begun
from cassettes.redaction.pairs import PairScanner, as_many_nuls, as_many_stars
from cassettes.redaction.registry import Names

#: bytes of a slice, which are searched in some 0.1 ms where nothing is found
SLICE: Final = 1 << 16


class Scanner(Protocol):
    """Stars secrets in a body, piece by piece."""

    def feed(self, data: bytes) -> bytes: ...


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
