"""A body on its way to the parser: whatever the reads, the same bytes, and a part ends where the body may end."""

from itertools import pairwise

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
        ((part, rest),) = body.parts(read)
        assert part + rest == read
        taken += part
    assert taken == data[:length]
    assert body.whole


@given(st.lists(st.integers(0, len(CHUNKED)), max_size=6))
def test_transfer_chunks_come_up_to_each_empty_line(cuts: list[int]) -> None:
    body, ends, taken = IncomingBody(None), set[int](), b""
    for read in reads(CHUNKED, cuts):
        for part, rest in body.parts(read):
            assert read.endswith(part + rest)
            taken += part
            ends.add(len(taken))
        assert not body.whole
    assert taken == CHUNKED
    assert {at + 4 for at in range(len(CHUNKED)) if CHUNKED.startswith(b"\r\n\r\n", at)} <= ends


def test_byte_by_byte() -> None:
    body = IncomingBody(None)
    parts = [part for at in range(len(CHUNKED)) for part, _ in body.parts(CHUNKED[at : at + 1])]
    assert parts == [CHUNKED[at : at + 1] for at in range(len(CHUNKED))]
