"""`cassettes.interchange.dechunk`: whole, byte by byte, and with trailing bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.interchange.dechunk import Dechunker, NotChunkedError, unchunked
from cassettes.model import Mark

BODY = b"5;x=y\r\nhello\r\n1\n \n0A\r\n0123456789\r\n0\r\nX-T: v\r\n\r\n"


@given(st.lists(st.integers(1, len(BODY) - 1), unique=True).map(sorted))
def test_any_cut_gives_the_same_transfer_chunks(at: list[int]) -> None:
    dechunker, data, sizes, pending = Dechunker(), b"", [], 0
    for read, (start, end) in enumerate(zip([0, *at], [*at, len(BODY)], strict=True), 1):
        for chunk in dechunker.feed(BODY[start:end], read * 10, read):
            assert (chunk.at, chunk.read) == (read * 10, read)
            assert chunk.data or chunk.mark is Mark.END
            data += chunk.data
            pending += len(chunk.data)
            if chunk.mark is Mark.END:
                sizes.append(pending)
                pending = 0
    assert (data, sizes) == (b"hello 0123456789", [5, 1, 10])
    assert dechunker.done
    assert dechunker.trailers == ((b"X-T", b"v"),)


def test_an_end_that_comes_later_is_an_empty_chunk() -> None:
    dechunker = Dechunker()
    assert [chunk.mark for chunk in dechunker.feed(b"2\r\nab", 1, 1)] == [Mark.NONE]
    (late,) = dechunker.feed(b"\r\n", 2, 2)
    assert (late.data, late.mark, late.read) == (b"", Mark.END, 2)


@pytest.mark.parametrize(
    "data", [b"data: x\n\n", b"-1\r\n", b"\r\n", b"2\r\nabc\r\n", b"123456789\r\n", BODY + b"x", b"1" * 70_000]
)
def test_what_is_no_framing(data: bytes) -> None:
    with pytest.raises(NotChunkedError):
        Dechunker().feed(data, 0, 0)


def test_a_whole_body_or_none() -> None:
    assert unchunked(BODY) == b"hello 0123456789"
    assert unchunked(BODY + b"x") is None
    assert unchunked(BODY[:-1]) is None
    assert unchunked(b"") is None


def test_trailers_have_a_limit() -> None:
    """And are refused long before they cost time."""
    many = b"0\r\n" + b"a:b\r\n" * 1_000_000 + b"\r\n"
    assert unchunked(many) is None
