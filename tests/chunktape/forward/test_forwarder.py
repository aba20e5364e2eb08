"""What goes through: byte for byte, live, both ways; over the wire and through plain ASGI."""

import asyncio
import json
import stat
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from benchmarks.harness.servers import free_port
from cassettes import store
from cassettes.model import Cassette, EndKind
from chunktape.forward.session import Live, open_live
from player.app import PlayerApp
from player.matching.subject import Ignored
from player.server.server import serving
from recorder.exchange.exchange import Exchange
from recorder.settings import Settings, parse_upstream
from tests.recorder.conftest import CHUNKED, Upstream, run_alone, run_with_upstream
from tests.support.asgi import ask
from tests.support.patience import PATIENCE
from tests.support.peers.scripted import Peer, scripted
from tests.support.peers.trust import issued
from tests.support.sockets import Client, connect
from tests.support.waiting import until

pytestmark = pytest.mark.wire

EVENTS = b"9\r\ndata: a\n\n\r\n9\r\ndata: b\n\n\r\n0\r\n\r\n"
LENGTH = b"HTTP/1.1 201 Made It\r\nx-ODD: 1\r\nX-Odd: 2\r\nContent-Length: 5\r\n\r\n"
GET = b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def live_of(url: str, given: list[Path], word: str = "none") -> Live:
    return open_live(
        Settings(parse_upstream(url), insecure=url.startswith("https:")),
        given,
        word=word,
        output=None,
        like="openai",
        ignored=Ignored(),
        on_failure=lambda reason: None,
    )


def app_of(live: Live) -> PlayerApp:
    return PlayerApp(live.library, on_miss=live.forwarder, on_stop=live.forwarder.close)


@asynccontextmanager
async def forwarding(upstream: Upstream, *given: Path, word: str = "none") -> AsyncIterator[tuple[str, PlayerApp]]:
    """A player in front of `upstream`: its URL and its app."""
    app = app_of(live_of(f"http://127.0.0.1:{upstream.port}", list(given), word))
    async with serving(app) as url:
        try:
            yield url, app
        finally:
            Client.close_all()


def entries(app: PlayerApp) -> list[Any]:
    return list(app.player.journal.entries)


async def get(url: str, target: bytes = b"/a") -> Client:
    return await (await connect(url)).send(GET % target)


WIRED = {
    "chunked": (CHUNKED + EVENTS, None, True),
    "length, with a reason and doubled headers": (LENGTH + b"hello", None, True),
    "interim": (b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + LENGTH + b"hello", None, True),
    "close": (b"HTTP/1.1 200 OK\r\nX-A: 1\r\n\r\nuntil the end", "EOF", False),
    "truncated": (CHUNKED + b"9\r\ndata:", "EOF", False),
    "reset": (CHUNKED + b"9\r\ndata:", "RST", False),
}


@pytest.mark.portable
@pytest.mark.parametrize("name", WIRED)
def test_what_the_upstream_sends_goes_out_byte_for_byte(name: str) -> None:
    sent, end, stays = WIRED[name]

    async def main(upstream: Upstream) -> None:
        arrived = asyncio.Event()
        upstream.scripts["/a"] = [sent] if end is None else [sent, arrived, end]
        async with forwarding(upstream) as (url, app):
            client = await get(url)
            assert await client.exactly(len(sent)) == sent
            arrived.set()
            if stays:
                await client.send(GET % b"/a")
                assert await client.exactly(len(sent)) == sent
            else:
                assert await client.rest() == (b"", end == "RST")
            await until(lambda: {entry.answer for entry in entries(app)} == {"forwarded"})
        assert upstream.connections == 1

    run_with_upstream(main)


