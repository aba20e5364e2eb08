"""One time for all reads that the event loop found at once. Rules

- All bytes that one poll of the sockets found had arrived before that poll, so the first read's time is the truest for
  all of them. Reading the clock anew for each would add the time of the reads before it, some 50 us each.
- The time holds until the loop polls again: `call_soon` runs before that, on every loop.
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
