"""The cadence of made times: absolute nanoseconds from tokens per second, integers only. Rules

- The first token arrives at `ttft_ns`, the response head and what the provider writes before any token at half of it.
- Each further token comes after one gap of 1 s / tps, made shorter or longer by up to `jitter` percent; the numbers
  come from SplitMix64, so the same seed gives the same times everywhere.
- What waits for no token arrives with the piece before it.
- These times are made. `describe` says so in one line, and the cassette's header carries that line.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from cassettes.clock import MS, SECOND
from cassettes.errors import SpecError
from cassettes.messages import say
from cassettes.seeds import SplitMix64, state_for

MAX_TPS: Final = 100_000
_UNITS: Final = {"ns": 1, "us": 1_000, "ms": MS, "s": SECOND, "m": 60 * SECOND}
_DAY: Final = 86_400 * SECOND
_DURATION: Final = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,9})?)(ns|us|ms|s|m)")


@dataclass(frozen=True, slots=True)
class Cadence:
    """How fast a model talks: tokens per second, time to the first token in ns, jitter of a gap in percent."""

    tps: int = 30
    ttft_ns: int = 800 * MS
    jitter: int = 40
    seed: str = "0"

    def describe(self) -> str:
        """The line that goes into the header; language-neutral, as everything in a cassette."""
        return f"cadence: tps={self.tps} ttft={self.ttft_ns // MS}ms jitter={self.jitter}% seed={self.seed}"


def duration_ns(text: str) -> int:
    """`800ms`, `1.5s`, `2m`, ... in ns, a day at most. Raises SpecError for anything else."""
    match = _DURATION.fullmatch(text.strip().lower())
    ns = int(Fraction(match[1]) * _UNITS[match[2]]) if match else None
    if ns is None or ns > _DAY:
        raise SpecError(
            say("{text!r} is not a duration of a day at most. Write a number and a unit: 800ms, 1.5s.", text=text)
        )
    return ns


def arrivals(steps: Iterable[int], cadence: Cadence) -> tuple[int, list[int]]:
    """When the response head arrives, and when each piece does (ns since the request), for the pieces' `steps`."""
    random = SplitMix64(state_for("cadence", cadence.seed, "pace"))
    gap = SECOND // cadence.tps
    head = at = cadence.ttft_ns // 2
    times: list[int] = []
    spoken = False
    for count in steps:
        if count and not spoken:
            at, spoken = cadence.ttft_ns, True
            count -= 1
        for _ in range(count):
            at += gap * (100 - cadence.jitter + random.below(2 * cadence.jitter + 1)) // 100
        times.append(at)
    return head, times
