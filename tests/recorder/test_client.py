"""The recorder on real sockets: what reaches the client, what reaches the upstream, what reaches the file."""

import asyncio
import json
import re
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cassettes.model import EndKind, Mark, Request
from cassettes.redaction.redact import Redaction, Stored
from network.work import REDACTING
from tests.support.patience import PATIENCE
from tests.support.sockets import connect

pytestmark = [pytest.mark.wire, pytest.mark.portable]

CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
END = b"0\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
Run = Callable[..., None]


def frame(data: bytes, extension: bytes = b"") -> bytes:
    return b"%x%b\r\n%b\r\n" % (len(data), extension, data)


def error_of(response: bytes) -> tuple[int, str, str]:
    head, _, body = response.partition(b"\r\n\r\n")
    error = json.loads(body)["error"]
    return int(head.split()[1]), error["code"], error["message"]


def leave(writer: asyncio.StreamWriter) -> None:
    """With a reset: the one way of leaving that every system can tell from a client that reads on."""
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.cassette"


def url(upstream: Any, prefix: str = "") -> str:
    return f"http://127.0.0.1:{upstream.port}{prefix}"


Z = bytes(range(256)) * 2
#: the client must see exactly the raw bytes, but for a `Connection: close` in the head; then transfer chunks or body
AWKWARD: dict[str, tuple[list[bytes], list[int] | None, EndKind]] = {
    "in-four-reads": (
        [CHUNKED, b"64\r\n" + b"a" * 30, b"a" * 30, b"a" * 40 + b"\r\n", END],
        [100],
        EndKind.COMPLETE,
    ),
    "torn-lines": ([CHUNKED, b"1", b"0\r", b"\n" + b"b" * 16, b"\r", b"\n" + END], [16], EndKind.COMPLETE),
    "joined": (
        [CHUNKED, b"".join(frame(b"c" * n) for n in range(10, 15)), END],
        [10, 11, 12, 13, 14],
        EndKind.COMPLETE,
    ),
    "at-once": ([CHUNKED + frame(b"x" * 7) + frame(b"y" * 9) + END], [7, 9], EndKind.COMPLETE),
    "single-bytes": ([CHUNKED, *[frame(b"z")] * 20, frame(b"z") * 20, END], [1] * 40, EndKind.COMPLETE),
    "mebibyte": ([CHUNKED, frame(b"q" * 1048576), frame(b"tail"), END], [1048576, 4], EndKind.COMPLETE),
    "extensions": ([CHUNKED, frame(b"e" * 20, b';sig="abc"'), frame(b"f" * 21), END], [20, 21], EndKind.COMPLETE),
    "trailers": ([CHUNKED, frame(b"t" * 20), b"0\r\nX-Sum: 42\r\n\r\n"], [20], EndKind.COMPLETE),
    "encoded": (
        [CHUNKED[:-2] + b"Content-Encoding: gzip\r\n\r\n", *[frame(Z[i : i + 30]) for i in range(0, 512, 30)], END],
        [len(Z[i : i + 30]) for i in range(0, 512, 30)],
        EndKind.COMPLETE,
    ),
    "truncated": ([CHUNKED, frame(b"r" * 20), b"EOF"], [20], EndKind.TRUNCATED),
    "reset": ([CHUNKED, frame(b"r" * 20), b"64\r\n" + b"r" * 40, b"RST"], [20], EndKind.RESET),
    "to-the-close": (
        [b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", b"k" * 10, b"k" * 50, b"EOF"],
        None,
        EndKind.COMPLETE,
    ),
    "length": ([b"HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n", b"l" * 10, b"l" * 50], None, EndKind.COMPLETE),
    "short": ([b"HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n", b"l" * 10, b"EOF"], None, EndKind.TRUNCATED),
    "not-http": ([b"ICY 200 OK\r\n\r\n", b"mp3", b"EOF"], None, EndKind.TRUNCATED),
    "nothing": ([b"EOF"], None, EndKind.TRUNCATED),
}


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_framings_reach_the_client_byte_for_byte(name: str, run: Run, session: Any, path: Path) -> None:
    steps, sizes, kind = AWKWARD[name]
    raw = b"".join(step for step in steps if step not in (b"EOF", b"RST"))
    seen = bytearray()

    async def scenario(upstream: Any) -> None:
        upstream.scripts["/x"] = [s.decode() if s in (b"EOF", b"RST") else s for s in steps]
        async with session(url(upstream), path) as s:
            reader, writer = await s.connect()
            writer.write(b"GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
            was_reset = False
            try:
                # where only the close is the end, the recorder must have seen it before it is stopped
                while len(seen) < len(raw) or steps[-1] in (b"EOF", b"RST"):
                    data = await asyncio.wait_for(reader.read(65536), PATIENCE)
                    if not data:
                        break
                    seen.extend(data)
            except ConnectionResetError:
                was_reset = True
            assert was_reset is (kind is EndKind.RESET)

    run(scenario)
    assert bytes(seen) == raw
    cassette_one = load(path)
    assert cassette_one.ending.kind is kind
    if sizes is not None:
        assert cassette_one.transfer_chunks() == sizes
    if name == "not-http":
        assert cassette_one.head is None
        assert cassette_one.body == raw
    elif name != "reset":
        body = raw.partition(b"\r\n\r\n")[2]
        assert len(cassette_one.body) == (sum(sizes) if sizes is not None else len(body))


def load(path: Path) -> Any:
    from cassettes import store

    cassette = store.load(path)
    assert cassette.state == "sound"
    (one,) = cassette.interactions
    return one


def test_request_goes_on_as_it_came_but_for_what_concerns_the_hop(run: Run, session: Any, path: Path) -> None:
    async def scenario(upstream: Any) -> None:
        upstream.scripts["/base/a%20b?x=1;y"] = [OK]
        async with session(url(upstream, "/base/"), path) as s:
            body = b'{"q": "\xe4\xbd\xa0"}'
            answer = await s.ask(
                b"POST /a%%20b?x=1;y HTTP/1.1\r\nHost: localhost\r\nX-lower: 1\r\naccept-ENCODING: gzip, br\r\n"
                b"X-Hop: 1\r\nConnection: close, X-Hop, Upgrade\r\nUpgrade: h2c\r\nX-lower: 2\r\n"
                b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
            )
            assert answer == OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
            assert upstream.requests == [
                b"POST /base/a%%20b?x=1;y HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nX-lower: 1\r\naccept-ENCODING: identity\r\n"
                b"X-lower: 2\r\nContent-Length: %d\r\n\r\n%b" % (upstream.port, len(body), body)
            ]

    run(scenario)
    request = load(path).request
    assert (request.method, request.target, request.body) == ("POST", b"/a%20b?x=1;y", b'{"q": "\xe4\xbd\xa0"}')
    assert (b"accept-ENCODING", b"gzip, br") in request.headers


def test_keep_alive_on_both_sides_and_pipelining_in_order(run: Run, session: Any, path: Path) -> None:
    async def scenario(upstream: Any) -> None:
        for n in range(5):
            upstream.scripts[f"/{n}"] = [CHUNKED + frame(b"%d" % n) + END]
        async with session(url(upstream), path) as s:
            reader, writer = await s.connect()
            writer.write(b"".join(b"GET /%d HTTP/1.1\r\nHost: localhost\r\n\r\n" % n for n in range(5)))
            expected = b"".join(CHUNKED + frame(b"%d" % n) + END for n in range(5))
            assert await asyncio.wait_for(reader.readexactly(len(expected)), PATIENCE) == expected
        assert upstream.connections == 1
        assert [one.request.target for one in s.cassette().interactions] == [b"/%d" % n for n in range(5)]

    run(scenario)


def test_many_clients_at_once_do_not_mix(run: Run, session: Any, path: Path, eventually: Any) -> None:
    async def scenario(upstream: Any) -> None:
        go = asyncio.Event()
        for n in range(20):
            upstream.scripts[f"/{n}"] = [CHUNKED + frame(b"a%d" % n), go, frame(b"b%d" % n) + END]
        async with session(url(upstream), path) as s:
            asked = [asyncio.ensure_future(s.get(f"/{n}")) for n in range(20)]
            await eventually(lambda: len(upstream.requests) == 20)
            go.set()
            for n, answer in enumerate(await asyncio.gather(*asked)):
                assert answer.endswith(frame(b"a%d" % n) + frame(b"b%d" % n) + END)
        for one in s.cassette().interactions:
            n = one.request.target[1:]
            assert one.body == b"a%bb%b" % (n, n)

    run(scenario)


def test_bytes_reach_the_client_before_the_stream_goes_on(run: Run, session: Any, path: Path) -> None:
    async def scenario(upstream: Any) -> None:
        go = asyncio.Event()
        upstream.scripts["/x"] = [CHUNKED + b"5\r\nab", go, b"cde\r\n" + END]
        async with session(url(upstream), path) as s:
            reader, writer = await s.connect()
            writer.write(b"GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert (await asyncio.wait_for(reader.readuntil(b"5\r\nab"), PATIENCE)).endswith(b"ab")
            from cassettes import store

            assert store.load(path).interactions[0].body == b"ab"  # on disk before it was here
            go.set()
            await asyncio.wait_for(reader.readuntil(END), PATIENCE)

    run(scenario)


def test_head_and_interim_responses(run: Run, session: Any, path: Path) -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"

    async def scenario(upstream: Any) -> None:
        upstream.scripts["/h"] = [b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"]
        upstream.scripts["/i"] = [hints + OK]
        async with session(url(upstream), path) as s:
            reader, writer = await s.connect()
            writer.write(b"HEAD /h HTTP/1.1\r\nHost: localhost\r\n\r\nGET /i HTTP/1.1\r\nHost: localhost\r\n\r\n")
            expected = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + hints + OK
            assert await asyncio.wait_for(reader.readexactly(len(expected)), PATIENCE) == expected
        assert upstream.connections == 1
        assert [(one.head.status, one.body) for one in s.cassette().interactions] == [(200, b""), (200, b"ok")]

    run(scenario)


def test_an_http_1_0_client_gets_one_answer_and_the_end(run: Run, session: Any, path: Path) -> None:
    async def scenario(upstream: Any) -> None:
        upstream.scripts["/x"] = [b"HTTP/1.0 200 OK\r\n\r\nabc", "EOF"]
        async with session(url(upstream), path) as s:
            assert await s.ask(b"GET /x HTTP/1.0\r\n\r\n") == b"HTTP/1.0 200 OK\r\n\r\nabc"
            assert upstream.requests[0].startswith(b"GET /x HTTP/1.1\r\n")  # ours (RFC 9112 section 2.3)

    run(scenario)
    assert load(path).ending.kind is EndKind.COMPLETE


def test_a_stale_pooled_connection_is_replaced_once(run: Run, session: Any, path: Path, eventually: Any) -> None:
    async def scenario(upstream: Any) -> None:
        upstream.scripts["/x"] = [OK]
        upstream.scripts["/gone"] = ["EOF"]
        async with session(url(upstream), path) as s:
            reader, writer = await s.connect()
            for _ in range(2):
                writer.write(b"GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
                await asyncio.wait_for(reader.readexactly(len(OK)), PATIENCE)
            assert upstream.connections == 1
            # on the pooled connection nothing comes; on the fresh one neither: then it is said
            writer.write(b"GET /gone HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
            assert upstream.connections == 2
            assert len(upstream.requests) == 4
        kinds = [one.ending.kind for one in s.cassette().interactions]
        assert kinds == [EndKind.COMPLETE, EndKind.COMPLETE, EndKind.TRUNCATED]

    run(scenario)


def test_a_client_that_leaves_ends_the_upstream_at_once(run: Run, session: Any, path: Path, eventually: Any) -> None:
    async def scenario(upstream: Any) -> None:
        upstream.scripts["/x"] = [CHUNKED + frame(b"abc"), asyncio.Event()]
        async with session(url(upstream), path) as s:
            reader, writer = await s.connect()
            writer.write(b"GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
            await asyncio.wait_for(reader.readuntil(b"abc\r\n"), PATIENCE)
            writer.close()
            await asyncio.wait_for(upstream.left.wait(), PATIENCE)

    run(scenario)
    one = load(path)
    assert (one.ending.kind, one.body) == (EndKind.CLIENT_ABORT, b"abc")


def test_drain_reads_on_to_the_end(run: Run, session: Any, path: Path, eventually: Any) -> None:
    async def scenario(upstream: Any) -> None:
        go = asyncio.Event()
        upstream.scripts["/x"] = [CHUNKED + frame(b"abc"), go, frame(b"def") + END]
        async with session(url(upstream), path, drain=True) as s:
            reader, writer = await s.connect()
            writer.write(b"GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
            await asyncio.wait_for(reader.readuntil(b"abc\r\n"), PATIENCE)
            writer.transport.abort()
            await eventually(lambda: not s.recorder._connections)  # it knows that the client left
            go.set()
            await eventually(lambda: not s.session.streams)

    run(scenario)
    one = load(path)
    assert (one.ending.kind, one.body) == (EndKind.COMPLETE, b"abcdef")
    assert "--drain" in one.ending.note


def test_an_unreachable_upstream_is_a_502_that_explains_and_an_interaction(
    alone: Run, session: Any, path: Path, unused_port: int
) -> None:
    async def main() -> None:
        async with session(f"http://127.0.0.1:{unused_port}", path) as s:
            status, code, message = error_of(await s.get("/x"))
            assert (status, code) == (502, "upstream-unreachable")
            assert str(unused_port) in message
            _, _, chinese = error_of(await s.get("/x", b"Accept-Language: zh-CN"))
            assert re.search("[一-鿿]", chinese)
            reader, writer = await s.connect()  # the connection stays for another try
            for _ in range(2):
                writer.write(b"HEAD /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert b" 502 " in await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
        one = s.cassette().interactions[0]
        assert (one.head, one.ending.kind, one.ending.note) == (None, EndKind.UNREACHABLE, message)

    alone(main())


@pytest.fixture
def unused_port() -> Iterator[int]:
    """A port on which nothing listens: bound, so that nobody else can."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        yield sock.getsockname()[1]


def test_a_redirect_on_the_upstream_leads_back_to_the_recorder(run: Run, session: Any, path: Path) -> None:
    async def scenario(upstream: Any) -> None:
        location = f"Location: http://127.0.0.1:{upstream.port}/v1/there?x=1".encode()
        upstream.scripts["/v1/here"] = [b"HTTP/1.1 302 Found\r\n" + location + b"\r\nContent-Length: 0\r\n\r\n"]
        async with session(url(upstream, "/v1"), path) as s:
            answer = await s.ask(b"GET /here HTTP/1.1\r\nHost: localhost:%d\r\nConnection: close\r\n\r\n" % s.port)
            assert b"\r\nLocation: http://localhost:%d/there?x=1\r\n" % s.port in answer
        assert s.only().head.values(b"location") == [location[10:]]

    run(scenario)


def test_a_chunked_request_goes_on_as_it_came_and_is_stored_whole(run: Run, session: Any, path: Path) -> None:
    body = frame(b"hello", b";x=y") + frame(b" world") + b"0\r\nX-T: 1\r\n\r\n"
    seen = bytearray()

    async def scenario(upstream: Any) -> None:
        async def raw(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            seen.extend(await reader.readuntil(b"X-T: 1\r\n\r\n"))
            writer.write(OK)
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(raw, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with session(f"http://127.0.0.1:{port}", path) as s:
            reader, writer = await s.connect()
            writer.write(
                b"POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"
            )
            assert await asyncio.wait_for(reader.readexactly(25), PATIENCE) == b"HTTP/1.1 100 Continue\r\n\r\n"
            for i in range(len(body)):
                writer.write(body[i : i + 1])
                await writer.drain()
            assert await asyncio.wait_for(reader.readexactly(len(OK)), PATIENCE) == OK
        server.close()

    run(scenario)
    assert seen.endswith(b"\r\n\r\n" + body)
    assert b"Expect" not in seen
    assert load(path).request.body == b"hello world"


REFUSED = {
    "websocket": (
        b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
        (501, "no-websocket"),
    ),
    "connect": (b"CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n", (405, "no-connect")),
    "other-origin": (b"GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n", (421, "other-origin")),
    "rebinding": (b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", (421, "host-not-allowed")),
    "no-host": (b"GET / HTTP/1.1\r\n\r\n", (400, "one-host")),
    "head-of-1-MiB": (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * (1 << 20), (431, "head-too-large")),
    "length-over": (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999\r\n\r\n", (413, "body-too-large")),
    "chunked-over": (
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + frame(b"x" * 2000),
        (413, "body-too-large"),
    ),
    "bad-chunks": (
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        (400, "bad-request"),
    ),
    "smuggling": (
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        (400, "bad-request"),
    ),
    "folded": (b"GET / HTTP/1.1\r\nHost: localhost\r\nA: b\r\n c\r\n\r\n", (400, "bad-request")),
    "bare-cr": (b"GET / HTTP/1.1\r\nHost: localhost\r\nA: b\rc\r\n\r\n", (400, "bad-request")),
    "tls": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", (400, "tls")),
    "half-a-head": (b"GET / HTTP/1.1\r\nHo", (408, "head-too-slow")),
    "half-a-body": (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nabc", (408, "body-too-slow")),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_served_is_explained_and_not_recorded(name: str, run: Run, session: Any, path: Path) -> None:
    request, expected = REFUSED[name]

    async def scenario(upstream: Any) -> None:
        settings: dict[str, Any] = {"max_body": 1000}
        if name.startswith("half"):
            # nothing else may be too slow on a busy machine, such as the head before half a body
            settings[f"{name.removeprefix('half-a-')}_timeout"] = 0.2
        async with session(url(upstream), path, **settings) as s:
            status, code, message = error_of(await s.ask(request))
            assert (status, code) == expected
            assert 10 < len(message) < 300
        assert upstream.requests == []
        assert s.cassette().interactions == ()

    run(scenario)


def test_own_and_upstream_origin_in_absolute_form_are_served(run: Run, session: Any, path: Path) -> None:
    async def scenario(upstream: Any) -> None:
        upstream.scripts["/x"] = [OK]
        async with session(url(upstream), path, allow_hosts=frozenset({"rec.test"})) as s:
            for authority in (f"127.0.0.1:{upstream.port}", f"localhost:{s.port}", f"rec.test:{s.port}"):
                request = f"GET http://{authority}/x HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n"
                assert (await s.ask(request.encode())).endswith(b"ok")
            assert (await s.ask(b"GET /x HTTP/1.1\r\nHost: REC.test\r\nConnection: close\r\n\r\n")).endswith(b"ok")
        assert {one.request.target for one in s.cassette().interactions} == {b"/x"}

    run(scenario)


def test_silence_between_requests_ends_the_connection(run: Run, session: Any, path: Path) -> None:
    async def scenario(upstream: Any) -> None:
        async with session(url(upstream), path, keep_alive=0.1) as s:
            assert await s.ask(b"") == b""

    run(scenario)


#: bytes of one read of a socket, at most: of asyncio as of uvloop
READ = 256 * 1024


def test_a_client_that_reads_nothing_stops_the_reading_not_the_recorder(
    run: Run, session: Any, path: Path, eventually: Any
) -> None:
    size = 64 * 1024 * 1024

    async def scenario(upstream: Any) -> None:
        block = frame(b"b" * 65536)
        upstream.scripts["/big"] = [CHUNKED, *[block] * (size // 65536), END]
        upstream.scripts["/x"] = [OK]
        async with session(url(upstream), path) as s:
            _, writer = await s.connect()
            writer.transport.pause_reading()
            writer.write(b"GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n")
            last = -1

            def settled() -> bool:
                nonlocal last
                before, last = last, s.session.totals.size
                return bool(before == last > 0)

            await eventually(lambda: s.session.totals.size > 1000)
            for _ in range(20):
                await eventually(settled)
            assert s.session.totals.size < size // 2
            (stuck,) = s.recorder._connections
            assert 0 < stuck._transport.get_write_buffer_size() <= 256 * 1024 + READ
            assert (await s.get("/x")).endswith(b"ok")
            writer.transport.abort()
            await eventually(lambda: not s.session.streams)
        kinds = {one.request.target: one.ending.kind for one in s.cassette().interactions}
        assert kinds == {b"/big": EndKind.CLIENT_ABORT, b"/x": EndKind.COMPLETE}

    run(scenario)


def test_stopping_ends_open_streams_as_interrupted(run: Run, session: Any, path: Path) -> None:
    async def scenario(upstream: Any) -> None:
        upstream.scripts["/x"] = [CHUNKED + frame(b"abc"), asyncio.Event()]
        async with session(url(upstream), path) as s:
            reader, writer = await s.connect()
            writer.write(b"GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
            await asyncio.wait_for(reader.readuntil(b"abc\r\n"), PATIENCE)
        assert await asyncio.wait_for(reader.read(), PATIENCE) == b""

    run(scenario)
    assert load(path).ending.kind is EndKind.INTERRUPTED


def test_header_values_that_http_forbids_are_kept_raw(run: Run, session: Any, path: Path) -> None:
    raw = b"HTTP/1.1 200 OK\r\nSet-Cookie: secret=1\r\nX: a\rb\r\nContent-Length: 0\r\n\r\n"

    async def scenario(upstream: Any) -> None:
        upstream.scripts["/x"] = [raw, "EOF"]
        async with session(url(upstream), path) as s:
            assert await s.get("/x") == raw

    run(scenario)
    one = load(path)
    assert one.head is None
    assert set(one.chunks.marks) == {Mark.UNPARSED}
    assert len(one.body) == len(raw)
    assert b"secret" not in one.body


LABELS = (b"Content-Type: application/json\r\n", b"Content-Type: application/x-www-form-urlencoded\r\n", b"")


@pytest.mark.parametrize("label", LABELS)
def test_secrets_reach_the_upstream_and_never_the_file(label: bytes, run: Run, session: Any, path: Path) -> None:
    async def scenario(upstream: Any) -> None:
        upstream.scripts["/x?api_key=KEY1SECRET"] = [
            b"HTTP/1.1 200 OK\r\nSet-Cookie: sid=COOKIESECRET\r\nContent-Length: 2\r\n\r\nok"
        ]
        async with session(url(upstream), path) as s:
            body = b'{"api_key": "BODYSECRET"}'
            answer = await s.ask(
                b"POST /x?api_key=KEY1SECRET HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer HEADSECRET\r\n"
                b"%bConnection: close\r\nContent-Length: %d\r\n\r\n%b" % (label, len(body), body)
            )
            assert b"COOKIESECRET" in answer
            assert upstream.requests[0].count(b"SECRET") == 3

    run(scenario)
    assert b"SECRET" not in path.read_bytes()


def test_an_answer_before_the_request_is_sent_has_time_zero_and_ends_the_connection(
    alone: Run, session: Any, path: Path
) -> None:
    body = b"x" * (30 * 1024 * 1024)  # more than sockets hold: the upstream reads the head only
    early = b"HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig"

    async def main() -> None:
        done = asyncio.Event()

        async def upstream(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(early)
            await done.wait()
            writer.transport.abort()

        server = await asyncio.start_server(upstream, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with session(f"http://127.0.0.1:{port}", path) as s:
            reader, writer = await s.connect()
            writer.write(b"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            assert await asyncio.wait_for(reader.readexactly(len(early)), PATIENCE) == early
            done.set()
        server.close()

    alone(main())
    one = load(path)
    assert (one.head.at, list(one.chunks.times), one.ending.at) == (0, [0], 0)
    assert len(one.request.body) == len(body)


def test_a_client_that_leaves_while_the_upstream_is_being_reached(
    alone: Run, session: Any, path: Path, eventually: Any
) -> None:
    async def main() -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:  # nobody accepts: the TLS handshake waits
            port = silent.getsockname()[1]
            async with session(f"https://127.0.0.1:{port}", path, insecure=True) as s:
                _, writer = await s.connect()
                writer.write(b"GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
                await eventually(lambda: len(s.session.streams) == 1)
                leave(writer)
                await eventually(lambda: not s.session.streams)

    alone(main())
    one = load(path)
    assert (one.ending.kind, one.head) == (EndKind.CLIENT_ABORT, None)


def test_a_large_request_is_made_fit_for_the_file_beside_the_loop(
    run: Run, session: Any, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = json.dumps({"api_key": "hunter2", "text": "x" * REDACTING.bytes}).encode()
    threads: list[bool] = []
    redacted = Redaction.stored

    def noted(self: Redaction, request: Request) -> Stored:
        threads.append(threading.current_thread() is threading.main_thread())
        return redacted(self, request)

    monkeypatch.setattr(Redaction, "stored", noted)

    async def scenario(upstream: Any) -> None:
        upstream.scripts["/x"] = [OK]
        async with session(url(upstream), path) as s:
            reader, writer = await s.connect()
            for sent in (body, b"{}", body):
                writer.write(b"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%b" % (len(sent), sent))
                assert await asyncio.wait_for(reader.readexactly(len(OK)), PATIENCE) == OK
        assert [one.partition(b"\r\n\r\n")[2] for one in upstream.requests] == [body, b"{}", body]
        stored = body.replace(b"hunter2", b"*******")
        assert [one.request.body for one in s.cassette().interactions] == [stored, b"{}", stored]

    run(scenario)
    assert threads == [False, True, False]


LARGE = REDACTING.bytes + 1
LARGE_POST = b"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % LARGE + bytes(LARGE)
Held = tuple[threading.Event, threading.Event]


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """(a request is being made fit for the file, let it be done)"""
    begun, go = threading.Event(), threading.Event()

    def redacted(self: Redaction, request: Request) -> Stored:
        begun.set()
        go.wait(PATIENCE)
        return Stored(request, seen=True)

    monkeypatch.setattr(Redaction, "stored", redacted)
    return begun, go


@pytest.mark.parametrize("drain", [False, True])
def test_a_client_that_leaves_while_its_large_request_is_made_fit(
    drain: bool, run: Run, session: Any, path: Path, eventually: Any, held: Held
) -> None:
    begun, go = held

    async def scenario(upstream: Any) -> None:
        upstream.scripts["/x"] = [OK]
        async with session(url(upstream), path, drain=drain) as s:
            _, writer = await s.connect()
            writer.write(LARGE_POST)
            await eventually(begun.is_set)
            leave(writer)
            await s.recorder._connections.none_left.wait()
            go.set()
            await eventually(lambda: s.session.totals.endings.total() == 1)
        assert len(upstream.requests) == drain
        assert s.only().ending.kind is (EndKind.COMPLETE if drain else EndKind.CLIENT_ABORT)
        assert len(s.only().request.body) == LARGE

    run(scenario)


def test_a_recorder_that_stops_interrupts_a_large_request_once_it_is_stored(
    run: Run, session: Any, path: Path, eventually: Any, held: Held
) -> None:
    begun, go = held

    async def scenario(upstream: Any) -> None:
        async with session(url(upstream), path) as s:
            _, writer = await s.connect()
            writer.write(LARGE_POST)
            await eventually(begun.is_set)
            stopping = asyncio.ensure_future(s.recorder.stop())
            await eventually(lambda: s.recorder._exchanges.closed)
            go.set()
            await stopping
            assert not s.recorder._exchanges.open
        assert upstream.requests == []
        assert s.only().ending.kind is EndKind.INTERRUPTED

    run(scenario)


def test_pipelined_requests_beyond_the_buffer_wait_and_are_all_served(run: Run, session: Any, path: Path) -> None:
    count = 40
    padding = b"X-Padding: " + b"p" * 5000

    async def scenario(upstream: Any) -> None:
        go = asyncio.Event()
        upstream.scripts["/first"] = [CHUNKED, go, END]
        upstream.scripts["/x"] = [OK]
        async with session(url(upstream), path) as s:
            reader, writer = await s.connect()
            writer.write(b"GET /first HTTP/1.1\r\nHost: localhost\r\n\r\n")
            await asyncio.wait_for(reader.readexactly(len(CHUNKED)), PATIENCE)
            writer.write((b"GET /x HTTP/1.1\r\nHost: localhost\r\n%b\r\n\r\n" % padding) * count)
            go.set()
            expected = END + OK * count
            assert await asyncio.wait_for(reader.readexactly(len(expected)), PATIENCE) == expected
        assert len(s.cassette().interactions) == count + 1

    run(scenario)


def test_a_request_that_waited_is_served_when_the_sending_side_closes_as_its_turn_comes(
    alone: Run, session: Any, path: Path, eventually: Any
) -> None:
    """The end of the answer before it and the end of the client's side are found in one round of the loop."""
    ask = b"GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n"

    async def scenario(upstream: socket.socket) -> None:
        async with session(f"http://127.0.0.1:{upstream.getsockname()[1]}", path) as s:
            client = await connect(f"http://127.0.0.1:{s.port}")
            await client.send(ask)
            loop = asyncio.get_running_loop()
            answering, _ = await loop.sock_accept(upstream)
            with answering:
                answering.setblocking(False)
                assert await loop.sock_recv(answering, 1000)
                await client.send(ask)
                (connection,) = s.recorder._connections
                await eventually(lambda: connection._buffer)
                answering.send(OK)
                client.half_close()
                assert await asyncio.wait_for(loop.sock_recv(answering, 1000), PATIENCE)
                answering.send(OK)
                assert await client.rest() == (OK * 2, False)

    with socket.create_server(("127.0.0.1", 0)) as upstream:
        upstream.setblocking(False)
        alone(scenario(upstream))


def test_one_upstream_read_at_a_time_is_one_read_in_the_file(run: Run, session: Any, path: Path) -> None:
    """Reads are checked without a socket in test_tap.py; here each part is sent when the one before has arrived."""
    parts = [b"k" * 10, b"k" * 20, b"k" * 30]

    async def scenario(upstream: Any) -> None:
        steps: list[Any] = [b"HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n"]
        gates = [asyncio.Event() for _ in parts]
        for gate, part in zip(gates, parts, strict=True):
            steps += [gate, part]
        upstream.scripts["/x"] = steps
        async with session(url(upstream), path) as s:
            reader, writer = await s.connect()
            writer.write(b"GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
            await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
            for gate, part in zip(gates, parts, strict=True):
                gate.set()
                assert await asyncio.wait_for(reader.readexactly(len(part)), PATIENCE) == part

    run(scenario)
    one = load(path)
    assert [(c.read, c.data) for c in one.chunks] == [(1, parts[0]), (2, parts[1]), (3, parts[2])]
    assert one.head.at <= one.chunks.times[0] <= one.chunks.times[1] <= one.chunks.times[2] <= one.ending.at