def test_another_server_gets_the_same_body_and_the_status() -> None:
    async def main(upstream: Upstream) -> None:
        upstream.scripts |= {"/a": [CHUNKED + EVENTS], "/b": [LENGTH + b"hello"], "/cut": [CHUNKED + b"5\r\nab", "EOF"]}
        upstream.scripts |= {"/none": ["EOF"], "/head": [LENGTH]}
        live = live_of(f"http://127.0.0.1:{upstream.port}", [])
        app = app_of(live)
        answers = [await ask(app, target) for target in ("/a", "/b", "/cut", "/none")]
        head = await ask(app, "/head", "HEAD")
        assert [(one.status, one.body, one.complete) for one in answers[:3]] == [
            (200, b"data: a\n\ndata: b\n\n", True),
            (201, b"hello", True),
            (200, b"ab", False),
        ]
        assert (head.status, head.headers[b"content-length"], head.body) == (201, b"5", b"")
        assert answers[3].status == 502
        assert answers[3].json()["error"]["code"] == "upstream-unreachable"
        await live.forwarder.close()

    run_with_upstream(main)


@pytest.mark.parametrize("notify", [True, False])
def test_another_server_does_not_end_what_tls_never_ended(notify: bool, tmp_path: Path) -> None:
    """A body that is ended by closing is framed by the server: its end must be told only where there was one."""
    context, _ = issued(tmp_path)

    def script(peer: Peer) -> None:
        peer.request()
        peer.send(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end")
        if notify:
            peer.close_notify()

    async def main() -> None:
        with scripted(script, context) as server:
            live = live_of(f"https://127.0.0.1:{server.port}", [])
            answer = await asyncio.wait_for(ask(app_of(live), "/a"), PATIENCE)
            assert (answer.status, answer.body, answer.complete) == (200, b"until the end", notify)
            await live.forwarder.close()

    run_alone(main())


@pytest.mark.parametrize("wired", [True, False])
def test_it_is_live_and_a_client_that_leaves_ends_the_upstream(wired: bool) -> None:
    async def main(upstream: Upstream) -> None:
        more, never = asyncio.Event(), asyncio.Event()
        upstream.scripts["/a"] = [CHUNKED + EVENTS[:14], more, EVENTS[14:28], never]
        if wired:
            async with forwarding(upstream) as (url, app):
                client = await get(url)
                assert (await client.until(b"data: a\n\n\r\n")).startswith(CHUNKED)
                more.set()
                await client.until(b"data: b\n\n\r\n")
                client.abort()
                await asyncio.wait_for(upstream.left.wait(), PATIENCE)
                await until(lambda: entries(app)[0].progress.outcome == "client-left")
        else:
            more.set()
            live = live_of(f"http://127.0.0.1:{upstream.port}", [])
            answer = await ask(app_of(live), "/a", leaves_after=3)
            assert answer.body == b"data: a\n\ndata: b\n\n"
            await asyncio.wait_for(upstream.left.wait(), PATIENCE)
            await live.forwarder.close()

    run_with_upstream(main)


def test_a_client_that_leaves_before_the_first_byte_ends_the_upstream() -> None:
    async def main(upstream: Upstream) -> None:
        upstream.scripts["/a"] = [asyncio.Event()]
        async with forwarding(upstream) as (url, _):
            client = await get(url)
            await until(lambda: bool(upstream.requests))
            client.abort()
            await asyncio.wait_for(upstream.left.wait(), PATIENCE)

    run_with_upstream(main)


def test_a_client_that_reads_nothing_stops_the_upstream_and_gets_it_all_later(monkeypatch: pytest.MonkeyPatch) -> None:
    block = b"HTTP/1.1 200 OK\r\nContent-Length: 33554432\r\n\r\n" + b"x" * (32 << 20)
    written = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal written
        await reader.readuntil(b"\r\n\r\n")
        for start in range(0, len(block), 1 << 20):
            writer.write(block[start : start + (1 << 20)])
            await writer.drain()
            written += 1 << 20
        writer.close()

    async def main(_: Upstream) -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        live = live_of(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", [])
        paused = asyncio.Event()
        pause = Exchange.pause

        def noted(exchange: Exchange) -> None:
            pause(exchange)
            paused.set()

        monkeypatch.setattr(Exchange, "pause", noted)
        async with serving(app_of(live)) as url:
            client = await get(url)
            await asyncio.wait_for(paused.wait(), PATIENCE)  # the client's side is full
            size = 0
            while size < len(block):
                assert written - size < 28 << 20, "the upstream ran ahead of the client"
                size += len(await client.read(1 << 20))
            assert size == len(block)
            client.close()
        server.close()

    run_with_upstream(main)


def test_the_request_goes_on_whole_without_what_is_meant_for_the_player() -> None:
    async def main(upstream: Upstream) -> None:
        upstream.scripts["/b?x=1"] = [LENGTH + b"hello"]
        async with forwarding(upstream) as (url, _):
            client = await connect(url)
            await client.send(
                b"POST /@speed,x=2/b?x=1 HTTP/1.1\r\nHost: 127.0.0.1\r\nx-CASE: A\r\nX-Chunktape-Session: s\r\n"
                b"Content-Length: 4\r\nConnection: close\r\n\r\nbody"
            )
            answer, _ = await client.rest()
            assert b"Connection: close\r\n" in answer
        (request,) = upstream.requests
        head, _, body = request.partition(b"\r\n\r\n")
        assert head.startswith(b"POST /b?x=1 HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nx-CASE: A\r\n" % upstream.port)
        assert body == b"body"
        names = {line.partition(b":")[0].lower() for line in head.split(b"\r\n")[1:]}
        assert names == {b"host", b"x-case", b"content-length", b"accept-encoding", b"x-chunktape-via"}

    run_with_upstream(main)


def test_a_chunked_request_goes_on_chunked() -> None:
    got = bytearray()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        got.extend(await reader.readuntil(b"\r\n0\r\n\r\n"))
        writer.write(LENGTH + b"hello")
        writer.close()

    async def main(_: Upstream) -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        live = live_of(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", [])
        async with serving(app_of(live)) as url:
            client = await connect(url)
            head = b"POST /a HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
            await client.send(head + b"2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n")
            assert (await client.until(b"hello")).startswith(b"HTTP/1.1 201")
            client.close()
        server.close()

    run_with_upstream(main)
    assert bytes(got).endswith(b"\r\n\r\n5\r\nabcde\r\n0\r\n\r\n")


def test_a_location_on_the_upstream_comes_back_here_with_the_spec_of_the_request() -> None:
    async def main(upstream: Upstream) -> None:
        moved = b"HTTP/1.1 302 Found\r\nLocation: %b\r\nContent-Length: 0\r\n\r\n"
        here = f"http://127.0.0.1:{upstream.port}".encode()
        upstream.scripts |= {
            "/abs": [moved % (here + b"/b?c")],
            "/rel": [moved % b"/b"],
            "/far": [moved % b"http://a.b/c"],
        }
        async with forwarding(upstream) as (url, _):
            for target, expected in (
                (b"/abs", b"http://127.0.0.1/b?c"),
                (b"/@speed,x=2/abs", b"http://127.0.0.1/@speed,x=2/b?c"),
                (b"/@speed,x=2/rel", b"/@speed,x=2/b"),
                (b"/far", b"http://a.b/c"),
            ):
                client = await get(url, target)
                assert b"Location: %b\r\n" % expected in await client.until(b"\r\n\r\n")

    run_with_upstream(main)


def test_a_page_gets_the_cors_headers_of_the_player() -> None:
    async def main(upstream: Upstream) -> None:
        foreign = b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nX-Quota: 3\r\nContent-Length: 0\r\n\r\n"
        upstream.scripts["/a"] = [foreign]
        async with forwarding(upstream) as (url, _):
            heads = []
            for origin in (b"http://localhost:5173", b"https://evil.example"):
                client = await connect(url)
                await client.send(b"GET /a HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: %b\r\n\r\n" % origin)
                heads.append(await client.until(b"\r\n\r\n"))
        assert b"Access-Control-Allow-Origin: http://localhost:5173\r\n" in heads[0]
        assert b"X-Quota" in heads[0].partition(b"Expose-Headers:")[2]
        assert heads[0].lower().count(b"access-control-allow-origin") == 1
        assert b"access-control" not in heads[1].lower()

    run_with_upstream(main)


def test_an_upstream_that_is_down_is_a_502_that_says_so_and_the_connection_goes_on() -> None:
    async def main(upstream: Upstream) -> None:
        await upstream.stop()
        async with forwarding(upstream) as (url, app):
            client = await get(url)
            for again in (True, False):
                head = await client.until(b"\r\n\r\n")
                assert head.startswith(b"HTTP/1.1 502 Bad Gateway\r\n")
                size = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
                error = json.loads(await client.exactly(size))["error"]
                assert error["code"] == "upstream-unreachable"
                assert f"http://127.0.0.1:{upstream.port} can't be reached" in error["message"]
                assert error["message"].endswith("Is it running?")
                if again:
                    await client.send(GET % b"/a")
            await until(lambda: [entry.status for entry in entries(app)] == [502, 502])
            chinese = GET.replace(b"\r\n\r\n", b"\r\nAccept-Language: zh-CN\r\nConnection: close\r\n\r\n")
            asking = await connect(url)
            await asking.send(chinese % b"/a")
            raw, _ = await asking.rest()
            sentences = [json.loads(raw.partition(b"\r\n\r\n")[2])["error"]["message"]]
            sentences.append((await ask(app, "/a", headers={"accept-language": "zh-CN"})).json()["error"]["message"])
            assert all(one.startswith(f"无法连接 http://127.0.0.1:{upstream.port}") for one in sentences), sentences
            assert all(entry.note.endswith("Is it running?") for entry in entries(app))

    run_with_upstream(main)


def test_a_loop_is_508() -> None:
    async def main(upstream: Upstream) -> None:
        port = free_port()
        async with serving(app_of(live_of(f"http://127.0.0.1:{port}", [])), port=port) as url:
            client = await get(url)
            answer = await client.until(b"\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 508 ")
            assert b"leads back to this player" in await client.until(b"}")
            client.close()

    run_with_upstream(main)


@pytest.mark.parametrize(
    ("field", "status"),
    [(b"Connection: Upgrade\r\nUpgrade: websocket\r\n", b"501"), (b"X: " + b"\x01", b"400")],
    ids=["websocket", "control"],
)
def test_what_cannot_go_on_is_refused(field: bytes, status: bytes) -> None:
    async def main(upstream: Upstream) -> None:
        async with forwarding(upstream) as (url, _):
            client = await connect(url)
            await client.send(b"GET /a HTTP/1.1\r\nHost: 127.0.0.1\r\n" + field.rstrip(b"\r\n") + b"\r\n\r\n")
            assert (await client.until(b"\r\n\r\n")).startswith(b"HTTP/1.1 " + status)
        assert not upstream.requests

    run_with_upstream(main)


# ------------------------------------------------------------------------------------------- recorded


def recorded(path: Path) -> Cassette:
    return store.load(path)


def test_new_is_answered_at_once_and_stored_redacted_with_mode_0600(tmp_path: Path) -> None:
    path = tmp_path / "new.cassette"

    async def main(upstream: Upstream) -> None:
        upstream.scripts["/a?key=SECRET1"] = [CHUNKED + EVENTS]
        async with forwarding(upstream, path, word="new_episodes") as (url, app):
            for target in (b"/a?key=SECRET1", b"/a?key=SECRET2"):
                client = await get(url, target)
                assert await client.exactly(len(CHUNKED + EVENTS)) == CHUNKED + EVENTS
            await until(lambda: [entry.answer for entry in entries(app)] == ["recorded", "replay"])
        assert len(upstream.requests) == 1

    run_with_upstream(main)
    cassette = recorded(path)
    assert cassette.state == "sound"
    assert [one.request.target for one in cassette.interactions] == [b"/a?key=***"]
    assert b"SECRET" not in path.read_bytes()
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_two_at_once_of_what_is_new_both_go_through(tmp_path: Path) -> None:
    path = tmp_path / "new.cassette"

    async def main(upstream: Upstream) -> None:
        more = asyncio.Event()
        upstream.scripts["/a"] = [CHUNKED + EVENTS[:14], more, EVENTS[14:]]
        async with forwarding(upstream, path, word="new") as (url, _):
            clients = [await get(url) for _ in range(2)]
            for client in clients:
                await client.until(b"data: a\n\n\r\n")
            more.set()
            for client in clients:
                await client.until(b"0\r\n\r\n")
        assert len(upstream.requests) == 2

    run_with_upstream(main)
    assert [one.ending.kind for one in recorded(path).interactions] == [EndKind.COMPLETE] * 2


def test_what_was_cut_off_on_this_side_is_no_answer(tmp_path: Path) -> None:
    path = tmp_path / "new.cassette"

    async def main(upstream: Upstream) -> None:
        upstream.scripts["/a"] = [CHUNKED + EVENTS[:14], asyncio.Event()]
        for _ in range(2):  # in the session that recorded it, and in the next
            async with forwarding(upstream, path, word="new") as (url, app):
                for _ in range(2):
                    client = await get(url)
                    await client.until(b"data: a\n\n\r\n")
                    upstream.left.clear()
                    client.abort()
                    await asyncio.wait_for(upstream.left.wait(), PATIENCE)
                await until(lambda: all(entry.answer == "recorded" for entry in entries(app)))

    run_with_upstream(main)
    assert [one.ending.kind for one in recorded(path).interactions] == [EndKind.CLIENT_ABORT] * 4


def test_stopping_ends_what_is_open_and_writes_the_footer(tmp_path: Path) -> None:
    path = tmp_path / "new.cassette"

    async def main(upstream: Upstream) -> None:
        upstream.scripts["/a"] = [CHUNKED + EVENTS[:14], asyncio.Event()]
        live = live_of(f"http://127.0.0.1:{upstream.port}", [path], "all")
        async with serving(app_of(live)) as url:
            client = await get(url)
            await client.until(b"data: a\n\n\r\n")
        assert await client.rest() == (b"", False)

    run_with_upstream(main)
    cassette = recorded(path)
    assert cassette.state == "sound"
    assert [one.ending.kind for one in cassette.interactions] == [EndKind.INTERRUPTED]


def test_while_a_session_is_recorded_whole_nothing_is_replayed(tmp_path: Path) -> None:
    path = tmp_path / "all.cassette"

    async def main(upstream: Upstream) -> None:
        upstream.scripts["/a"] = [LENGTH + b"hello"]
        for word, answers in (("once", 2), ("all", 2), ("once", 0), ("none", 0), ("new", 0)):
            before = len(upstream.requests)
            async with forwarding(upstream, path, word=word) as (url, _):
                for _ in range(2):
                    client = await get(url)
                    await client.until(b"hello")
            assert len(upstream.requests) - before == answers, word

    run_with_upstream(main)
    assert len(recorded(path).interactions) == 2
    assert len(recorded(path.with_name("all.cassette.old")).interactions) == 2


def test_a_wrong_host_goes_nowhere() -> None:
    async def main(upstream: Upstream) -> None:
        async with forwarding(upstream) as (url, _):
            client = await connect(url)
            await client.send(b"GET /a HTTP/1.1\r\nHost: evil.example\r\n\r\n")
            assert (await client.until(b"\r\n\r\n")).startswith(b"HTTP/1.1 421 ")
            assert b"--allow-host" in await client.until(b"}")
        assert not upstream.requests

    run_with_upstream(main)
