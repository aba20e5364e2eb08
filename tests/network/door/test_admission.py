"""Who is let in, and as what: one rule for recorder and player."""

from dataclasses import replace

import pytest

from cassettes.errors import BadRequest, RequestError, TooLarge
from network.door.admission import Door, admit, body_length
from network.door.head import RequestHead, read_request_head
from recorder.settings import parse_upstream

PLAYER = Door(frozenset({"dev.test"}), ("192.168.1.7",), 8799)
RECORDER = replace(PLAYER, upstream=parse_upstream("https://api.example.com/v1"))


def ask(
    target: bytes,
    *hosts: bytes,
    door: Door = RECORDER,
    method: bytes = b"GET",
    version: bytes = b"1.1",
    more: bytes = b"",
) -> bytes:
    lines = [method + b" " + target + b" HTTP/" + version, *(b"Host: " + host for host in hosts)]
    return admit(read_request_head(b"\r\n".join([*lines, *([more] if more else []), b"", b""])), door)


def code(target: bytes, *hosts: bytes, door: Door = RECORDER, method: bytes = b"GET", more: bytes = b"") -> object:
    with pytest.raises(RequestError) as caught:
        ask(target, *hosts, door=door, method=method, more=more)
    return caught.value.details["code"]


@pytest.mark.parametrize("door", [PLAYER, RECORDER], ids=["player", "recorder"])
@pytest.mark.parametrize(
    "host",
    [
        b"localhost",
        b"LOCALHOST:8799",
        b"127.0.0.1:1",
        b"[::1]:8799",
        b"192.168.1.8:8799",
        b"a.localhost",
        b"Dev.Test.:9",
    ],
)
def test_hosts_that_are_known(host: bytes, door: Door) -> None:
    assert ask(b"/x?y", host, door=door) == b"/x?y"


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        ((b"evil.example",), "host-not-allowed"),
        ((b"localhost.evil.example",), "host-not-allowed"),
        ((b"127.0.0.1.evil.example",), "host-not-allowed"),
        ((b"user:secret@localhost",), "bad-host"),
        ((b"localhost/x",), "bad-host"),
        ((b"[::1",), "bad-host"),
        ((b"",), "bad-host"),
        ((), "one-host"),
        ((b"localhost", b"localhost"), "one-host"),
        ((b"localhost", b"evil.example"), "one-host"),
    ],
)
def test_hosts_that_are_not(hosts: tuple[bytes, ...], expected: str) -> None:
    assert code(b"/", *hosts, door=PLAYER) == code(b"/", *hosts) == expected


def test_no_secret_of_a_host_is_shown() -> None:
    with pytest.raises(BadRequest) as caught:
        ask(b"/", b"user:secret@localhost")
    assert "secret" not in str(caught.value)


def test_http_1_0_may_have_no_host_but_not_two() -> None:
    assert ask(b"/", version=b"1.0") == b"/"
    with pytest.raises(BadRequest):
        ask(b"/", b"localhost", b"localhost", version=b"1.0")


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (b"http://localhost:8799/x?y", b"/x?y"),
        (b"HTTP://LocalHost:8799?y", b"/?y"),
        (b"http://127.0.0.1:8799/", b"/"),
        (b"http://[::1]:8799/", b"/"),
        (b"http://192.168.1.7:8799/a", b"/a"),
        (b"http://dev.test:8799", b"/"),
        (b"http://dev.test/a", b"/a"),
    ],
)
def test_absolute_targets_on_our_own_origin(target: bytes, expected: bytes) -> None:
    host = target.partition(b"://")[2].partition(b"/")[0].partition(b"?")[0]
    assert ask(target, host) == ask(target, host, door=PLAYER) == expected


@pytest.mark.parametrize(
    ("target", "host", "expected"),
    [
        (b"https://API.example.com/v1/x", b"api.example.com", b"/x"),
        (b"https://api.example.com:443/v1?x", b"api.example.com:443", b"/?x"),
        (b"https://api.example.com/v1", b"api.example.com:443", b"/"),
    ],
)
def test_absolute_targets_on_the_upstreams_origin(target: bytes, host: bytes, expected: bytes) -> None:
    assert ask(target, host) == expected
    assert code(target, host, door=PLAYER) == "other-origin"


