import asyncio
import sys

import pytest

from cassettes.clock import MS, now_ns
from player.stream.timers import Timer, TimerDescriptor, WaitingThread, make_timer
from tests.support.patience import PATIENCE

KINDS = [
    pytest.param(
        TimerDescriptor, marks=pytest.mark.skipif(sys.platform != "linux", reason="timer descriptors are Linux's")
    ),
    WaitingThread,
]


@pytest.mark.portable
@pytest.mark.parametrize("kind", KINDS)
def test_it_fires_after_each_armed_time_and_never_before(kind: type[TimerDescriptor] | type[WaitingThread]) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        fired: asyncio.Queue[int] = asyncio.Queue()

        def fire() -> None:
            timer.disarm()
            fired.put_nowait(now_ns())

        timer: Timer = kind(loop, fire)
        try:
            for wait in (0, MS // 10, 3 * MS, 30 * MS):
                at = now_ns() + wait
                timer.arm(at)
                assert await asyncio.wait_for(fired.get(), PATIENCE) >= at
        finally:
            timer.close()

    asyncio.run(main())


@pytest.mark.parametrize("kind", KINDS)
def test_an_earlier_time_replaces_a_later_one(kind: type[TimerDescriptor] | type[WaitingThread]) -> None:
    async def main() -> None:
        fired = asyncio.Event()

        def fire() -> None:
            timer.disarm()
            fired.set()

        timer: Timer = kind(asyncio.get_running_loop(), fire)
        try:
            timer.arm(now_ns() + 3600 * 1000 * MS)
            timer.arm(now_ns() + 5 * MS)
            await asyncio.wait_for(fired.wait(), PATIENCE)
        finally:
            timer.close()

    asyncio.run(main())


@pytest.mark.parametrize("kind", KINDS)
def test_it_can_be_closed_twice_and_behind_its_loop(kind: type[TimerDescriptor] | type[WaitingThread]) -> None:
    loop = asyncio.new_event_loop()
    timer = kind(loop, lambda: None)
    timer.arm(now_ns() + 3600 * 1000 * MS)
    loop.close()
    timer.close()
    timer.close()


def test_the_portable_switch_gives_the_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNKTAPE_PORTABLE", "1")
    loop = asyncio.new_event_loop()
    timer = make_timer(loop, lambda: None)

    assert isinstance(timer, WaitingThread)
    timer.close()
    loop.close()
