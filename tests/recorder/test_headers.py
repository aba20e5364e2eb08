"""Heads as bytes: what changes on the way, and that nothing else does."""

import pytest

from cassettes.model import ResponseHead
from network.door.head import read_request_head
from recorder.headers import head_for_client, local_location, request_for_upstream
from recorder.response.head import read_response_head
from recorder.settings import parse_upstream

UPSTREAM = parse_upstream("https://api.example.com/v1")


def forward(raw: bytes, *, keep_encoding: bool = True) -> bytes:
    head = read_request_head(raw)
    return request_for_upstream(head, head.target, UPSTREAM, keep_encoding=keep_encoding)


def test_a_plain_head_changes_only_its_host() -> None:
    raw = b"GET /a HTTP/1.1\r\nx-A: 1\r\nhost: localhost\r\nX-a: 2\r\nCookie: a=b\r\nCookie: c=d\r\n\r\n"
    assert forward(raw) == raw.replace(b"localhost", b"api.example.com")


def test_fields_of_one_hop_stay_here_and_a_named_host_or_length_does_not() -> None:
    raw = (
        b"POST /a HTTP/1.1\r\nHost: l\r\nConnection: keep-alive, X-Mine, Host, Content-Length\r\nKeep-Alive: 5\r\n"
        b"X-Mine: 1\r\nTE: gzip\r\nProxy-Authorization: x\r\nUpgrade: h2c\r\nHTTP2-Settings: AAM\r\n"
        b"Expect: 100-continue\r\nContent-Length: 0\r\n\r\n"
    )
    assert forward(raw) == b"POST /a HTTP/1.1\r\nHost: api.example.com\r\nContent-Length: 0\r\n\r\n"


def test_encodings_are_not_asked_for_unless_kept() -> None:
    raw = b"GET /a HTTP/1.1\r\nHost: l\r\naccept-encoding: gzip\r\nAccept-Encoding: br\r\nA: b\r\n\r\n"
    assert forward(raw).count(b"ncoding") == 2
    sent = forward(raw, keep_encoding=False)
    assert b"\r\naccept-encoding: identity\r\nA: b\r\n\r\n" in sent
    assert sent.lower().count(b"accept-encoding") == 1
    bare = forward(b"GET /a HTTP/1.1\r\nHost: l\r\n\r\n", keep_encoding=False)
    assert bare.endswith(b"\r\nAccept-Encoding: identity\r\n\r\n")


def test_trailers_are_still_asked_for_and_the_version_is_ours() -> None:
    assert forward(b"GET / HTTP/1.1\r\nHost: l\r\nTE: trailers\r\n\r\n").endswith(
        b"\r\nTE: trailers\r\nConnection: TE\r\n\r\n"
    )
    assert forward(b"GET / HTTP/1.0\r\nTE: trailers\r\nConnection: keep-alive\r\n\r\n") == (
        b"GET / HTTP/1.1\r\nHost: api.example.com\r\n\r\n"
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"https://api.example.com/v1/x?y#z", b"http://rec/x?y#z"),
        (b"HTTPS://API.example.com:443/v1", b"http://rec/"),
        (b"https://api.example.com/v1?x", b"http://rec/?x"),
        (b"/v1/x", b"/x"),
        (b"https://api.example.com/v10/x", None),
        (b"https://api.example.com/other", None),
        (b"http://api.example.com/v1/x", None),
        (b"https://api.example.com.evil/v1/x", None),
        (b"https://me@api.example.com/v1/x", None),
        (b"//api.example.com/v1/x", None),
        (b"x/y", None),
        (b"/other", None),
    ],
)
def test_locations(value: bytes, expected: bytes | None) -> None:
    assert local_location(value, UPSTREAM, b"rec") == expected


def test_a_head_for_the_client_changes_only_where_it_must() -> None:
    raw = b"HTTP/1.1 200 OK\r\nx-A:  1\r\nX-a: 2\r\n\r\n"
    head = ResponseHead(0, 200, b"OK", ((b"x-A", b"1"), (b"X-a", b"2")))
    assert head_for_client(head, raw, UPSTREAM, b"rec", close=False) == raw
    closing = head_for_client(head, raw, UPSTREAM, b"rec", close=True)
    assert closing == raw[:-2] + b"Connection: close\r\n\r\n"
    said = ResponseHead(0, 200, b"OK", ((b"Connection", b"close"),))
    assert head_for_client(said, raw, UPSTREAM, b"rec", close=True) == raw


def client_head(raw: bytes, *, close: bool, old: bool = False) -> bytes:
    head = read_response_head(raw, 0)
    assert head is not None
    return head_for_client(head, raw, UPSTREAM, b"rec", close=close, old=old)


@pytest.mark.parametrize(
    ("raw", "to_new", "to_old"),
    [
        pytest.param(
            b"HTTP/1.1 200 OK\r\nx-A: 1\r\nTransfer-Encoding: chunked\r\ntrailer: X\r\nB: 2\r\n\r\n",
            None,
            b"HTTP/1.1 200 OK\r\nx-A: 1\r\nB: 2\r\nConnection: close\r\n\r\n",
            id="chunks are for 1.1",
        ),
        pytest.param(
            b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\nB: 2\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nB: 2\r\nConnection: close\r\n\r\n",
            b"HTTP/1.0 200 OK\r\nB: 2\r\nConnection: close\r\n\r\n",
            id="chunks of 1.0",
        ),
        pytest.param(
            b"HTTP/1.0 200 OK\nConnection: Keep-Alive\nTransfer-Encoding: chunked\n\n",
            b"HTTP/1.1 200 OK\nConnection: close\nTransfer-Encoding: chunked\n\n",
            b"HTTP/1.0 200 OK\nConnection: close\n\n",
            id="that says keep-alive, with LF",
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n",
            None,
            b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
            id="both framings",
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 9\r\n\r\n",
            None,
            b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\n",
            id="identity",
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 9\r\n\r\n",
            None,
            b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\n",
            id="keep-alive",
        ),
        pytest.param(
            b"HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\n",
            None,
            b"HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\n",
            id="a length of 1.0",
        ),
    ],
)
def test_status_line_and_framing_fit_each_other_and_the_client(raw: bytes, to_new: bytes | None, to_old: bytes) -> None:
    assert client_head(raw, close=False) == (to_new or raw)
    assert client_head(raw, close=True, old=True) == to_old


def test_a_folded_location_moves_as_a_whole() -> None:
    raw = b"HTTP/1.1 302 Found\r\nLocation:\r\n https://api.example.com/v1/x\r\nA: b\r\n c\r\n\r\n"
    assert client_head(raw, close=False) == (b"HTTP/1.1 302 Found\r\nLocation: http://rec/x\r\nA: b\r\n c\r\n\r\n")
