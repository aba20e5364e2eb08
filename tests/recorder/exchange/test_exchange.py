"""How an exchange ends: what the upstream's connection says, what is asked again, what the client sees."""

import asyncio
import contextlib
import errno
import hashlib
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cassettes.clock import MS, SECOND, now_ns
from cassettes.errors import UpstreamError
from cassettes.model import EndKind
from network.door.head import RequestHead
from recorder.exchange.request import RequestIn
from tests.support.patience import A_SECOND, PATIENCE
from tests.support.peers.scripted import Peer, scripted
from tests.support.peers.trust import issued
from tests.support.waiting import until

pytestmark = [pytest.mark.wire, pytest.mark.portable]

BEGUN = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(errno.ETIMEDOUT, "Connection timed out"), EndKind.TIMEOUT),
        (ConnectionResetError(errno.ECONNRESET, "reset"), EndKind.RESET),
        (None, EndKind.TRUNCATED),
    ],
)
def test_an_upstream_that_vanished_is_a_timeout_and_no_reset(
    error: OSError | None, kind: EndKind, run: Callable[..., None], session: Any, tmp_path: Path
) -> None:
    async def scenario(upstream: Any) -> None:
        upstream.scripts["/x"] = [BEGUN, asyncio.Event()]
        async with session(f"http://127.0.0.1:{upstream.port}", tmp_path / "a.cassette") as s:
            reader, writer = await s.connect()
            writer.write(b"GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert await asyncio.wait_for(reader.readexactly(len(BEGUN)), PATIENCE) == BEGUN
            (exchange,) = s.recorder._exchanges.open
            connection = exchange._connection
            sock = connection.transport.get_extra_info("socket")
            assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) != 0

            connection.connection_lost(error)

            if kind is EndKind.RESET:
                with pytest.raises(ConnectionResetError):
                    await asyncio.wait_for(reader.read(), PATIENCE)
            else:
                assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
        ending = s.only().ending
        assert (ending.kind, s.only().body) == (kind, b"hello")

    run(scenario)


# ------------------------------------------------------------------------------------- how a response may end

CLOSE = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
OLD = b"HTTP/1.0 200 OK\r\n\r\n"
NINE = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
COMPLETE, TRUNCATED, RESET = EndKind.COMPLETE, EndKind.TRUNCATED, EndKind.RESET

#: what the server sends, how it ends that over TLS (RFC 9112 section 9.8) or over TCP, and what ending that is
ENDINGS: list[tuple[bytes, str, EndKind]] = [
    (CLOSE + b"to the end", "tls notify fin", COMPLETE),
    (CLOSE + b"to the end", "tls notify wait", COMPLETE),
    (CLOSE + b"to the end", "tls notify reset", COMPLETE),
    (CLOSE + b"to the end", "tls fin", TRUNCATED),
    (CLOSE + b"to the end", "tls half-record fin", TRUNCATED),
    (CLOSE + b"to the end", "tls half-alert fin", TRUNCATED),
    (CLOSE + b"to the end", "tls garbage wait", RESET),
    (CLOSE + b"to the end", "tls reset", RESET),
    (CLOSE, "tls notify fin", COMPLETE),
    (CLOSE, "tls fin", TRUNCATED),
    (OLD + b"old", "tls notify fin", COMPLETE),
    (OLD + b"old", "tls fin", TRUNCATED),
    (NINE + b"nine byte", "tls fin", COMPLETE),
    (NINE + b"nine byte", "tls reset", COMPLETE),
    (NINE + b"four", "tls notify fin", TRUNCATED),
    (NINE + b"four", "tls fin", TRUNCATED),
    (NINE + b"four", "tls reset", RESET),
    (CHUNKED + b"3\r\nabc\r\n0\r\n\r\n", "tls fin", COMPLETE),
    (CHUNKED + b"3\r\nabc\r\n", "tls notify fin", TRUNCATED),
    (CHUNKED + b"3\r\nabc\r\n", "tls fin", TRUNCATED),
    (b"HTTP/1.1 200 O", "tls notify fin", TRUNCATED),
    (b"", "tls notify fin", TRUNCATED),
    (b"", "tls fin", TRUNCATED),
    (b"", "tls reset", RESET),
    (CLOSE + b"to the end", "tcp fin", COMPLETE),
    (OLD + b"old", "tcp fin", COMPLETE),
    (NINE + b"four", "tcp fin", TRUNCATED),
    (NINE + b"four", "tcp reset", RESET),
    (CHUNKED + b"3\r\nabc\r\n", "tcp fin", TRUNCATED),
]


