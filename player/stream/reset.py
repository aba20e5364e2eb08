"""A reset of one stream, as the scheduler steps it: it takes no byte with it (`network.reset`)."""

from collections.abc import Callable

from network.reset import looks
from player.wire.wire import Wire


class Resetting:
    """What the scheduler steps until the reset of `wire` may go; then `reset` is called, once."""

    __slots__ = ("_failed", "_looks", "_reset")

    def __init__(self, wire: Wire, reset: Callable[[], None], failed: Callable[[Exception], None]) -> None:
        self._looks = looks(wire.unacknowledged)
        self._reset, self._failed = reset, failed

    def due(self, now: int) -> int | None:
        """Reset, or look again later (ns)."""
        pause = next(self._looks, None)
        if pause is None:
            self._reset()
            return None
        return now + pause

    def failed(self, error: Exception) -> None:
        """A step raised: the stream ends."""
        self._failed(error)
