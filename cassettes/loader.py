"""Reads a cassette file. Rules

- Loading gives every record before the first unsound one, and says how many bytes were dropped from which offset.
- A tail is torn (as after a kill) when nothing sound stands behind the break, else the file is damaged.
- A file has one or more sessions: a header, records of interleaved interactions, a footer. One without a footer
  was interrupted; an interaction without an end is loaded with the ending `interrupted`.
- What is no cassette at all is a CassetteError; nothing in a file raises anything else.
"""

import hashlib
import io
import os
import sys
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from cassettes import codec
from cassettes.codec import Malformed, Row
from cassettes.errors import CassetteError
from cassettes.messages import say
from cassettes.model import Cassette, Chunks, Damage, Ending, EndKind, Header, Interaction, Request, ResponseHead
from cassettes.order import Order
from cassettes.resync import WINDOW, sound_record_in


@dataclass(slots=True)
class _Open:
    """An interaction while its records are read."""

    request: Request
    head: ResponseHead | None = None
    times: "array[int]" = field(default_factory=lambda: array("q"))
    reads: "array[int]" = field(default_factory=lambda: array("I"))
    sizes: "array[int]" = field(default_factory=lambda: array("I"))
    marks: bytearray = field(default_factory=bytearray)
    #: its `getvalue` gives the bytes without a copy: measured, loading peaks at 1.5 times the body instead of 2.3
    body: io.BytesIO = field(default_factory=io.BytesIO)
    ending: Ending | None = None

    def finish(self, number: int) -> Interaction:
        last = self.times[-1] if self.times else self.head.at if self.head else 0
        ending = self.ending or Ending(EndKind.INTERRUPTED, at=last)
        chunks = Chunks(self.times, self.reads, self.sizes, bytes(self.marks), self.body.getvalue())
        return Interaction(number, self.request, self.head, chunks, ending)


class _Loader:
    """Takes rows in order and builds the cassette; raises Malformed at the first that does not fit."""

    def __init__(self) -> None:
        self.headers: list[Header] = []
        self.all: dict[int, _Open] = {}
        self._order = Order()
        self.closed = False
        self._crcs: array[int] = array("I")
        self._begun = 0

    def take(self, row: Row, crc: int) -> None:
        kind = row[0]
        if kind == "chunk" and not self.closed:
            number, at, read, mark, data = codec.read_chunk(row)
            self._order.take_chunk(number, at)
            one = self.all[number]
            one.times.append(at)
            one.reads.append(read)
            one.sizes.append(len(data))
            one.marks.append(mark)
            one.body.write(data)
        elif kind == "header":
            self.headers.append(codec.read_header(row))
            self._order.new_session()
            self.closed, self._begun = False, 0
            self._crcs = array("I")
        elif self.closed or not self.headers:
            raise Malformed(say("cassettes.bad_order", what=str(kind)[:20]))
        elif kind == "footer":
            self._footer(codec.read_footer(row))
        else:
            self._other(kind, row)
        self._crcs.append(crc)

    def _other(self, kind: object, row: Row) -> None:
        if kind == "request":
            number, request = codec.read_request(row)
            self._order.take(row)
            self.all[number] = _Open(request)
            self._begun += 1
        elif kind == "head":
            number, head = codec.read_head(row)
            self._order.take(row)
            self.all[number].head = head
        elif kind == "end":
            number, ending = codec.read_end(row)
            self._order.take(row)
            self.all[number].ending = ending
        else:
            raise Malformed(say("cassettes.bad_order", what=ascii(kind)[:20]))

    def _footer(self, footer: codec.Footer) -> None:
        ours = digest(self._crcs)
        if (footer.interactions, footer.records, footer.digest) != (self._begun, len(self._crcs), ours):
            raise Malformed(say("cassettes.bad_footer"))
        self.closed = True

    def interactions(self) -> tuple[Interaction, ...]:
        return tuple(one.finish(number) for number, one in self.all.items())


def digest(crcs: "array[int]") -> bytes:
    big = crcs[:]
    if sys.byteorder == "little":
        big.byteswap()
    return hashlib.sha256(big).digest()


def load(path: str | Path) -> Cassette:
    """Read a cassette file; a torn or damaged tail is left out and described in `Cassette.damage`.

    Raises CassetteError where there is nothing to load: no file, a directory, no permission, empty, not a
    cassette, or of a newer format.
    """
    name = str(path)
    try:
        with open(path, "rb") as stream:
            return _load(stream, name)
    except FileNotFoundError:
        raise CassetteError(say("cassettes.missing", path=name), path=name) from None
    except OSError as error:
        directory = isinstance(error, IsADirectoryError) or Path(path).is_dir()  # Windows: PermissionError
        key = "cassettes.directory" if directory else "cassettes.unreadable"
        raise CassetteError(say(key, path=name, error=error.strerror or error), path=name) from None


def loads(data: bytes, name: str = "") -> Cassette:
    """As `load`, from bytes."""
    return _load(io.BytesIO(data), name)


def _load(stream: BinaryIO, name: str) -> Cassette:
    loader = _Loader()
    good, damage = 0, None
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    if size == 0:
        raise CassetteError(say("cassettes.empty", path=name), path=name, offset=0)
    try:
        for row, crc, behind in codec.rows(stream):
            loader.take(row, crc)
            good = behind
    except codec.NewerVersion as error:
        text = say("cassettes.newer", path=name, found=error.version, ours=codec.VERSION)
        raise CassetteError(text, path=name, offset=good) from None
    except Malformed as error:
        if not loader.headers:
            text = say("cassettes.not_a_cassette", path=name, reason=error)
            raise CassetteError(text, path=name, offset=0) from None
        size = max(size, stream.seek(0, os.SEEK_END))
        corrupt = not error.torn or _sound_record_behind(stream, good)
        damage = Damage(size - good, good, str(error), corrupt)
    return Cassette(
        path=name,
        version=codec.VERSION,
        headers=tuple(loader.headers),
        interactions=loader.interactions(),
        closed=loader.closed,
        damage=damage,
        size=good,
    )


def _sound_record_behind(stream: BinaryIO, start: int) -> bool:
    """Whether a sound record stands behind `start`: then the break is damage, and no torn tail."""
    stream.seek(start + 1)
    return sound_record_in(stream.read(WINDOW))
