"""The kinds of the values of `speed` and `gap` in a spec."""

import re
from typing import Final

from cassettes.seeds import canonical_seed
from player.grammar.parameters import Count, Duration, Kind, Text

_SPEED = re.compile(r"max|(?=[0-9.]*[1-9])(?:0|[1-9][0-9]{0,5})(?:\.[0-9]{1,3})?")
_PRESETS: Final = ("auto", "device", "xhr", "assured")


def _gap(text: str) -> str:
    """Whole milliseconds up to a minute, or the name of a preset."""
    if re.fullmatch(r"[0-9]{1,5}", text, re.ASCII) and int(text) <= 60_000:
        return str(int(text))
    if text not in _PRESETS:
        raise ValueError(text)
    return text


def _speed(text: str) -> str:
    """A factor on recorded time with at most three decimals, or `max`."""
    if not _SPEED.fullmatch(text):
        raise ValueError(text)
    return text.rstrip("0").rstrip(".") if "." in text else text


GAP: Final[Kind] = Text(_gap, " | ".join(("0..60000", *_PRESETS)), "auto")
SPEED: Final[Kind] = Text(_speed, "0.001..999999 | max", "max")
IDLE_CAP: Final[Kind] = Duration(0)
JITTER: Final[Kind] = Count(1, 60_000, 0)
SETTINGS: Final[dict[str, dict[str, Kind]]] = {
    "speed": {"x": SPEED, "idle-cap": IDLE_CAP},
    "gap": {"ms": GAP, "jitter": JITTER, "seed": Text(canonical_seed, "0, 1, 2 ... | text")},
}
