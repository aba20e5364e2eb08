"""Garbage collection off the hot path, only in processes that are ours. Rules

- What was loaded is frozen: it is never looked through again. A full collection takes 20-40 ms with 1,000 streams,
  and was the largest single cause of late chunks where it was measured.
- Full collections run only while no stream is due within 50 ms, and once a minute whatever happens.
"""

import asyncio
import gc
from typing import Final

from cassettes.clock import MS
from player.runtime import Player

QUIET: Final = 50 * MS
_NEVER: Final = 1_000_000
#: collections of the middle generation took 1 ms each while connections came, with the usual 10; 0.3 ms so
_MIDDLE: Final = 3


def tune() -> None:
    """Freeze what is loaded and leave full collections to `collect_when_idle`."""
    gc.collect()
    gc.freeze()
    young, _, _ = gc.get_threshold()
    gc.set_threshold(young, _MIDDLE, _NEVER)


async def collect_when_idle(player: Player, every: float = 1.0, forced: int = 60) -> None:
    """Collect where it disturbs nobody, for as long as the task lives. `every` in s; `forced`: rounds without a quiet
    one.
    """
    rounds = 0
    before = player.journal.counts["requests"]
    while True:
        await asyncio.sleep(every)
        rounds += 1
        requests = player.journal.counts["requests"]
        if requests == before and not player.active:
            continue  # nothing has happened since
        if player.idle(QUIET) or rounds >= forced:
            gc.collect()
            rounds, before = 0, requests
