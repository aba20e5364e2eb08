"""The promised figures as data, and whether the measured runs keep them. Rules

- A target holds for every run: it is judged by the worst one. Ratios and differences are made run by run, with the
  figure that was measured beside it.
- A target that was not measured is neither kept nor missed.
"""

import operator
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from benchmarks.harness.results import Section
from benchmarks.performance import load, overload, recording, replay, speed, startup
from benchmarks.subjects import ours, peers


@dataclass(frozen=True, slots=True)
class Target:
    """`bound` is the most, or the least, that the worst of `cells` may be in any run.

    `per` divides, `minus` subtracts the same figure of that subject in the same run.
    """

    text: str
    section: str
    subject: str
    cells: tuple[str, ...]
    key: str
    kind: Literal["most", "least"]
    bound: float
    unit: str = ""
    per: str = ""
    minus: str = ""
    absolute: bool = False

    def runs(self, sections: Mapping[str, Section]) -> list[float]:
        """One figure per run, the worst of the cells; empty where it was not measured."""
        section = sections.get(self.section)
        if section is None:
            return []
        per_cell = [self._cell(section, cell) for cell in self.cells]
        worst = max if self.kind == "most" else min
        return [worst(values) for values in zip(*[one for one in per_cell if one], strict=False)]

    def _cell(self, section: Section, cell: str) -> list[float]:
        mine = section.all(self.subject, cell, self.key)
        other = self.per or self.minus
        if other:
            theirs = section.all(other, cell, self.key)
            combine = operator.truediv if self.per else operator.sub
            mine = [combine(a, b) for a, b in zip(mine, theirs, strict=False) if b or not self.per]
        return [abs(value) for value in mine] if self.absolute else mine

    def kept(self, runs: list[float]) -> bool | None:
        """Whether every run keeps it; None where there is none."""
        if not runs:
            return None
        return max(runs) <= self.bound if self.kind == "most" else min(runs) >= self.bound


_P99: Final = "p99_ms"
_US: Final = ours.NAME
_LIBRARY: Final = ours.LIBRARY

TARGETS: Final = (
    Target("timing p99, 100 streams", "replay", _US, ("100",), _P99, "most", 0.3, "ms"),
    Target("timing p99, 500 streams", "replay", _US, ("500",), _P99, "most", 0.3, "ms"),
    Target("timing p99, 1,000 streams", "replay", _US, ("1000",), _P99, "most", 0.7, "ms"),
    Target("timing p99, 1,500 streams", "replay", _US, ("1500",), _P99, "most", 5, "ms"),
    Target("earliest chunk, 1 to 1,500 streams", "replay", _US, ("1", "100", "500", "500 at once", "1000", "1500"),
           "min_ms", "least", 0, "ms"),
    Target("drift after 6 s (median of the streams), 1 to 1,000 streams", "replay", _US, ("1", "100", "500", "1000"),
           "drift_ms", "most", 0.5, "ms", absolute=True),
    Target("timing p99, 500 starts at once", "replay", _US, ("500 at once",), _P99, "most", 5, "ms"),
    Target("CPU per timed chunk at 500 streams, × C writer", "replay", _US, ("500",), "cpu_ms_per_1000", "most", 1.75,
           "×", per=peers.LIMIT),
    Target("memory per stream at 500", "replay", _US, ("500",), "kib_per_stream", "most", 12, "KiB"),
    Target("timing p99, 1.5 times as many streams as fill the core, × node http", "overload", _US, (overload.FULL,),
           _P99, "most", 1.5, "×", per="node http"),
    Target("p99 of 20 streams beside 1,000 connects and resets, × alone", "overload", _US, (overload.BESIDE,), "p99_x",
           "most", 3, "×"),
    Target("maximum speed, 300 × 100 B, × nginx static", "speed", _US, (speed.SMALL,), "streams_per_s", "least", 0.33,
           "×", per="nginx static"),
    Target("maximum speed, 1 MiB, × C writer", "speed", _US, (speed.BIG,), "streams_per_s", "least", 0.6, "×",
           per=peers.LIMIT),
    Target("`CHUNKTAPE_PORTABLE=1`: timing p99, 50 streams", "replay", replay.PORTABLE, ("50",), _P99, "most", 2, "ms"),
    Target("`CHUNKTAPE_PORTABLE=1`: earliest chunk, 50 streams", "replay", replay.PORTABLE, ("50",), "min_ms", "least",
           0, "ms"),
    Target("recorder: added latency p99, 50 streams", "recorder", _US, (recording.LATENCY,), "latency_p99_ms", "most",
           0.1, "ms", minus=recording.DIRECT),
    Target("recorder: streams/s while recording, × nginx `proxy_pass`", "recorder", _US, (recording.FASTEST,),
           "streams_per_s", "least", 1, "×", per=recording.PROXY),
    Target("recorder: recorded time error p99, 100 streams", "recorder", _US, (recording.TIMES,), "time_p99_ms", "most",
           0.1, "ms"),
    Target("loading 100,000 chunks", "load", load.SUBJECT, (str(load.CHUNKS),), "seconds", "most", 0.15, "s"),
    Target("its memory afterwards, × body", "load", load.SUBJECT, (str(load.CHUNKS),), "held_x", "most", 1.5, "×"),
    Target("`chunktape play` to the first answer", "startup", _US, (startup.CELL,), "start_ms", "most", 500, "ms"),
    Target("the same for the whole library", "startup", _LIBRARY, (startup.CELL,), "start_ms", "most", 1000, "ms"),
)  # fmt: skip
