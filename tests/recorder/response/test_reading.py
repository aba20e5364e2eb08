"""Responses on real sockets: what has one reading is read, what has none ends, what goes out fits the client."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cassettes.model import EndKind
from tests.support.patience import PATIENCE

pytestmark = [pytest.mark.wire, pytest.mark.portable]

CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
END = b"0\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
Run = Callable[..., None]


def frame(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.cassette"


def url(upstream: Any) -> str:
    return f"http://127.0.0.1:{upstream.port}"


#: what RFC 9112 gives one reading: the bytes, the body, and the transfer chunks if it has any
READ: dict[str, tuple[bytes, bytes, list[int]]] = {
    "both framings": (CHUNKED[:-2] + b"Content-Length: 500\r\n\r\n" + frame(b"abc") + END, b"abc", [3]),
    "a wrong length before the coding": (
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\nTransfer-Encoding: chunked\r\n\r\n" + frame(b"abc") + END,
        b"abc",
        [3],
    ),
    "two codings of one name": (
        CHUNKED[:-2] + b"Transfer-Encoding: chunked\r\n\r\n" + frame(b"abc") + END,
        b"abc",
        [3],
    ),
    "CHUNKED": (b"HTTP/1.1 200 OK\r\ntransfer-encoding: CHUNKED\r\n\r\n" + frame(b"abc") + END, b"abc", [3]),
    "equal lengths": (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nabcde", b"abcde", []),
    "a list of lengths": (b"HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nabcde", b"abcde", []),
    "identity": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 5\r\n\r\nabcde", b"abcde", []),
    "blanks behind sizes": (CHUNKED + b"3 \r\nabc\r\n2\t \r\nde\r\n0  \r\n\r\n", b"abcde", [3, 2]),
    "extensions": (CHUNKED + b"3;a=b\r\nabc\r\n2 ;c\r\nde\r\n0;d\r\n\r\n", b"abcde", [3, 2]),
    "a folded line": (CHUNKED[:-2] + b"Set-Cookie: a=b;\r\n\t path=/\r\n\r\n" + frame(b"abc") + END, b"abc", [3]),
    "a folded trailer": (CHUNKED + frame(b"abc") + b"0\r\nX: y\r\n z\r\n\r\n", b"abc", [3]),
    "LF alone in the head": (b"HTTP/1.1 200 OK\nContent-Length: 5\nA: b\n\nabcde", b"abcde", []),
    "LF alone everywhere": (CHUNKED.replace(b"\r", b"") + b"3\nabc\n2\nde\n0\n\n", b"abcde", [3, 2]),
    "no reason": (b"HTTP/1.1 200\r\nContent-Length: 5\r\n\r\nabcde", b"abcde", []),
    "blanks before the colon": (b"HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\nabcde", b"abcde", []),
    "empty values": (b"HTTP/1.1 200 OK\r\nA:\r\nB: \r\nContent-Length: 5\r\nC:\t\r\n\r\nabcde", b"abcde", []),
    "an empty line before it": (b"\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde", b"abcde", []),
    "a length with 304": (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\n\r\n", b"", []),
    "a coding with 204": (b"HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n", b"", []),
}


@pytest.mark.parametrize("name", READ)
def test_what_has_one_reading_is_read_and_passed_on_as_it_came(name: str, run: Run, session: Any, path: Path) -> None:
    raw, body, sizes = READ[name]

    async def scenario(upstream: Any) -> None:
        upstream.scripts["/x"], upstream.scripts["/next"] = [raw], [OK]
        upstream.scripts["/bytes"] = [raw[i : i + 1] for i in range(len(raw))]
        async with session(url(upstream), path) as s:
            reader, writer = await s.connect()
            for target in (b"/x", b"/bytes"):
                writer.write(b"GET %b HTTP/1.1\r\nHost: localhost\r\n\r\n" % target)
                assert await asyncio.wait_for(reader.readexactly(len(raw)), PATIENCE) == raw
            writer.write(b"GET /next HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert await asyncio.wait_for(reader.readexactly(len(OK)), PATIENCE) == OK
        for one in s.cassette().interactions[:2]:
            assert (one.body, one.transfer_chunks(), one.ending.kind) == (body, sizes, EndKind.COMPLETE)
            assert not one.unparsed
        if name == "a folded line":
            assert one.head.values(b"set-cookie")[0].endswith(b"; path=/")
        if name == "a folded trailer":
            assert one.ending.trailers == ((b"X", b"y z"),)

    run(scenario)


#: what has none
UNREAD: dict[str, bytes] = {
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
    "garbage": b"hello, who is there?\n",
    "HTTP/2 frames": b"\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64\x00\x04\x00\x10\x00\x00",
    "no size": CHUNKED + frame(b"abc") + b"ZZ\r\nrest",
    "a control character": b"HTTP/1.1 200 OK\r\nA: \x01\r\nContent-Length: 2\r\n\r\nok",
    "another protocol": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n\x81\x00",
}


@pytest.mark.parametrize("name", UNREAD)
def test_what_has_none_ends_when_the_client_asks_for_the_next_thing(
    name: str, run: Run, session: Any, path: Path
) -> None:
    async def scenario(upstream: Any) -> None:
        raw, stays = UNREAD[name], asyncio.Event()
        upstream.scripts["/x"] = [raw, stays]
        async with session(url(upstream), path) as s:
            reader, writer = await s.connect()
            writer.write(b"GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert await asyncio.wait_for(reader.readexactly(len(raw)), PATIENCE) == raw
            writer.write(b"\r\n")  # is no request
            writer.write(b"GET /next HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
            await asyncio.wait_for(upstream.left.wait(), PATIENCE)
        (one,) = s.cassette().interactions
        assert one.unparsed
        assert (one.ending.kind, bool(one.ending.note)) == (EndKind.TRUNCATED, True)

    run(scenario)


@pytest.mark.parametrize("how", ["pipelined", "close", "HTTP/1.0", "drain"])
def test_what_has_none_ends_in_silence_where_nobody_waits_for_more(
    how: str, run: Run, session: Any, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recorder.exchange.silence.SILENCE", 0.05)
    monkeypatch.setattr("recorder.exchange.silence.LONG_SILENCE", 0.05)
    ask = b"GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n"
    asked = {
        "pipelined": ask * 2,
        "close": ask.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"),
        "HTTP/1.0": b"GET /x HTTP/1.0\r\n\r\n",
        "drain": ask,
    }

    async def scenario(upstream: Any) -> None:
        raw, more = UNREAD["two lengths"], asyncio.Event()
        upstream.scripts["/x"] = [raw, more, b"more", asyncio.Event()]
        async with session(url(upstream), path, drain=how == "drain") as s:
            reader, writer = await s.connect()
            writer.write(asked[how])
            assert await asyncio.wait_for(reader.readexactly(len(raw)), PATIENCE) == raw
            if how == "drain":
                writer.transport.abort()
            else:
                assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
            await asyncio.wait_for(upstream.left.wait(), PATIENCE)
        assert s.only().ending.kind is EndKind.TRUNCATED

    run(scenario)


#: heads of a body in three transfer chunks, of one with a length, and of one ended by closing
FRAMED = {
    "chunked": b"Transfer-Encoding: chunked\r\nTrailer: X\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\nX: y\r\n\r\n",
    "length": b"Content-Length: 5\r\n\r\nabcde",
    "close": b"\r\nabcde",
}


@pytest.mark.parametrize("framing", FRAMED)
@pytest.mark.parametrize("version", [b"1.0", b"1.1"])
@pytest.mark.parametrize("said", [b"", b"Connection: Keep-Alive\r\n", b"connection: close\r\n"])
@pytest.mark.parametrize("client", ["1.0", "1.0 keep-alive", "1.1", "1.1 close"])
def test_status_line_and_framing_fit_each_other_and_the_client(
    framing: str, version: bytes, said: bytes, client: str, run: Run, session: Any, path: Path
) -> None:
    """In every combination; and who announces the end of a connection ends it (RFC 9112 section 9.6)."""
    asked = b"GET /x HTTP/%b\r\nHost: localhost\r\n" % client[:3].encode()
    asked += {"1.0 keep-alive": b"Connection: keep-alive\r\n", "1.1 close": b"Connection: close\r\n"}.get(client, b"")

    async def scenario(upstream: Any) -> None:
        raw = b"HTTP/%b 200 OK\r\nx-B: 1\r\n%bX-a: 2\r\n" % (version, said) + FRAMED[framing]
        upstream.scripts["/x"] = [raw, *(["EOF"] if framing == "close" else [])]
        async with session(url(upstream), path) as s:
            reader, writer = await s.connect()
            writer.write(asked + b"\r\n")
            answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
            first, *lines = answer[:-4].split(b"\r\n")
            fields = [(n, v.strip()) for n, _, v in (line.partition(b":") for line in lines)]
            names = [n.lower() for n, _ in fields]
            closes = any(n.lower() == b"connection" and v == b"close" for n, v in fields)
            stays = not closes and first.startswith(b"HTTP/1.1") and framing != "close"
            if client.startswith("1.0"):
                assert b"transfer-encoding" not in names
                assert b"trailer" not in names
                assert not any(v.lower() == b"keep-alive" for _, v in fields)
                assert await asyncio.wait_for(reader.read(), PATIENCE) == b"abcde"
            else:
                body = FRAMED[framing].partition(b"\r\n\r\n")[2] if framing != "close" else b"abcde"
                assert (b"transfer-encoding" in names) is (framing == "chunked")
                assert first.startswith(b"HTTP/1.1") or framing != "chunked"
                assert await asyncio.wait_for(reader.readexactly(len(body)), PATIENCE) == body
                if stays and client == "1.1":
                    writer.write(asked + b"\r\n")
                    assert (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)) == answer
                elif closes or client != "1.1":
                    assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
            others = [n for n in (n for n, _ in fields) if n in (b"x-B", b"X-a")]
            assert others == [b"x-B", b"X-a"]
        assert s.cassette().interactions[0].body == b"abcde"

    run(scenario)
