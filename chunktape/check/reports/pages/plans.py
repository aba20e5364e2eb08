"""The pieces of a plan, drawn as strips and as a table: for the HTML page. Pure. Rules

- Strips: events above, pieces below, and when each piece arrived. SVG paths in integers, 1000 units wide whatever the
  body: they are drawn as wide as the page is.
- Neighbours differ in fill; pieces narrower than one unit share a box, so that a strip has at most 1000.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from cassettes.messages import say
from chunktape.check.findings import Finding
from chunktape.check.reports.outputs import Piece, pieces, telling

_WIDTH: Final = 1000
#: places of a plan, and stretches of its pieces, that are shown
_MOST: Final = 12
_STRETCHES: Final = 8


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


def plan_of(finding: Finding) -> dict[str, Any]:
    """The pieces of the plan, drawn and as a table; nothing without a run of a plan."""
    case, body = finding.case, finding.tape.body
    if case is None or not (finding.cuts or finding.spec):
        return {"pieces": []}
    every = pieces(case, finding)
    base, cuts, size = case.baseline.cuts, case.run.cuts, len(body.data)
    odd = sorted(set(cuts) ^ set(base))
    times = [one.at for one in every]
    strips = [
        {"name": say("events"), "label": say("{count} events", count=len(base) + 1), "paths": boxes(base, size)},
        {
            "name": say("pieces"),
            "label": say("{count} pieces; the plan differs at bytes {places}", count=len(every), places=_listed(odd)),
            "paths": [*boxes(cuts, size), marks(odd, size)],
        },
        {
            "name": say("time"),
            "label": say("recorded from 0 to {ms} ms", ms=_ms(max(times))),
            "paths": [ticks(times, max(body.ended, *times))],
        },
    ]
    return {"strips": strips, **_groups(every)}


def _listed(places: list[int]) -> str:
    return ", ".join(map(str, places[:_MOST])) + ("…" if len(places) > _MOST else "")


def _groups(every: list[Piece]) -> dict[str, Any]:
    groups = []
    last = 0
    for group in telling(every)[:_STRETCHES]:
        groups.append({"before": _left_out(group[0].number - last - 1), "pieces": [_piece(one) for one in group]})
        last = group[-1].number
    return {"pieces": groups, "behind": _left_out(len(every) - last)}


def _left_out(count: int) -> str:
    return say("{count} more pieces", count=count) if count else ""


def _piece(one: Piece) -> dict[str, Any]:
    return {
        "number": one.number,
        "start": one.start,
        "end": one.end,
        "when": _ms(one.at),
        "holds": one.holds,
        "shown": "" if one.shown is None else one.shown,
        "added": one.added,
        "joined": one.joined,
    }


def _ms(ns: int) -> str:
    return f"{ns / 1e6:.0f}"
