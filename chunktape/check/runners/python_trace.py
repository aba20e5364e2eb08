"""What a Python client's own code does in a traced run; beside `python_host.py`, by its path, and it imports nothing of
ours. Rules

- `mark(kind, key, where)`: the name of an exception that was raised, at the innermost line of the client; `U+FFFD`
  where a variable or result has one first; `ran` for each line, once; `gave` where the function that is called gave a
  value.
- Only frames that `is_own` are traced.
"""

import sys
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any

_REPLACED = "\ufffd"
#: characters of what tells the same event of two runs
_LONGEST = 80
#: how iterators end
_ENDS = (StopIteration, StopAsyncIteration, GeneratorExit)


class Trace:
    """Traces the client from `with` to its end. `giver`: the code of the function that is called with each piece."""

    def __init__(self, mark: Callable[[str, str, str], None], is_own: Callable[[FrameType], bool]) -> None:
        self._mark, self._is_own = mark, is_own
        self.giver: CodeType | None = None
        self._lines: dict[FrameType, int] = {}  # the line that each frame runs
        self._seen: set[str] = set()
        self._raised: BaseException | None = None

    def __enter__(self) -> "Trace":
        sys.settrace(self._called)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)
        self._lines.clear()

    def _called(self, frame: FrameType, event: str, arg: Any) -> Any:
        return self._goes_on if self._is_own(frame) else None

    def _goes_on(self, frame: FrameType, event: str, arg: Any) -> Any:
        at = f"{frame.f_code.co_filename}:{frame.f_lineno}:1"
        if event == "exception":
            error = arg[1]
            if error is not self._raised and not isinstance(error, _ENDS):
                self._raised = error
                self._mark(type(error).__name__, str(error)[:_LONGEST], _line(at))
            return self._goes_on
        before = self._lines.get(frame)
        if before is not None:
            self._look([*frame.f_locals.values(), arg if event == "return" else None], frame, before)
        if event == "line":
            self._lines[frame] = frame.f_lineno
            if at not in self._seen:
                self._seen.add(at)
                self._mark("ran", "", at)
        elif event == "return":
            self._lines.pop(frame, None)
            if arg is not None and frame.f_code is self.giver:
                self._mark("gave", "", at)
        return self._goes_on

    def _look(self, values: list[Any], frame: FrameType, line: int) -> None:
        for value in values:
            if isinstance(value, str) and _REPLACED in value:
                key = f"U+FFFD {value[:_LONGEST]}"
                if key not in self._seen:
                    self._seen.add(key)
                    self._mark("U+FFFD", value[:_LONGEST], f"{frame.f_code.co_filename}:{line}")


def _line(place: str) -> str:
    return place.rpartition(":")[0]
