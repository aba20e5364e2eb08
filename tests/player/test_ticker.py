import asyncio

import pytest

from player import ticker
from player.journal import Entry
from player.ticker import LINES, Ticker


def entry(number: int) -> Entry:
    return Entry(number, 0, "", "GET", f"/{number}")


def test_lines_come_a_moment_later_in_order_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticker, "EVERY", 0.0)
    written: list[str] = []

    async def main() -> None:
        came = asyncio.Event()

        def write(text: str) -> None:
            written.append(text)
            came.set()

        one = Ticker(lambda entry: entry.target, write)
        one.note(entry(1))
        one.note(entry(2))
        assert written == []
        await came.wait()
        came.clear()
        one.note(entry(3))
        await came.wait()
        one.flush()

    asyncio.run(asyncio.wait_for(main(), 30))
    assert written == ["/1\n/2", "/3"]


def test_what_nobody_could_read_is_counted() -> None:
    written: list[str] = []

    async def main() -> None:
        one = Ticker(lambda entry: entry.target, written.append)
        for number in range(LINES + 480):
            one.note(entry(number))
        one.flush()

    asyncio.run(main())
    lines = written[0].split("\n")
    assert lines[:-1] == [f"/{number}" for number in range(LINES)]
    assert "480" in lines[-1]
