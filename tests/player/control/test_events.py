"""The journal as it happens, over real connections, and read by a client that is not ours."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from player.app import PlayerApp
from player.control import events
from player.journal.feed import KEPT, READERS
from player.library.library import Library
from player.server.server import serving
from player.settings import Settings
from tests.support.asgi import ask
from tests.support.patience import PATIENCE
from tests.support.recordings import END, cassette, interaction
from tests.support.schema import checked
from tests.support.sockets import connect, run
from tests.support.waiting import until

pytestmark = pytest.mark.wire

BODY = "data: 你\n\ndata: b\n\n".encode()
PATH = "/@chunktape/journal/events"


def app_of(*interactions: Any, **config: Any) -> PlayerApp:
    return PlayerApp(Library([cassette(*(interactions or (interaction([(0, 0, BODY, END)]),)))]), Settings(**config))


class Follower:
    """Reads the stream with httpx; each event is held against the schema."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines
        self.last = ""

    async def next(self, *names: str) -> tuple[str, dict[str, Any]]:
        """The next event, of these names if any are given."""
        name = data = ""
        async for line in self._lines:
            if line.startswith("id: "):
                self.last = line[4:]
            elif line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: "):
                data = line[6:]
            elif not line and name:
                found = checked(f"events/{name}", json.loads(data))
                if not names or name in names:
                    return name, found
                name = ""
        return "", {}


class Following:
    """`async with Following(url, headers) as follower`."""

    def __init__(self, url: str, **headers: str) -> None:
        self._client = httpx.AsyncClient(timeout=PATIENCE, trust_env=False)
        self._stream = self._client.stream("GET", url + PATH, headers=headers)

    async def __aenter__(self) -> Follower:
        response = await self._stream.__aenter__()
        assert response.headers["content-type"].startswith("text/event-stream")
        return Follower(response.aiter_lines())

    async def __aexit__(self, *error: object) -> None:
        await self._stream.__aexit__(None, None, None)
        await self._client.aclose()


async def play(url: str, target: str = "/a") -> None:
    async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as client:
        await client.get(url + target)


