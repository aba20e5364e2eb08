"""What the values say of themselves."""

import pytest
from hypothesis import given

from cassettes.model import (
    Cassette,
    Chunk,
    Chunks,
    Damage,
    Ending,
    EndKind,
    Headers,
    Interaction,
    Mark,
    Request,
    ResponseHead,
)
from tests.support import strategies

DONE = Ending(EndKind.COMPLETE)


@given(one=strategies.interactions())
def test_columns_and_chunks_are_the_same(one: Interaction) -> None:
    assert Chunks.of(list(one.chunks)) == one.chunks
    assert b"".join(chunk.data for chunk in one.chunks) == one.body
    assert len(list(one.chunks)) == len(one.chunks)
    assert one.unparsed is any(chunk.mark is Mark.UNPARSED for chunk in one.chunks)


def test_five_transfer_chunks_in_one_read_and_one_in_three_reads() -> None:
    many = [Chunk(1, 0, b"ab", Mark.END)] * 5
    split = [Chunk(2, 1, b"a"), Chunk(3, 2, b"bc"), Chunk(4, 3, b"", Mark.END), Chunk(5, 4, b"left over")]
    one = Interaction(1, Request("GET", b"/"), None, Chunks.of(many + split), DONE)
    assert one.transfer_chunks() == [2, 2, 2, 2, 2, 3]


TE, CL = b"Transfer-Encoding", b"Content-Length"


@pytest.mark.parametrize(
    ("method", "status", "headers", "framing"),
    [
        ("GET", 200, ((b"TRANSFER-encoding", b"Chunked"),), "chunked"),
        ("GET", 200, ((TE, b"gzip"), (TE, b"chunked")), "chunked"),
        ("GET", 200, ((TE, b"gzip, chunked "),), "chunked"),
        ("GET", 200, ((TE, b"chunked, gzip"),), "close"),
        ("GET", 200, ((TE, b"chunked"), (CL, b"5")), "chunked"),
        ("GET", 200, ((CL, b"5"),), "length"),
        ("GET", 200, (), "close"),
        ("HEAD", 200, ((CL, b"5"),), "none"),
        ("GET", 204, ((TE, b"chunked"),), "none"),
        ("GET", 304, ((CL, b"5"),), "none"),
    ],
)
def test_framing(method: str, status: int, headers: Headers, framing: str) -> None:
    head = ResponseHead(0, status, headers=headers)
    assert Interaction(1, Request(method, b"/"), head, Chunks(), DONE).framing == framing


def test_without_a_head_only_the_close_ends_it() -> None:
    assert Interaction(1, Request("GET", b"/"), None, Chunks(), DONE).framing == "close"


def test_header_values_of_any_case_in_order() -> None:
    assert ResponseHead(0, 200, headers=((b"A", b"1"), (b"b", b"2"), (b"a", b"3"))).values(b"A") == [b"1", b"3"]


@pytest.mark.parametrize(
    ("closed", "damage", "state"),
    [
        (True, None, "sound"),
        (False, None, "interrupted"),
        (True, Damage(1, 2, "", corrupt=False), "interrupted"),
        (False, Damage(1, 2, "", corrupt=True), "damaged"),
        (True, Damage(1, 2, "", corrupt=True), "damaged"),
    ],
)
def test_state(closed: bool, damage: Damage | None, state: str) -> None:
    assert Cassette("", 1, (), (), closed, damage).state == state
