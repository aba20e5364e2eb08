"""The fast lane: requests that came before, byte for byte, need no parsing and no matching. Rules

- The lane remembers the results of the slow lane (`player.replay.endpoint`) for a request: its target, its settings,
  its subject. The whole request is the key, so nothing that could matter is left out. Whose turn it is, the plan and
  the journal are the same code for both lanes, and run for every request.
- Only requests that came alone in one read, and that a recording answered over a wire, are remembered; a request with
  `Expect` never is.
- A request that needs more than playing (a miss, a library that was loaded again) goes through the slow lane.
- All requests that have arrived are read before the first is answered, and a few are answered at a time: more where the
  streams' turns are long, or a request would wait for seconds while the streams had all the time.
- It remembers at most `REQUESTS` requests, and `BYTES` bytes with everything made for them; the oldest are dropped
  first.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final

from player.replay.asked import Asked
from player.wire.wire import Wire

REQUESTS: Final = 2000
BYTES: Final = 32 << 20
#: requests that are answered, at least, before the loop looks for others and for streams that are due
STARTS: Final = 8


class Lane:
    """The requests that are remembered. `play` answers one of them through a wire, or returns False. `owed`: ns that
    requests may take now, for the time that the streams had.
    """

    def __init__(self, play: Callable[[Asked, Wire], bool], owed: Callable[[], int] = lambda: 0) -> None:
        self._play = play
        self._owed = owed
        #: the request, and the bytes that are counted for it
        self._known: dict[bytes, tuple[Asked, int]] = {}
        self._bytes = 0
        #: requests that came this way
        self.answered = 0
        self._starts: deque[tuple[Asked, Wire, bytes]] = deque()

    def __len__(self) -> int:
        return len(self._known)

    def remember(self, whole: bytes | None, asked: Asked) -> None:
        """The request `whole` was answered by a recording; None: it can't be known again."""
        if whole is None:
            return
        asked.forget_body()
        cost = len(whole) + asked.weight
        if cost > BYTES // 8:
            return
        self._forget(whole)
        self._known[whole] = (asked, cost)
        self._bytes += cost
        while len(self._known) > REQUESTS or self._bytes > BYTES:
            self._forget(next(iter(self._known)))

    def _forget(self, whole: bytes) -> None:
        _, cost = self._known.pop(whole, (None, 0))
        self._bytes -= cost

    def find(self, data: bytes) -> Asked | None:
        """The request `data`, if it is known."""
        known = self._known.get(data)
        return known[0] if known is not None else None

    def enter(self, asked: Asked, wire: Wire, data: bytes, loop: asyncio.AbstractEventLoop) -> None:
        """Answer `data` through `wire` soon."""
        self._starts.append((asked, wire, data))
        if len(self._starts) == 1:
            loop.call_soon(self._start, loop)

    def _start(self, loop: asyncio.AbstractEventLoop) -> None:
        # a request's time is that of its reading: with 500 in the same instant the last one was read 8 ms late when
        # each was answered before the next was read, and 1 ms so
        try:
            at_least = STARTS
            while self._starts and (at_least or self._owed()):
                at_least = max(0, at_least - 1)
                self._answer(*self._starts.popleft())
        finally:
            if self._starts:
                loop.call_soon(self._start, loop)

    def _answer(self, asked: Asked, wire: Wire, data: bytes) -> None:
        wire.version, wire.keep_alive = asked.request.version, asked.keep_alive
        try:
            if self._play(asked, wire):
                self.answered += 1
            else:
                wire.slow_lane(data)
        except Exception:  # as in the scheduler: an error ends this one, and never another
            wire.close()