def test_all_that_happens_is_told_in_order() -> None:
    slow = interaction(
        [(0, 0, b"first", END), (300, 1, b"second", END), (3_600_000, 2, b"never", END)], target=b"/slow"
    )
    app = app_of(interaction([(0, 0, BODY, END)]), slow)

    async def main() -> None:
        async with serving(app) as url, Following(url) as follower:
            name, hello = await follower.next()
            assert (name, hello["resumed"], hello["lost"], hello["active"]) == ("hello", False, None, [])
            await play(url, "/@utf8+gap,ms=0/a")
            told = [await follower.next("begun", "playing", "ended") for _ in range(3)]
            assert [one for one, _ in told] == ["begun", "playing", "ended"]
            assert told[1][1]["outcome"] == "active"
            assert told[2][1]["plan"].startswith("utf8")
            await ask(app, "/@chunktape/observed", "POST", b'{"request": 1, "lengths": [7, 4]}')
            assert (await follower.next())[1]["request"] == 1
            await play(url, "/nothing")
            assert [(await follower.next())[0] for _ in range(2)] == ["begun", "missed"]
            await ask(app, "/@chunktape/settings", "POST", b'{"spec": "speed,x=2"}')
            name, settings = await follower.next()
            assert (name, settings["all"]["speed"]) == ("settings", "2")
            client = await (await connect(url)).send(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
            streams = [(await follower.next("progress"))[1]["streams"][0]]
            while streams[-1][1] < 11:  # a busy machine may send both pieces between two of these events
                streams.append((await follower.next("progress"))[1]["streams"][0])
            assert [one[:3] for one in streams] in ([[3, 5, 1], [3, 11, 2]], [[3, 11, 2]])
            client.close()
            assert (await follower.next())[1]["bytes"] == 11
            await ask(app, "/@chunktape/reset", "POST")
            assert await follower.next() == ("reset", {})
            app.player.stop()
            assert await follower.next() == ("bye", {})
            assert await follower.next() == ("", {}), "and the stream ends"

    run(main())


def test_a_reader_that_returns_gets_what_it_missed_or_how_much_is_gone() -> None:
    app = app_of()

    async def main() -> None:
        async with serving(app) as url:
            async with Following(url) as follower:
                await play(url)
                while (await follower.next())[0] != "ended":
                    pass
                last = follower.last
            for _ in range(2):
                await ask(app)
            async with Following(url, **{"Last-Event-ID": last}) as follower:
                _, hello = await follower.next()
                assert (hello["resumed"], hello["lost"]) == (True, 0)
                told = [await follower.next() for _ in range(6)]
                assert [(name, one["number"]) for name, one in told] == [
                    *((name, 2) for name in ("begun", "playing", "ended")),
                    *((name, 3) for name in ("begun", "playing", "ended")),
                ]
            for _ in range(KEPT):
                app.player.journal.feed.note("reset", {})
            async with Following(url, **{"Last-Event-ID": last}) as follower:
                assert (await follower.next())[1]["lost"] == 6
                assert (await follower.next())[0] == "reset"
            for other in ("", "nonsense", "1-2", last + "9" * 20, f"{last.partition('-')[0]}-{10**9}"):
                async with Following(url, **{"Last-Event-ID": other}) as follower:
                    assert (await follower.next())[1]["resumed"] is False

    run(main())


def test_who_is_under_way_is_told_first() -> None:
    app = app_of(interaction([(0, 0, b"first", END), (3_600_000, 1, b"never", END)]))

    async def main() -> None:
        async with serving(app) as url:
            await (await (await connect(url)).send()).until(b"first\r\n")
            async with Following(url) as follower:
                _, hello = await follower.next()
                assert [one["number"] for one in hello["active"]] == [1]

    run(main())


def test_a_reader_that_does_not_read_delays_nobody_and_takes_no_memory() -> None:
    app = app_of()

    async def main() -> None:
        async with serving(app) as url:
            reader = await (await connect(url)).send(f"GET {PATH} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            await reader.until(b"event: hello")
            for _ in range(20):
                for _ in range(2 * KEPT):  # in one turn of the loop: half of them are gone before anybody is told
                    app.player.journal.feed.note("library", {"text": "x" * 500, "cassettes": 1, "interactions": 1})
                await play(url)
            assert len(app.player.journal.feed.behind(0, 10**6)[1]) <= KEPT
            await reader.until(b"event: lost")

    run(main())


def test_there_are_so_many_readers_and_no_more() -> None:
    app = app_of()

    async def main() -> None:
        async with serving(app) as url:
            readers = [
                await (await connect(url)).send(f"GET {PATH} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
                for _ in range(READERS)
            ]
            for one in readers:
                await one.until(b"event: hello")
            refused = await ask(app, PATH)
            assert refused.status == 429
            assert checked("error", refused.json())["error"]["code"] == "too-many"
            readers[0].close()

            def free() -> bool:
                news = app.player.journal.feed.join()
                if news is not None:
                    app.player.journal.feed.leave(news)
                return news is not None

            await until(free)

    run(main())


def test_silence_is_broken_by_a_comment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "ALIVE", 0.05)
    app = app_of()

    async def main() -> None:
        async with serving(app) as url:
            reader = await (await connect(url)).send(f"GET {PATH} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            await reader.until(b": alive\n\n")
            await until(lambda: app.player.journal.active == 0)
            await reader.until(b": alive\n\n")

    run(main())


def test_head_is_answered_at_once() -> None:
    answer = asyncio.run(ask(app_of(), PATH, "HEAD"))

    assert (answer.status, answer.body) == (200, b"")


def test_a_page_elsewhere_reads_nothing() -> None:
    answer = asyncio.run(ask(app_of(), PATH, headers={"Origin": "https://evil.example"}))

    assert answer.status == 403
