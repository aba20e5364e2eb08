"""Requests that need reading, matching and planning take turns. Rules

- In one round of the event loop `AT_ONCE` of them are worked on: 500 in the same instant (0.1 ms each) delay a stream
  under way only by a few of them. Where the streams' turns are long, there are as many as that time is enough for: with
  more streams than the core carries a request would wait for seconds.
- They are served in order of arrival. Without a crowd no request waits.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final

from cassettes.clock import MS

AT_ONCE: Final = 4
#: ns of work on one request
EACH: Final = MS // 10


class Crowd:
    """Gives turns to requests. Await `take` before the work begins. `owed`: as in `player.replay.lane`."""

    def __init__(self, owed: Callable[[], int] = lambda: 0) -> None:
        self._owed = owed
        self._loop: asyncio.AbstractEventLoop | None = None
        self._left = AT_ONCE
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._counting = False

    async def take(self) -> None:
        """Wait for a turn."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:  # a new loop begins without waiting requests
            self._loop, self._counting, self._waiting = loop, False, deque()
        if not self._counting:
            self._counting, self._left = True, AT_ONCE
            loop.call_soon(self._next, loop)
        if self._left:
            self._left -= 1
            return
        turn = loop.create_future()
        self._waiting.append(turn)
        await turn

    def _next(self, loop: asyncio.AbstractEventLoop) -> None:
        """The next round of the loop: let a few more begin."""
        whole = self._left = max(AT_ONCE, self._owed() // EACH)
        while self._left and self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():  # the client left, and its task was cancelled
                turn.set_result(None)
                self._left -= 1
        self._counting = self._left < whole or bool(self._waiting)
        if self._counting:
            loop.call_soon(self._next, loop)
