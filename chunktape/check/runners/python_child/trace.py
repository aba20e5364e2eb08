"""The client's own lines: in a stack, and in a traced run. Rules

- `mark(kind, key, where)`: the name of an exception that was raised, at the innermost line of the client; `U+FFFD`
  where a variable, an attribute of a method's object or a result has one first; `ran` for each line, once; `gave`
  where the function that is called gave a value.
- No code of the client is called to look at its values: a proxy that is bound to nothing raises.
- Only the client's own frames are traced, for a number of lines: a long stream that is read byte by byte is not traced
  to its end.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from types import CodeType, FrameType, MemberDescriptorType
from typing import Any

_REPLACED = "\ufffd"
_MADE = "U+FFFD"
#: characters of what tells the same event of two runs
_LONGEST = 80
#: lines that are traced; characters of a text that is looked through at each
_LINES = 200_000
_TEXT = 20_000
#: how iterators end
_ENDS = (StopIteration, StopAsyncIteration, GeneratorExit)


def callers(frame: FrameType | None) -> Iterator[FrameType]:
    """A frame and those that called it, the innermost first."""
    while frame is not None:
        yield frame
        frame = frame.f_back


def is_own(frame: FrameType) -> bool:
    """Whether a frame is the client's own: none of Python's, of a package, or of the modules of this folder."""
    file = frame.f_code.co_filename
    own = os.path.isabs(file) and os.path.dirname(file) != os.path.dirname(__file__) and "site-packages" not in file
    return own and not file.startswith(os.path.dirname(os.__file__))


def where(frames: Iterable[tuple[FrameType, int]]) -> str:
    """`file:line` of the first frame that is the client's own."""
    return next((f"{frame.f_code.co_filename}:{line}" for frame, line in frames if is_own(frame)), "")


def _values(frame: FrameType, result: Any) -> Iterator[Any]:
    """The variables of a frame, the attributes of the object whose method it is, and what it gives."""
    found = frame.f_locals
    yield from found.values()
    if frame.f_code.co_argcount:
        yield from _attributes(found.get(frame.f_code.co_varnames[0]))
    yield result


def _attributes(of: Any) -> list[Any]:
    """What an object keeps in its dictionary and its slots, without a call of its `__getattr__`."""
    slots = [one for kind in type(of).__mro__ for one in vars(kind).values() if type(one) is MemberDescriptorType]
    found: list[Any] = []
    for one in slots:
        with suppress(Exception):  # a slot that is not set
            found.append(one.__get__(of))
    with suppress(Exception):  # no dictionary, or a property of that name
        found += dict.values(object.__getattribute__(of, "__dict__"))
    return found


class Trace:
    """Traces the client from `with` to its end. `giver`: the code of the function that is called with each piece."""

    def __init__(self, mark: Callable[[str, str, str], None]) -> None:
        self._mark = mark
        self.giver: CodeType | None = None
        self._lines: dict[FrameType, int] = {}  # the line that each frame runs
        self._seen: set[str] = set()
        self._raised: BaseException | None = None
        self._left = _LINES

    def __enter__(self) -> "Trace":
        sys.settrace(self._called)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)
        self._lines.clear()

    def _called(self, frame: FrameType, event: str, arg: Any) -> Any:
        return self._goes_on if is_own(frame) else None

    def _goes_on(self, frame: FrameType, event: str, arg: Any) -> Any:
        self._left -= 1
        if self._left < 0:
            sys.settrace(None)
            return None
        line = f"{frame.f_code.co_filename}:{frame.f_lineno}"
        if event == "exception":
            error = arg[1]
            if error is not self._raised and not isinstance(error, _ENDS):
                self._raised = error
                self._mark(type(error).__name__, str(error)[:_LONGEST], line)
            return self._goes_on
        before = self._lines.get(frame)
        if before is not None:
            self._look(_values(frame, arg if event == "return" else None), frame, before)
        if event == "line":
            self._lines[frame] = frame.f_lineno
            if line not in self._seen:
                self._seen.add(line)
                self._mark("ran", "", f"{line}:1")
        elif event == "return":
            self._lines.pop(frame, None)
            if arg is not None and frame.f_code is self.giver:
                self._mark("gave", "", f"{line}:1")
        return self._goes_on

    def _look(self, values: Iterable[Any], frame: FrameType, line: int) -> None:
        for value in values:
            if not issubclass(type(value), str):  # `isinstance` asks a proxy for its `__class__`, which may raise
                continue
            text = str.__str__(value)
            if len(text) <= _TEXT and _REPLACED in text:
                key = f"{_MADE} {text[:_LONGEST]}"
                if key not in self._seen:
                    self._seen.add(key)
                    self._mark(_MADE, text[:_LONGEST], f"{frame.f_code.co_filename}:{line}")
