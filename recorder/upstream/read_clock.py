"""One time for all reads that the event loop found at once. Rules

- What one look at the sockets found had come before that look: the first read's time is the truest for all of them. The
  clock read anew for each would count what the reads before it took, some 50 us each.
- It holds until the loop looks again: `call_soon` runs before that, on every loop.
"""

import asyncio

from cassettes.clock import now_ns


class ReadClock:
    """The time of this round of the running loop."""

    def __init__(self) -> None:
        self._at: int | None = None

    def now(self) -> int:
        """ns at which the first of this round's reads began."""
        if self._at is None:
            self._at = now_ns()
            asyncio.get_running_loop().call_soon(self._over)
        return self._at

    def _over(self) -> None:
        self._at = None
