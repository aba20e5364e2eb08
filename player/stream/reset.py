"""A stream's TCP reset, as the scheduler steps it: it waits until no byte would be lost (`network.reset`)."""

from collections.abc import Callable

from network.reset import looks
from player.wire.wire import Wire


class Resetting:
    """Stepped by the scheduler until the reset of `wire` may be sent; then `reset` is called, once."""

    __slots__ = ("_failed", "_looks", "_reset")

    def __init__(self, wire: Wire, reset: Callable[[], None], failed: Callable[[Exception], None]) -> None:
        self._looks = looks(wire.unacknowledged)
        self._reset, self._failed = reset, failed

    def due(self, now: int) -> int | None:
        """Reset now, or return when to check again (ns)."""
        pause = next(self._looks, None)
        if pause is None:
            self._reset()
            return None
        return now + pause

    def failed(self, error: Exception) -> None:
        """A step raised: the stream ends."""
        self._failed(error)
