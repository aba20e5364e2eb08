"""A reset that takes no byte with it: pure, but for the wire. Rules

- A TCP reset throws away what the next hop has not acknowledged, wherever that waits. So it is sent once everything
  before it was acknowledged, where the system tells that (Linux); elsewhere once the transport has handed over all.
- It is looked at again after 1 ms, and each time after twice as long, 64 ms at most: a client that reads slowly keeps
  a reset waiting, as it keeps bytes waiting.
"""

from collections.abc import Callable
from typing import Final

from cassettes.clock import MS
from player.wire.wire import Wire

_LONGEST: Final = 64 * MS


class Resetting:
    """What the scheduler steps until the reset of `wire` may go; then `reset` is called, once."""

    __slots__ = ("_failed", "_pause", "_reset", "_wire")

    def __init__(self, wire: Wire, reset: Callable[[], None], failed: Callable[[Exception], None]) -> None:
        self._wire = wire
        self._reset, self._failed = reset, failed
        self._pause = MS

    def due(self, now: int) -> int | None:
        """Reset, or look again later (ns)."""
        if not self._wire.untaken:
            self._reset()
            return None
        later = now + self._pause
        self._pause = min(2 * self._pause, _LONGEST)
        return later

    def failed(self, error: Exception) -> None:
        """A step raised: the stream ends."""
        self._failed(error)
