"""The reads that the loop found together have one time, those of the next round another."""

import asyncio
import socket
from collections.abc import Callable
from itertools import count

import pytest

from network.loops import loop_factory
from recorder.upstream import read_clock as turn
from recorder.upstream.read_clock import ReadClock

#: the standard one, and the one that this platform's commands use
LOOPS: tuple[Callable[[], asyncio.AbstractEventLoop], ...] = (asyncio.new_event_loop, loop_factory())


@pytest.fixture(autouse=True)
def _ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that is later with every look at it."""
    ticks = count(1)
    monkeypatch.setattr(turn, "now_ns", lambda: next(ticks))


@pytest.mark.parametrize("loop", LOOPS, ids=("asyncio", "ours"))
def test_one_round_has_one_time(loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
    async def rounds() -> list[int]:
        one, seen = ReadClock(), []
        for _ in range(3):
            seen += [one.now(), one.now()]
            await asyncio.sleep(0)
        return seen

    with asyncio.Runner(loop_factory=loop) as runner:
        assert runner.run(rounds()) == [1, 1, 2, 2, 3, 3]


class _Reads(asyncio.Protocol):
    """Notes the turn's time of each read; `enough` is set when two have come."""

    def __init__(self, one: ReadClock, times: list[int], enough: asyncio.Event) -> None:
        self._turn, self._times, self._enough = one, times, enough

    def data_received(self, data: bytes) -> None:
        self._times.append(self._turn.now())
        if len(self._times) % 2 == 0:
            self._enough.set()


@pytest.mark.parametrize("loop", LOOPS, ids=("asyncio", "ours"))
def test_sockets_that_are_readable_together(loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
    async def read_twice() -> list[int]:
        one, times, enough = ReadClock(), list[int](), asyncio.Event()
        running, pairs = asyncio.get_running_loop(), [socket.socketpair() for _ in range(2)]
        transports = [
            (await running.create_connection(lambda: _Reads(one, times, enough), sock=ours))[0] for ours, _ in pairs
        ]
        for _ in range(2):
            enough.clear()
            for _, theirs in pairs:
                theirs.send(b"x")
            await enough.wait()
        for transport, (_, theirs) in zip(transports, pairs, strict=True):
            transport.abort()
            theirs.close()
        return times

    with asyncio.Runner(loop_factory=loop) as runner:
        assert runner.run(read_twice()) == [1, 1, 2, 2]
