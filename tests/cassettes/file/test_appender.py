"""A session's records, wherever they go: the same bytes, and none of a value that the format forbids."""

from pathlib import Path

import pytest
from hypothesis import given

from cassettes.errors import CassetteError
from cassettes.file.appender import Appender
from cassettes.file.loader import loads
from cassettes.file.writer import CassetteWriter
from cassettes.model import Chunk, Ending, EndKind, Header, Interaction, Origin, Request, ResponseHead
from tests.support import strategies

HEADER = Header("chunktape 0", 5, Origin())


class Pieces(Appender):
    """Keeps what each call appends."""

    def __init__(self) -> None:
        super().__init__("here")
        self.pieces: list[bytes] = []
        self.write_header(HEADER)

    def _put(self, records: bytes) -> None:
        self.pieces.append(records)


@given(strategies.interactions())
def test_a_file_and_memory_get_the_same_bytes(one: Interaction) -> None:
    memory = Pieces()
    memory.add(one)
    memory.write_footer()
    (loaded,) = loads(b"".join(memory.pieces)).interactions
    assert loaded == one


def test_the_bytes_of_a_file(tmp_path: Path) -> None:
    memory, file = Pieces(), CassetteWriter(tmp_path / "a.cassette", HEADER)
    for target in (memory, file):
        for size in (1, 300):  # more than are hashed together
            number = target.begin(Request("GET", b"/"))
            target.head(number, ResponseHead(1, 200))
            target.chunks(number, [Chunk(2, 1, b"x")] * size)
            target.end(number, Ending(EndKind.COMPLETE, 3, 2))
    memory.write_footer()
    file.close()
    assert (tmp_path / "a.cassette").read_bytes() == b"".join(memory.pieces)


def test_a_refused_value_is_named_and_leaves_nothing_behind() -> None:
    memory = Pieces()
    number = memory.begin(Request("GET", b"/"))
    before = len(memory.pieces)
    with pytest.raises(CassetteError, match="does not allow this") as caught:
        memory.end(number + 1, Ending(EndKind.COMPLETE, 3, 2))
    assert caught.value.path == "here"
    assert len(memory.pieces) == before
    memory.end(number, Ending(EndKind.COMPLETE, 3, 2))
    memory.closed = True
    memory.chunks(number, [Chunk(2, 1, b"x")])
    memory.write_footer()
    assert len(memory.pieces) == before + 1
