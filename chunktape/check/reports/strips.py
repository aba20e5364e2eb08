"""The pieces of a plan as strips: events above, pieces below, and when each piece arrived. Pure. Rules

- SVG paths in integers, 1000 units wide whatever the body: they are drawn as wide as the page is.
- Neighbours differ in fill; what lies closer than one unit is one box, so that a strip has at most 1000.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_WIDTH: Final = 1000


@dataclass(frozen=True, slots=True)
class Path:
    """One SVG path. `kind`: the class of its fill."""

    kind: str
    d: str


def boxes(cuts: Iterable[int], size: int) -> list[Path]:
    """A body of `size` bytes, cut: a box per piece."""
    edges = sorted({0, _WIDTH, *(cut * _WIDTH // max(size, 1) for cut in cuts)})
    drawn = [f"M{start} 0H{max(start + 1, end - 1)}V20H{start}z" for start, end in pairwise(edges)]
    found = Path("even", "".join(drawn[::2])), Path("odd-fill", "".join(drawn[1::2]))
    return [one for one in found if one.d]


def marks(cuts: Iterable[int], size: int) -> Path:
    """A mark at each of `cuts`, from top to bottom."""
    return Path("mark", "".join(f"M{max(0, cut * _WIDTH // max(size, 1) - 2)} 0h4v20h-4z" for cut in cuts))


def ticks(times: Sequence[int], total: int) -> Path:
    """A tick at each of `times` (ns), of `total`."""
    places = sorted({at * (_WIDTH - 3) // max(total, 1) for at in times})
    return Path("even", "".join(f"M{x} 0h3v20h-3z" for x in places))
