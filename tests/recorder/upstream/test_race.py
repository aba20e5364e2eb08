"""Which address wins, when the next one is tried, and that only one socket stays."""

import asyncio
import contextlib
import itertools
import socket
import sys
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.clock import MS, now_ns
from network.loops import loop_factory
from recorder.upstream import race
from recorder.upstream.race import Address, Tried, connect, interleaved, resolve
from tests.support.patience import PATIENCE
from tests.support.peers.addresses import descriptors, listening, refusing, silent, v4, v6
from tests.support.waiting import until

Loop = Callable[[], asyncio.AbstractEventLoop]
LOOPS: tuple[Loop, ...] = (asyncio.new_event_loop, loop_factory())
REFUSED = "Connection refused"
T = TypeVar("T")

wire = pytest.mark.wire
both = pytest.mark.parametrize("loop", LOOPS, ids=("asyncio", "ours"))
linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, and a full queue is silent there")


def run(loop: Loop, main: Callable[[], Awaitable[T]]) -> T:
    async def limited() -> T:
        return await asyncio.wait_for(main(), PATIENCE)

    with asyncio.Runner(loop_factory=loop) as runner:
        return runner.run(limited())


def test_families_take_turns_and_the_resolver_says_who_begins() -> None:
    a, b, c = v4("192.0.2.1", 1), v4("192.0.2.2", 1), v4("192.0.2.3", 1)
    six = v6(1)
    assert interleaved([a, b, c, six]) == [a, six, b, c]
    assert interleaved([six, a, b]) == [six, a, b]
    assert interleaved([a, b]) == [a, b]
    assert interleaved([]) == []


@given(st.lists(st.tuples(st.sampled_from([2, 10]), st.integers(0, 9)), unique=True))
def test_law_every_address_once_and_each_family_in_its_order(pairs: list[tuple[int, int]]) -> None:
    given_ = [Address(family, (str(number), 1)) for family, number in pairs]
    found = interleaved(given_)
    assert sorted(found) == sorted(given_)
    assert found[:1] == given_[:1]
    for family in (2, 10):
        assert [one for one in found if one.family == family] == [one for one in given_ if one.family == family]
    smaller = min(sum(one.family == family for one in found) for family in (2, 10))
    head = found[: 2 * smaller]
    assert all(one.family != two.family for one, two in itertools.pairwise(head))


@wire
@linux
@both
def test_behind_a_silent_address_the_next_one_is_tried_and_only_the_winner_stays(loop: Loop) -> None:
    tried: Tried = {}

    async def main() -> int:
        before, began = descriptors(), now_ns()
        sock = await connect([v4("127.0.0.2", nothing), v4("127.0.0.1", port)], tried)
        took = now_ns() - began
        await until(lambda: len(descriptors() - before) == 1)
        assert sock.getpeername() == ("127.0.0.1", port)
        assert sock.gettimeout() == 0
        sock.close()
        assert not descriptors() - before
        return took

    with silent() as nothing, listening() as good:
        port = good.getsockname()[1]
        took = run(loop, main)
    assert took >= 245 * MS
    assert tried == {"127.0.0.2": "", "127.0.0.1": ""}


@wire
@both
def test_behind_an_address_that_refuses_the_next_one_is_tried_at_once(
    loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(race, "DELAY_SECONDS", 1000.0)
    tried: Tried = {}

    async def main() -> None:
        (await connect([v4("127.0.0.1", bad), v6(bad), v4("127.0.0.3", port)], tried)).close()

    with refusing() as bad, listening("127.0.0.3") as good:
        port = good.getsockname()[1]
        run(loop, main)
    assert tried["127.0.0.1"] == REFUSED
    assert tried["::1"]
    assert tried["127.0.0.3"] == ""


@wire
@linux
@both
def test_a_slow_address_may_still_win_while_later_ones_fail(loop: Loop) -> None:
    async def main() -> None:
        sock = socket.socket()
        attempt = asyncio.ensure_future(connect([v4("127.0.0.2", port), v4("127.0.0.1", bad)], tried))
        await until(lambda: tried.get("127.0.0.1") == REFUSED)
        assert not attempt.done()
        taken = []
        while not attempt.done():  # room for it, which it finds when it asks again; so do those that wait beside it
            with contextlib.suppress(BlockingIOError):
                taken.append(full.accept()[0])
            await asyncio.sleep(0.005)
        winner = await attempt
        assert winner.getpeername() == ("127.0.0.2", port)
        for one in (winner, *taken):
            one.close()
        sock.close()

    tried: Tried = {}
    with refusing() as bad, listening("127.0.0.2", backlog=0) as full:
        full.setblocking(False)
        port = full.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(("127.0.0.2", port))
        run(loop, main)
        for one in waiting:
            one.close()


@wire
@linux
@both
def test_of_two_that_connect_together_one_is_closed(loop: Loop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(race, "DELAY_SECONDS", 0.0)

    async def main() -> None:
        before = descriptors()
        for _ in range(50):
            sock = await connect([v4("127.0.0.1", port), v4("127.0.0.2", other)], {})
            sock.close()
        await until(lambda: not descriptors() - before)

    with listening(backlog=128) as one, listening("127.0.0.2", backlog=128) as two:
        port, other = one.getsockname()[1], two.getsockname()[1]
        run(loop, main)


@wire
@linux
@both
@pytest.mark.parametrize("seconds", [0.0, 0.05, 0.4])
def test_whoever_gives_up_leaves_no_socket_behind(loop: Loop, seconds: float) -> None:
    tried: Tried = {}

    async def main() -> None:
        before = descriptors()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(seconds):
                await connect([v4("127.0.0.2", nothing), v4("127.0.0.2", nothing)], tried)
        await until(lambda: not descriptors() - before)

    with silent() as nothing:
        run(loop, main)
    assert set(tried.values()) <= {""}


@wire
@linux
@both
def test_where_all_fail_each_one_says_why(loop: Loop) -> None:
    tried: Tried = {}

    async def main() -> None:
        with pytest.raises(OSError, match="Errno"):
            await connect([v4("127.0.0.1", bad), v4("127.0.0.4", bad), v6(bad)], tried)

    with refusing() as bad:
        run(loop, main)
    assert list(tried) == ["127.0.0.1", "::1", "127.0.0.4"]
    assert all(tried.values())
    assert tried["127.0.0.4"] == REFUSED


@wire
@both
def test_no_address_at_all(loop: Loop) -> None:
    async def main() -> None:
        with pytest.raises(OSError, match="no address"):
            await connect([], {})

    run(loop, main)


@wire
@both
def test_names_and_literals_are_resolved_each_address_once(loop: Loop) -> None:
    async def main() -> tuple[list[Address], list[Address]]:
        return await resolve("127.0.0.1", 80), await resolve("localhost", 80)

    literal, named = run(loop, main)
    assert literal == [v4("127.0.0.1", 80)]
    assert len(set(named)) == len(named) > 0
