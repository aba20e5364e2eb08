"""Hypothesis strategies for the values of `cassettes.model`, with everything that the format allows, shared by all
tests.
"""

from itertools import accumulate, pairwise

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
from tests.support.recordings import END, NONE, Row, interaction

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


#: payloads, some with characters of several bytes
_DATA = st.text(st.sampled_from("abc {}[]:,\"'你好é😀\\"), min_size=1, max_size=12)
_EXTRA = st.sampled_from(["", "event: m", "id: 7", ": note", "retry: 5"])


@st.composite
def sse(draw: st.DrawFn, least: int = 1) -> Interaction:
    """A stream of at least `least` events, maybe with comments between them and a sentinel, in chunks of any sizes."""
    eol = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    body = ""
    for extra, data in draw(st.lists(st.tuples(_EXTRA, _DATA), min_size=least, max_size=6)):
        body += f"{extra}{eol}" if extra else ""
        body += f"data: {data}{eol}{eol}"
        body += draw(st.sampled_from(["", "", f": comment{eol}{eol}"]))
    body += f"data: [DONE]{eol}{eol}" if draw(st.booleans()) else ""
    return _recorded(draw, body.encode())


def _recorded(draw: st.DrawFn, body: bytes) -> Interaction:
    cuts = sorted(draw(st.sets(st.integers(1, max(1, len(body) - 1)), max_size=6)))
    edges = [0, *(cut for cut in cuts if cut < len(body)), len(body)]
    rows, at = list[Row](), 0
    for read, (start, end) in enumerate(pairwise(edges), 1):
        at += draw(st.integers(0, 50))
        mark: Mark = END if end == len(body) else draw(st.sampled_from([END, NONE]))
        rows.append((at, read, body[start:end], mark))
    return interaction(rows)
