import asyncio
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from cassettes.clock import now_ns
from cassettes.model import EndKind, Interaction
from network.work import MAKING
from player.app import PlayerApp
from player.journal.console import load_lines
from player.journal.entry import Entry
from player.library.library import Library
from player.server.server import serving
from player.settings import Settings
from player.spec import perform as performing
from player.spec.scenario import Scenario
from player.splits import Split, plan_for
from player.stream.progress import Outcome
from player.stream.wire_stream import WireStream
from player.wire.protocol import WireProtocol
from player.wire.selfcheck import self_check
from player.wire.wire import ASSURES
from tests.support.asgi import ask
from tests.support.patience import A_SECOND, PATIENCE
from tests.support.recordings import CHUNKED, END, HEAD, NONE, WIRED, cassette, interaction
from tests.support.sockets import GET, connect, run
from tests.support.waiting import until

pytestmark = pytest.mark.wire

HELD = interaction([(0, 0, b"first", END), (3_600_000, 1, b"never", END)])


def app_of(*interactions: Interaction, **config: Any) -> PlayerApp:
    return PlayerApp(Library([cassette(*interactions)]), Settings(**config))


async def ended(app: PlayerApp, count: int = 1) -> list[dict[str, Any]]:
    """The journal, once `count` requests are over."""
    journal = app.player.journal
    over = asyncio.Event()
    seen = [entry for entry in journal.entries if entry.progress.outcome]

    def note(entry: Entry) -> None:
        seen.append(entry)
        if len(seen) >= count:
            over.set()

    journal.listen(note)
    if len(seen) < count:
        await asyncio.wait_for(over.wait(), PATIENCE)
    return [entry.as_json() for entry in journal.entries]


@pytest.mark.portable
@pytest.mark.parametrize("name", WIRED)
def test_the_client_receives_the_bytes_of_a_hand_made_upstream(name: str) -> None:
    one, expected, goes_on = WIRED[name]
    app = app_of(one)

    async def main() -> None:
        async with serving(app) as url:
            assert self_check() is None
            client = await connect(url)
            for _ in range(2 if goes_on else 1):
                await client.send()
                assert await client.exactly(len(expected)) == expected
            if goes_on:
                client.close()
            else:
                assert await client.rest() == (b"", False)

    run(main())


def test_the_answer_to_head_ends_with_its_head() -> None:
    one = interaction(method="HEAD", headers=((b"Content-Length", b"60"), (b"X", b"1")))
    app = app_of(one, interaction([(0, 0, b"x", END)]))

    async def main() -> None:
        async with serving(app) as url:
            client = await connect(url)
            await client.send(GET.replace(b"GET", b"HEAD") + GET)
            assert await client.until(b"\r\n\r\n") == b"HTTP/1.1 200 Fine By Me\r\nContent-Length: 60\r\nX: 1\r\n\r\n"
            assert await client.until(b"0\r\n\r\n") == HEAD + b"1\r\nx\r\n0\r\n\r\n"
            client.close()

    run(main())


@pytest.mark.portable
def test_a_reset_is_a_reset() -> None:
    app = app_of(interaction([(0, 0, b"abc", END), (5, 1, b"de", NONE)], kind=EndKind.RESET, end_at=20))

    async def main() -> None:
        async with serving(app) as url:
            client = await (await connect(url)).send()
            assert await client.until(b"de") == HEAD + b"3\r\nabc\r\n3\r\nde"
            assert await client.rest() == (b"", True)

    run(main())


@pytest.mark.skipif(not ASSURES, reason="only Linux tells what was acknowledged")
def test_a_reset_takes_no_byte_with_it() -> None:
    """More than any buffer holds, and all of it due at once."""
    size = 16 << 20
    app = app_of(interaction([(0, at, bytes(1 << 20), NONE) for at in range(16)], headers=(), kind=EndKind.RESET))

    async def main() -> None:
        async with serving(app) as url:
            client = await (await connect(url)).send()
            await client.until(b"\r\n\r\n")
            rest, reset = await client.rest()
            assert (len(rest), reset) == (size, True)

    run(main())


def test_a_reset_before_the_head_is_one_too() -> None:
    app = app_of(interaction(head_at=None, kind=EndKind.RESET, end_at=5))

    async def main() -> None:
        async with serving(app) as url:
            client = await (await connect(url)).send()
            assert await client.rest() == (b"", True)

    run(main())


