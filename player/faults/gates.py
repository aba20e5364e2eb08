"""Which requests meet a fault: `nth`, `after`, `times`, `p`, `for`. Rules

- Requests are counted per client and fault, from 1. Only those count that would meet the fault without a gate: not an
  answer to which the fault can't be applied, or which it leaves unchanged.
- `nth=3` is the third alone; `after=2` leaves the first two alone; `times=1` is met once, then it heals; `p=0.2` is met
  by chance, drawn from the fault's seed and the number of the request; `for=30s` heals 30 s after the first one.
- A fault with a duration of its own called `for` (`stall`) keeps that; it heals by `times`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from cassettes.seeds import generator
from player.grammar import decimals
from player.grammar.parameters import Count, Duration, Kind, Value
from player.grammar.use import Use

_MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability with at most six decimals, in millionths."""

    default: int = _MILLION
    allowed: str = "0..1"

    def read(self, text: str) -> int:
        if not re.fullmatch(r"0?\.[0-9]{1,6}|0|1(?:\.0{1,6})?", text, re.ASCII):
            raise ValueError(text)
        return decimals.read(text, 6)

    def show(self, value: Value) -> str:
        assert isinstance(value, int)
        return decimals.show(value, 6)


#: the keys that every fault takes besides its own
GATES: Final[dict[str, Kind]] = {
    "nth": Count(1, 10**9, 1),
    "after": Count(0, 10**9, 0),
    "times": Count(1, 10**9, 1),
    "p": Chance(),
    "for": Duration(0),
}


class Spared(NamedTuple):
    """A part of a spec that was left out: by its `gate`, or because the response can't have it."""

    part: str
    gate: str = ""

    @classmethod
    def by_gate(cls, use: Use) -> "Spared":
        """`use`, whose gate says no."""
        return cls(str(use), ",".join(f"{key}={text}" for key, text in use.when))


def is_met(use: Use, number: int, elapsed: int, seed: str) -> bool:
    """Whether the request `number` (from 1) meets `use`, `elapsed` ns behind the first; `seed`: canonical."""
    when = {key: _number(GATES[key], text) for key, text in use.when}
    behind = number - when.get("after", 0)
    if "nth" in when and number != when["nth"]:
        return False
    if behind < 1 or behind > when.get("times", behind) or elapsed > when.get("for", elapsed):
        return False
    return "p" not in when or generator(use.name, f"{seed}:{number}", "when").below(_MILLION) < when["p"]


def _number(kind: Kind, text: str) -> int:
    value = kind.read(text)
    assert isinstance(value, int)
    return value


def contradiction(when: Mapping[str, str]) -> tuple[str, str] | None:
    """Two keys of `when` that contradict each other: `nth` names a single request."""
    return next((("nth", key) for key in ("after", "times") if "nth" in when and key in when), None)
