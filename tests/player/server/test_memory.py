import asyncio
import gc

import pytest

from cassettes.clock import now_ns
from network.loops import loop_factory
from player.app import PlayerApp
from player.library.library import Library
from player.player import Player
from player.server import memory
from player.server.server import serving
from player.settings import Settings
from player.wire.wire import Wire
from tests.support.patience import PATIENCE
from tests.support.recordings import cassette, interaction
from tests.support.sockets import GET, connect


def test_tuning_freezes_and_leaves_full_collections_to_us() -> None:
    before = gc.get_threshold()
    try:
        memory.tune()
        assert gc.get_freeze_count() > 0
        assert gc.get_threshold()[0] == before[0]
        assert gc.get_threshold()[2] > 100_000
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


@pytest.mark.parametrize(
    ("busy", "requests", "objects", "collected"),
    [
        pytest.param(False, 1, 0, True, id="quiet"),
        pytest.param(True, 1, memory.MOST - 1, False, id="busy"),
        pytest.param(True, 1, memory.MOST, True, id="busy-and-much-has-come"),
        pytest.param(False, 0, memory.MOST, False, id="nothing-happened"),
    ],
)
def test_it_collects_in_quiet_moments_and_when_it_must(
    busy: bool, requests: int, objects: int, collected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    player = Player(Library([cassette(interaction())]), Settings(), now_ns)
    collections = 0

    def collect() -> int:
        nonlocal collections
        collections += 1
        return 0

    async def main() -> None:
        rounds = 0
        over = asyncio.Event()
        sleep = asyncio.sleep

        async def round_over(seconds: float) -> None:
            nonlocal rounds
            rounds += 1
            if rounds == 2:  # what happens before the first round is what it starts from
                player.journal.counts["requests"] += requests
            if rounds == 4:
                over.set()
            await sleep(0)

        monkeypatch.setattr(asyncio, "sleep", round_over)
        task = asyncio.ensure_future(memory.collect_when_idle(player))
        await asyncio.wait_for(over.wait(), PATIENCE)
        task.cancel()

    monkeypatch.setattr(player, "idle", lambda at_least: not busy)
    monkeypatch.setattr(gc, "collect", collect)
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, objects))
    asyncio.run(main())

    assert collections == int(collected)


@pytest.mark.wire
def test_connections_in_the_fast_lane_leave_no_cycle_behind() -> None:
    app = PlayerApp(Library([cassette(interaction())]), Settings())

    async def ask(url: str) -> None:
        client = await connect(url)
        await client.send(GET)
        await client.until(b"0\r\n\r\n")
        client.close()

    async def main() -> None:
        async with serving(app) as url:
            await ask(url)  # in the slow lane
            gc.collect()
            gc.set_debug(gc.DEBUG_SAVEALL)
            for _ in range(10):
                await ask(url)
            assert app.lane.answered == 10
        gc.collect()

    try:
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            runner.run(main())
        assert sum(isinstance(one, Wire) for one in gc.garbage) <= 1  # that of the slow lane
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
