"""Garbage collection off the hot path, only in processes that are ours. Rules

- Objects loaded at the start are frozen: the collector never visits them again.
- Full collections run only while no stream is due within 50 ms, and at the latest when about 140,000 objects have come
  since the last one (30 MB): the fast lane leaves nothing to collect, so that a load test is not interrupted.
"""

import asyncio
import gc
from typing import Final

from cassettes.clock import MS
from player.player import Player

QUIET: Final = 50 * MS
_NEVER: Final = 1_000_000
#: collections of the middle generation take 0.3 ms each while connections come; with the usual 10, 1 ms
_MIDDLE: Final = 3
#: collections of the middle generation (each about 2,800 surviving objects) after which a full one must run
MOST: Final = 50


def tune() -> None:
    """Freeze what is loaded and leave full collections to `collect_when_idle`."""
    gc.collect()
    gc.freeze()  # a full collection with 1,000 streams took 20-40 ms: the largest single cause of late chunks
    young, _, _ = gc.get_threshold()
    gc.set_threshold(young, _MIDDLE, _NEVER)


async def collect_when_idle(player: Player, every: float = 1.0) -> None:
    """Collect garbage while no stream is due, for as long as the task lives. `every` in s."""
    before = player.journal.counts["requests"]
    while True:
        await asyncio.sleep(every)
        requests = player.journal.counts["requests"]
        if requests == before and not player.active:
            continue  # nothing has happened since
        if player.idle(QUIET) or gc.get_count()[2] >= MOST:
            gc.collect()
            before = requests