def test_a_client_of_http_1_0_gets_the_body_up_to_the_close() -> None:
    app = app_of(interaction([(0, 0, b"abc", END), (5, 1, b"de", END)]))

    async def main() -> None:
        async with serving(app) as url:
            client = await (await connect(url)).send(GET.replace(b"1.1\r\n", b"1.0\r\n"))
            head = HEAD.replace(b"Transfer-Encoding: chunked\r\n", b"")[:-2] + b"Connection: close\r\n\r\n"
            assert await client.rest() == (head + b"abcde", False)

    run(main())


@pytest.mark.portable
def test_no_byte_is_early_and_each_read_is_a_read() -> None:
    rows = [(at, read, b"%d" % read, END) for read, at in enumerate(range(20, 120, 20), start=1)]
    app = app_of(interaction(rows))

    async def main() -> None:
        async with serving(app) as url:
            client = await connect(url)
            begun = now_ns()
            await client.send()
            await client.until(b"\r\n\r\n")
            for at, read, *_ in rows:
                assert await client.exactly(6) == b"1\r\n%d\r\n" % read
                assert now_ns() - begun >= at * 1_000_000
            client.close()

    run(main())


def test_many_clients_do_not_disturb_one_another() -> None:
    rows = [(at, at, b"%03d" % at, END) for at in range(1, 60)]
    one = interaction(rows)
    app = app_of(one)
    expected = HEAD + b"".join(b"3\r\n%03d\r\n" % at for at in range(1, 60)) + b"0\r\n\r\n"

    async def main() -> None:
        async with serving(app) as url:
            clients = [await connect(url) for _ in range(60)]
            leaving = clients[1:10]  # the first one reads nothing at all
            await asyncio.gather(*(client.send() for client in clients))
            for client in leaving:
                await client.until(b"\r\n\r\n")
                client.abort()
            answers = await asyncio.gather(*(client.exactly(len(expected)) for client in clients[10:]))
            assert set(answers) == {expected}
            for client in (clients[0], *clients[10:]):
                client.close()

    run(main())


@pytest.mark.portable
@pytest.mark.parametrize("leave", ["close", "abort"])
def test_a_client_that_leaves_is_noticed_while_the_stream_is_held_open(leave: str) -> None:
    app = app_of(HELD)

    async def main() -> None:
        async with serving(app) as url:
            client = await (await connect(url)).send(
                b"POST /a HTTP/1.1\r\nHost: x.localhost\r\nContent-Length: 100000\r\n\r\n".replace(b"POST", b"GET")
                + b"x" * 100_000
            )
            await client.until(b"first\r\n")
            getattr(client, leave)()
            (entry,) = await ended(app)
            assert entry["outcome"] == "client-left"
            assert (entry["bytes"], entry["chunks"]) == (5, 1)
            assert not app.player.active
            assert len(app.player.scheduler) == 0

    run(main())


def test_a_client_that_reads_nothing_costs_bounded_memory_and_delays_nobody() -> None:
    big = interaction([(0, read, b"x" * 65536, END) for read in range(1, 801)], target=b"/big")
    app = app_of(big, interaction([(0, 0, b"ok", END)]))
    app.player.plans.made.prepare(app.player.library.recordings, app.player.settings.play)  # as `play` does

    async def main() -> None:
        async with serving(app) as url:
            stalled = await (await connect(url)).send(GET.replace(b"/a", b"/big"))
            other = await (await connect(url)).send()
            await other.until(b"0\r\n\r\n")
            (entry, second) = app.player.journal.entries
            await until(lambda: second.progress.outcome is not None)
            (stream,) = app.player.active
            assert entry.progress.bytes < len(big.body)
            assert isinstance(stream, WireStream)
            assert stream._wire._protocol.transport.get_write_buffer_size() < 1 << 20
            seen = 0
            while seen < len(big.body):
                seen += len(await stalled.read(1 << 20))
            stalled.close()
            other.close()

    run(main())


def test_stopping_ends_held_streams_at_once() -> None:
    app = app_of(HELD)

    async def main() -> None:
        async with serving(app) as url:
            client = await (await connect(url)).send()
            await client.until(b"first\r\n")
            begun = now_ns()
        assert now_ns() - begun < A_SECOND  # the stream would take an hour
        assert await client.rest() == (b"", False)
        assert app.player.journal.entries[0].as_json()["outcome"] == "stopped"

    run(main())


def test_a_head_over_the_limit_is_431_and_others_go_on() -> None:
    app = app_of(interaction([(0, 0, b"ok", END)]))

    async def main() -> None:
        async with serving(app) as url:
            client = await connect(url)
            await client.send(GET[:-2] + b"X: " + b"a" * (66 << 10))
            assert (await client.until(b"\r\n")).startswith(b"HTTP/1.1 431")
            client.close()
            other = await (await connect(url)).send()
            assert await other.until(b"0\r\n\r\n")
            other.close()

    run(main())


