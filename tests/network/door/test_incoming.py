"""A head from the reads that bring it: whole, byte by byte, with bytes behind it."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.errors import RequestError
from network.door.incoming import IncomingHead

RAW = "GET /你 HTTP/1.1\r\nHost: localhost\r\nA:  b \r\n\r\n".encode()


@given(st.integers(0, 3), st.binary(max_size=20), st.lists(st.integers(0, 80), max_size=8))
def test_any_cut_gives_the_same_head_and_what_stands_behind_it(empty: int, behind: bytes, cuts: list[int]) -> None:
    stream = b"\r\n" * empty + RAW + behind
    edges = [0, *sorted({cut % len(stream) for cut in cuts} - {0}), len(stream)]
    incoming, head, rest = IncomingHead(1000), None, b""
    for start, stop in itertools.pairwise(edges):
        if head is not None:
            rest += stream[start:stop]
            continue
        head, rest = incoming.feed(stream[start:stop])
        assert not (head is not None and incoming.pending)

    assert head is not None
    assert (head.target, head.headers, rest) == (b"/%E4%BD%A0", ((b"Host", b"localhost"), (b"A", b"b")), behind)


def test_byte_by_byte() -> None:
    incoming = IncomingHead(len(RAW))
    for byte in RAW[:-1]:
        assert incoming.feed(bytes([byte])) == (None, b"")
        assert incoming.pending
    head, rest = incoming.feed(RAW[-1:])
    assert head is not None
    assert rest == b""


def test_empty_lines_are_nothing() -> None:
    incoming = IncomingHead(10)
    assert incoming.feed(b"\r\n" * 1000) == (None, b"")
    assert not incoming.pending
    assert incoming.feed(b"\r") == (None, b"")
    assert incoming.feed(b"\n") == (None, b"")
    assert not incoming.pending


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (RAW, "head-too-large"),
        (b"GET / HTTP/1.1\r\nA: " + b"x" * 40, "head-too-large"),
        (b"GET /" + b"x" * 40, "target-too-long"),
        (b"\x16\x03", "tls"),
    ],
)
def test_what_is_too_large_or_no_head_is_refused_before_it_is_whole(data: bytes, code: str) -> None:
    incoming = IncomingHead(len(RAW) - 1 if data == RAW else 30)
    with pytest.raises(RequestError) as caught:
        incoming.feed(data)
    assert caught.value.details["code"] == code
    assert not incoming.pending
