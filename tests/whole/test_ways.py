"""One upstream on every way to a client: `record`, its replay, `play --upstream`, `capture`; over the wire and through
plain ASGI.
"""

import asyncio
import itertools
from pathlib import Path

import pytest

from cassettes import store
from cassettes.model import EndKind, Header, Origin
from cassettes.redaction.redact import Redaction
from cassettes.store import CassetteWriter
from chunktape.curl.capture import capture, into
from chunktape.curl.command import parse
from player.app import PlayerApp
from player.library.library import Library
from player.server.server import serving
from recorder.session import Session
from recorder.settings import Settings, parse_upstream
from tests.chunktape.forward.test_forwarder import entries, forwarding
from tests.recorder.conftest import Step, Upstream, recording_session, run_with_upstream
from tests.support.patience import PATIENCE
from tests.support.sockets import Client, connect

pytestmark = [pytest.mark.wire, pytest.mark.portable]

#: case, order and number of these are kept; some of them may stand in one line (RFC 9110), but didn't
FIELDS = (
    b"Set-Cookie: a=***; Path=/", b"set-cookie: b=***", b"Vary: A", b"X-Mid: 1", b"Vary: B", b"Via: 1.1 x", b"Via: y",
    b"Link: </a>", b"Link: </a>", b"Empty: ", b"Empty: ", b"Cache-Control: no-cache", b"cache-CONTROL: no-store",
    b"WWW-Authenticate: A", b"WWW-Authenticate: B", b"Server: a", b"Server: b", b"Date: c", b"Warning: d", b"Warning: e"
)  # fmt: skip
HEAD = b"\r\n".join([b"HTTP/1.1 200 OK", *FIELDS, b"Transfer-Encoding: chunked", b"", b""])
CHUNKS = b"3\r\nabc\r\n0\r\nX-T: 1\r\nX-T: 2\r\n\r\n"
ASKED = (b"Accept: a", b"accept: b", b"Via: 1.1 a", b"Via: 1.1 b", b"X-Forwarded-For: 1", b"X-Forwarded-For: 2")
UNREAD = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc"


def request(target: bytes = b"/a", *fields: bytes, version: bytes = b"1.1") -> bytes:
    return b"\r\n".join([b"GET %b HTTP/%b" % (target, version), b"Host: 127.0.0.1", *fields, b"", b""])


def named(answer: bytes, *, wire: bool) -> list[bytes]:
    """The lines of `FIELDS` that an answer has, in order; a server that frames for us writes names in lower case."""
    lines = answer.partition(b"\r\n\r\n")[0].split(b"\r\n")[1:]
    ours = (b"transfer-encoding", b"connection", b"x-chunktape")
    kept = [line for line in lines if not line.lower().startswith(ours)]
    return kept if wire else [name.lower() + colon + value for name, colon, value in (k.partition(b":") for k in kept)]


