"""The kinds of parameters that a profile or fault can take. Rules

- A kind reads the text of a value and returns it typed, or raises ValueError; `allowed` shows the valid values in signs
  that need no translation. Where signs are not enough, it raises SpecError with a sentence.
- `show` is the inverse: one canonical text per value, or "" for a value that need not be printed.
- Durations are ns in the program and `5s`, `200ms` in text; offsets are bytes, joined by colons.
"""

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from cassettes import durations
from cassettes.clock import MS, SECOND
from cassettes.errors import SpecError
from cassettes.messages import say, sentence

Value = int | str | tuple[int, ...]


class Kind(Protocol):
    """The type of a parameter."""

    @property
    def default(self) -> Value: ...
    @property
    def allowed(self) -> str: ...
    def read(self, text: str) -> Value: ...
    def show(self, value: Value) -> str: ...


def _number(text: str, low: int, high: int) -> int:
    if not re.fullmatch(r"[0-9]{1,12}", text, re.ASCII) or not low <= int(text) <= high:
        raise ValueError(text)
    return int(text)


def refuse_zero(text: str, number: str) -> None:
    """Raise SpecError for the `number` 0 in the address `text`, whose unit is counted from 1."""
    if number and not number.strip("0"):
        unit = text.partition(":")[0]
        raise SpecError(say("`{found}` is nowhere: counted from 1. Write {unit}:1.", found=text, unit=unit))


@dataclass(frozen=True, slots=True)
class Count:
    """An integer between two bounds."""

    low: int
    high: int
    default: int
    #: whether the default is worth printing
    quiet: bool = False

    @property
    def allowed(self) -> str:
        return f"{self.low}..{self.high}"

    def read(self, text: str) -> int:
        return _number(text, self.low, self.high)

    def show(self, value: Value) -> str:
        return "" if self.quiet and value == self.default else str(value)


@dataclass(frozen=True, slots=True)
class Flag:
    """0 or 1; 0 is not printed."""

    default: int = 0
    allowed: str = "0 | 1"

    def read(self, text: str) -> int:
        return _number(text, 0, 1)

    def show(self, value: Value) -> str:
        return str(value) if value else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several words."""

    options: Sequence[str]

    @property
    def default(self) -> str:
        return self.options[0]

    @property
    def allowed(self) -> str:
        return " | ".join(self.options)

    def read(self, text: str) -> str:
        if text not in self.options:
            raise ValueError(text)
        return text

    def show(self, value: Value) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class Text:
    """A text in its canonical form, which `read` gives; it raises ValueError for any other."""

    read: Callable[[str], str]
    allowed: str
    default: str = ""

    def show(self, value: Value) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class Span:
    """A number, or two with `..` between: any number from the first to the second."""

    low: int
    high: int
    default: tuple[int, int]

    @property
    def allowed(self) -> str:
        return f"{self.low}..{self.high} | A..B"

    def read(self, text: str) -> tuple[int, int]:
        first, dots, last = text.partition("..")
        low = _number(first, self.low, self.high)
        return low, _number(last, low, self.high) if dots else low

    def show(self, value: Value) -> str:
        assert isinstance(value, tuple)
        return f"{value[0]}..{value[1]}" if value[0] != value[1] else str(value[0])


@dataclass(frozen=True, slots=True)
class Duration:
    """ns, written in whole seconds or milliseconds, at most `high` ns. `read` raises SpecError where no unit stands."""

    default: int
    high: int = 3600 * SECOND

    @property
    def allowed(self) -> str:
        return f"1ms..{self.show(self.high)}"

    def read(self, text: str) -> int:
        if re.fullmatch(r"[0-9]{1,7}", text, re.ASCII):
            words = sentence("`{found}` has no unit: write {found}s or {found}ms ({allowed}).")
            raise SpecError(say(words, found=text, allowed=self.allowed))
        ns = durations.parse(text, units=("ms", "s"), decimals=0, longest=self.high)
        if not ns:
            raise ValueError(text)
        return ns

    def show(self, value: Value) -> str:
        assert isinstance(value, int)
        return f"{value // SECOND}s" if value % SECOND == 0 else f"{value // MS}ms"


@dataclass(frozen=True, slots=True)
class EventNumber:
    """An event, counted from 1; 0 is the one in the middle and is not printed."""

    default: int = 0
    allowed: str = "event:1, event:2 ..."

    def read(self, text: str) -> int:
        word, colon, number = text.partition(":")
        if word == "event":
            refuse_zero(text, number)
        return _number(number if word == "event" and colon else "", 1, 10**9)

    def show(self, value: Value) -> str:
        return f"event:{value}" if value else ""


@dataclass(frozen=True, slots=True)
class Offsets:
    """Byte offsets that increase, joined by colons; none is not printed. Whether they fit a body is checked later.

    `read` raises SpecError for offsets that do not increase.
    """

    default: tuple[int, ...] = ()
    allowed: str = "268:949:... (> 0)"

    def read(self, text: str) -> tuple[int, ...]:
        offsets = tuple(_number(part, 1, 10**12 - 1) for part in text.split(":"))
        for first, second in itertools.pairwise(offsets):
            if second <= first:
                raise SpecError(
                    say("Cuts must increase and lie above 0: {cut} stands behind {ahead}.", cut=second, ahead=first)
                )
        return offsets

    def show(self, value: Value) -> str:
        assert isinstance(value, tuple)
        return ":".join(map(str, value))
