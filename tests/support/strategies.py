"""Hypothesis strategies for the values of `cassettes.model`: everything the format allows, shared by all tests."""

from itertools import accumulate

from hypothesis import strategies as st

from cassettes.model import (
    Chunk,
    Chunks,
    Ending,
    EndKind,
    Header,
    Headers,
    Interaction,
    Mark,
    Origin,
    Request,
    ResponseHead,
)

TOKEN = st.text("abcXYZ019!#$%&'*+-.^_`|~", min_size=1, max_size=8)
VALUE = st.binary(max_size=12).map(lambda raw: bytes(c for c in raw if (c >= 0x20 and c != 0x7F) or c == 9))
TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
NS = st.integers(0, 2**62)
VERSION = st.sampled_from(["1.1", "1.0"])

headers: st.SearchStrategy[Headers] = st.lists(
    st.tuples(TOKEN.map(str.encode) | st.sampled_from([b"Content-Type", b"X-A", b"x-a"]), VALUE), max_size=4
).map(tuple)

targets = st.binary(max_size=12).map(lambda raw: b"/" + bytes(c for c in raw if c > 0x20 and c != 0x7F))

requests = st.builds(
    Request, method=TOKEN, target=targets, headers=headers, body=st.binary(max_size=20), version=VERSION, at=NS
)

#: chunks without their time; an empty one is the late end of a transfer chunk
_GAP = st.integers(0, 2**30)
_READ = st.integers(0, 2**32 - 1)
_pieces = st.lists(
    st.tuples(_GAP, _READ, st.binary(min_size=1, max_size=16), st.sampled_from(list(Mark)))
    | st.tuples(_GAP, _READ, st.just(b""), st.just(Mark.END)),
    max_size=6,
)


@st.composite
def interactions(draw: st.DrawFn, number: int = 1) -> Interaction:
    """One interaction; its times never decrease, its head is there or not."""
    start = draw(st.integers(0, 2**40))
    head = None
    if draw(st.booleans()):
        status, reason = draw(st.integers(100, 999)), draw(VALUE)
        head = ResponseHead(start, status, reason, draw(headers), draw(VERSION))
    pieces = draw(_pieces)
    times = list(accumulate((gap for gap, *_ in pieces), initial=start))[1:]
    chunks = [Chunk(at, read, data, mark) for at, (_, read, data, mark) in zip(times, pieces, strict=True)]
    at = draw(st.integers(max([start, *times]), 2**62))
    read = draw(st.integers(-1, 2**32 - 1))
    ending = Ending(draw(st.sampled_from(list(EndKind))), at, read, draw(headers), draw(TEXT))
    return Interaction(number, draw(requests), head, Chunks.of(chunks), ending)


session_headers = st.builds(
    Header,
    tool=TEXT,
    started=NS,
    origin=st.builds(Origin, kind=TEXT, source=TEXT, real_bytes=st.booleans(), real_times=st.booleans(), note=TEXT),
    redaction=st.lists(TEXT, max_size=3).map(tuple),
)


@st.composite
def sessions(draw: st.DrawFn) -> tuple[Header, tuple[Interaction, ...]]:
    """A header and up to three interactions, numbered from 1."""
    count = draw(st.integers(0, 3))
    return draw(session_headers), tuple(draw(interactions(number)) for number in range(1, count + 1))
