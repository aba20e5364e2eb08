"""Schedules: when each chunk of a stream is due, and how big it is. Rules

- A schedule is a tuple of (offset in ms since the request, size in bytes); its file is a JSON list of such pairs,
  which the C client, the C writer and the Node player read.
- Offsets are whole microseconds drawn from a fixed seed, so that every run measures the same stream.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from cassettes.seeds import SplitMix64


@dataclass(frozen=True, slots=True)
class Schedule:
    """`rows`: (offset in ms, size in bytes) per chunk."""

    rows: tuple[tuple[float, int], ...]

    @property
    def size(self) -> int:
        """Bytes of the whole body."""
        return sum(size for _, size in self.rows)

    @property
    def last_ms(self) -> float:
        """When the last chunk is due, in ms."""
        return self.rows[-1][0]

    def gaps_ms(self) -> list[float]:
        """The time between each two chunks, in ms."""
        return [later - sooner for (sooner, _), (later, _) in zip(self.rows, self.rows[1:], strict=False)]

    def write(self, path: Path) -> Path:
        path.write_text(json.dumps(self.rows) + "\n", encoding="utf-8")
        return path


def drawn(chunks: int = 300, seed: int = 1, first_ms: int = 50) -> Schedule:
    """`chunks` chunks of 40 to 200 bytes, 10 to 30 ms apart: the shape of a model's answer, 50 chunks a second."""
    draw = SplitMix64(seed)
    rows, at_us = [], first_ms * 1000
    for _ in range(chunks):
        rows.append((at_us / 1000, 40 + draw.below(161)))
        at_us += 10_000 + draw.below(20_001)
    return Schedule(tuple(rows))


def even(chunks: int, size: int) -> Schedule:
    """`chunks` chunks of `size` bytes, all due at once, for maximum speed."""
    return Schedule(((0.0, size),) * chunks)


def steady(seconds: float) -> Schedule:
    """A chunk of 100 bytes every 5 ms."""
    return Schedule(tuple((5.0 * number, 100) for number in range(1, int(seconds * 200) + 1)))
