"""The player finds where each request begins, however the bytes of several fall into reads."""

import itertools
from typing import Any

import pytest
import uvicorn
from hypothesis import example, given
from hypothesis import strategies as st
from uvicorn.server import ServerState

from network.door.refusal import broken_body
from player.wire import intake
from player.wire.protocol import WireProtocol
from tests.player.wire.test_wire import Loop, Transport


class Spy(WireProtocol):
    """Keeps each request that was let in: method, target, names of its fields, body."""

    def __init__(self, loop: Loop) -> None:
        config = uvicorn.Config(_never, ws="none", lifespan="off", interface="asgi3", log_config=None)
        config.load()
        super().__init__(config, ServerState(), {}, loop)  # type: ignore[arg-type]
        self.requests: list[list[Any]] = []

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        if not self._refused:
            assert self._arriving is not None
            names = [name for name, _ in self._arriving.headers]
            self.requests.append([self.scope["method"], self._arriving.target, names, b"", False])

    def on_body(self, body: bytes) -> None:
        super().on_body(body)
        self.requests[-1][3] += body

    def on_message_complete(self) -> None:
        super().on_message_complete()
        if not self._refused:
            self.requests[-1][4] = True


async def _never(scope: Any, receive: Any, send: Any) -> None:
    raise AssertionError


def read_by_player(*reads: bytes) -> tuple[list[list[Any]], Transport]:
    """The requests in these reads, of which none is answered, and what the client gets."""
    loop, transport = Loop(), Transport()
    protocol = Spy(loop)
    protocol.connection_made(transport)
    for read in reads:
        protocol.data_received(read)
    for task in loop.waiting:
        task.close()
    return protocol.requests, transport


def heads(*reads: bytes) -> list[list[Any]]:
    """The requests in these reads; none of them is answered or refused."""
    requests, transport = read_by_player(*reads)
    assert transport.data == b""
    return requests


H2C = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAM\r\n"
#: what a body may have that looks like an end
ENDS = st.lists(
    st.sampled_from([b"\r\n\r\n", b"\r\n", b"0\r\n\r\n", b"\n", b"x", b"GET / HTTP/1.1\r\n\r\n"]), max_size=6
)


@st.composite
def requests(draw: st.DrawFn) -> tuple[bytes, list[Any]]:
    """One request as bytes, and what it says."""
    target = draw(st.sampled_from(["/a", "/你?q=好", "/b?c=d", "*"]))
    body = b"".join(draw(ENDS))
    upgrade = draw(st.sampled_from([b"", H2C]))
    form = draw(st.sampled_from(["none", "length", "chunked", "trailer"]))
    method = b"OPTIONS" if target == "*" else b"POST"
    lines = b"\r\n" * draw(st.integers(0, 2)) + b"%b %b HTTP/1.1\r\nHost: localhost\r\n" % (method, target.encode())
    names = [b"Host", *([b"Connection", b"Upgrade", b"HTTP2-Settings"] if upgrade else [])]
    if form == "none":
        raw, body = lines + upgrade + b"\r\n", b""
    elif form == "length":
        raw = lines + upgrade + b"Content-Length: %d\r\n\r\n" % len(body) + body
        names.append(b"Content-Length")
    else:
        size = draw(st.integers(1, 9))
        pieces = [body[start : start + size] for start in range(0, len(body), size)]
        chunks = b"".join(b"%x;ext\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
        end = b"0\r\nX-Last: y\r\n\r\n" if form == "trailer" else b"0\r\n\r\n"
        raw = lines + upgrade + b"Transfer-Encoding: chunked\r\n\r\n" + chunks + end
        names.append(b"Transfer-Encoding")
    said = "".join(one if one.isascii() else "".join(f"%{byte:02X}" for byte in one.encode()) for one in target)
    return raw, [method.decode(), said.encode(), names, body, True]


@given(st.lists(requests(), min_size=1, max_size=4), st.lists(st.integers(0, 2000), max_size=12))
@example([(b"POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
           ["POST", b"/a", [b"Host", b"Transfer-Encoding"], b"", True])] * 2, [])  # fmt: skip
def test_any_cut_gives_the_same_requests(given_: list[tuple[bytes, list[Any]]], cuts: list[int]) -> None:
    stream = b"".join(raw for raw, _ in given_)
    edges = [0, *sorted({cut % len(stream) for cut in cuts} - {0}), len(stream)]
    expected = [one for _, one in given_]

    assert heads(*(stream[start:stop] for start, stop in itertools.pairwise(edges))) == expected
    assert heads(*(bytes([byte]) for byte in stream)) == expected


POST = b"POST /a HTTP/1.1\r\nHost: localhost\r\n"


@pytest.mark.parametrize("body", [b"ZZ\r\n", b"3\r\nabcd\r\n0\r\n\r\n", b"-1\r\n", b"3\r\nab\r\n\r\n0\r\n\r\n"])
def test_a_body_in_broken_transfer_chunks_is_400(body: bytes) -> None:
    request = POST + b"Transfer-Encoding: chunked\r\n\r\n" + body
    for reads in ([request], [bytes([byte]) for byte in request]):
        requests, transport = read_by_player(*reads)
        assert [one[4] for one in requests] == [False]
        assert transport.data.startswith(b"HTTP/1.1 400 ")
        assert str(broken_body()).encode() in transport.data
        assert transport.closed


def test_a_body_that_the_parser_takes_for_longer_than_its_head_announced_is_400(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No request is known of which today's parser thinks so; bytes of a next request would be its body."""
    monkeypatch.setattr(intake, "body_length", lambda head, limit: 3)
    requests, transport = read_by_player(POST + b"Content-Length: 5\r\n\r\nabc")
    assert [one[4] for one in requests] == [False]
    assert transport.data.startswith(b"HTTP/1.1 400 ")
    assert str(broken_body()).encode() in transport.data
    assert transport.closed
