"""Work that takes too long for the event loop, done in the threads of one player (`network.work`)."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from cassettes.model import Interaction
from network.work import MAKING, Cost, Where, where

T = TypeVar("T")


def cost_of(one: Interaction) -> Cost:
    """The cost of going through a recording once."""
    return Cost(bytes=len(one.body), chunks=len(one.chunks))


class Background:
    """Two threads, each begun when it is first needed."""

    def __init__(self) -> None:
        self._threads: dict[Where, ThreadPoolExecutor] = {}

    async def run(self, make: Callable[[], T], cost: Cost, limit: Cost = MAKING) -> T:
        """The result of `make()`, which costs `cost`: made in this call up to `limit`, else in a thread."""
        place = where(cost, limit)
        if place is Where.HERE:
            return make()
        if place not in self._threads:
            self._threads[place] = ThreadPoolExecutor(1, f"chunktape-{place.value}")
        return await asyncio.get_running_loop().run_in_executor(self._threads[place], make)

    def close(self) -> None:
        """End the threads; their present work is dropped."""
        for thread in self._threads.values():
            thread.shutdown(wait=False, cancel_futures=True)
        self._threads.clear()
