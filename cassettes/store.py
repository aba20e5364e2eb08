"""The door to cassette files: load one, write one while it is recorded, or write a whole one.

How a file is read stands in `cassettes.file.loader`, how it is appended to in `cassettes.file.writer`.
"""

from array import array
from collections.abc import Iterable
from pathlib import Path

from cassettes.errors import CassetteError, SpecError
from cassettes.file import codec
from cassettes.file.loader import digest, load, loads
from cassettes.file.order import Order
from cassettes.file.records import Malformed, Row, sealed
from cassettes.file.writer import CassetteWriter, Mode
from cassettes.messages import say
from cassettes.model import Cassette, Header, Interaction

__all__ = ["CassetteWriter", "Mode", "dumps", "load", "loads", "numbered", "save"]


def _rows(header: Header, interactions: Iterable[Interaction]) -> Iterable[Row]:
    order = Order()
    yield codec.header_row(header)
    for number, one in enumerate(interactions, 1):
        for row in _interaction_rows(number, one):
            order.take(row)
            yield row


def _interaction_rows(number: int, one: Interaction) -> Iterable[Row]:
    yield codec.request_row(number, one.request)
    if one.head is not None:
        yield codec.head_row(number, one.head)
    for chunk in one.chunks:
        yield codec.chunk_row(number, chunk)
    yield codec.end_row(number, one.ending)


def dumps(header: Header, interactions: Iterable[Interaction]) -> bytes:
    """A whole cassette of one session, with its footer, as bytes; interactions are numbered from 1.

    Raises CassetteError for a value that the format forbids.
    """
    out, crcs, begun = bytearray(), array("I"), 0
    try:
        for row in _rows(header, interactions):
            record, crc = sealed(row)
            out += record
            crcs.append(crc)
            begun += row[0] == "request"
        out += sealed(codec.footer_row(codec.Footer(begun, len(crcs), digest(crcs))))[0]
    except Malformed as error:
        raise CassetteError(
            say(
                "The cassette format does not allow this: {reason}. It was not written to {path}.",
                path="memory",
                reason=error,
            )
        ) from error
    return bytes(out)


def save(path: str | Path, header: Header, interactions: Iterable[Interaction], mode: Mode = "create") -> None:
    """Write a whole cassette, as CassetteWriter does and with its errors; after one, the file is interrupted."""
    writer = CassetteWriter(path, header, mode)
    try:
        for one in interactions:
            number = writer.begin(one.request)
            if one.head is not None:
                writer.head(number, one.head)
            for chunk in one.chunks:
                writer.chunk(number, chunk)
            writer.end(number, one.ending)
        writer.close()
    finally:
        writer.abandon()


def numbered(cassette: Cassette, number: int) -> Interaction:
    """The interaction `number`. Raises SpecError, which names the numbers that the file has."""
    for one in cassette.interactions:
        if one.number == number:
            return one
    numbers = ", ".join(str(one.number) for one in cassette.interactions[:20]) or "-"
    more = ", …" if len(cassette.interactions) > 20 else ""
    raise SpecError(
        say(
            "{file} has no interaction {number}; it has {numbers}. `chunktape show` lists them.",
            file=cassette.path,
            number=number,
            numbers=numbers + more,
        )
    )