@pytest.mark.parametrize("wire", [True, False], ids=["wire", "plain ASGI"])
def test_two_lines_of_one_header_are_two_lines_on_every_way(
    wire: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not wire:
        monkeypatch.setenv("CHUNKTAPE_WIRE", "0")
    path = tmp_path / "a.cassette"
    raw = request(b"/a", *ASKED, b"Connection: close")
    split = raw.replace(b" /a ", b" /@bytes,n=1/a ")
    expected = named(HEAD, wire=wire)

    async def main(upstream: Upstream) -> None:
        upstream.scripts["/a"] = [HEAD + CHUNKS]
        async with recording_session(f"http://127.0.0.1:{upstream.port}", path) as session:
            live = await session.ask(raw)
        assert named(live, wire=True) == list(FIELDS)
        async with serving(PlayerApp(Library([store.load(path)]))) as url:
            for one in (raw, raw, split):  # the second of them may take another way
                client = await (await connect(url)).send(one)
                assert named((await client.rest())[0], wire=wire) == expected
        async with forwarding(upstream) as (url, _):
            client = await (await connect(url)).send(raw)
            assert named((await client.rest())[0], wire=wire) == expected
        for seen in upstream.requests:
            sent = [line for line in seen.split(b"\r\n") if line.lower().startswith((b"accept:", b"via", b"x-forw"))]
            assert sent == list(ASKED) if wire else [line.lower() for line in ASKED]
            if not wire:
                break

    run_with_upstream(main)
    (one,) = store.load(path).interactions
    assert [b"%b: %b" % field for field in one.request.headers][1:-1] == list(ASKED)
    assert one.ending.trailers == ((b"X-T", b"1"), (b"X-T", b"2"))


FRAMED = {
    "chunked": b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
    "length": b"Content-Length: 5\r\n\r\nabcde",
    "close": b"\r\nabcde",
}


@pytest.mark.parametrize("wire", [True, False], ids=["wire", "plain ASGI"])
def test_what_is_forwarded_fits_the_client(wire: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not wire:
        monkeypatch.setenv("CHUNKTAPE_WIRE", "0")
    wrong = []

    async def main(upstream: Upstream) -> None:
        async with forwarding(upstream) as (url, _):
            for framing, version, client in itertools.product(FRAMED, (b"1.0", b"1.1"), (b"1.0", b"1.1")):
                target = b"/%b/%b" % (framing.encode(), version)
                end: list[Step] = ["EOF"] if framing == "close" else []
                upstream.scripts[target.decode()] = [b"HTTP/%b 200 OK\r\n" % version + FRAMED[framing], *end]
                raw = request(target, b"Connection: close", version=client)
                answer, was_reset = await (await (await connect(url)).send(raw)).rest()
                head, _, body = answer.partition(b"\r\n\r\n")
                coded = b"transfer-encoding: chunked" in head.lower()
                ok = not was_reset and not (coded and (client == b"1.0" or head.startswith(b"HTTP/1.0")))
                ok &= body == b"abcde" if not coded else body.endswith(b"\r\n0\r\n\r\n")
                ok &= coded or client == b"1.0" or framing != "chunked"
                if not ok:
                    wrong.append((framing, version, client, answer))

    run_with_upstream(main)
    assert not wrong


@pytest.mark.parametrize("wire", [True, False], ids=["wire", "plain ASGI"])
def test_a_forwarded_response_without_an_end_does_not_hang_the_next_request(
    wire: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not wire:
        monkeypatch.setenv("CHUNKTAPE_WIRE", "0")

    async def main(upstream: Upstream) -> None:
        upstream.scripts["/a"] = [UNREAD, asyncio.Event()]
        async with forwarding(upstream) as (url, app):
            client = await (await connect(url)).send(request())
            if wire:
                assert await client.exactly(len(UNREAD)) == UNREAD
                await client.send(request())
                assert await client.rest() == (b"", False)
            else:
                assert (await client.until(b"\r\n\r\n")).startswith(b"HTTP/1.1 502")
                await client.send(request())
                assert (await client.until(b"HTTP/1.1 502"))[-3:] == b"502"
            await asyncio.wait_for(upstream.left.wait(), PATIENCE)
            assert entries(app)[0].ending == EndKind.TRUNCATED

    run_with_upstream(main)


def test_a_captured_response_without_an_end_is_over_once_it_is_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recorder.exchange.silence.SILENCE", 0.05)
    monkeypatch.setattr("recorder.exchange.silence.LONG_SILENCE", 0.05)
    path = tmp_path / "a.cassette"

    async def main(upstream: Upstream) -> None:
        upstream.scripts["/a"] = [UNREAD, asyncio.Event()]
        url = f"http://127.0.0.1:{upstream.port}"
        redaction = Redaction.default()
        writer = CassetteWriter(path, Header("test", 0, Origin("recorded", url), redaction.rules), "overwrite")
        session = Session(writer, redaction, on_failure=lambda reason: None)
        with (tmp_path / "out").open("wb") as out:
            asked = parse(["curl", url + "/a"], lambda name: b"")
            progress = await capture(asked, Settings(parse_upstream(url)), session, into(out))
        assert progress.state == EndKind.TRUNCATED

    run_with_upstream(main)
    (one,) = store.load(path).interactions
    assert one.body == UNREAD
    assert one.unparsed


def teardown_module() -> None:
    Client.close_all()
