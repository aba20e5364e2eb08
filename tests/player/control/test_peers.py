"""What one worker says of all: two players on loopback that know each other, asked over real connections."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest

from player.app import PlayerApp
from player.control import peers
from player.library.library import Library
from player.player import Player
from player.server.server import serving
from player.settings import Settings
from tests.support.patience import PATIENCE
from tests.support.peers.addresses import listening
from tests.support.recordings import END, cassette, interaction
from tests.support.schema import checked
from tests.support.sockets import run
from tests.support.waiting import until

pytestmark = pytest.mark.wire

BODY = "data: 你\n\ndata: b\n\n".encode()
EVENTS = "/@chunktape/journal/events?worker=all"


@dataclass
class Both:
    """Two workers, by their URLs."""

    apps: list[PlayerApp]
    urls: list[str]
    client: httpx.AsyncClient

    async def get(self, worker: int, path: str, **headers: str) -> httpx.Response:
        return await self.client.get(f"{self.urls[worker - 1]}/@chunktape/{path}", headers=headers)

    async def play(self, worker: int) -> int:
        answer = await self.client.get(self.urls[worker - 1] + "/@utf8/a")
        return int(answer.headers["X-Chunktape-Request"])


def address(url: str) -> tuple[str, int]:
    host, _, port = url.removeprefix("http://").partition(":")
    return host, int(port)


def meet(player: Player, *peers: tuple[str, int]) -> None:
    """The workers listen at `peers`, as is known once they do."""
    player.settings = replace(player.settings, peers=peers)


@asynccontextmanager
async def both() -> AsyncIterator[Both]:
    apps = [
        PlayerApp(Library([cassette(interaction([(0, 0, BODY, END)]))]), Settings(worker=number, workers=2))
        for number in (1, 2)
    ]
    async with (
        serving(apps[0]) as first,
        serving(apps[1]) as second,
        httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as client,
    ):
        for app in apps:
            meet(app.player, address(first), address(second))
        yield Both(apps, [first, second], client)


def test_a_number_says_which_worker_has_the_request_and_each_finds_it() -> None:
    async def main() -> None:
        async with both() as two:
            assert [await two.play(worker) for worker in (1, 2, 2, 1)] == [1, 2, 4, 3]
            for number in (1, 2, 3, 4):
                seen = [(await two.get(worker, f"journal/{number}")).json() for worker in (1, 2)]
                assert seen[0] == seen[1]
                assert checked("request", seen[0])["entry"]["number"] == number
                assert seen[0]["worker"] == {"number": 2 - number % 2, "of": 2}
                repeats = [(await two.get(worker, f"requests/{number}")).json() for worker in (1, 2)]
                assert repeats[0] == repeats[1]
                assert repeats[0]["target"] == "/a"
            for wrong in ("6", "0", "x", "9" * 20, "2%0d%0aHost:%20x"):
                assert (await two.get(1, f"journal/{wrong}")).status_code == 404
            report = {"request": 2, "lengths": [7]}
            told = await two.client.post(two.urls[0] + "/@chunktape/observed", json=report)
            assert checked("reported", told.json())["worker"] == {"number": 2, "of": 2}
            assert (await two.get(1, "journal/2")).json()["observed"]["pieces"] == [[None, 7]]

    run(main())


def test_a_worker_is_asked_by_its_number() -> None:
    async def main() -> None:
        async with both() as two:
            await two.play(2)
            for worker in (1, 2):
                for path in ("health", "journal", "coverage"):
                    told = (await two.get(worker, f"{path}?worker=2")).json()
                    assert checked(path, told)["worker"] == {"number": 2, "of": 2}
                assert 'worker="2"' in (await two.get(worker, "metrics?worker=2")).text
                head = await two.client.head(f"{two.urls[worker - 1]}/@chunktape/health?worker=2")
                assert (head.status_code, head.content) == (200, b"")
            for wrong in ("3", "0", "all", "-1", "x", "²"):
                told = await two.get(1, f"health?worker={wrong}")
                assert (told.status_code, checked("error", told.json())["error"]["code"]) == (404, "no-worker")
            assert (await two.client.post(two.urls[0] + "/@chunktape/reset?worker=2")).json()["worker"]["number"] == 2
            assert (await two.get(2, "journal")).json()["entries"] == []

    run(main())


def test_who_may_ask_is_decided_before_a_question_goes_on() -> None:
    async def main() -> None:
        async with both() as two:
            await two.play(2)
            for path in ("journal/2", "requests/2", "journal?worker=2", "journal/events?worker=all"):
                assert (await two.get(1, path, origin="https://elsewhere.example")).status_code == 403
            own = await two.get(1, "journal/2", origin="http://localhost:3000")
            assert own.headers["access-control-allow-origin"] == "http://localhost:3000"
            private = await two.get(1, "requests/2", origin="http://localhost:3000")
            assert private.status_code == 403, "another page, even of this machine, reads no recording"

    run(main())


def test_another_worker_speaks_the_language_of_the_client() -> None:
    async def main() -> None:
        async with both() as two:
            for spoken, words in (("zh-CN", "请求日志里没有第 2 个请求"), ("en", "Request 2 is not in the journal")):
                told = await two.get(1, "journal/2", **{"accept-language": spoken})
                error = checked("error", told.json())["error"]
                assert (told.status_code, error["code"], error["worker"]["number"]) == (404, "no-request", 2)
                assert words in error["message"]

    run(main())


def test_a_worker_that_does_not_answer_is_said() -> None:
    async def main() -> None:
        async with both() as two:
            for app in two.apps:
                meet(app.player, address(two.urls[0]), ("127.0.0.1", 1))
            told = await two.get(1, "journal/2")
            assert (told.status_code, checked("error", told.json())["error"]["code"]) == (503, "no-worker")
            assert "Worker 2 does not answer" in told.json()["error"]["message"]

    run(main())


@asynccontextmanager
async def begins(answer: bytes) -> AsyncIterator[tuple[str, int]]:
    """The address of a worker that sends `answer` on each connection, and then nothing until it is closed."""

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await reader.read()
        writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()


def test_a_worker_that_is_connected_and_says_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "ANSWERED", 0.05)

    async def main() -> None:
        half = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n{"
        with listening() as stopped:
            async with both() as two, begins(half) as torn:
                for other in (stopped.getsockname(), torn):
                    meet(two.apps[0].player, address(two.urls[0]), other)
                    for path in ("journal/2", "health?worker=2"):
                        told = await two.get(1, path)
                        assert (told.status_code, checked("error", told.json())["error"]["code"]) == (503, "no-worker")

    run(main())


def test_a_worker_whose_events_stop_without_an_end_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "ANSWERED", 0.05)
    event = b"id: x-1\nevent: reset\ndata: {}\n\n"
    head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"

    async def own() -> AsyncIterator[bytes]:
        await asyncio.Event().wait()
        yield b""

    async def first(other: tuple[str, int], count: int) -> list[bytes]:
        player = PlayerApp(Library([]), Settings(worker=1, workers=2)).player
        meet(player, ("127.0.0.1", 1), other)
        found = list[bytes]()
        async with asyncio.timeout(PATIENCE), aclosing(peers.merged(player, own(), 0.05)) as parts:  # type: ignore[type-var]
            async for part in parts:
                found.append(part)
                if len(found) == count:
                    break
        return found

    async def main() -> None:
        gone = b'event: gone\ndata: {"worker": {"number": 2, "of": 2}}\n\n'
        with listening() as stopped:
            assert await first(stopped.getsockname(), 1) == [gone]
        monkeypatch.setattr(peers, "ANSWERED", PATIENCE)
        async with begins(head + b"%x\r\n%b\r\n" % (len(event), event)) as silent:
            assert await first(silent, 2) == [event.removeprefix(b"id: x-1\n"), gone]

    run(main())


def test_the_events_of_all_workers_are_one_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "AGAIN", 0.05)
    found: list[tuple[str, Any]] = []
    lines: list[str] = []

    async def follow(two: Both) -> None:
        async with two.client.stream("GET", two.urls[0] + EVENTS, headers={"Last-Event-ID": "x-1"}) as answer:
            name = ""
            async for line in answer.aiter_lines():
                lines.append(line)
                if line.startswith("event: "):
                    name = line[7:]
                elif line.startswith("data: "):
                    found.append((name, checked(f"events/{name}", json.loads(line[6:]))))

    def count(name: str) -> int:
        return sum(one == name for one, _ in found)

    async def main() -> None:
        async with both() as two:
            reading = asyncio.ensure_future(follow(two))
            await until(lambda: count("hello") == 2)
            assert {told["worker"]["number"] for name, told in found if name == "hello"} == {1, 2}
            for worker in (1, 2, 2):
                await two.play(worker)
            await until(lambda: count("ended") == 3)
            assert {told["number"] for name, told in found if name == "ended"} == {1, 2, 4}
            assert not any(line.startswith("id:") for line in lines)
            # a worker that is gone is said, and heard again when it is back
            meet(two.apps[0].player, address(two.urls[0]), ("127.0.0.1", 1))
            two.apps[1].player.journal.feed.close()
            await until(lambda: count("gone") >= 2)
            assert next(told for name, told in found if name == "gone") == {"worker": {"number": 2, "of": 2}}
            two.apps[1].player.journal.feed.open()
            meet(two.apps[0].player, address(two.urls[0]), address(two.urls[1]))
            await until(lambda: count("hello") == 3)
            # a reader that leaves holds no place at either worker
            reading.cancel()
            while any(app.player.journal.feed._readers for app in two.apps):
                for worker in (1, 2):  # with CHUNKTAPE_PORTABLE=1 a reader that left is noticed at the second write
                    await two.play(worker)

    run(main())
