import asyncio
import threading

import pytest

from player.journal import ticker
from player.journal.entry import Entry
from player.journal.ticker import LINES, Ticker
from tests.support.patience import PATIENCE


def entry(number: int) -> Entry:
    return Entry(number, 0, "", "GET", f"/{number}")


def test_lines_come_a_moment_later_in_order_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticker, "EVERY", 0.0)
    written: list[str] = []

    async def main() -> None:
        came = asyncio.Event()

        loop = asyncio.get_running_loop()

        def write(text: str) -> None:
            written.append(text)
            loop.call_soon_threadsafe(came.set)

        one = Ticker(lambda entry: entry.target, write, write)
        one.note(entry(1))
        one.note(entry(2))
        assert written == []
        await came.wait()
        came.clear()
        one.note(entry(3))
        await came.wait()
        one.flush()

    asyncio.run(asyncio.wait_for(main(), PATIENCE))
    assert written == ["/1\n/2", "/3"]


def test_what_nobody_could_read_is_counted() -> None:
    written: list[str] = []

    async def main() -> None:
        one = Ticker(lambda entry: entry.target, written.append, written.append)
        for number in range(LINES + 480):
            one.note(entry(number))
        one.flush()

    asyncio.run(main())
    lines = written[0].split("\n")
    assert lines[:-1] == [f"/{number}" for number in range(LINES)]
    assert "480" in lines[-1]


def test_a_console_that_takes_no_more_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-S, a mark in a Windows console, or a test that never reads its player's pipe."""
    monkeypatch.setattr(ticker, "EVERY", 0.0)
    written: list[str] = []
    blocked, goes_on = threading.Event(), threading.Event()

    def write(text: str) -> None:
        blocked.set()
        assert goes_on.wait(PATIENCE)
        written.append(text)

    async def main() -> None:
        one.note(entry(1))
        await asyncio.to_thread(blocked.wait, PATIENCE)
        for number in range(2, LINES + 10):
            one.note(entry(number))
            await asyncio.sleep(0)
        assert written == []
        goes_on.set()

    one = Ticker(lambda entry: entry.target, write, write)
    asyncio.run(asyncio.wait_for(main(), PATIENCE))
    one.flush()
    assert written[0] == "/1"
    assert "\n".join(written).startswith("\n".join(f"/{number}" for number in range(1, LINES + 2)))
    assert "8" in written[-1].split("\n")[-1]


def test_warnings_are_written_by_the_thread_behind_the_lines_and_the_latest_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`--max-late` warns once a second: a console that takes nothing for an hour holds neither streams nor lines."""
    monkeypatch.setattr(ticker, "EVERY", 0.0)
    written: list[tuple[str, str, bool]] = []
    blocked, goes_on = threading.Event(), threading.Event()

    def note(where: str, text: str) -> None:
        blocked.set()
        assert goes_on.wait(PATIENCE)
        written.append((where, text, threading.current_thread() is threading.main_thread()))

    one = Ticker(lambda entry: entry.target, lambda text: note("out", text), lambda text: note("err", text))

    async def main() -> None:
        one.warn("late")
        one.note(entry(1))
        await asyncio.to_thread(blocked.wait, PATIENCE)
        for number in range(LINES + 5):
            one.warn(f"later {number}")
        goes_on.set()

    asyncio.run(asyncio.wait_for(main(), PATIENCE))
    one.flush()
    assert written[:2] == [("out", "/1", False), ("err", "late", False)]
    assert [text for _, text, _ in written[2:]] == ["\n".join(f"later {number}" for number in range(5, LINES + 5))]


def test_the_live_row_stands_below_the_lines_and_goes_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticker, "LOOK", 0.0)
    monkeypatch.setattr(ticker, "EVERY", 0.0)
    written: list[str] = []
    row = "你 1"

    async def main() -> None:
        nonlocal row
        came = asyncio.Event()
        loop = asyncio.get_running_loop()

        def write(text: str) -> None:
            written.append(text)
            loop.call_soon_threadsafe(came.set)

        async def until(text: str) -> None:
            while written[-1:] != [text]:
                came.clear()
                await came.wait()

        one = Ticker(lambda entry: entry.target, write, write)
        one.follow(lambda: row, write)
        await until("你 1")
        one.note(entry(7))
        while "/7" not in written:
            came.clear()
            await came.wait()
        await until("你 1")
        row = "2"
        await until("2")
        row = ""
        await until("\r   \r")
        row = "3"
        await until("3")
        one.flush()

    asyncio.run(asyncio.wait_for(main(), PATIENCE))
    over, shorter = "\r      \r", "\r   \r"  # with two columns for the terminal's ^C
    assert written == ["你 1", over, "/7", "你 1", over, "2", shorter, "3", shorter]
