"""One connection's reads, whoever waits beside it, and those that are kept."""

import asyncio
import socket
from collections.abc import Callable

import pytest

from network.loops import loop_factory
from recorder.upstream import connections
from recorder.upstream.connections import LARGE, MAX_IDLE, MAX_IDLE_NS, Connection, Pool
from tests.support.patience import PATIENCE
from tests.support.waiting import until

LOOPS: tuple[Callable[[], asyncio.AbstractEventLoop], ...] = (asyncio.new_event_loop, loop_factory())
SIZE = 400_000


class _User:
    """Notes the size of each read and the round of the loop in which it came; `all` is set with the last byte."""

    def __init__(self, first: Callable[[], None]) -> None:
        self._first = first
        self.reads: list[tuple[int, int]] = []
        self.round, self.size = 0, 0
        self.all = asyncio.Event()
        asyncio.get_running_loop().call_soon(self._turn)

    def _turn(self) -> None:
        self.round += 1
        if not self.all.is_set():
            asyncio.get_running_loop().call_soon(self._turn)

    def upstream_sent(self, at_ns: int) -> None: ...
    def upstream_eof(self, at_ns: int, *, whole: bool) -> None: ...
    def upstream_lost(self, error: Exception, at_ns: int) -> None: ...

    def upstream_data(self, data: bytes, at_ns: int) -> None:
        if not self.reads:
            self._first()
        self.reads.append((len(data), self.round))
        self.size += len(data)
        if self.size == SIZE:
            self.all.set()


async def _read(first: Callable[[Connection], None] = lambda one: None) -> _User:
    """What a user saw of `SIZE` bytes that were there at once; `first` is called in the first read."""
    running = asyncio.get_running_loop()
    ours, theirs = socket.socketpair()
    theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4 << 20)
    theirs.setblocking(False)
    one = Connection(Pool())
    user = one.user = _User(lambda: first(one))
    sending = asyncio.ensure_future(running.sock_sendall(theirs, bytes(SIZE)))
    await asyncio.sleep(0)
    await one.open(ours)
    await asyncio.wait_for(asyncio.gather(sending, user.all.wait()), PATIENCE)
    one.close()
    theirs.close()
    return user


@pytest.mark.parametrize("loop", LOOPS, ids=("asyncio", "ours"))
def test_behind_a_large_read_the_others_have_their_turn(loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
    with asyncio.Runner(loop_factory=loop) as runner:
        reads = runner.run(_read()).reads
    large = [turn for size, turn in reads if size >= LARGE]
    assert len(set(large)) == len(large) > 0


@pytest.mark.parametrize("loop", LOOPS, ids=("asyncio", "ours"))
def test_a_connection_that_was_paused_is_not_read_on_by_itself(loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
    resumed: list[int] = []

    def pause(one: Connection) -> None:
        one.pause()
        asyncio.get_running_loop().call_later(0.02, resume, one)

    def resume(one: Connection) -> None:
        assert isinstance(one.user, _User)
        resumed.append(one.user.round)
        one.resume()

    with asyncio.Runner(loop_factory=loop) as runner:
        reads = runner.run(_read(pause)).reads
    assert reads[0][0] >= LARGE
    assert reads[1][1] >= resumed[0]


def test_a_pool_keeps_so_many_connections_and_for_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        pool, made, others = Pool(), list[Connection](), list[socket.socket]()
        for _ in range(MAX_IDLE + 1):
            ours, theirs = socket.socketpair()
            others.append(theirs)
            made.append(Connection(pool))
            await made[-1].open(ours)
        for one in made:
            pool.give(one)
        assert [one.transport.is_closing() for one in made] == [False] * MAX_IDLE + [True]
        latest = made[MAX_IDLE - 1]
        assert pool.take() is latest
        pool.give(latest)
        old = max(one.idle_since for one in made[: MAX_IDLE - 1])
        monkeypatch.setattr(connections, "now_ns", lambda: old + MAX_IDLE_NS)
        latest.idle_since = old + 1
        assert pool.take() is latest
        assert pool.take() is None
        assert all(one.transport.is_closing() for one in made if one is not latest)
        latest.close()
        for other in others:
            other.close()

    asyncio.run(asyncio.wait_for(main(), PATIENCE))


def test_bytes_that_belong_to_no_request_end_an_idle_connection() -> None:
    async def main() -> None:
        pool = Pool()
        ours, theirs = socket.socketpair()
        one = Connection(pool)
        await one.open(ours)
        pool.give(one)
        theirs.sendall(b"HTTP/1.1 408 Request Timeout\r\n\r\n")
        await until(lambda: one.transport.is_closing() or not one.stale)  # the loop has read them
        assert one.transport.is_closing()
        assert pool.take() is None
        theirs.close()

    asyncio.run(asyncio.wait_for(main(), PATIENCE))
