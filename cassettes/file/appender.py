"""The records of one session, made in order, for a file or for memory. Rules

- A value that the format forbids raises CassetteError; nothing is appended then, and the session goes on.
- The footer's digest is over the CRCs of all records (`cassettes.file.codec.Footer`).
"""

import hashlib
import struct
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import ParamSpec

from cassettes.errors import CassetteError
from cassettes.file import codec
from cassettes.file.order import Order
from cassettes.file.records import Malformed, Row, packer, sealed
from cassettes.messages import say
from cassettes.model import Chunk, Ending, Header, Interaction, Request, ResponseHead

P = ParamSpec("P")
_ORDERED = frozenset({"request", "head", "end"})
#: records that are never large
_SMALL = frozenset({"head", "end"})
#: CRCs that are hashed together, which takes some 10 us
_TOGETHER = 256


class Appender(ABC):
    """Appends the records of a session; a subclass says where to. `path`: the name for errors; once it is `closed`,
    nothing is appended.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.closed = False
        self._number = 0
        self._records = self._begun = 0
        self._crcs = hashlib.sha256()
        #: CRCs that are not in the digest yet: hashing those of each read alone would take a tenth of the recorder's
        #: time for it
        self._unhashed: list[int] = []
        self._order = Order()
        #: for reads and small records: a request with a body of 100 MB would leave as much memory behind
        self._pack = packer()

    @abstractmethod
    def _put(self, records: bytes) -> None:
        """Append whole records."""

    def begin(self, request: Request) -> int:
        """Append the request. Returns the number that the interaction's other records carry."""
        self._write(codec.request_row, self._number + 1, request)
        self._number += 1
        self._begun += 1
        return self._number

    def head(self, number: int, head: ResponseHead) -> None:
        self._write(codec.head_row, number, head)

    def chunk(self, number: int, chunk: Chunk) -> None:
        self.chunks(number, (chunk,))

    def chunks(self, number: int, chunks: Sequence[Chunk]) -> None:
        """Write the chunks of one read, all or none of them."""
        if self.closed:
            return
        try:
            records, crcs = codec.chunk_records(number, chunks, self._pack)
            if len(chunks) == 1:  # most reads have one chunk
                self._order.take_chunk(number, chunks[0].at)
            else:
                self._order.take_chunks(number, [chunk.at for chunk in chunks])
        except Malformed as error:
            raise self._refused(error) from error
        self._append(records, crcs)

    def end(self, number: int, ending: Ending) -> None:
        self._write(codec.end_row, number, ending)

    def add(self, one: Interaction) -> None:
        """Append a whole interaction."""
        number = self.begin(one.request)
        if one.head is not None:
            self.head(number, one.head)
        for chunk in one.chunks:
            self.chunk(number, chunk)
        self.end(number, one.ending)

    def write_header(self, header: Header) -> None:
        """Append the header, before everything else."""
        self._write(codec.header_row, header)

    def write_footer(self) -> None:
        """Append the footer, behind everything else."""
        self._hash()
        self._write(codec.footer_row, codec.Footer(self._begun, self._records, self._crcs.digest()))

    def _write(self, row: Callable[P, Row], *args: P.args, **kwargs: P.kwargs) -> None:
        if self.closed:
            return
        try:
            fields = row(*args, **kwargs)
            record, crc = sealed(fields, self._pack if fields[0] in _SMALL else None)
            if fields[0] in _ORDERED:
                self._order.take(fields)
        except Malformed as error:
            raise self._refused(error) from error
        self._append(record, [crc])

    def _refused(self, error: Malformed) -> CassetteError:
        return CassetteError(
            say(
                "The cassette format does not allow this: {reason}. It was not written to {path}.",
                path=self.path,
                reason=error,
            ),
            path=self.path,
        )

    def _append(self, records: bytes, crcs: list[int]) -> None:
        """Append whole records, whose CRCs are `crcs`."""
        self._put(records)
        self._records += len(crcs)
        self._unhashed += crcs
        if len(self._unhashed) >= _TOGETHER:
            self._hash()

    def _hash(self) -> None:
        self._crcs.update(struct.pack(f">{len(self._unhashed)}I", *self._unhashed))
        self._unhashed.clear()
