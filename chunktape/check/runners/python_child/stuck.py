"""The client's own line at which a watched run is stuck that never comes back. Rules

- A thread answers in the place of the client's, where that has not come back after `_PATIENCE`: `lost` and `where`.
- The loop is in the innermost frame of the client that is not left while the thread looks: the innermost `while`, else
  the innermost `for`, around the lines that come by there. Where the text has none, it is the first of these lines.
- What lets no other thread run, such as a regular expression, has no line: it is ended by the one who asks.
"""

import ast
import linecache
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from .trace import callers, is_own

#: s for a run; s between two looks, and how many there are
_PATIENCE = 1.0
_MOMENT = 0.005
_LOOKS = 40


def _lines() -> dict[FrameType, int]:
    """The client's frames in the main thread, the innermost first, and the line that each runs."""
    frames = callers(sys._current_frames()[threading.main_thread().ident or 0])  # noqa: SLF001 - it is documented
    return {frame: frame.f_lineno for frame in frames if is_own(frame)}


def _where() -> str:
    """`file:line`, or nothing."""
    looks = [_lines()]
    for _ in range(_LOOKS):
        time.sleep(_MOMENT)
        looks.append(_lines())
    left = next((frame for frame in looks[0] if all(frame in one for one in looks)), None)
    if left is None:
        return ""
    file, lines = left.f_code.co_filename, [one[left] for one in looks]
    return f"{file}:{_loop(file, min(lines), max(lines))}"


def _loop(file: str, first: int, last: int) -> int:
    """The line at which the loop around these lines begins; else the first of them."""
    try:
        tree = ast.parse("".join(linecache.getlines(file)))
    except SyntaxError:
        return first
    loops = [one for one in ast.walk(tree) if isinstance(one, ast.While | ast.For | ast.AsyncFor)]
    around = [one for one in loops if one.lineno <= first and last <= (one.end_lineno or 0)]
    return max(((isinstance(one, ast.While), one.lineno) for one in around), default=(False, first))[1]


class Watch:
    """Watches the run that begins now; `answer` takes the answer where it does not come back."""

    def __init__(self, answer: Callable[[dict[str, Any]], None]) -> None:
        self._answer = answer
        self._one = threading.Lock()  # who has it answers
        self._timer = threading.Timer(_PATIENCE, self._look)
        self._timer.daemon = True
        self._timer.start()

    def _look(self) -> None:
        where = _where()
        if self._one.acquire(blocking=False):
            self._answer({"said": [], "asked": True, "lost": "hang", "where": where})

    def ends(self) -> bool:
        """Whether the run came back, and is the one to answer."""
        self._timer.cancel()
        return self._one.acquire(blocking=False)
