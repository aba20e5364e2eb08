"""Prints the lines of finished requests without delaying a stream. Rules

- A line is made and written a moment after its request: 500 streams that end at once would make each other 15 ms late.
- A thread writes, because a stopped terminal, or a pipe that nobody reads, may block for hours. The text is made on the
  loop: a thread that computes holds Python's lock, and each write of a stream would wait for it.
- Warnings go to standard error behind the lines, by the same thread.
- At most `LINES` lines are written per `EVERY`, as many as a person can read. The rest are counted in one line; of
  warnings the latest are kept.
- In a terminal the last row is live and shows what is being played. It is overwritten, and lines come above it.
- `flush` writes what is left at the end.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Final

from cassettes.messages import say
from cassettes.messages.columns import columns
from player.journal.entry import Entry

EVERY: Final = 0.05
LINES: Final = 20
#: seconds between two updates of the live row
LOOK: Final = 0.2
#: columns behind the live row in which a terminal shows ^C
CTRL_C: Final = 2
#: (text for standard output, text for standard error, the live row)
_Given = tuple[str, str, str]


class Ticker:
    """`line` makes the text of an entry, `write` prints lines, `write_error` those of warnings."""

    def __init__(
        self, line: Callable[[Entry], str], write: Callable[[str], None], write_error: Callable[[str], None]
    ) -> None:
        self._line = line
        self._write, self._write_error = write, write_error
        self._waiting: list[Entry] = []
        self._warnings: deque[str] = deque(maxlen=LINES)
        self._more = 0
        self._timer: asyncio.TimerHandle | None = None
        self._thread: threading.Thread | None = None
        self._given: SimpleQueue[_Given | None] = SimpleQueue()
        #: whether the thread has written everything
        self._idle = True
        self._row: Callable[[], str] = str
        self._write_row: Callable[[str], None] = lambda _: None
        #: (the live row on the screen, its columns and those behind it)
        self._shown, self._columns = "", 0

    def note(self, entry: Entry) -> None:
        """A request is over; called in the event loop."""
        if len(self._waiting) < LINES:
            self._waiting.append(entry)
            self._soon()
        else:
            self._more += 1

    def warn(self, text: str) -> None:
        """A line for standard error; called in the event loop."""
        self._warnings.append(text)
        self._soon()

    def follow(self, row: Callable[[], str], write_row: Callable[[str], None]) -> None:
        """Keep a live row from now on: `row` gives its text, empty for none, and `write_row` prints without a line
        end.
        """
        self._row, self._write_row = row, write_row
        asyncio.get_running_loop().call_later(LOOK, self._look)

    def _look(self) -> None:
        """Show the row again if it has changed; nothing is added while the thread waits for a terminal."""
        if self._idle and self._row() != self._shown:
            self._give()
        asyncio.get_running_loop().call_later(LOOK, self._look)

    def flush(self) -> None:
        """Print what waits, now; called when the loop has ended."""
        if self._thread is not None:
            self._given.put(None)
            self._thread.join()
            self._thread = None
        self._row = str
        self._print(*self._take())

    def _soon(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(EVERY, self._tick)

    def _tick(self) -> None:
        self._timer = None
        if not self._idle:
            self._soon()
            return
        self._give()

    def _give(self) -> None:
        """Let the thread write what waits."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="chunktape-console", daemon=True)
            self._thread.start()
        self._idle = False
        self._given.put(self._take())

    def _take(self) -> _Given:
        lines = [self._line(entry) for entry in self._waiting]
        if self._more:
            lines.append(say("... requests ended in the same moment, not shown: {count}", count=self._more))
        warnings = "\n".join(self._warnings)
        self._waiting, self._more = [], 0
        self._warnings.clear()
        return "\n".join(lines), warnings, self._row()

    def _run(self) -> None:
        while (given := self._given.get()) is not None:
            try:
                self._print(*given)
            except (OSError, ValueError):  # the reader of the output is gone; the streams go on
                pass
            self._idle = True

    def _print(self, lines: str, warnings: str, row: str) -> None:
        if self._shown:
            self._write_row("\r" + " " * self._columns + "\r")
        self._shown = ""
        if lines:
            self._write(lines)
        if warnings:
            self._write_error(warnings)
        if row:
            self._write_row(row)
            self._shown, self._columns = row, columns(row) + CTRL_C
