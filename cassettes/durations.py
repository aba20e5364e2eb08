"""Durations that a person writes, in ns: `800ms`, `1.5s`. Pure, integers only; a fraction of a ns is cut off."""

import re
from collections.abc import Container
from fractions import Fraction
from typing import Final

from cassettes.clock import MS, SECOND
from cassettes.errors import SpecError
from cassettes.messages import say

#: the units, in ns
UNITS: Final = {"ns": 1, "us": 1_000, "ms": MS, "s": SECOND, "m": 60 * SECOND}
DAY: Final = 86_400 * SECOND
_DURATION: Final = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,9}))?([a-z]{1,2})", re.ASCII)


def parse(text: str, *, units: Container[str] = UNITS, decimals: int = 9, longest: int = DAY) -> int | None:
    """A number and one of `units`, without a blank; None for any other text and for more than `longest` ns.

    `decimals` is how many digits may stand behind the point, 9 at most.
    """
    match = _DURATION.fullmatch(text)
    if match is None or match[3] not in UNITS or match[3] not in units or len(match[2] or "") > decimals:
        return None
    ns = int(Fraction(f"{match[1]}.{match[2] or 0}") * UNITS[match[3]])
    return ns if ns <= longest else None


def duration_ns(text: str) -> int:
    """`800ms`, `1.5s`, `2m`, ... in ns, a day at most, in any case. Raises SpecError for anything else."""
    ns = parse(text.strip().lower())
    if ns is None:
        raise SpecError(
            say("{text!r} is not a duration of a day at most. Write a number and a unit: 800ms, 1.5s.", text=text)
        )
    return ns
