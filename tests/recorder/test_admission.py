"""Who is let in, and as what."""

import pytest

from cassettes.errors import BadRequest, TooLarge
from recorder.admission import admit, body_length
from recorder.config import Settings, parse_upstream
from recorder.headers import read_request_head

pytestmark = pytest.mark.core

SETTINGS = Settings(parse_upstream("https://api.example.com/v1"), port=8799, allow_hosts=frozenset({"dev.test"}))


def ask(target: bytes, host: bytes | None, *fields: bytes, method: bytes = b"GET") -> bytes:
    lines = [method + b" " + target + b" HTTP/1.1", *([b"Host: " + host] if host is not None else []), *fields]
    return admit(read_request_head(b"\r\n".join([*lines, b"", b""])), SETTINGS)


@pytest.mark.parametrize(
    "host",
    [
        b"localhost",
        b"LOCALHOST:8799",
        b"127.0.0.1:1",
        b"[::1]:8799",
        b"192.168.1.7:8799",
        b"a.localhost",
        b"Dev.Test.:8799",
    ],
)
def test_hosts_that_are_known(host: bytes) -> None:
    assert ask(b"/x?y", host) == b"/x?y"


@pytest.mark.parametrize("host", [b"evil.example", b"localhost.evil.example", b"127.0.0.1.evil.example", b"", b"[::1"])
def test_hosts_that_are_not(host: bytes) -> None:
    with pytest.raises(BadRequest) as caught:
        ask(b"/", host)
    assert caught.value.details["status"] == 421


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (b"http://localhost:8799/x?y", b"/x?y"),
        (b"http://dev.test:8799", b"/"),
        (b"https://API.example.com/v1/x", b"/x"),
        (b"https://api.example.com/v1", b"/"),
    ],
)
def test_absolute_targets_on_our_or_the_upstreams_origin(target: bytes, expected: bytes) -> None:
    assert ask(target, b"localhost") == expected


@pytest.mark.parametrize(
    "target",
    [
        b"http://other.example/x",
        b"http://localhost:1/x",
        b"http://api.example.com/v1/x",
        b"https://api.example.com/other",
        b"ftp://localhost:8799/",
    ],
)
def test_absolute_targets_elsewhere(target: bytes) -> None:
    with pytest.raises(BadRequest):
        ask(target, b"localhost")


def test_only_a_websocket_is_an_upgrade_that_is_refused() -> None:
    with pytest.raises(BadRequest) as caught:
        ask(b"/", b"localhost", b"Connection: keep-alive, Upgrade", b"Upgrade: WebSocket")
    assert caught.value.details["status"] == 501
    assert ask(b"/", b"localhost", b"Connection: Upgrade", b"Upgrade: h2c") == b"/"
    assert ask(b"*", b"localhost", method=b"OPTIONS") == b"*"


def test_body_lengths() -> None:
    def length(*fields: bytes) -> int | None:
        head = read_request_head(b"\r\n".join([b"POST / HTTP/1.1", b"Host: l", *fields, b"", b""]))
        return body_length(head, 100)

    assert length() == 0
    assert length(b"Content-Length: 100") == 100
    assert length(b"Transfer-Encoding: Chunked") is None
    with pytest.raises(TooLarge):
        length(b"Content-Length: 101")
    with pytest.raises(BadRequest):
        length(b"Transfer-Encoding: gzip, chunked")