def test_a_client_that_vanished_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only one that gets an answer: whoever is silent between requests is the kernel's and the keep-alive timer's."""
    app = app_of(HELD, interaction([(0, 0, b"ok", END)], target=b"/b"))
    monkeypatch.setattr("player.server.server._LOOK_TICKS", 1)

    async def main() -> None:
        async with serving(app) as url:
            idle, client = await connect(url), await connect(url)
            await client.send()
            await client.until(b"first")
            monkeypatch.setattr("player.wire.protocol.vanished", lambda sock: True)
            await client.rest()
            (entry,) = await ended(app)
            assert entry["outcome"] == "client-left"
            monkeypatch.setattr("player.wire.protocol.vanished", lambda sock: False)
            await idle.send(GET.replace(b"/a", b"/b"))
            assert (await idle.until(b"\r\n")).startswith(b"HTTP/1.1 200")
            idle.close()

    run(main())


OK = HEAD + b"2\r\nok\r\n0\r\n\r\n"
POST = b"POST /a HTTP/1.1\r\nHost: localhost\r\n"
EMPTY = POST + b"Content-Length: 0\r\n\r\n"
CHARACTERS = '{"content":"你好"}'
BROKEN = POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"


@pytest.mark.parametrize(
    ("sent", "before", "status", "code"),
    [
        (POST + b"Content-Length: %d\r\n\r\n" % len(CHARACTERS) + CHARACTERS.encode(), OK, 400, "bad-request"),
        (POST + b"Content-Length: 0\r\n\r\n" + BROKEN, OK, 400, "bad-request"),
        (POST.replace(b"/a", b"/nowhere") + b"Content-Length: 0\r\n\r\n\x00", b"HTTP/1.1 404 ", 400, "bad-request"),
        (BROKEN, b"", 400, "bad-request"),
        (EMPTY + b"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", OK, 405, "no-connect"),
        (EMPTY * 2 + b"GET http://a?x HTTP/1.1\r\nHost: a\r\n\r\n", OK * 2, 421, "other-origin"),
    ],
    ids=[
        "a length in characters",
        "a broken body behind",
        "garbage behind a miss",
        "a broken body",
        "a target behind that is none",
        "one behind two",
    ],
)
def test_what_can_be_read_is_answered_before_what_can_not(sent: bytes, before: bytes, status: int, code: str) -> None:
    app = app_of(interaction([(0, 0, b"ok", END)], method="POST"))

    async def main() -> None:
        async with serving(app) as url:
            client = await connect(url)
            await client.send(sent)
            got, reset = await client.rest()
        answer, refused, refusal = got.partition(b"HTTP/1.1 %d " % status)
        assert answer.startswith(before)
        assert refused
        assert not reset
        assert json.loads(refusal.partition(b"\r\n\r\n")[2])["error"]["code"] == code
        assert b"x-should-retry: false\r\n" in refusal

    run(main())


def test_a_body_that_breaks_off_is_no_client_that_left() -> None:
    app = app_of(interaction([(0, 0, b"ok", END)], method="POST"))

    async def main() -> None:
        async with serving(app) as url:
            client = await connect(url)
            await client.send(BROKEN)
            await client.rest()
            (entry,) = await ended(app)
        assert (entry["answer"], entry["status"], entry["outcome"]) == ("refused", 400, "ended")
        assert "transfer chunks" in entry["note"]

    run(main())


def test_a_body_over_the_limit_is_413() -> None:
    app = app_of(interaction(method="POST"), max_body=1000)

    async def main() -> None:
        async with serving(app) as url:
            client = await connect(url)
            await client.send(b"POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
            await client.send(b"7d0\r\n" + b"x" * 2000 + b"\r\n0\r\n\r\n")
            assert (await client.until(b"\r\n")).startswith(b"HTTP/1.1 413")
            client.close()

    run(main())


def test_without_the_wire_the_same_server_answers_through_plain_asgi(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNKTAPE_WIRE", "0")
    app = app_of(interaction([(0, 0, b"abc", END), (5, 1, b"de", END)]))

    async def main() -> None:
        async with serving(app) as url:
            client = await (await connect(url)).send()
            data = await client.until(b"0\r\n\r\n")
            assert data.startswith(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n")
            assert data.endswith(b"\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
            client.close()

    run(main())


class Threaded:
    """The player in a thread, for clients that are programs."""

    def __init__(self, app: PlayerApp) -> None:
        self._app = app
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run)
        self.url = ""

    def _run(self) -> None:
        async def main() -> None:
            self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
            async with serving(self._app) as self.url:
                self._ready.set()
                await self._stop.wait()

        asyncio.run(main())

    def __enter__(self) -> str:
        self._thread.start()
        assert self._ready.wait(PATIENCE)
        return self.url

    def __exit__(self, *_: object) -> None:
        assert self._loop is not None
        assert self._stop is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(PATIENCE)


def test_what_curl_sees(require_tool: Callable[[str], str]) -> None:
    curl = require_tool("curl")
    interactions = [
        interaction([(1, 1, b"a", END), (2, 2, b"bb", NONE), (3, 3, b"c", END)], trailers=((b"X-Sum", b"4"),)),
        interaction([(1, 1, b"abc", NONE)], target=b"/t", kind=EndKind.TRUNCATED),
        interaction([(1, 1, b"abc", END)], target=b"/r", kind=EndKind.RESET, end_at=20),
    ]
    with Threaded(app_of(*interactions)) as url:

        def get(path: str, *options: str) -> tuple[int, bytes]:
            done = subprocess.run(
                [curl, "-s", "--noproxy", "*", *options, url + path], capture_output=True, timeout=PATIENCE
            )
            return done.returncode, done.stdout

        assert get("/a", "-i", "--raw") == (0, HEAD + b"1\r\na\r\n3\r\nbbc\r\n0\r\nX-Sum: 4\r\n\r\n")
        assert get("/a") == (0, b"abbc")
        assert get("/t") == (18, b"abc")
        assert get("/r") == (56, b"abc")


NODE = """
const http = require('http');
// Node 18 asks for the end of the connection unless told otherwise, and the player would say that it agrees
const agent = new http.Agent({keepAlive: true});
http.get(process.argv[1], {agent}, (res) => {
  const seen = {raw: res.rawHeaders, reason: res.statusMessage, pieces: []};
  res.on('data', (data) => seen.pieces.push(data.toString()));
  res.on('end', () => { seen.trailers = res.rawTrailers; console.log(JSON.stringify(seen)); agent.destroy(); });
});
"""


def test_what_node_sees(require_tool: Callable[[str], str]) -> None:
    node = require_tool("node")
    rows = [(100 * read, read, f"第{read}块".encode(), END) for read in range(1, 5)]
    with Threaded(app_of(interaction(rows, trailers=((b"X-Sum", b"4"),)))) as url:
        done = subprocess.run([node, "-e", NODE, url + "/a"], capture_output=True, timeout=PATIENCE, check=True)
    seen = json.loads(done.stdout)

    assert seen["reason"] == "Fine By Me"
    assert seen["raw"] == [text.decode() for pair in CHUNKED for text in pair]
    assert seen["pieces"] == [f"第{read}块" for read in range(1, 5)]
    assert seen["trailers"] == ["X-Sum", "4"]


def test_the_process_of_play_is_tuned_and_ends_with_a_signal() -> None:
    code = """if True:
        import signal, sys
        from player.app import PlayerApp
        from player.settings import Settings
        from player.library.library import Library
        from network.listen import bind
        from player.server.server import run
        run(PlayerApp(Library([]), Settings()), bind("127.0.0.1", 0), lambda _: signal.raise_signal(signal.SIGINT))
        import gc
        print(sys.getswitchinterval() < 0.001, gc.get_freeze_count() > 0)
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=PATIENCE, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "True True\n", "")