def _ends(sent: bytes, steps: list[str], peer: Peer) -> None:
    peer.send(sent)
    for step in steps:
        if step == "notify":
            peer.close_notify()
        elif step == "fin":
            peer.fin()
            peer.until_closed()
        elif step == "wait":
            peer.until_closed()
        elif step == "reset":
            peer.acknowledged()
            peer.reset()
        elif step == "garbage":
            peer.raw(b"\x17\x03\x03\x00\x20" + bytes(32))
        elif step == "half-record":
            peer.raw(peer.encrypted(b"never whole")[:-3])
        else:
            assert step == "half-alert"
            peer.raw(b"\x15\x03\x03")


@pytest.mark.parametrize(("sent", "how", "kind"), ENDINGS, ids=lambda value: str(value)[:60])
def test_an_ending_is_what_transport_and_framing_make_of_it(
    sent: bytes, how: str, kind: EndKind, alone: Callable[..., None], session: Any, tmp_path: Path
) -> None:
    transport, *steps = how.split()
    context, ca = issued(tmp_path)

    def script(peer: Peer) -> None:
        peer.request()
        _ends(sent, steps, peer)

    async def main() -> None:
        with scripted(script, context if transport == "tls" else None) as server:
            url = f"{'https' if transport == 'tls' else 'http'}://127.0.0.1:{server.port}"
            async with session(url, tmp_path / "a.cassette", ca=ca) as s:
                reader, writer = await s.connect()
                writer.write(b"GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                got, was_reset = b"", False
                try:
                    while data := await asyncio.wait_for(reader.read(65536), PATIENCE):
                        got += data
                except ConnectionResetError:
                    was_reset = True
                await until(lambda: not s.session.streams)
                assert was_reset is (kind is RESET)
                if kind is not RESET:
                    assert got.replace(b"Connection: close\r\n", b"") == sent.replace(b"Connection: close\r\n", b"")
        assert s.only().ending.kind is kind

    alone(main())


# ------------------------------------------------------------------------------- what is sent twice, and what not

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
EMPTY = b"HTTP/1.1 204 No Content\r\n\r\n"


class _Thinks:
    """Answers the first request of each connection, and ends behind the next one, which it has read."""

    def __init__(self, end: str) -> None:
        self.end = end
        self.methods: list[str] = []

    def __call__(self, peer: Peer) -> None:
        for turn in range(2):
            request = peer.request()
            if not request:
                return
            self.methods.append(request.split(b" ")[0].decode())
            if turn == 0:
                peer.send(EMPTY)
        time.sleep(0.05)  # it thinks
        if self.end == "reset":
            peer.reset()


@pytest.mark.parametrize("end", ["reset", "fin"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "POST", "PATCH", "PROPFIND"])
def test_only_what_may_be_asked_twice_is(
    method: str, end: str, alone: Callable[..., None], session: Any, tmp_path: Path
) -> None:
    script = _Thinks(end)
    again = method not in ("POST", "PATCH", "PROPFIND")

    async def main() -> None:
        with scripted(script) as server:
            async with session(f"http://127.0.0.1:{server.port}", tmp_path / "a.cassette") as s:
                reader, writer = await s.connect()
                writer.write(b"GET /1 HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert await asyncio.wait_for(reader.readexactly(len(EMPTY)), PATIENCE) == EMPTY
                writer.write(f"{method} /2 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{{}}".encode())
                if again:
                    assert await asyncio.wait_for(reader.readexactly(len(EMPTY)), PATIENCE) == EMPTY
                elif end == "reset":
                    with pytest.raises(ConnectionResetError):
                        await asyncio.wait_for(reader.read(), PATIENCE)
                else:
                    assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
                await until(lambda: not s.session.streams)
            assert server.connections == (2 if again else 1)
        ending = s.cassette().interactions[1].ending
        if again:
            assert (ending.kind, ending.note) == (COMPLETE, "")
        else:
            assert ending.kind is (RESET if end == "reset" else TRUNCATED)
            assert method in ending.note

    alone(main())
    assert script.methods == ["GET", method, method] if again else ["GET", method]


class _Client:
    """Gets one answer."""

    def __init__(self) -> None:
        self.got = b""
        self.over = asyncio.Event()

    def write(self, data: bytes) -> None:
        self.got += data

    def response_ended(self, *, stays: bool) -> None:
        self.over.set()

    def response_broke(self, *, reset: bool) -> None:
        self.over.set()

    def unreachable(self, error: UpstreamError) -> None:
        raise error


@pytest.mark.parametrize("end", ["fin", "reset", "notify", "bytes"])
@pytest.mark.parametrize("secure", [False, True], ids=["tcp", "tls"])
def test_a_connection_that_had_ended_before_is_never_written_to(
    secure: bool, end: str, alone: Callable[..., None], session: Any, tmp_path: Path
) -> None:
    """The end lies in the socket, and the loop has not told of it: a POST goes out all the same, once."""
    context, ca = issued(tmp_path)
    go = threading.Event()
    requests: list[bytes] = []

    def script(peer: Peer) -> None:
        requests.append(peer.request())
        peer.send(OK)
        assert go.wait(PATIENCE)
        if len(requests) == 2:
            peer.until_closed()
        elif end == "reset":
            peer.reset()
        elif end == "bytes" or (end == "notify" and not secure):
            peer.send(b"HTTP/1.1 408 Request Timeout\r\n\r\n")
        elif end == "notify":
            peer.close_notify()
        else:
            peer.fin()
        if end != "reset":
            peer.until_closed()

    async def main() -> None:
        with scripted(script, context if secure else None) as server:
            url = f"{'https' if secure else 'http'}://127.0.0.1:{server.port}"
            async with session(url, tmp_path / "a.cassette", ca=ca) as s:
                exchanges = s.recorder._exchanges
                head = RequestHead("POST", b"/x", "1.1", ((b"Host", b"localhost"), (b"Content-Length", b"2")))
                first = _Client()
                exchanges.start(RequestIn(head, b"/x", b"{}", b"{}"), first)
                await asyncio.wait_for(first.over.wait(), PATIENCE)
                (idle,) = exchanges.pool._idle
                go.set()
                select.select([idle._sock], [], [], 30)  # the loop must not look
                assert idle.stale
                second = _Client()
                exchanges.start(RequestIn(head, b"/x", b"{}", b"{}"), second)
                await asyncio.wait_for(second.over.wait(), PATIENCE)
                assert first.got == second.got == OK
            assert server.connections == 2
        assert len(requests) == 2
        assert [one.ending.kind for one in s.cassette().interactions] == [COMPLETE, COMPLETE]

    alone(main())


def test_a_large_request_over_tls_arrives_and_times_count_from_its_last_byte(
    alone: Callable[..., None], session: Any, tmp_path: Path
) -> None:
    context, ca = issued(tmp_path)
    body = hashlib.shake_256(b"large").digest(24 << 20)
    seen: list[bytes] = []

    def script(peer: Peer) -> None:
        time.sleep(0.5)  # it reads late; its system has room for a part only
        seen.append(peer.request().partition(b"\r\n\r\n")[2])
        peer.send(OK)
        peer.until_closed()

    async def main() -> None:
        with scripted(script, context) as server:
            async with session(f"https://127.0.0.1:{server.port}", tmp_path / "a.cassette", ca=ca) as s:
                client, began = _Client(), now_ns()
                head = RequestHead("POST", b"/x", "1.1", ((b"Host", b"x"), (b"Content-Length", b"%d" % len(body))))
                s.recorder._exchanges.start(RequestIn(head, b"/x", body, body), client)
                await asyncio.wait_for(client.over.wait(), PATIENCE)
                took = now_ns() - began
        assert s.only().head.at < took - 400 * MS

    alone(main())
    assert seen == [body]


def test_a_connection_that_ends_with_its_handshake_is_no_endless_wait(
    alone: Callable[..., None], session: Any, tmp_path: Path
) -> None:
    """The end comes in one read with the last bytes of the handshake: before the request can be sent."""
    context, ca = issued(tmp_path)
    context.maximum_version = ssl.TLSVersion.TLSv1_2  # there the server's bytes are the last ones

    def script(peer: Peer) -> None:
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        end = context.wrap_bio(incoming, outgoing, server_side=True)
        while True:
            try:
                end.do_handshake()
                break
            except ssl.SSLWantReadError:
                peer.raw(outgoing.read())
                incoming.write(peer.sock.recv(65536))
        with contextlib.suppress(ssl.SSLError):
            end.unwrap()
        peer.raw(outgoing.read())
        peer.until_closed()

    async def main() -> None:
        with scripted(script) as server:
            async with session(f"https://127.0.0.1:{server.port}", tmp_path / "a.cassette", ca=ca) as s:
                client = _Client()
                head = RequestHead("GET", b"/x", "1.1", ((b"Host", b"localhost"),))
                s.recorder._exchanges.start(RequestIn(head, b"/x", b"", b""), client)
                await asyncio.wait_for(client.over.wait(), A_SECOND / SECOND)
            assert server.connections == 1
        assert client.got == b""
        assert (s.only().head, s.only().ending.kind) == (None, TRUNCATED)

    alone(main())
