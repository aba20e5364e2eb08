"""Heads as bytes: what changes on the way, and that nothing else does."""

import pytest

from cassettes.model import ResponseHead
from network.head import read_request_head
from recorder.config import parse_upstream
from recorder.headers import head_for_client, local_location, request_for_upstream

pytestmark = pytest.mark.core

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


def test_trailers_are_still_asked_for_and_1_0_stays_1_0() -> None:
    assert forward(b"GET / HTTP/1.1\r\nHost: l\r\nTE: trailers\r\n\r\n").endswith(
        b"\r\nTE: trailers\r\nConnection: TE\r\n\r\n"
    )
    assert forward(b"GET / HTTP/1.0\r\n\r\n") == (
        b"GET / HTTP/1.0\r\nHost: api.example.com\r\nConnection: close\r\n\r\n"
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
