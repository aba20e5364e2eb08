"""Ways to the upstream: TLS, trust, proxies."""

import asyncio
import contextlib
import socket
import ssl
import struct
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import trustme

from cassettes.errors import SpecError
from cassettes.model import EndKind
from recorder.settings import Settings, parse_upstream
from recorder.upstream import dial, race, scheme
from recorder.upstream.connections import Connection, Pool
from recorder.upstream.dial import Dialer, tls_context
from recorder.upstream.tls import Tls
from tests.support.patience import PATIENCE
from tests.support.peers.addresses import descriptors, listening, refusing, silent, v4
from tests.support.peers.scripted import Peer, scripted
from tests.support.peers.trust import issued

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
Run = Callable[..., None]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.cassette"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def server_context(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    context.set_alpn_protocols(["h2", "http/1.1"])
    return context


@pytest.fixture
def ca(authority: trustme.CA, tmp_path: Path) -> str:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return str(tmp_path / "ca.pem")


@pytest.mark.wire
@pytest.mark.portable
def test_https_with_a_ca_or_insecure_or_not_at_all(
    run: Run, session: Any, path: Path, ca: str, server_context: ssl.SSLContext
) -> None:
    async def scenario(upstream: Any) -> None:
        upstream.scripts["/x"] = [OK]
        url = f"https://127.0.0.1:{upstream.port}"
        for trust in ({"ca": ca}, {"insecure": True}):
            async with session(url, path, **trust) as s:
                reader, writer = await s.connect()
                for _ in range(2):
                    writer.write(b"GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    assert await asyncio.wait_for(reader.readexactly(len(OK)), PATIENCE) == OK
        assert upstream.connections == 2
        async with session(url, path) as s:
            answer = await s.get("/x")
            assert b" 502 " in answer
            assert b"--ca FILE" in answer

    run(scenario, server_context)


@pytest.mark.wire
@pytest.mark.parametrize(
    ("answer_to_hello", "said"),
    [
        (b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", b"does not speak TLS: use http://"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", b"No TLS connection"),
    ],
    ids=["http", "ssh"],
)
def test_https_to_a_plain_server_says_so(
    answer_to_hello: bytes, said: bytes, run: Run, session: Any, path: Path
) -> None:
    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65536)  # the TLS hello; an HTTP server answers it as a bad request
        writer.write(answer_to_hello)
        await writer.drain()
        writer.close()

    async def scenario(upstream: Any) -> None:
        server = await asyncio.start_server(speak, "127.0.0.1", 0)
        url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with server, session(url, path, insecure=True) as s:
            answer = await s.get("/x")
        assert b" 502 " in answer
        assert said in answer
        assert s.only().ending.kind == "unreachable"

    run(scenario)


@pytest.mark.wire
def test_early_end_under_tls_is_truncated(
    run: Run, session: Any, path: Path, ca: str, server_context: ssl.SSLContext
) -> None:
    async def scenario(upstream: Any) -> None:
        upstream.scripts["/x"] = [b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", "EOF"]
        async with session(f"https://127.0.0.1:{upstream.port}", path, ca=ca) as s:
            assert (await s.get("/x")).endswith(b"abc")
        assert s.only().ending.kind == "truncated"

    run(scenario, server_context)


def test_alpn_offers_http_1_1_only(ca: str, server_context: ssl.SSLContext) -> None:
    client = tls_context(Settings(parse_upstream("https://127.0.0.1"), ca=ca))
    assert client is not None
    server_context.set_alpn_protocols(["h2", "http/1.1"])
    assert _handshake(client, server_context) == "http/1.1"
    server_context.set_alpn_protocols(["h2"])
    assert _handshake(client, server_context) is None


def test_trust_comes_with_the_context(ca: str) -> None:
    assert tls_context(Settings(parse_upstream("http://a.example"))) is None
    context = tls_context(Settings(parse_upstream("https://a.example"), ca=ca))
    assert context is not None
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert tls_context(Settings(parse_upstream("http://a.example"), ca=ca)) is None
    for scheme_given in ("http", "https"):
        with pytest.raises(SpecError, match=r"nothing\.pem"):
            tls_context(Settings(parse_upstream(f"{scheme_given}://a.example"), ca="nothing.pem"))


def _handshake(client: ssl.SSLContext, server: ssl.SSLContext) -> str | None:
    """The protocol that both agreed on, in memory."""
    here, there = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [
        client.wrap_bio(here, there, server_hostname="127.0.0.1"),
        server.wrap_bio(there, here, server_side=True),
    ]
    for _ in range(10):
        for end in ends:
            with contextlib.suppress(ssl.SSLWantReadError):
                end.do_handshake()
    return ends[0].selected_alpn_protocol()


@pytest.mark.wire
def test_http_through_a_proxy_in_absolute_form(
    run: Run, session: Any, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario(upstream: Any) -> None:  # the upstream plays the proxy
        monkeypatch.setenv("http_proxy", f"http://me:pw@127.0.0.1:{upstream.port}")
        upstream.scripts["http://far.example/v1/x"] = [OK]
        async with session("http://far.example/v1", path) as s:
            assert (await s.get("/x")).endswith(b"ok")
        assert b"\r\nProxy-Authorization: Basic bWU6cHc=\r\n" in upstream.requests[0]
        assert b"\r\nHost: far.example\r\n" in upstream.requests[0]
        assert s.only().request.target == b"/x"

    run(scenario)


@pytest.mark.wire
@pytest.mark.portable
def test_https_through_a_tunnel(
    run: Run, session: Any, path: Path, ca: str, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("far.example").configure_cert(context)
    asked: list[bytes] = []

    async def scenario(upstream: Any) -> None:
        upstream.scripts["/x"] = [OK]

        async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                while data := await reader.read(65536):
                    writer.write(data)
            except ConnectionError:
                pass
            finally:
                writer.close()

        async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            asked.append(await reader.readuntil(b"\r\n\r\n"))
            if b"refused" in asked[-1]:
                writer.write(b"HTTP/1.1 403 Forbidden\r\n\r\n")
                writer.close()
                return
            there, onward = await asyncio.open_connection("127.0.0.1", upstream.port)
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await asyncio.gather(pump(reader, onward), pump(there, writer))

        server = await asyncio.start_server(proxy, "127.0.0.1", 0)
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        async with session("https://far.example", path, ca=ca) as s:
            assert (await s.get("/x")).endswith(b"ok")
        async with session("https://refused.example", path, ca=ca) as s:
            answer = await s.get("/x")
            assert b" 502 " in answer
            assert b"403" in answer
        server.close()
        assert asked[0].startswith(b"CONNECT far.example:443 HTTP/1.1\r\n")
        assert upstream.requests[0].startswith(b"GET /x HTTP/1.1\r\nHost: far.example\r\n")

    run(scenario, context)


# --------------------------------------------------------------------------------- several addresses, and silence


def _resolving(monkeypatch: pytest.MonkeyPatch, *addresses: race.Address) -> None:
    async def resolved(host: str, port: int) -> list[race.Address]:
        assert host == "many.example"
        return list(addresses)

    monkeypatch.setattr(race, "resolve", resolved)


@pytest.mark.wire
@pytest.mark.portable
def test_a_silent_address_costs_a_quarter_of_a_second_and_no_socket(
    run: Run, session: Any, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario(upstream: Any) -> None:
        upstream.scripts["/x"] = [OK]
        _resolving(monkeypatch, v4("127.0.0.2", nothing), v4("127.0.0.1", upstream.port))
        async with session(f"http://many.example:{upstream.port}", path) as s:
            before = descriptors()
            reader, writer = await s.connect()
            writer.write(b"GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert await asyncio.wait_for(reader.readexactly(len(OK)), PATIENCE) == OK
            # the client's two ends, ours to the upstream, and the upstream's
            assert len(descriptors() - before) == 4
        assert s.only().ending.kind == "complete"

    with silent() as nothing:
        run(scenario)


@pytest.mark.wire
@pytest.mark.portable
@pytest.mark.skipif(sys.platform != "linux", reason="all of 127.0.0.0/8 is this machine on Linux only")
def test_each_address_that_failed_is_said(
    alone: Run, session: Any, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def main() -> None:
        _resolving(monkeypatch, v4("127.0.0.1", bad), v4("127.0.0.3", bad))
        async with session(f"http://many.example:{bad}", path) as s:
            answer = await s.get("/x")
        refused = b"127.0.0.1: Connection refused, 127.0.0.3: Connection refused (many.example:%d)" % bad
        assert b" 502 " in answer
        assert refused in answer

    with refusing() as bad:
        alone(main())


@pytest.mark.wire
@pytest.mark.portable
@pytest.mark.parametrize("proxy", [False, True])
def test_an_ipv6_address_that_refuses_is_said_with_its_port_outside_of_the_brackets(
    proxy: bool, alone: Run, session: Any, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def main() -> None:
        async with session("http://far.example" if proxy else f"http://[::1]:{bad}", path) as s:
            answer = await s.get("/x")
        assert (b"its proxy [::1]:%d can't" if proxy else b"Connection refused ([::1]:%d)") % bad in answer

    with listening("::1"), refusing("::1") as bad:
        monkeypatch.setenv("http_proxy", f"http://[::1]:{bad}")
        alone(main())


@pytest.mark.wire
@pytest.mark.portable
def test_silence_is_said_with_the_addresses_that_were_tried(
    alone: Run, session: Any, path: Path, monkeypatch: pytest.MonkeyPatch, eventually: Any
) -> None:
    monkeypatch.setattr(race, "DELAY_SECONDS", 0.0)  # both are tried long before the time is over

    async def main() -> None:
        _resolving(monkeypatch, v4("127.0.0.2", nothing), v4("127.0.0.1", nothing))
        async with session("http://many.example", path, connect_timeout=0.6) as s:
            before = descriptors()
            answer = await s.get("/x")
            assert b"within 0.6 s (127.0.0.2: no answer, 127.0.0.1: Connection refused)." in answer
            await eventually(lambda: len(descriptors() - before) <= 2)  # the client's connection

    with silent() as nothing:
        alone(main())


@pytest.mark.wire
@pytest.mark.portable
def test_a_server_that_never_shakes_hands_is_no_silent_host(run: Run, session: Any, path: Path) -> None:
    async def scenario(upstream: Any) -> None:
        with listening() as mute:
            async with session(f"https://127.0.0.1:{mute.getsockname()[1]}", path, connect_timeout=0.3) as s:
                answer = await s.get("/x")
        assert b"no TLS handshake came about within 0.3 s" in answer
        assert s.only().ending.kind == "unreachable"

    run(scenario)


SAID = {
    "fin": b"closed in the handshake",
    "notify": b"closed in the handshake",
    "reset": b"Connection reset by peer",
    "garbage": b"WRONG_VERSION_NUMBER",
}


@pytest.mark.wire
@pytest.mark.portable
@pytest.mark.parametrize("end", SAID)
def test_an_end_in_the_handshake_is_said_as_one(end: str, run: Run, session: Any, path: Path) -> None:
    def script(peer: Peer) -> None:
        peer.sock.recv(65536)
        if end == "reset":
            peer.reset()
        elif end == "notify":
            peer.raw(b"\x15\x03\x03\x00\x02\x01\x00")
            peer.until_closed()
        elif end == "garbage":
            peer.raw(b"SSH-2.0-OpenSSH_9.2\r\n")

    async def scenario(upstream: Any) -> None:
        with scripted(script) as server:
            async with session(f"https://127.0.0.1:{server.port}", path) as s:
                answer = await s.get("/x")
        assert b" 502 " in answer
        assert b"No TLS connection with https://127.0.0.1:" in answer
        assert SAID[end] in answer
        assert b"Is it running?" not in answer
        assert s.only().ending.kind == "unreachable"

    run(scenario)


@pytest.mark.wire
@pytest.mark.portable
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_certificates_of_another_name_and_of_nobody_keep_their_sentence(
    version: ssl.TLSVersion, run: Run, session: Any, tmp_path: Path
) -> None:
    context, ca = issued(tmp_path, "elsewhere.example")
    context.minimum_version = context.maximum_version = version

    async def scenario(upstream: Any) -> None:
        for trust, reason in (({"ca": ca}, b"IP address mismatch"), ({}, b"unable to get local issuer")):
            async with session(f"https://127.0.0.1:{upstream.port}", tmp_path / "a.cassette", **trust) as s:
                answer = await s.get("/x")
            assert b"is not trusted" in answer
            assert reason in answer

    run(scenario, context)


@pytest.mark.wire
@pytest.mark.portable
def test_the_server_is_told_the_name_it_is_asked_for(
    run: Run, session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, ca = issued(tmp_path, "many.example")
    names: list[str | None] = []
    context.sni_callback = lambda _object, name, _context: names.append(name)

    async def scenario(upstream: Any) -> None:
        upstream.scripts["/x"] = [OK]
        _resolving(monkeypatch, v4("127.0.0.1", upstream.port))
        async with session(f"https://many.example:{upstream.port}", tmp_path / "a.cassette", ca=ca) as s:
            assert (await s.get("/x")).endswith(b"ok")

    run(scenario, context)
    assert names == ["many.example"]


@pytest.mark.wire
@pytest.mark.portable
def test_a_proxy_that_closes_says_so(run: Run, session: Any, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def script(peer: Peer) -> None:
        peer.request()

    async def scenario(upstream: Any) -> None:
        with scripted(script) as proxy:
            monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.port}")
            async with session("https://[2001:db8::1]", path, insecure=True) as s:
                answer = await s.get("/x")
        assert b"since its proxy" in answer
        assert b"the proxy closed the connection" in answer

    run(scenario)


@pytest.mark.wire
@pytest.mark.portable
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("stage", ["connecting", "handshake", "tunnel"])
def test_a_client_that_leaves_before_there_is_a_connection_leaves_no_socket(
    stage: str, alone: Run, session: Any, path: Path, monkeypatch: pytest.MonkeyPatch, eventually: Any
) -> None:
    async def main() -> None:
        with contextlib.ExitStack() as stack:
            if stage == "connecting":
                port = stack.enter_context(silent())
                url = f"http://127.0.0.2:{port}"
            else:
                mute = stack.enter_context(listening())
                mute.settimeout(PATIENCE)
                url = f"https://127.0.0.1:{mute.getsockname()[1]}"
                if stage == "tunnel":
                    monkeypatch.setenv("https_proxy", url.replace("https", "http"))
                    url = "https://far.example"
            async with session(url, path, insecure=True) as s:
                before = descriptors()
                _, writer = await s.connect()
                writer.write(b"GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
                await eventually(lambda: len(descriptors() - before) >= 3)
                if stage != "connecting":
                    theirs = (await asyncio.to_thread(mute.accept))[0]
                    hello = await asyncio.to_thread(theirs.recv, 65536)
                    assert hello.startswith(b"CONNECT " if stage == "tunnel" else b"\x16\x03")
                # by a reset: a FIN so soon may be a client's that reads on, where the system can't tell
                leaving = writer.get_extra_info("socket")
                leaving.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
                if stage != "connecting":
                    with contextlib.suppress(ConnectionResetError):
                        assert await asyncio.to_thread(theirs.recv, 65536) == b""
                    theirs.close()
                await eventually(lambda: not descriptors() - before)
            assert [one.ending.kind for one in s.cassette().interactions] == [EndKind.CLIENT_ABORT]

    alone(main())


@pytest.mark.wire
@pytest.mark.portable
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("notify", [True, False])
def test_many_connections_over_tls_leave_no_socket(
    notify: bool, alone: Run, session: Any, tmp_path: Path, eventually: Any
) -> None:
    context, ca = issued(tmp_path)

    def script(peer: Peer) -> None:
        peer.request()
        peer.send(OK)
        if notify:
            peer.close_notify()

    async def main() -> None:
        with scripted(script, context) as server:
            async with session(f"https://127.0.0.1:{server.port}", tmp_path / "a.cassette", ca=ca) as s:
                before = descriptors()
                answers = await asyncio.gather(*(s.get("/x") for _ in range(40)))
                assert all(answer.endswith(b"ok") for answer in answers)
                s.close_clients()
                await eventually(lambda: not descriptors() - before)
        assert {one.ending.kind for one in s.cassette().interactions} == {"complete"}

    alone(main())


# --------------------------------------------------------------------------------- which scheme a server speaks

#: an alert, `unexpected_message`
ALERT = bytes.fromhex("15030100020246")


def dialer_for(url: str, **settings: Any) -> Dialer:
    return Dialer(Settings(parse_upstream(url), **settings))


@pytest.mark.wire
@pytest.mark.portable
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("at", ["connecting", "answering"])
def test_a_question_to_a_silent_server_is_given_up(
    at: str, alone: Run, monkeypatch: pytest.MonkeyPatch, eventually: Any
) -> None:
    async def main() -> None:
        with silent() as nothing, listening() as mute:
            host, port = ("127.0.0.2", nothing) if at == "connecting" else mute.getsockname()
            before = descriptors()
            assert await dialer_for(f"http://{host}:{port}").unheard() is None
            await eventually(lambda: not descriptors() - before)

    monkeypatch.setattr(scheme, "WAIT", 0.1)
    alone(main())


@pytest.mark.wire
@pytest.mark.portable
def test_an_upstream_is_asked_once_for_all_who_want_to_know(alone: Run, eventually: Any) -> None:
    told = threading.Event()

    def script(peer: Peer) -> None:
        peer.sock.recv(1)
        assert told.wait(PATIENCE)
        peer.raw(ALERT)

    async def main() -> None:
        with scripted(script) as server:
            dialer = dialer_for(f"http://127.0.0.1:{server.port}")
            leaves, stays = asyncio.ensure_future(dialer.unheard()), asyncio.ensure_future(dialer.unheard())
            await eventually(lambda: server.connections)
            leaves.cancel()
            told.set()
            for error in (await stays, await dialer.unheard()):
                assert "speaks TLS: use https://127.0.0.1" in str(error)
            assert leaves.cancelled()
            assert server.connections == 1

    alone(main())


@pytest.mark.wire
@pytest.mark.portable
def test_a_closed_dialer_asks_no_more(alone: Run, eventually: Any) -> None:
    left = threading.Event()

    def script(peer: Peer) -> None:
        peer.until_closed()
        left.set()

    async def main() -> None:
        with scripted(script) as server:
            dialer = dialer_for(f"http://127.0.0.1:{server.port}")
            asking = asyncio.ensure_future(dialer.unheard())
            await eventually(lambda: server.connections)
            dialer.close()
            with pytest.raises(asyncio.CancelledError):
                await asking
            assert await asyncio.to_thread(left.wait, PATIENCE)

    alone(main())


@pytest.mark.wire
@pytest.mark.portable
def test_a_proxy_is_not_asked_what_the_upstream_speaks(alone: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        with scripted(lambda peer: peer.raw(ALERT)) as proxy:
            monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
            dialer = dialer_for("http://far.example")
            assert not dialer.doubtful
            assert dialer.heard(ALERT) is None
            assert await dialer.unheard() is None
            assert proxy.connections == 0

    alone(main())


@pytest.mark.wire
@pytest.mark.portable
def test_a_handshake_that_ends_during_the_question_does_not_wait_for_its_answer(
    run: Run, session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server_context: ssl.SSLContext
) -> None:
    asked, left = threading.Event(), threading.Event()

    def script(peer: Peer) -> None:
        if not peer.sock.recv(1, socket.MSG_PEEK).startswith(b"\x16"):
            asked.set()
            peer.until_closed()
            left.set()
            return
        assert asked.wait(PATIENCE)
        secured = Peer(peer.sock, server_context)
        secured.request()
        secured.send(OK)

    async def scenario(upstream: Any) -> None:
        with scripted(script) as server:
            async with session(f"https://127.0.0.1:{server.port}", tmp_path / "a.cassette", insecure=True) as s:
                assert (await s.get("/x")).endswith(b"ok")
                assert await asyncio.to_thread(left.wait, PATIENCE)

    monkeypatch.setattr(dial, "_SILENT", 0)
    monkeypatch.setattr(scheme, "WAIT", 2 * PATIENCE)
    run(scenario, None)


@pytest.mark.wire
@pytest.mark.portable
def test_a_connection_that_opens_as_its_dialling_ends_is_closed(run: Run, server_context: ssl.SSLContext) -> None:
    dialling: asyncio.Future[None]

    class Opened(Connection):
        async def open(self, sock: socket.socket, tls: Tls | None = None) -> None:
            await super().open(sock, tls)
            dialling.cancel()  # as the end of `connect_timeout` does, in the same round of the loop

    async def scenario(upstream: Any) -> None:
        nonlocal dialling
        connection = Opened(Pool())
        dialling = asyncio.ensure_future(
            dialer_for(f"https://127.0.0.1:{upstream.port}", insecure=True).dial(connection)
        )
        with pytest.raises(asyncio.CancelledError):
            await dialling
        assert connection.transport.is_closing()

    run(scenario, server_context)
