"""Time under control for the player's tests: a clock that is set by hand and a timer that fires when it passes."""

from collections.abc import Callable

from player.stream.scheduler import Scheduler


class Clockwork:
    """A clock, a timer and the scheduler that they drive."""

    def __init__(self) -> None:
        self.now = 0
        self.armed: int | None = None
        self.arms: list[int] = []
        self.closed = False
        self._fire: Callable[[], None] = lambda: None
        self.scheduler = Scheduler(self._make, lambda: self.now, near=0)

    def _make(self, fire: Callable[[], None]) -> "Clockwork":
        self._fire = fire
        return self

    def arm(self, at: int) -> None:
        self.armed = at
        self.arms.append(at)

    def disarm(self) -> None:
        self.armed = None

    def close(self) -> None:
        self.closed = True

    def run_until(self, at: int) -> None:
        """Let time pass up to `at`, firing whenever the armed time has come."""
        while self.armed is not None and self.armed <= at:
            self.now = max(self.now, self.armed)
            self._fire()
        self.now = at
