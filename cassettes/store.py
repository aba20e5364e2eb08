"""The door to cassette files: load one, write one while it is recorded, or write a whole one.

How a file is read stands in `cassettes.file.loader`, how it is appended to in `cassettes.file.writer`.
"""

from collections.abc import Iterable
from pathlib import Path

from cassettes.errors import SpecError
from cassettes.file.appender import Appender
from cassettes.file.loader import load, loads
from cassettes.file.writer import CassetteWriter, Mode
from cassettes.messages import say
from cassettes.model import Cassette, Header, Interaction

__all__ = ["CassetteWriter", "Mode", "dumps", "load", "loads", "numbered", "save"]


class _Memory(Appender):
    """The records of a session in memory."""

    def __init__(self) -> None:
        super().__init__("memory")
        self.content = bytearray()

    def _put(self, records: bytes) -> None:
        self.content += records


def dumps(header: Header, interactions: Iterable[Interaction]) -> bytes:
    """A whole cassette of one session, with its footer, as bytes; interactions are numbered from 1.

    Raises CassetteError for a value that the format forbids.
    """
    memory = _Memory()
    memory.write_header(header)
    for one in interactions:
        memory.add(one)
    memory.write_footer()
    return bytes(memory.content)


def save(path: str | Path, header: Header, interactions: Iterable[Interaction], mode: Mode = "create") -> None:
    """Write a whole cassette, as CassetteWriter does and with its errors; after one, the file is interrupted."""
    writer = CassetteWriter(path, header, mode)
    try:
        for one in interactions:
            writer.add(one)
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
