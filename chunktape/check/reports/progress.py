"""One line on a terminal while a check runs: progress, runs, rate, failures, time left. Rules

- The line is redrawn at most ten times a second, never as wide as the terminal, and gone at the end.
- It is drawn with carriage returns and spaces only, which every terminal knows.
- The bar never goes back: where a failure brings more runs, it stands until they are made.
- Parts that do not fit are left out, the least important first.
"""

import shutil
import time
from collections.abc import Callable
from typing import Final, TextIO

from cassettes.messages import say
from cassettes.messages.columns import columns, fit
from chunktape.check.findings import Report

#: s between two drawings
_EVERY: Final = 0.1
#: s before the time left is shown
_SURE: Final = 1.0
_BAR: Final = 20


def share_of(report: Report) -> float:
    """How much of a check is done, from 0 to 0.99; 0 where it is not known how many runs there are."""
    return min(report.runs / report.planned, 0.99) if report.planned else 0.0


def line(report: Report, width: int, least: float = 0.0) -> str:
    """The progress of a check in less than `width` columns. `least`: the share that was shown before."""
    rate = report.runs / report.seconds if report.seconds else 0.0
    share = max(least, share_of(report)) if report.planned else 0.0
    left = report.seconds / share * (1 - share) if share and report.seconds > _SURE else None
    runs = say("{runs} runs", runs=report.runs)
    failures = say("failures {count}", count=len({one.verdict for one in report.findings}))  # not yet put together
    speed = say("{rate:.0f} a second", rate=rate)
    to_go = "" if left is None else say("{time} left", time=f"{int(left) // 60}:{int(left) % 60:02}")
    bar = f"[{'#' * int(share * _BAR):-<{_BAR}}]" if report.planned else ""
    for parts in (
        (bar, runs, speed, failures, to_go),
        (runs, speed, failures, to_go),
        (runs, failures, to_go),
        (runs,),
    ):
        text = "  ".join(filter(None, parts))
        if columns(text) < width:
            return text
    return fit(runs, max(width - 1, 1))


class Progress:
    """The line of a check on `stream`, a terminal. Call it with the report after each run, and `clear` at the end."""

    def __init__(
        self,
        stream: TextIO,
        clock: Callable[[], float] = time.perf_counter,
        width: Callable[[], int] = lambda: shutil.get_terminal_size().columns,
    ) -> None:
        self._stream, self._clock, self._width = stream, clock, width
        self._drawn = 0  # columns of the line that stands there
        self._next = 0.0
        self._share = 0.0  # the greatest so far

    def __call__(self, report: Report) -> None:
        """Draw the line, if it is time to."""
        now = self._clock()
        if now >= self._next:
            self._next = now + _EVERY
            self._share = max(self._share, share_of(report))
            self._draw(line(report, self._width(), self._share))

    def clear(self) -> None:
        """Erase the line."""
        if self._drawn:
            self._draw("")

    def _draw(self, text: str) -> None:
        taken = columns(text)
        try:
            self._stream.write(f"\r{text}{' ' * (self._drawn - taken)}" + ("\r" if not text else ""))
            self._stream.flush()
        except (OSError, ValueError):
            pass  # the terminal is gone: the check goes on
        self._drawn = taken
