"""Reads a cassette file. Rules

- Loading gives every record before the first unsound one, and says how many bytes were dropped from which offset.
- A tail is torn (as after a kill) when nothing sound stands behind the break, else the file is damaged.
- A file has one or more sessions: a header, records of interleaved interactions, a footer. One without a footer
  was interrupted; an interaction without an end is loaded with the ending `interrupted`.
- A file that is not a cassette raises CassetteError; no file raises anything else.
"""

import hashlib
import io
import os
import sys
from array import array
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

from cassettes.errors import CassetteError
from cassettes.file import codec, records
from cassettes.file.growing import Growing
from cassettes.file.order import Order
from cassettes.file.records import Malformed, Row
from cassettes.file.salvage import WINDOW, sound_record_in
from cassettes.messages import say, sentence
from cassettes.messages.reasons import why
from cassettes.model import Cassette, Damage, Header, Interaction
from cassettes.printable import brief

#: a row, its CRC, and the offset behind it in bytes
_Read = tuple[Row, int, int]
#: the most chunks that are taken together, and the fewest for which that is faster
_MOST: Final = 512
_LEAST: Final = 16
#: names in a folder that are compared with one that is not there, at most
_LOOKED: Final = 5000


def _runs(reads: Iterable[_Read]) -> Iterator[list[_Read]]:
    """Group consecutive chunk records of one interaction; yield every other record alone, in order.

    Where `reads` raises Malformed, the records before it are yielded first.
    """
    run: list[_Read] = []
    number: int | None = None
    try:
        for read in reads:
            row = read[0]
            mine = row[1] if row[0] == "chunk" and len(row) > 1 and type(row[1]) is int else None
            if run and (mine is None or mine != number or len(run) == _MOST):
                yield run
                run = []
            number = mine
            run.append(read)
    except Malformed:
        yield run
        raise
    yield run


class _Loader:
    """Takes rows in order and builds the cassette; raises Malformed at the first that does not fit."""

    def __init__(self) -> None:
        #: offset behind the last row that was taken, in bytes
        self.good = 0
        self.headers: list[Header] = []
        self.all: dict[int, Growing] = {}
        self._order = Order()
        self.closed = False
        self._crcs: array[int] = array("I")
        self._begun = 0

    def take(self, reads: Iterable[_Read]) -> None:
        for run in _runs(reads):
            if len(run) < _LEAST or not self._took_chunks(run):
                for row, crc, behind in run:
                    self._take(row, crc)
                    self.good = behind

    def _took_chunks(self, run: list[_Read]) -> bool:
        """Take chunks of one interaction as columns; False, and nothing was taken, where one of them might not fit."""
        rows, crcs, offsets = zip(*run, strict=True)
        columns, number = codec.read_chunks(rows), rows[0][1]
        if columns is None or self.closed:
            return False
        ats, reads, marks, datas = columns
        try:
            self._order.take_chunks(number, ats)
        except Malformed:
            return False
        self.all[number].extend(ats, reads, marks, datas)
        self._crcs.extend(crcs)
        self.good = offsets[-1]
        return True

    def _take(self, row: Row, crc: int) -> None:
        kind = row[0]
        if kind == "chunk" and not self.closed:
            number, at, read, mark, data = codec.read_chunk(row)
            self._order.take_chunk(number, at)
            self.all[number].add(at, read, data, mark)
        elif kind == "header":
            self.headers.append(codec.read_header(row))
            self._order.new_session()
            self.closed, self._begun = False, 0
            self._crcs = array("I")
        elif self.closed or not self.headers:
            raise Malformed(say("a record stands where it can't: {what}", what=brief(kind, 20)))
        elif kind == "footer":
            self._footer(codec.read_footer(row))
        else:
            self._other(kind, row)
        self._crcs.append(crc)

    def _other(self, kind: object, row: Row) -> None:
        if kind == "request":
            number, request = codec.read_request(row)
            self._order.take(row)
            self.all[number] = Growing(request)
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
            raise Malformed(say("a record stands where it can't: {what}", what=brief(kind, 20)))

    def _footer(self, footer: codec.Footer) -> None:
        ours = digest(self._crcs)
        if (footer.interactions, footer.records, footer.digest) != (self._begun, len(self._crcs), ours):
            raise Malformed(say("the footer's counts or digest do not fit the records"))
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
    except OSError as error:
        raise unreadable(name, error) from None


def unreadable(path: str, error: OSError | ValueError) -> CassetteError:
    """The error for a file that can't be opened or read; ValueError is what a name with NUL in it raises."""
    if isinstance(error, FileNotFoundError):
        words = sentence("{path} does not exist.")
        if meant := _meant(path):
            return CassetteError(say("{path} does not exist. Did you mean {meant}?", path=path, meant=meant), path=path)
    elif isinstance(error, OSError) and os.path.isdir(path):  # IsADirectoryError, on Windows PermissionError
        words = sentence("{path} is a directory; name a file in it.")
    else:
        words = sentence("{path} can't be read: {error}. Check its permissions.")
    return CassetteError(say(words, path=path, error=why(error)), path=path)


def _meant(path: str) -> str:
    """The file beside `path` that has nearly its name; empty for none."""
    from difflib import get_close_matches  # where a name is wrong, and not before

    folder, name = os.path.split(path)
    try:
        names = list(islice((one.name for one in os.scandir(folder or ".")), _LOOKED))
    except (OSError, ValueError):
        return ""
    return next((os.path.join(folder, found) for found in get_close_matches(name, names, 1)), "")


def loads(data: bytes, name: str = "") -> Cassette:
    """As `load`, from bytes."""
    return _load(io.BytesIO(data), name)


def _load(stream: BinaryIO, name: str) -> Cassette:
    loader = _Loader()
    damage = None
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    if size == 0:
        raise CassetteError(say("{path} is empty: nothing was recorded into it yet.", path=name), path=name, offset=0)
    try:
        loader.take(records.rows(stream))
    except codec.NewerVersion as error:
        text = say(
            "{path} has cassette format version {found}; this chunktape reads up to {ours}. Update chunktape.",
            path=name,
            found=error.version,
            ours=codec.VERSION,
        )
        raise CassetteError(text, path=name, offset=loader.good) from None
    except Malformed as error:
        if not loader.headers:
            text = say(
                "{path} is not a cassette: it does not begin with a chunktape header ({reason}). Cassettes "
                "are written by `chunktape record`.",
                path=name,
                reason=error,
            )
            raise CassetteError(text, path=name, offset=0) from None
        size = max(size, stream.tell())  # as far as it was read: a growing file may have more by now
        corrupt = not error.torn or _sound_record_behind(stream, loader.good)
        damage = Damage(size - loader.good, loader.good, str(error), corrupt)
    return Cassette(
        path=name,
        version=codec.VERSION,
        headers=tuple(loader.headers),
        interactions=loader.interactions(),
        closed=loader.closed,
        damage=damage,
        size=loader.good,
    )


def _sound_record_behind(stream: BinaryIO, start: int) -> bool:
    """Whether a sound record stands behind `start`: then the break is damage, and no torn tail."""
    stream.seek(start + 1)
    return sound_record_in(stream.read(WINDOW))
