"""The family of sizes: pieces of n bytes, of random sizes, of wildly mixed sizes. Rules

- Sizes come from integer tables: a geometric distribution is a table of 32-bit thresholds made by exact division, a
  log-uniform one is a power of two and a uniform rest below it.
"""

from bisect import bisect_left
from functools import lru_cache

from player.splits.plan import joined
from player.splits.profile import Arguments, Body, Count, Draw, Plan, Profile

_SCALE = 1 << 32


def in_bytes(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    size, n, window, at = len(source.data), *map(arguments.number, ("n", "window", "at"))
    if not window:
        return Plan(tuple(range(n, size, n)))
    edges = (0, *source.events, size)
    start = edges[min(at - 1, len(edges) - 1)]
    end = edges[min(at - 1 + window, len(edges) - 1)]
    return Plan(joined(size, source.events, range(start + n, end, n)))


def fixed(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    n = arguments.number("n")
    return Plan(tuple(range(n, len(source.data), n)))


@lru_cache(maxsize=32)
def _geometric(mean: int) -> tuple[int, ...]:
    """Falling thresholds: entry k is 2**32 times the chance that a size is above k, rounded down at each step."""
    table = []
    above = _SCALE
    while above := above * (mean - 1) // mean:
        table.append(above)
    return tuple(reversed(table))


def uniform(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    """Each byte ends a piece with the same chance, 1 in `mean`: geometric sizes."""
    table, numbers, size = _geometric(arguments.number("mean")), draw.sequence("cut"), len(source.data)
    cuts: list[int] = []
    cut = 0
    while True:
        # a size is 1 and one more for each threshold above the drawn number
        cut += 1 + len(table) - bisect_left(table, (numbers.next() >> 32) + 1)
        if cut >= size:
            return Plan(tuple(cuts))
        cuts.append(cut)


def mixed(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    """Sizes from 1 byte to 16 KiB, as many between 1 and 2 as between 8 and 16 KiB."""
    numbers, size = draw.sequence("cut"), len(source.data)
    cuts: list[int] = []
    cut = 0
    while True:
        power = 1 << numbers.below(14)
        cut += power + numbers.below(power)
        if cut >= size:
            return Plan(tuple(cuts))
        cuts.append(cut)


PROFILES = (
    Profile(
        "bytes",
        in_bytes,
        "sizes",
        {"n": Count(1, 65_536, 1), "window": Count(0, 10_000, 0, quiet=True), "at": Count(1, 10**6, 1, quiet=True)},
        about="Pieces of `n` bytes; with `window=k` only `k` events from event `at`, the others whole.",
        finds="Every missing carry, but not the cause, and slowly: 6.5 KB take 33 s at a gap of 5 ms.",
        shown="window=2,at=3",
    ),
    Profile(
        "fixed",
        fixed,
        "sizes",
        {"n": Count(1, 1 << 20, 7)},
        about="Pieces of `n` bytes; 3 would fall on the edges of Chinese characters.",
        finds="Whatever lies at multiples of `n`.",
    ),
    Profile(
        "uniform",
        uniform,
        "sizes",
        {"mean": Count(2, 4096, 24)},
        seeded=True,
        about="Each byte ends a piece with the same chance: sizes around `mean`.",
        finds="A mix; with 24 bytes about half of all runs find broken UTF-8, with 1460 one in fifty.",
    ),
    Profile(
        "mixed",
        mixed,
        "sizes",
        seeded=True,
        about="Sizes from 1 byte to 16 KiB, spread evenly over their magnitude: tiny pieces next to huge ones.",
        finds="Carry paths that meet both.",
    ),
)
