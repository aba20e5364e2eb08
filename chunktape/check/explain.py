"""Why the smallest plan fails: the class of its cut, and which classes fail as a whole. Rules

- A plan with one cut added is explained by the classes of that cut: their positions, at most 60 of each, are tried
  alone, and so is a sample of every other class: "fails at 60 of 60, passes the other 40 classes".
- The cause is the class that fails most surely, then the one with the fewest positions.
- A plan that only joins is explained by what its pieces hold, or by their sizes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cassettes.boundaries.classify import CATALOGUE
from chunktape.check.shrink import Cuts, Fails
from player.splits import Body

#: positions of a class that are tried, of the cause and of the others
_MOST: Final = 60
_OTHERS: Final = 12
#: share of the classes above which it is told that any cut fails
_NEARLY_ALL: Final = 0.7


@dataclass(frozen=True, slots=True)
class Row:
    """One boundary class: how many of its positions were tried, each alone, and at how many the client fails."""

    class_id: str
    tried: int
    failed: int


@dataclass(frozen=True, slots=True)
class Cause:
    """What a plan does to a body. `class_id`: empty where no class says it; `rows`: the class table."""

    class_id: str = ""
    rows: tuple[Row, ...] = ()

    @property
    def row(self) -> Row | None:
        """The row of the cause."""
        return next((one for one in self.rows if one.class_id == self.class_id), None)

    @property
    def anywhere(self) -> bool:
        """Whether nearly every class fails, and not only those inside characters: no class says it then."""
        failing = [one.class_id for one in self.rows if one.failed]
        return len(failing) > _NEARLY_ALL * len(self.rows) and not all(one.startswith("utf8") for one in failing)


def classes_of(body: Body, cuts: Cuts, base: Cuts) -> tuple[str, ...]:
    """The classes of what differs from the baseline: of added cuts, then of what was joined."""
    boundaries = body.boundaries
    found: dict[str, None] = {}
    for cut in sorted(set(cuts) - set(base)):
        found.update(dict.fromkeys(boundaries.classes_at(cut)))
    if set(base) - set(cuts):
        before = {*boundaries.merges_of(base), *boundaries.sizes_of(base)}
        after = (*boundaries.merges_of(cuts), *boundaries.sizes_of(cuts))
        found.update(dict.fromkeys(one for one in after if one not in before))
    return tuple(found)


def explain(body: Body, cuts: Cuts, base: Cuts, fails: Fails) -> Cause:
    """The cause of a failing plan, by trying the positions of its classes and of all others."""
    mine = classes_of(body, cuts, base)
    known: dict[int, bool] = {}
    rows = []
    for class_id in body.boundaries.present() if len(set(cuts) - set(base)) else ():
        most = _MOST if class_id in mine else _OTHERS
        wanted = sampled([one for one in body.boundaries.positions(class_id) if one not in set(base)], most)
        fresh = [one for one in wanted if one not in known]
        known.update(zip(fresh, fails([tuple(sorted({*base, one})) for one in fresh]), strict=True))
        if wanted:
            rows.append(Row(class_id, len(wanted), sum(known[one] for one in wanted)))
    shares = {row.class_id: (-row.failed / row.tried, len(body.boundaries.positions(row.class_id))) for row in rows}
    ranked = sorted(mine, key=lambda one: shares.get(one, (0.0, 0)))
    return Cause(ranked[0] if ranked else "", tuple(rows))


def sampled(positions: Sequence[int], most: int) -> list[int]:
    """At most `most` of `positions`, evenly spread, the first and the last among them."""
    if len(positions) <= most:
        return list(positions)
    return [positions[number * (len(positions) - 1) // (most - 1)] for number in range(most)]


def bug_of(class_id: str) -> str:
    """The typical bug behind a class, in English; `say` it."""
    return CATALOGUE[class_id].bug if class_id in CATALOGUE else ""
