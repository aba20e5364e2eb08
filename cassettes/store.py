"""Cassette files: append while recording, load, recover a torn tail, lock. Rules

- Written append-only and unbuffered, one `write` per record, so that after `kill -9` nothing is missing that the
  writer was given. A failed write cuts the file back to whole records and closes the writer.
- A file has one or more sessions: a header, records of interleaved interactions, a footer. `append` adds a
  session; a session without a footer was interrupted.
- Loading gives every record before the first unsound one, and says how many bytes were dropped from which offset.
  A tail is `torn` (as after a kill) when nothing sound stands behind the break, else the file is damaged.
- One writer at a time: the file is locked while it is written. Files are created with mode 0600.
"""

import hashlib
import io
import os
import struct
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, Literal

from cassettes import codec
from cassettes.codec import Malformed, Row
from cassettes.errors import CassetteError
from cassettes.lock import lock_file
from cassettes.messages import say
from cassettes.model import (
    Cassette,
    Chunk,
    Chunks,
    Damage,
    Ending,
    EndKind,
    Header,
    Interaction,
    Request,
    ResponseHead,
)

Mode = Literal["create", "append", "overwrite"]
#: how far behind a break a sound record is looked for, in bytes
RESYNC_WINDOW: Final = 1 << 20


# ------------------------------------------------------------------------------------------------ load


@dataclass(slots=True)
class _Open:
    """An interaction while its records are read."""

    request: Request
    head: ResponseHead | None = None
    times: "array[int]" = field(default_factory=lambda: array("q"))
    reads: "array[int]" = field(default_factory=lambda: array("I"))
    sizes: "array[int]" = field(default_factory=lambda: array("I"))
    marks: bytearray = field(default_factory=bytearray)
    body: bytearray = field(default_factory=bytearray)
    last: int = 0
    ending: Ending | None = None

    def finish(self, number: int) -> Interaction:
        ending = self.ending or Ending(EndKind.INTERRUPTED, at=self.last)
        chunks = Chunks(self.times, self.reads, self.sizes, bytes(self.marks), bytes(self.body))
        return Interaction(number, self.request, self.head, chunks, ending)


class _Loader:
    """Takes rows in order and builds the cassette; raises Malformed at the first that does not fit."""

    def __init__(self) -> None:
        self.headers: list[Header] = []
        self.all: dict[int, _Open] = {}
        self.live: dict[int, _Open] = {}
        self.closed = False
        self._crcs: array[int] = array("I")
        self._begun = 0

    def take(self, row: Row, crc: int) -> None:
        kind = row[0]
        if kind == "chunk":
            self._chunk(row)
        elif kind == "header":
            self.headers.append(codec.read_header(row))
            self.live.clear()
            self.closed, self._begun = False, 0
            self._crcs = array("I")
        elif self.closed or not self.headers:
            raise Malformed(say("cassettes.bad_order", what=str(kind)[:20]))
        elif kind == "footer":
            self._footer(codec.read_footer(row))
        else:
            self._other(kind, row)
        self._crcs.append(crc)

    def _chunk(self, row: Row) -> None:
        number, at, read, mark, data = codec.read_chunk(row)
        one = self.live.get(number)
        if one is None or self.closed or at < one.last:
            raise Malformed(say("cassettes.bad_order", what="chunk"))
        one.last = at
        one.times.append(at)
        one.reads.append(read)
        one.sizes.append(len(data))
        one.marks.append(mark)
        one.body += data

    def _other(self, kind: object, row: Row) -> None:
        if kind == "request":
            number, request = codec.read_request(row)
            if number in self.all:
                raise Malformed(say("cassettes.bad_order", what="request"))
            self.all[number] = self.live[number] = _Open(request)
            self._begun += 1
        elif kind == "head":
            number, head = codec.read_head(row)
            one = self.live.get(number)
            if one is None or one.head is not None or one.sizes:
                raise Malformed(say("cassettes.bad_order", what="head"))
            one.head, one.last = head, head.at
        elif kind == "end":
            number, ending = codec.read_end(row)
            one = self.live.pop(number, None)
            if one is None or ending.at < one.last:
                raise Malformed(say("cassettes.bad_order", what="end"))
            one.ending = ending
        else:
            raise Malformed(say("cassettes.bad_order", what=ascii(kind)[:20]))

    def _footer(self, footer: codec.Footer) -> None:
        digest = _digest(self._crcs)
        if (footer.interactions, footer.records, footer.digest) != (self._begun, len(self._crcs), digest):
            raise Malformed(say("cassettes.bad_footer"))
        self.closed = True

    def interactions(self) -> tuple[Interaction, ...]:
        return tuple(one.finish(number) for number, one in self.all.items())


def _digest(crcs: "array[int]") -> bytes:
    return hashlib.sha256(struct.pack(f">{len(crcs)}I", *crcs)).digest()


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
    tail = stream.read(RESYNC_WINDOW)
    at = tail.find(b"\x92")
    while at >= 0:
        try:
            if next(codec.rows(io.BytesIO(tail[at:])), None) is not None:
                return True
        except Malformed:
            pass
        at = tail.find(b"\x92", at + 1)
    return False


# ----------------------------------------------------------------------------------------------- write


