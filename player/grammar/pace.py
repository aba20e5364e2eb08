"""The kinds of the values of `speed` and `gap` in a spec."""

import re
from typing import Final

from cassettes.seeds import canonical_seed
from player.grammar.parameters import Choice, Count, Duration, Kind

_SPEED = re.compile(r"max|(?=[0-9.]*[1-9])(?:0|[1-9][0-9]{0,5})(?:\.[0-9]{1,3})?")


class _Gap(Choice):
    """Whole milliseconds up to a minute, or the name of a preset."""

    __slots__ = ()

    @property
    def allowed(self) -> str:
        return "0..60000 | " + super().allowed

    def read(self, text: str) -> str:
        if re.fullmatch(r"[0-9]{1,5}", text, re.ASCII) and int(text) <= 60_000:
            return str(int(text))
        return super().read(text)


class _Speed(Choice):
    """A factor on recorded time with at most three decimals, or `max`."""

    __slots__ = ()

    @property
    def allowed(self) -> str:
        return "0.001..999999 | max"

    def read(self, text: str) -> str:
        if not _SPEED.fullmatch(text):
            raise ValueError(text)
        return text.rstrip("0").rstrip(".") if "." in text else text


class Seed(Choice):
    """The text of a seed, read in its canonical form."""

    __slots__ = ()

    @property
    def allowed(self) -> str:
        return "0, 1, 2 ... | text"

    def read(self, text: str) -> str:
        return canonical_seed(text)


GAP: Final[Kind] = _Gap(("auto", "device", "xhr", "assured"))
SPEED: Final[Kind] = _Speed(("max",))
IDLE_CAP: Final[Kind] = Duration(0)
JITTER: Final[Kind] = Count(1, 60_000, 0)
SETTINGS: Final[dict[str, dict[str, Kind]]] = {
    "speed": {"x": SPEED, "idle-cap": IDLE_CAP},
    "gap": {"ms": GAP, "jitter": JITTER, "seed": Seed(("",))},
}
