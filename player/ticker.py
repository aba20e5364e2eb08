"""The lines of requests that are over, printed when nobody waits for it. Rules

- A line is made and written a moment after its request, not in the middle of the streams: 500 that end at once would
  make each other 15 ms late.
- At most `LINES` lines are written per `EVERY`; nobody reads more. The rest are counted in one line.
- `flush` writes what is left at the end.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from cassettes.messages import say
from player.journal import Entry

EVERY: Final = 0.05
LINES: Final = 20


class Ticker:
    """`line` makes the text of an entry, `write` prints lines."""

    def __init__(self, line: Callable[[Entry], str], write: Callable[[str], None]) -> None:
        self._line = line
        self._write = write
        self._waiting: list[Entry] = []
        self._more = 0
        self._timer: asyncio.TimerHandle | None = None

    def note(self, entry: Entry) -> None:
        """A request is over; called in the event loop."""
        if len(self._waiting) < LINES:
            self._waiting.append(entry)
            if self._timer is None:
                self._timer = asyncio.get_running_loop().call_later(EVERY, self._tick)
        else:
            self._more += 1

    def _tick(self) -> None:
        self._timer = None
        self.flush()

    def flush(self) -> None:
        """Print what waits, now."""
        lines = [self._line(entry) for entry in self._waiting]
        if self._more:
            lines.append(say("player.more-requests", count=self._more))
        self._waiting, self._more = [], 0
        if lines:
            self._write("\n".join(lines))
