"""Files that are replaced under a running player: what the next request gets, what is said, and what goes on."""

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cassettes import store
from cassettes.clock import MS
from cassettes.model import Header, Origin
from chunktape.shelf import open_library
from network.loops import loop_factory
from player.app import PlayerApp
from player.library import watch
from player.library.library import Library
from player.matching.subject import Ignored
from player.server.server import serving
from tests.support.asgi import ask
from tests.support.patience import PATIENCE
from tests.support.recordings import END, interaction
from tests.support.sockets import Client, connect

HEADER = Header("test", 0, Origin())


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each request looks; how often that is has a test of its own."""
    for name in ("EVERY", "SELDOM", "RECENT", "GONE", "RETRY"):
        monkeypatch.setattr(watch, name, 0)
    yield
    Client.close_all()


def whole(body: bytes, target: bytes = b"/a") -> bytes:
    return store.dumps(HEADER, [interaction([(0, 0, body, END)], target=target)])


def run(main: Awaitable[None]) -> None:
    async def within() -> None:
        await asyncio.wait_for(main, PATIENCE)

    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(within())


class Playing:
    """A player of these paths, and what it said."""

    def __init__(self, *paths: Path) -> None:
        self.app = PlayerApp(open_library(list(paths), "openai", Ignored()))
        self.said: list[str] = []
        self.app.player.library.listen(self.said.append)

    async def get(self, target: str = "/a") -> bytes:
        answer = await ask(self.app, target)
        return answer.body if answer.status == 200 else b"%d" % answer.status


def renamed(path: Path, data: bytes) -> None:
    new = path.with_suffix(".new")
    new.write_bytes(data)
    new.replace(path)


def rewritten(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def deleted_first(path: Path, data: bytes) -> None:
    path.unlink()
    path.write_bytes(data)


@pytest.mark.parametrize("write", [renamed, rewritten, deleted_first])
def test_a_file_that_was_replaced_is_served_anew_and_that_is_said_once(
    tmp_path: Path, write: Callable[[Path, bytes], None]
) -> None:
    path = tmp_path / "a.cassette"
    path.write_bytes(whole(b"one"))
    playing = Playing(path)

    async def main() -> None:
        assert await playing.get() == b"one"
        write(path, whole(b"two, longer"))
        assert [await playing.get() for _ in range(3)] == [b"two, longer"] * 3
        assert playing.said == ["a.cassette was replaced, and is served as it is now. Interactions: 1"]
        write(path, whole(b"tri, longer"))
        os.utime(path, ns=(1, 1))
        assert await playing.get() == b"tri, longer"
        assert len(playing.said) == 2

    run(main())


def test_a_file_that_is_only_touched_is_no_other_one(tmp_path: Path) -> None:
    path = tmp_path / "a.cassette"
    path.write_bytes(whole(b"one"))
    playing = Playing(path)

    async def main() -> None:
        served = playing.app.player.library.served
        os.utime(path, ns=(1, 1))
        assert await playing.get() == b"one"
        assert playing.app.player.library.served is served
        assert playing.said == []

    run(main())


@pytest.mark.parametrize("part", ["empty", "half", "junk", "flipped"])
def test_a_file_that_is_not_whole_keeps_the_old_one_and_says_so_once(tmp_path: Path, part: str) -> None:
    path = tmp_path / "a.cassette"
    path.write_bytes(whole(b"one"))
    playing = Playing(path)
    new = whole(b"two, longer")
    flipped = bytearray(new)
    flipped[len(new) // 2] ^= 0xFF
    partly = {"empty": b"", "half": new[: len(new) * 2 // 3], "junk": b"junk" * 99, "flipped": bytes(flipped)}[part]

    async def main() -> None:
        for at in range(3):
            path.write_bytes(partly)
            os.utime(path, ns=(at, at))
            assert await playing.get() == b"one"
        assert len(playing.said) == 1
        assert playing.said[0].startswith("a.cassette is not whole; the one before is served until it is.")
        path.write_bytes(new)
        assert await playing.get() == b"two, longer"
        assert len(playing.said) == 2

    run(main())


def test_a_large_file_that_comes_byte_by_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.cassette"
    path.write_bytes(whole(b"one"))
    playing = Playing(path)
    new = whole(b"two" * 50)

    async def main() -> None:
        for end in range(0, len(new), 7):
            path.write_bytes(new[:end])
            assert await playing.get() == b"one"
        path.write_bytes(new)
        assert await playing.get() == b"two" * 50
        assert len(playing.said) == 2

    run(main())


def test_a_named_file_that_is_gone_is_served_on(tmp_path: Path) -> None:
    path = tmp_path / "a.cassette"
    path.write_bytes(whole(b"one"))
    playing = Playing(path)

    async def main() -> None:
        path.unlink()
        assert [await playing.get() for _ in range(3)] == [b"one"] * 3
        assert playing.said == ["a.cassette is gone; what it had is served on."]
        path.write_bytes(whole(b"two"))
        assert await playing.get() == b"two"

    run(main())


def test_a_directory_gets_and_loses_files(tmp_path: Path) -> None:
    (tmp_path / "m.cassette").write_bytes(whole(b"m"))
    playing = Playing(tmp_path)

    async def main() -> None:
        assert await playing.get("/b") == b"404"
        (tmp_path / "b.cassette").write_bytes(whole(b"b", b"/b"))
        (tmp_path / "notes.md").write_text("no cassette")
        assert await playing.get("/b") == b"b"
        (tmp_path / "bad.cassette").write_bytes(b"junk")
        assert [await playing.get() for _ in range(2)] == [b"m"] * 2
        (tmp_path / "m.cassette").unlink()
        assert await playing.get() == b"404"
        (tmp_path / "bad.cassette").write_bytes(whole(b"good by now"))
        assert await playing.get() == b"good by now"
        first, second, third, fourth = playing.said
        assert first == "b.cassette is new, and is served. Interactions: 1"
        assert second.startswith("left out: ")
        assert third == "m.cassette is gone, and served no more."
        assert fourth == "bad.cassette is new, and is served. Interactions: 1"
        assert [file.name for file in playing.app.player.library.files] == ["b.cassette", "bad.cassette"]

    run(main())


def test_files_keep_their_order_and_their_turns(tmp_path: Path) -> None:
    for name in "bd":
        (tmp_path / f"{name}.cassette").write_bytes(whole(name.encode()))
    playing = Playing(tmp_path)

    async def main() -> None:
        assert [await playing.get() for _ in range(3)] == [b"b", b"d", b"b"]
        keys = {one.name: one.key for one in playing.app.player.library.recordings}
        for name in "ac":
            (tmp_path / f"{name}.cassette").write_bytes(whole(name.encode()))
        got = [await playing.get() for _ in range(4)]
        assert sorted(got) == [b"a", b"b", b"c", b"d"]
        found = playing.app.player.library.recordings
        assert [one.name[0] for one in found] == ["a", "b", "c", "d"]
        assert {one.name: one.key for one in found if one.name in keys} == keys

    run(main())


def test_an_edited_answer_is_another_stream(tmp_path: Path) -> None:
    path = tmp_path / "ANSWER.md"
    path.write_text("first words", "utf-8")
    playing = Playing(path)

    async def get() -> bytes:
        return (await ask(playing.app, "/v1/chat/completions", "POST", b"{}", {"X-Chunktape": "speed,x=max"})).body

    async def main() -> None:
        assert b"first" in await get()
        path.write_text("你好 second", "utf-8")
        assert b"second" in await get()
        path.write_text("", "utf-8")
        assert b"second" in await get()
        path.write_bytes(b"\xff\xfe no text")
        assert b"second" in await get()
        path.write_text("third", "utf-8")
        assert b"third" in await get()
        assert [line.partition(" is not whole")[0] for line in playing.said] == [
            "ANSWER.md was replaced, and is served as it is now. Interactions: 1",
            "ANSWER.md",
            "ANSWER.md was replaced, and is served as it is now. Interactions: 1",
        ]

    run(main())


@pytest.mark.wire
def test_the_fast_lane_forgets_and_a_stream_under_way_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.cassette"
    rows = [(0, 0, b"first", END), (300, 1, b"second", END)]
    path.write_bytes(store.dumps(HEADER, [interaction(rows)]))
    playing = Playing(path)

    async def main() -> None:
        async with serving(playing.app) as url:
            one, other = await connect(url), await connect(url)
            for _ in range(2):
                await one.send()
                await one.until(b"0\r\n\r\n")
            assert playing.app.lane.answered == 1
            await one.send()
            await one.until(b"first\r\n")
            renamed(path, whole(b"anew"))
            await other.send()
            assert b"anew" in await other.until(b"0\r\n\r\n")
            assert await one.until(b"0\r\n\r\n") == b"6\r\nsecond\r\n0\r\n\r\n"
            assert playing.app.lane.answered == 2
            for _ in range(2):
                await one.send()
                assert b"anew" in await one.until(b"0\r\n\r\n")
            assert playing.app.lane.answered == 4

    run(main())


def test_reading_is_done_in_a_thread_and_goes_on_when_its_request_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.cassette"
    path.write_bytes(whole(b"one"))
    reading, goes_on, threads = threading.Event(), threading.Event(), list[bool]()
    load = store.load

    def slow(path: Any) -> Any:
        threads.append(threading.current_thread() is threading.main_thread())
        reading.set()
        assert goes_on.wait(PATIENCE)
        return load(path)

    library = Library.open([path])
    given = watch.Given(path, slow)
    library.watch([given])
    path.write_bytes(whole(b"two, longer"))

    async def main() -> None:
        first = asyncio.ensure_future(library.refresh())
        assert await asyncio.to_thread(reading.wait, PATIENCE)
        assert library.grown, "the next request waits for it"
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        goes_on.set()
        await library.refresh()
        assert library.recordings[0].interaction.body == b"two, longer"

    run(main())
    assert threads == [False]


def test_looking_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "EVERY", 20 * MS)
    path = tmp_path / "a.cassette"
    path.write_bytes(whole(b"one"))
    library, now, looks = Library.open([path]), [0], list[Path]()
    watching = watch.Watch([watch.Given(path, store.load)], library.files, lambda: now[0])
    real = watch.stamp_of

    def counted(path: Path) -> watch.Stamp | None:
        looks.append(path)
        return real(path)

    monkeypatch.setattr(watch, "stamp_of", counted)
    for now[0] in range(0, 100 * MS, MS):
        assert not watching.news()
    assert len(looks) == 5
    path.write_bytes(whole(b"two, longer"))
    assert not watching.news()
    now[0] = 100 * MS
    assert watching.news()
