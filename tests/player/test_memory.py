import asyncio
import gc

import pytest

from cassettes.clock import now_ns
from player import memory
from player.config import Config
from player.library import Library
from player.runtime import Player
from tests.player.recordings import cassette, interaction


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


@pytest.mark.parametrize(("busy", "requests", "collected"), [(False, 1, True), (True, 1, False), (False, 0, False)])
def test_it_collects_in_quiet_moments_after_something_happened(
    busy: bool, requests: int, collected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    player = Player(Library([cassette(interaction())]), Config(), now_ns, None)
    done = asyncio.Event()
    rounds = 0

    def idle(at_least: int) -> bool:
        nonlocal rounds
        rounds += 1
        if rounds == 3:
            done.set()
        return not busy

    async def main() -> None:
        player.idle = idle  # type: ignore[method-assign]
        task = asyncio.ensure_future(memory.collect_when_idle(player, every=0.001, forced=10**9))
        await asyncio.sleep(0)
        player.journal.counts["requests"] += requests
        waiting = asyncio.ensure_future(done.wait() if busy else seen.wait() if collected else asyncio.sleep(0.05))
        await asyncio.wait_for(waiting, 30)
        task.cancel()

    seen = asyncio.Event()
    monkeypatch.setattr(gc, "collect", seen.set)
    asyncio.run(main())

    assert seen.is_set() is collected