@pytest.mark.parametrize(
    ("target", "host", "expected"),
    [
        (b"http://other.example/x", b"other.example", "other-origin"),
        (b"http://localhost:1/x", b"localhost:1", "other-origin"),
        (b"http://localhost/x", b"localhost", "other-origin"),
        (b"https://localhost:8799/x", b"localhost:8799", "other-origin"),
        (b"http://192.168.1.8:8799/x", b"192.168.1.8:8799", "other-origin"),
        (b"http://api.example.com/v1/x", b"api.example.com", "other-origin"),
        (b"https://api.example.com/v11", b"api.example.com", "other-origin"),
        (b"http://localhost:8799/x", b"evil.example", "host-mismatch"),
        (b"http://localhost:8799/x", b"localhost:80", "host-mismatch"),
        (b"http://localhost:8799/x", b"127.0.0.1:8799", "host-mismatch"),
        (b"ftp://localhost:8799/", b"localhost:8799", "bad-target"),
        (b"http://user:secret@localhost:8799/x", b"localhost:8799", "bad-target"),
        (b"http:///x", b"localhost:8799", "bad-target"),
        (b"http://localhost:99999/", b"localhost:8799", "bad-target"),
        (b"http://localhost:8799/x#y", b"localhost:8799", "bad-target"),
        (b"/x#y", b"localhost:8799", "bad-target"),
        (b"*", b"localhost", "bad-target"),
    ],
)
def test_targets_that_are_refused(target: bytes, host: bytes, expected: str) -> None:
    assert code(target, host) == expected
    assert code(target, host, door=PLAYER) == expected


def test_the_upstreams_own_name_is_a_host_of_the_recorder_alone() -> None:
    for host in (b"API.example.com", b"api.example.com:443", b"api.example.com."):
        assert ask(b"/", host) == b"/"
        assert code(b"/", host, door=PLAYER) == "host-not-allowed"
    assert code(b"/", b"api.example.com:80") == "host-not-allowed"


def test_where_nobody_tells_the_port_host_must_say_the_same() -> None:
    unknown = Door(PLAYER.names)
    assert ask(b"http://localhost:1234/x", b"localhost:1234", door=unknown) == b"/x"
    assert code(b"http://other.example/x", b"other.example", door=unknown) == "other-origin"
    assert code(b"http://localhost:1234/x", b"localhost", door=unknown) == "host-mismatch"


def test_methods_and_upgrades() -> None:
    assert code(b"a.example:443", b"a.example:443", method=b"CONNECT") == "no-connect"
    assert code(b"/x", b"localhost", method=b"CONNECT") == "no-connect"
    assert ask(b"*", b"localhost", method=b"OPTIONS") == b"*"
    websocket = b"Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket"
    assert code(b"/", b"localhost", more=websocket) == "no-websocket"
    assert ask(b"/", b"localhost", more=b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c") == b"/"
    assert ask(b"/", b"localhost", more=b"Upgrade: websocket") == b"/"


def length(*fields: bytes, version: bytes = b"1.1") -> int | None:
    head = read_request_head(b"\r\n".join([b"POST / HTTP/" + version, b"Host: l", *fields, b"", b""]))
    return body_length(head, 100)


def test_a_body_has_one_length() -> None:
    assert length() == 0
    assert length(b"Content-Length: 100") == 100
    assert length(b"Transfer-Encoding: Chunked") is None
    with pytest.raises(TooLarge):
        length(b"Content-Length: 101")
    for fields in (
        (b"Transfer-Encoding: gzip, chunked",),
        (b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked"),
    ):
        with pytest.raises(BadRequest):
            length(*fields)
    with pytest.raises(BadRequest):
        length(b"Transfer-Encoding: chunked", version=b"1.0")


@pytest.mark.parametrize(
    "fields",
    [
        ((b"content-length", b"1"), (b"content-length", b"1")),
        ((b"content-length", b"1"), (b"transfer-encoding", b"chunked")),
        ((b"content-length", b"1, 1"),),
        ((b"content-length", b"-1"),),
        ((b"content-length", b""),),
        ((b"transfer-encoding", b""),),
    ],
)
def test_what_another_servers_parser_let_through_is_looked_at_again(fields: tuple[tuple[bytes, bytes], ...]) -> None:
    with pytest.raises(BadRequest):
        body_length(RequestHead("POST", b"/", "1.1", fields), 100)
