"""`cassettes.interchange.build`: chunks and framing that fit the body."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.errors import CassetteError
from cassettes.interchange.build import Response, cuts, interaction, request, stretched
from cassettes.model import Headers, Interaction, Mark, Request

SSE: Headers = ((b"Content-Type", b"text/event-stream"),)
EVENTS = st.lists(st.sampled_from([b"data: x\n\n", b": c\n\n", "id:1\r\ndata:你\r\n\r\n".encode(), b"\n"]), max_size=8)


def made(body: bytes, headers: Headers = SSE, **more: bool) -> Interaction:
    return interaction(1, Request("GET", b"/"), Response(200, b"OK", headers, body, **more))


@given(st.one_of(st.binary(), EVENTS.map(b"".join)), st.sampled_from([b"", b"gzip", b"deflate", b"br", b"gzip, br"]))
def test_the_body_comes_out_as_it_went_in(body: bytes, coding: bytes) -> None:
    one = made(body, (*SSE, (b"Content-Encoding", coding)))
    assert one.body == body
    assert sum(one.chunks.sizes) == len(body)
    assert all(one.chunks.sizes)
    assert list(one.chunks.times) == sorted(one.chunks.times)


def test_one_event_one_chunk_and_blank_lines_stay_with_it() -> None:
    body = b"\ndata: a\n\n\n\n: ping\n\ndata: b\n\ndata: unfinished"
    assert [chunk.data for chunk in made(body).chunks] == [
        b"\n",
        b"data: a\n\n\n\n",
        b": ping\n\n",
        b"data: b\n\n",
        b"data: unfinished",
    ]
    records = made(b'{"a":1}\n{"b":2}\n', ((b"Content-Type", b"application/x-ndjson"),))
    assert len(records.chunks) == 2
    assert len(made(b'{"a":\n1}', ((b"Content-Type", b"application/json"),)).chunks) == 1


@pytest.mark.parametrize("coding", [b"gzip", b"deflate"])
def test_compressed_events_are_cut_behind_the_byte_that_completes_them(coding: bytes) -> None:
    wbits = 31 if coding == b"gzip" else 15
    compress = zlib.compressobj(9, zlib.DEFLATED, wbits)
    events = [f'data: {{"n":{number},"text":"你好"}}\n\n'.encode() for number in range(6)]
    written = [compress.compress(event) + compress.flush(zlib.Z_SYNC_FLUSH) for event in events]
    body = b"".join(written) + compress.flush()
    one = made(body, (*SSE, (b"Content-Encoding", coding)))
    assert len(one.chunks) == 6
    plain, inflate = b"", zlib.decompressobj(wbits)
    for chunk, event in zip(one.chunks, events, strict=True):
        plain = inflate.decompress(chunk.data)
        assert plain == event
    assert made(gzip.compress(b"x" * 99), ((b"Content-Encoding", b"gzip"),)).chunks.sizes[0] == len(
        gzip.compress(b"x" * 99)
    )
    assert cuts(b"no gzip at all", b"text/event-stream", [b"gzip"]) == [14]


@pytest.mark.parametrize(
    ("headers", "decoded", "framing", "kept"),
    [
        ((), False, "chunked", [b"transfer-encoding"]),
        (((b"Content-Length", b"9"),), False, "length", [b"content-length"]),
        (((b"Content-Length", b"8"),), False, "chunked", [b"transfer-encoding"]),
        (((b"Transfer-Encoding", b"chunked"), (b"Content-Length", b"9")), False, "chunked", [b"transfer-encoding"]),
        (((b"Transfer-Encoding", b"gzip, chunked"),), False, "chunked", [b"transfer-encoding"]),
        (((b"Content-Encoding", b"gzip"), (b"Content-Length", b"5")), True, "chunked", [b"transfer-encoding"]),
        (
            ((b":status", b"200"), (b"bad name", b"x"), (b"ok", b" v\t")),
            False,
            "chunked",
            [b"ok", b"transfer-encoding"],
        ),
    ],
)
def test_framing_headers_fit_the_body(headers: Headers, decoded: bool, framing: str, kept: list[bytes]) -> None:
    one = made(b"data: x\n\n", headers, decoded=decoded)
    assert one.head is not None
    assert one.framing == framing
    assert [name.lower() for name, _ in one.head.headers] == kept
    assert one.chunks.marks == bytes([Mark.END if framing == "chunked" else Mark.NONE])


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 204), ("GET", 304)])
def test_responses_without_a_body_keep_their_length(method: str, status: int) -> None:
    one = interaction(1, Request(method, b"/"), Response(status, b"", ((b"Content-Length", b"99"),), b"junk"))
    assert (one.body, one.framing) == (b"", "none")
    assert one.head is not None
    assert one.head.headers == ((b"Content-Length", b"99"),)


def test_requests() -> None:
    got = request("post", "https://u:p@例子.测试:8443/路 x?q=%20&a=你#f", ((b"A", b"b"),), b"x", "f")
    assert got.method == "POST"
    assert got.target == b"/%E8%B7%AF%20x?q=%20&a=%E4%BD%A0"
    assert got.headers == ((b"Host", b"xn--fsqu00a.xn--0zwm56d:8443"), (b"A", b"b"))
    assert request("GET", "http://h", ((b"host", b"x"),), b"", "f").headers == ((b"host", b"x"),)
    for method, url in (("G T", "http://h"), ("", "http://h"), ("GET", "http://[")):
        with pytest.raises(CassetteError, match="f has a request that is not valid"):
            request(method, url, (), b"", "f")


@pytest.mark.parametrize("url", ["http://a\0b/", "http://h/\ud800", "h:80", "nothing", "http://\u2100/", "http://[/"])
def test_urls_that_are_none(url: str) -> None:
    with pytest.raises(CassetteError, match="has a request that is not valid"):
        request("GET", url, (), b"", "x")


@pytest.mark.parametrize("unit", [b"data: x\n\n", b"x"])
def test_a_body_that_inflates_as_no_stream_does_is_one_chunk(unit: bytes) -> None:
    body = gzip.compress(unit * (1 << 18))
    assert cuts(body, b"text/event-stream", [b"gzip"]) == [len(body)]
    usual = gzip.compress(b"".join(b"data: %d\n\n" % number for number in range(20_000)))
    assert len(cuts(usual, b"text/event-stream", [b"gzip"])) > 1000


def test_real_head_and_end_with_the_cadence_between() -> None:
    assert stretched(50, 950)(0) == (50, [])
    head_at, at = stretched(50, 950)(3)
    assert (head_at, at[-1]) == (50, 950)
    assert 50 < at[0] < at[1] < 950
