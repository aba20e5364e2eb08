"""Places in a recorded response, as a fault's `at` names them. Rules

- An address is the place before what it names: `event:5` is before the first byte of the fifth event, so four events
  came; `byte:268` is behind 268 bytes; `end` is behind the last one; `head` is before the status line.
- Events, records, chunks and characters count from 1; bytes and time from 0. `time:3s` is before the first byte that
  was recorded later than 3 s after the request. `share:0.5` is behind half of the bytes, rounded down.
- Three places lie inside: `inside:5` is in the middle of the fifth event; `blank:5` is before the blank line that ends
  it (before the line end, of a record); `char:3` is behind the first byte of the third character that has more than
  one.
- An address means the recorded body, also where its bytes were changed.
"""

import re
from dataclasses import dataclass
from typing import Final

from cassettes.errors import SpecError
from cassettes.messages import say, sentence
from player.grammar import decimals
from player.grammar.parameters import Duration, Value, refuse_zero

#: the place before the head
HEAD: Final = -1
#: a character of more than one byte in UTF-8 (RFC 3629 section 4)
CHARACTER: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")

_SHARE = re.compile(r"0(?:\.[0-9]{1,6})?|1(?:\.0{1,6})?", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,12})?", re.ASCII)
_LONGEST: Final = Duration(0)
#: units that are counted
_COUNTED: Final = ("byte", "chunk", "event", "inside", "blank", "char")


@dataclass(frozen=True, slots=True)
class Address:
    """One place. `number`: bytes, an event's or chunk's number, millionths of the body, or ns."""

    unit: str
    number: int = 0

    def __str__(self) -> str:
        if self.unit in ("head", "end"):
            return self.unit
        if self.unit == "time":
            return f"time:{_LONGEST.show(self.number)}"
        if self.unit == "share":
            return f"share:{decimals.show(self.number, 6)}"
        return f"{self.unit}:{self.number}"


def read_address(text: str) -> Address:
    """The address that `text` says. Raises ValueError, and SpecError for a time without its unit."""
    unit, colon, number = text.partition(":")
    if unit in ("head", "end") and not colon:
        return Address(unit)
    if unit == "time" and colon:
        return Address(unit, 0 if number in ("0s", "0ms") else _LONGEST.read(number))
    if unit == "share" and _SHARE.fullmatch(number):
        return Address(unit, decimals.read(number, 6))
    counted = unit in _COUNTED and re.fullmatch(r"[0-9]{1,12}", number, re.ASCII)
    if counted and (int(number) or unit == "byte"):
        return Address(unit, int(number))
    raise ValueError(text)


@dataclass(frozen=True, slots=True)
class At:
    """The kind of a parameter that is an address; `without` names units that make no sense for it."""

    default: str = "share:0.5"
    without: tuple[str, ...] = ()

    @property
    def allowed(self) -> str:
        shown = ("event:12", "inside:12", "blank:12", "char:3", "byte:268", "chunk:7", "share:0.5", "time:3s")
        return " | ".join(text for text in (*shown, "head", "end") if text.partition(":")[0] not in self.without)

    def read(self, text: str) -> str:
        """The canonical address. Raises SpecError where signs don't say what is wrong, else ValueError."""
        try:
            address = read_address(text)
        except ValueError:
            unit, _, number = text.partition(":")
            if unit in _COUNTED:
                refuse_zero(text, number)
            if unit == "share" and _NUMBER.fullmatch(number):
                words = sentence("`{found}` is not in the body: a share goes from 0 to 1. Half of it is share:0.5.")
                raise SpecError(say(words, found=text)) from None
            if re.fullmatch(r"[1-9][0-9]{0,11}", text, re.ASCII):
                words = sentence("`{found}` may count anything: write event:{found}, byte:{found} or chunk:{found}.")
                raise SpecError(say(words, found=text)) from None
            raise
        if address.unit in self.without:
            raise ValueError(text)
        return str(address)

    def show(self, value: Value) -> str:
        return str(value)
