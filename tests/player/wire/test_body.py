"""A body on its way to the parser: whatever the reads, the same bytes, and a part ends where the body may end."""

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from player.wire.body import IncomingBody

CHUNKED = b"3\r\na\r\n\r\n4\r\n\r\n\r\n\r\n0\r\nX: 1\r\n\r\n"


def reads(data: bytes, cuts: list[int]) -> list[bytes]:
    edges = [0, *sorted(cuts), len(data)]
    return [data[start:end] for start, end in pairwise(edges) if start < end]


@given(st.integers(0, 20), st.lists(st.integers(0, 20), max_size=4))
def test_a_body_with_a_length_ends_behind_it(length: int, cuts: list[int]) -> None:
    data, body, taken = b"x" * 20, IncomingBody(length), b""
    for read in reads(data, cuts):
        if body.whole:
            break
        ((part, end),) = body.parts(read)
        assert part == read[:end]
        taken += part
    assert taken == data[:length]
    assert body.whole


@given(st.lists(st.integers(0, len(CHUNKED)), max_size=6))
def test_transfer_chunks_come_up_to_each_empty_line(cuts: list[int]) -> None:
    body, ends, taken = IncomingBody(None), set[int](), b""
    for read in reads(CHUNKED, cuts):
        before = len(taken)
        for part, end in body.parts(read):
            taken += part
            assert len(taken) == before + end
            ends.add(len(taken))
        assert not body.whole
    assert taken == CHUNKED
    assert {at + 4 for at in range(len(CHUNKED)) if CHUNKED.startswith(b"\r\n\r\n", at)} <= ends


def test_byte_by_byte() -> None:
    body = IncomingBody(None)
    parts = [part for at in range(len(CHUNKED)) for part, _ in body.parts(CHUNKED[at : at + 1])]
    assert parts == [CHUNKED[at : at + 1] for at in range(len(CHUNKED))]


class Counted(bytes):
    """Bytes that count how many of them are copied."""

    copied = 0

    def __getitem__(self, key: Any) -> Any:
        part = super().__getitem__(key)
        self.copied += len(part)
        return part


def test_no_byte_is_copied_twice_however_many_empty_lines_there_are() -> None:
    read = Counted(b"\r\n\r\n" * 1000)
    assert b"".join(part for part, _ in IncomingBody(None).parts(read)) == read
    assert read.copied == len(read)
