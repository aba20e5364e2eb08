"""The records of a file as bytes: the only import of msgpack. Rules

- A file is a concatenation of msgpack values, one per record: `[body: bin, crc: uint32]`; crc is zlib's CRC-32 of
  body, and body is one msgpack array `[kind, ...]`. Any msgpack library reads it in two steps.
- A cassette is untrusted input: every size has a limit that holds before memory is taken. A wrong record raises
  `Malformed`, never another exception; `torn` marks a file that only ends too early.
"""

import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO, Final

import msgpack

from cassettes.headers import MAX_HEADERS
from cassettes.messages import say

#: one record (a request body, a read) may have this many bytes
MAX_RECORD: Final = 128 * 1024 * 1024
MAX_TEXT: Final = 64 * 1024
_READ: Final = 1 << 18

Row = list[Any]
#: packs a row or a record as msgpack
Pack = Callable[[Sequence[Any]], bytes]


class Malformed(Exception):
    """A record that breaks format version 1. `torn`: the file only ends in the middle of it."""

    def __init__(self, reason: str, *, torn: bool = False) -> None:
        super().__init__(reason)
        self.torn = torn


def sealed(row: Row, pack: Pack | None = None) -> tuple[bytes, int]:
    """One record as it stands in the file, and its CRC; `pack`: of a `packer` that is kept. Raises Malformed for one
    that could not be read again.
    """
    pack = pack or packer()
    try:
        body = pack(row)
    except UnicodeEncodeError:  # a lone surrogate
        raise Malformed(say("the field {field} has the value {value}", field="text", value="not UTF-8")) from None
    if len(body) > MAX_RECORD:
        raise too_long(body)
    crc = zlib.crc32(body)
    return pack((body, crc)), crc


def packer() -> Pack:
    """A function that packs a row or a record as msgpack. One that is kept takes 0.1 us for what a new one takes 1 us,
    and as much memory as the largest record that it packed; one thread at a time may use it.
    """
    pack: Pack = msgpack.Packer(use_bin_type=True).pack
    return pack


def too_long(body: bytes) -> Malformed:
    """The error for a record above `MAX_RECORD`."""
    return Malformed(say("a record has {size} bytes; {limit} are allowed", size=len(body), limit=MAX_RECORD))


def rows(stream: BinaryIO) -> Iterator[tuple[Row, int, int]]:
    """The records of a file, in order: (row, CRC, offset behind it in bytes).

    Raises Malformed at the first that is not sound; nothing behind it is given.
    """
    outer = msgpack.Unpacker(
        max_buffer_size=MAX_RECORD + 2 * _READ,
        max_bin_len=MAX_RECORD,
        max_array_len=2,
        max_str_len=0,
        max_map_len=0,
        max_ext_len=0,
        use_list=False,
    )
    inner = msgpack.Unpacker(
        max_buffer_size=MAX_RECORD + 2 * _READ,
        max_bin_len=MAX_RECORD,
        max_array_len=MAX_HEADERS,
        max_str_len=MAX_TEXT,
        max_map_len=32,
        max_ext_len=0,
    )
    good = fed = decoded = 0
    crc32 = zlib.crc32
    while block := stream.read(_READ):
        fed += len(block)
        try:
            outer.feed(block)
            for body, crc in outer:
                if type(crc) is not int or crc32(body) != crc:
                    raise Malformed(say("the checksum of a record is wrong"))
                inner.feed(body)
                row = inner.unpack()
                decoded += len(body)
                if inner.tell() != decoded or type(row) is not list or not row:
                    raise Malformed(say("a record is not one msgpack array"))
                good = outer.tell()
                yield row, crc, good
        except Malformed:
            raise
        except (ValueError, TypeError, OverflowError, msgpack.UnpackException, RecursionError):
            raise Malformed(say("the bytes are no record")) from None
    if good != fed:
        raise Malformed(say("the file ends in the middle of a record"), torn=True)