class CassetteWriter:
    """Appends records to a file. Every method raises CassetteError when the file can't be written; the writer is
    then closed, the file holds only whole records, and further calls do nothing.
    """

    def __init__(self, path: str | Path, header: Header, mode: Mode = "create") -> None:
        self.path = str(path)
        self.failed = False
        self._number = 0
        self._records = self._begun = 0
        self._crcs = hashlib.sha256()
        self._fd = -1
        self._fd, self._size = self._open(Path(path), mode)
        self._write(codec.header_row(header))

    def _open(self, path: Path, mode: Mode) -> tuple[int, int]:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            fd = os.open(path, flags | (os.O_EXCL if mode == "create" else 0), 0o600)
        except FileExistsError:
            if path.is_dir():
                raise CassetteError(say("cassettes.directory", path=path), path=self.path) from None
            raise CassetteError(say("cassettes.exists", path=path), path=self.path) from None
        except OSError as error:
            if path.is_dir():
                raise CassetteError(say("cassettes.directory", path=path), path=self.path) from None
            raise CassetteError(say("cassettes.unwritable", path=path, error=error.strerror), path=self.path) from None
        try:
            if not lock_file(fd):
                raise CassetteError(say("cassettes.locked", path=path), path=self.path)
            size = self._end_of_records(path, fd) if mode == "append" else 0
            os.ftruncate(fd, size)
            os.lseek(fd, size, os.SEEK_SET)
        except BaseException:
            os.close(fd)
            raise
        return fd, size

    def _end_of_records(self, path: Path, fd: int) -> int:
        """Where a new session begins, in bytes: behind the last whole record."""
        if os.fstat(fd).st_size == 0:
            return 0
        cassette = load(path)
        if cassette.damage is not None and cassette.damage.corrupt:
            damage = cassette.damage
            text = say("cassettes.append_damaged", path=path, offset=damage.offset, reason=damage.reason)
            raise CassetteError(text, path=self.path, offset=damage.offset)
        self._number = max((one.number for one in cassette.interactions), default=0)
        return cassette.size

    def begin(self, request: Request) -> int:
        """Write the request; gives the number that the interaction's other records carry."""
        self._number += 1
        self._begun += 1
        self._write(codec.request_row(self._number, request))
        return self._number

    def head(self, number: int, head: ResponseHead) -> None:
        self._write(codec.head_row(number, head))

    def chunk(self, number: int, chunk: Chunk) -> None:
        self._write(codec.chunk_row(number, chunk))

    def end(self, number: int, ending: Ending) -> None:
        self._write(codec.end_row(number, ending))

    def sync(self) -> None:
        """Wait until the file is on the disk (fsync); call it in a thread. A disk that can't is no error here."""
        fd = self._fd
        if fd >= 0:
            try:
                os.fsync(fd)
            except OSError:
                pass

    def close(self) -> None:
        """Write the footer and unlock. Closing twice does nothing."""
        if self._fd >= 0 and not self.failed:
            self._write(codec.footer_row(codec.Footer(self._begun, self._records, self._crcs.digest())))
        self._shut()

    def _shut(self) -> None:
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)

    def _write(self, row: Row) -> None:
        if self._fd < 0:
            return
        record, crc = codec.frame(row)
        try:
            written = os.write(self._fd, record)
            while written < len(record):
                written += os.write(self._fd, record[written:])
        except OSError as error:
            self.failed = True
            try:
                os.ftruncate(self._fd, self._size)
            except OSError:
                pass  # the torn tail is left out on loading
            self._shut()
            text = say("cassettes.write_failed", path=self.path, error=error.strerror)
            raise CassetteError(text, path=self.path, offset=self._size) from None
        self._size += len(record)
        self._records += 1
        self._crcs.update(crc.to_bytes(4, "big"))


def _rows(header: Header, interactions: Iterable[Interaction]) -> Iterable[Row]:
    yield codec.header_row(header)
    for number, one in enumerate(interactions, 1):
        yield codec.request_row(number, one.request)
        if one.head is not None:
            yield codec.head_row(number, one.head)
        for chunk in one.chunks:
            yield codec.chunk_row(number, chunk)
        if one.ending.kind is not EndKind.INTERRUPTED:
            yield codec.end_row(number, one.ending)


def dumps(header: Header, interactions: Iterable[Interaction]) -> bytes:
    """A whole cassette of one session, with its footer, as bytes; interactions are numbered from 1."""
    out, crcs, begun = bytearray(), array("I"), 0
    for row in _rows(header, interactions):
        record, crc = codec.frame(row)
        out += record
        crcs.append(crc)
        begun += row[0] == "request"
    out += codec.frame(codec.footer_row(codec.Footer(begun, len(crcs), _digest(crcs))))[0]
    return bytes(out)


def save(path: str | Path, header: Header, interactions: Iterable[Interaction], mode: Mode = "create") -> None:
    """Write a whole cassette. Raises CassetteError as CassetteWriter does."""
    writer = CassetteWriter(path, header, mode)
    for one in interactions:
        number = writer.begin(one.request)
        if one.head is not None:
            writer.head(number, one.head)
        for chunk in one.chunks:
            writer.chunk(number, chunk)
        if one.ending.kind is not EndKind.INTERRUPTED:
            writer.end(number, one.ending)
    writer.close()
