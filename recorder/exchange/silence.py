"""A response without an end of its own is over once its upstream was silent for long enough. Rules

- A client that has sent its next request waits for this end, so the silence is short. Where nothing follows, it is
  long.
- While the client may still send a request, the response goes on.
"""

import asyncio
from collections.abc import Callable
from typing import Final

#: s of silence where the next request waits already, and where nothing follows
SILENCE: Final = 3.0
LONG_SILENCE: Final = 30.0


class Silence:
    """Calls `over` when nothing came for long enough. `last`: the client's request was to be the last one."""

    def __init__(self, over: Callable[[], None], *, last: bool) -> None:
        self._over = over
        self._seconds = LONG_SILENCE if last else None
        self._timer: asyncio.TimerHandle | None = None

    def client_asks(self) -> None:
        """The client sent bytes of its next request."""
        self._seconds = SILENCE

    def nothing_follows(self) -> None:
        """The client will send no further request on this connection."""
        self._seconds = self._seconds or LONG_SILENCE

    def begin(self) -> None:
        """A byte came: the silence begins anew."""
        self.end()
        if self._seconds is not None:
            self._timer = asyncio.get_running_loop().call_later(self._seconds, self._over)

    def end(self) -> None:
        """Stop waiting."""
        if self._timer is not None:
            self._timer.cancel()