@pytest.mark.parametrize("wired", [True, False])
def test_a_stream_that_is_planned_while_the_player_stops_ends_at_once(
    monkeypatch: pytest.MonkeyPatch, *, wired: bool
) -> None:
    """It played on until the server gave up waiting, a second later."""
    body = b"data: a\n\n" * MAKING.bytes
    held = interaction([(0, 0, body, END), (3_600_000, 1, b"y", END)])
    app = PlayerApp(Library([cassette(held)]))
    player, begun, goes_on = app.player, threading.Event(), threading.Event()

    def slow(*arguments: Any) -> Any:
        begun.set()
        assert goes_on.wait(PATIENCE)
        return plan_for(*arguments)

    monkeypatch.setattr(performing, "plan_for", slow)

    async def stop() -> None:
        assert await asyncio.to_thread(begun.wait, PATIENCE)
        player.stop()
        goes_on.set()

    async def main() -> None:
        if not wired:
            answer, _ = await asyncio.gather(ask(app, "/@whole/a"), stop())
            assert not answer.complete
            return
        async with serving(app) as url:
            client = await connect(url)
            await client.send(GET.replace(b"/a", b"/@whole/a"))
            await stop()
            await client.rest()

    run(main())
    player.close()
    (entry,) = player.journal.entries
    assert (entry.answer, entry.progress.outcome) == ("replay", Outcome.STOPPED)
    assert not player.active


