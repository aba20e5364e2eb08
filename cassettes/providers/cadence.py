"""The cadence of made times: absolute nanoseconds from tokens per second, integers only. Rules

- The first token arrives at `ttft_ns`; the response head and the pieces before any token arrive at half of it.
- Each further token comes after one gap of 1 s / tps, made shorter or longer by up to `jitter` percent; the numbers
  come from SplitMix64, so the same seed gives the same times everywhere.
- A piece that waits for no token arrives with the piece before it.
- These times are generated. `describe` says so in one line, which stands in the cassette's header.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cassettes.clock import MS, SECOND
from cassettes.seeds import SplitMix64, state_for

MAX_TPS: Final = 100_000


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
