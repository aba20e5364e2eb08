"""When a response without an end of its own is over: once its upstream was silent for long enough. Rules

- A client that asks for the next thing waits for this end: the silence is short. Where nothing follows, it is long.
- While the client may still ask, the response goes on.
"""

import asyncio
from collections.abc import Callable
from typing import Final

#: s of silence where the client waits for the next thing already, and where nothing follows
SILENCE: Final = 3.0
LONG_SILENCE: Final = 30.0


class Silence:
    """Calls `over` when nothing came for long enough. `last`: the client said that it asks for nothing more."""

    def __init__(self, over: Callable[[], None], *, last: bool) -> None:
        self._over = over
        self._seconds = LONG_SILENCE if last else None
        self._timer: asyncio.TimerHandle | None = None

    def client_asks(self) -> None:
        """The client sent bytes behind its request."""
        self._seconds = SILENCE

    def nothing_follows(self) -> None:
        """Nobody will ask for anything behind this response."""
        self._seconds = self._seconds or LONG_SILENCE

    def begin(self) -> None:
        """The silence begins, or begins anew: a byte came."""
        self.end()
        if self._seconds is not None:
            self._timer = asyncio.get_running_loop().call_later(self._seconds, self._over)

    def end(self) -> None:
        """Wait no longer."""
        if self._timer is not None:
            self._timer.cancel()