def test_a_player_whose_lifespan_begins_again_plays_again() -> None:
    app = PlayerApp(Library([cassette(interaction([(0, 0, b"ok", END)]))]))

    async def main() -> None:
        for _ in range(2):
            async with app.lifespan(app):
                answer = await ask(app)
                assert answer.complete
                assert answer.body == b"ok"

    asyncio.run(main())


STEADY = interaction([(10 * read, read, b"piece %d" % read, END) for read in range(1, 11)])
STEADY_BYTES = (
    HEAD + b"".join(b"%x\r\npiece %d\r\n" % (len(b"piece %d" % read), read) for read in range(1, 11)) + b"0\r\n\r\n"
)


def keep_the_loop(seconds: float) -> None:
    """Nobody else has the loop meanwhile."""
    time.sleep(seconds)


@pytest.mark.portable
@pytest.mark.parametrize(
    ("play", "writes", "joined"),
    [
        ({}, "joined", True),
        ({}, "chunk", False),
        ({"gap": "3"}, "joined", False),
        ({"split": Split("event"), "gap": "0"}, "joined", False),
    ],
)
def test_a_loop_that_was_kept_writes_in_one_what_is_due_together(play: Any, writes: str, joined: bool) -> None:
    app = PlayerApp(Library([cassette(STEADY)]), Settings(play=Scenario(**play), joins=writes == "joined"))

    async def main() -> None:
        async with serving(app) as url:
            client = await (await connect(url)).send()
            found = await client.until(b"\r\n\r\n")
            keep_the_loop(0.06)
            found += await client.until(b"0\r\n\r\n")
            if not play.get("split"):
                assert found == STEADY_BYTES
            client.close()
            (entry,) = await ended(app)
            told = (await ask(app, "/@chunktape/journal")).json()["lateness"]["joined_writes"]
            assert (entry["joined_writes"] > 0) == (told > 0) == joined
            assert ("one with the write before" in "\n".join(load_lines(app.player.metrics))) == joined

    run(main())


@pytest.mark.parametrize("portable", ["0", "1"])
def test_connections_that_wait_are_accepted_a_few_at_a_time_and_none_is_lost(
    portable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHUNKTAPE_PORTABLE", portable)
    app = app_of(interaction([(0, 0, b"ok", END)]))

    async def main() -> None:
        async with serving(app) as url:
            port = int(url.rsplit(":", 1)[1])
            links = [socket.socket() for _ in range(300)]
            try:
                for link in links:  # the loop can accept none of them yet, the system all
                    link.settimeout(PATIENCE)
                    link.connect(("127.0.0.1", port))
                for link in links:
                    link.sendall(GET)
                for link in links:
                    assert (await asyncio.to_thread(link.recv, 65536)).startswith(b"HTTP/1.1 200")
            finally:
                for link in links:
                    link.close()

    run(main())


@pytest.mark.portable
@pytest.mark.parametrize("portable", ["0", "1"])
def test_streams_that_are_due_come_before_a_crowd_that_connects(portable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection takes half of the time between two chunks of a stream, which must not wait for all of them: counted
    in connections, because a busy machine takes its own time.
    """
    monkeypatch.setenv("CHUNKTAPE_PORTABLE", portable)
    app = app_of(interaction([(10 * read, read, b"x", END) for read in range(1, 10_000)]))
    made, step = WireProtocol.connection_made, WireStream.due
    since = 0
    waits: list[int] = []  # for each connection, how many came before it since the stream's last step

    def slow(self: WireProtocol, transport: Any) -> None:
        nonlocal since
        waits.append(since)
        since += 1
        made(self, transport)
        time.sleep(0.005)

    def due(self: WireStream, now: int) -> int | None:
        nonlocal since
        since = 0
        return step(self, now)

    async def main() -> None:
        async with serving(app) as url:
            client = await (await connect(url)).send()
            await client.until(b"\r\n\r\n")
            monkeypatch.setattr(WireProtocol, "connection_made", slow)
            monkeypatch.setattr(WireStream, "due", due)
            links = [socket.create_connection(("127.0.0.1", int(url.rsplit(":", 1)[1]))) for _ in range(100)]
            await until(lambda: len(waits) == 100)
            for link in links:
                link.close()
            client.close()
            assert max(waits) <= 5, waits

    run(main())
