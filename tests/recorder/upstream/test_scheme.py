"""A server that speaks the other one of http and https: told from its first bytes, or asked."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import trustme

from cassettes.model import EndKind
from network.loops import loop_factory
from recorder.upstream import scheme
from tests.support.patience import PATIENCE
from tests.support.peers.scripted import Peer, scripted

#: an alert, `unexpected_message`, and the beginning of a ServerHello
ALERT, HELLO = bytes.fromhex("15030100020246"), bytes.fromhex("160303007a020000")
Run = Callable[..., None]


@pytest.mark.parametrize("size", range(len(ALERT) + 1))
def test_bytes_of_tls_are_told_from_bytes_of_http(size: int) -> None:
    assert scheme.is_tls(ALERT[:size]) == (size >= 3)
    assert scheme.is_tls(HELLO[:size]) == (size >= 3)
    assert not scheme.is_tls(b"HTTP/1.1 400 Bad Request\r\n"[:size])
    assert not scheme.is_http(ALERT[:size])


def test_http_is_told_by_its_status_line() -> None:
    assert scheme.is_http(b"HTTP/1.0 400 Bad Request\r\n\r\n")
    assert not scheme.is_http(b"<!DOCTYPE HTML>")  # http.server, for a line that it can't read
    assert not scheme.is_http(b"\x00\x00\x12\x04")  # HTTP/2


def alone(coroutine: Any) -> Any:
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        return runner.run(asyncio.wait_for(coroutine, PATIENCE))


async def connected(port: int) -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    sock.setblocking(False)
    return sock


@pytest.mark.wire
@pytest.mark.parametrize(
    ("script", "tls", "http"),
    [
        (lambda peer: (peer.sock.recv(1), peer.raw(ALERT)), True, False),
        (lambda peer: (peer.sock.recv(1), [peer.raw(bytes([n])) for n in ALERT]), True, False),
        (lambda peer: (peer.sock.recv(1), peer.raw(b"HTTP/1.1 404 Not\r\n\r\n"), peer.until_closed()), False, True),
        (lambda peer: (peer.sock.recv(1), [peer.raw(bytes([n])) for n in b"HTTP/1.0 501 "]), False, True),
        (lambda peer: (peer.sock.recv(1), peer.raw(b"HTTP/1.1 400 Bad\r\n\r\n"), peer.until_closed()), False, False),
        (lambda peer: (peer.sock.recv(1), peer.raw(b"HTTP/1.1 4")), False, False),
        (lambda peer: peer.sock.recv(1), False, False),
        (lambda peer: (peer.sock.recv(1), peer.reset()), False, False),
    ],
    ids=["alert", "byte-by-byte", "http", "http-byte-by-byte", "http-400", "half-a-status", "closes", "resets"],
)
def test_a_server_is_asked(script: Callable[[Peer], object], tls: bool, http: bool) -> None:
    async def scenario(port: int) -> None:
        assert await scheme.speaks_tls(await connected(port), "127.0.0.1") == tls
        assert await scheme.speaks_http(await connected(port), f"127.0.0.1:{port}") == http

    def follow(peer: Peer) -> None:
        script(peer)

    with scripted(follow) as server:
        alone(scenario(server.port))


@pytest.mark.wire
def test_a_name_that_no_certificate_can_have_is_not_asked() -> None:
    async def scenario(port: int) -> None:
        sock = await connected(port)
        assert not await scheme.speaks_tls(sock, "a..b")
        assert sock.fileno() == -1

    with scripted(lambda peer: peer.until_closed()) as server:
        alone(scenario(server.port))


def tls_peer() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.mark.wire
@pytest.mark.portable
def test_http_at_a_server_of_tls_is_a_502_that_names_https(run: Run, session: Any, tmp_path: Path) -> None:
    async def scenario(upstream: Any) -> None:
        async with session(f"http://127.0.0.1:{upstream.port}", tmp_path / "a.cassette") as s:
            for _ in range(2):  # the second one is no other case
                answer = await s.get("/x")
                assert b" 502 " in answer
                assert f"use https://127.0.0.1:{upstream.port} instead of http://127".encode() in answer
        for one in s.cassette().interactions:
            assert one.ending.kind is EndKind.UNREACHABLE
            assert "speaks TLS" in one.ending.note
            assert not one.chunks

    run(scenario, tls_peer())


@pytest.mark.wire
def test_a_server_of_http_that_closes_is_asked_once_and_then_passed_on(run: Run, session: Any, tmp_path: Path) -> None:
    """What the client sees of a plain server is what the server did: nothing is made of a close."""

    def close(peer: Peer) -> None:
        peer.sock.recv(65536)

    async def scenario(upstream: Any) -> None:
        with scripted(close) as server:
            async with session(f"http://127.0.0.1:{server.port}", tmp_path / "a.cassette") as s:
                assert await s.get("/x") == b""
                assert server.connections == 2
                assert await s.get("/x") == b""
                assert server.connections == 3
        assert {one.ending.kind for one in s.cassette().interactions} == {EndKind.TRUNCATED}

    run(scenario)


@pytest.mark.wire
def test_a_server_that_answered_once_is_never_asked(run: Run, session: Any, tmp_path: Path) -> None:
    answers = [b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", b""]

    def answer(peer: Peer) -> None:
        peer.sock.recv(65536)
        peer.raw(answers.pop(0))

    async def scenario(upstream: Any) -> None:
        with scripted(answer) as server:
            async with session(f"http://127.0.0.1:{server.port}", tmp_path / "a.cassette") as s:
                assert b" 200 " in await s.get("/x")
                assert await s.get("/x") == b""
            assert server.connections == 2

    run(scenario)


@pytest.mark.wire
@pytest.mark.portable
@pytest.mark.parametrize("end", ["slow", "closed"])
def test_https_at_a_server_of_tls_that_takes_its_time_is_right(
    end: str, run: Run, session: Any, tmp_path: Path
) -> None:
    """A server of TLS answers a question in plain text with a 400, as nginx, Apache and Go do."""
    told, context = threading.Event(), tls_peer()

    def speak(peer: Peer) -> None:
        if not peer.sock.recv(1, socket.MSG_PEEK).startswith(b"\x16"):
            peer.request()
            peer.raw(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            peer.until_closed()
            told.set()
        elif end == "slow":
            assert told.wait(PATIENCE)
            secured = Peer(peer.sock, context)
            secured.request()
            secured.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            secured.close_notify()
        else:
            peer.sock.recv(65536)

    async def scenario(upstream: Any) -> None:
        with scripted(speak) as server:
            async with session(f"https://127.0.0.1:{server.port}", tmp_path / "a.cassette", insecure=True) as s:
                answer = await s.get("/x")
                assert await asyncio.to_thread(told.wait, PATIENCE)
        if end == "slow":
            assert answer.endswith(b"ok")
        else:
            assert b" 502 " in answer
            assert b"closed in the handshake" in answer
            assert b"use http://" not in answer

    run(scenario)


@pytest.mark.wire
@pytest.mark.portable
@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"<!DOCTYPE HTML>"])
def test_https_at_a_server_of_http_is_a_502_that_names_http(
    first: bytes, run: Run, session: Any, tmp_path: Path
) -> None:
    """`first` is what the server says to a ClientHello; with none, it waits for the end of a line."""

    def speak(peer: Peer) -> None:
        if not peer.sock.recv(1, socket.MSG_PEEK).startswith(b"\x16"):
            peer.request()
            peer.raw(b"HTTP/1.1 200 OK\r\n\r\n")
        elif first:
            peer.raw(first)
        else:
            peer.until_closed()

    async def scenario(upstream: Any) -> None:
        with scripted(speak) as server:
            async with session(f"https://127.0.0.1:{server.port}", tmp_path / "a.cassette", insecure=True) as s:
                answer = await s.get("/x")
        assert b" 502 " in answer
        assert f"use http://127.0.0.1:{server.port} instead of https://127".encode() in answer
        assert "does not speak TLS" in s.only().ending.note

    run(scenario)
