"""Why the smallest plan fails: the class of its cut, and which classes fail as a whole. Rules

- A plan with one cut added is explained by the classes of that cut: their positions, at most 60 of each, are tried
  alone, and so is a sample of every other class: "fails at 60 of 60, passes the other 40 classes". Of a wider class
  only places outside of the cut's group are tried: half of a JSON string may lie inside characters.
- The cause is the class that fails most surely, then the one with the fewest positions.
- Where no cut alone fails, the plan is tried elsewhere: a cut behind a join at the other places of its event, cuts
  close together at the other places of the body. So "the rest behind an event is lost" is told from "half a character
  is lost where an event ends".
- A plan that only joins is explained by what its pieces hold, or by their sizes; as many events that follow one another
  are joined at other places, and two and three of them: where these pass, the number of events is not the cause.
- Where all of a family of classes fails, the family is the cause: "any cut inside any 3-byte character".
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from cassettes.boundaries.classify import CATALOGUE
from cassettes.messages import sentence
from chunktape.check.shrink import Cuts, Fails
from player.splits import Body

#: positions of a class that are tried, of the cause and of the others
_MOST: Final = 60
_OTHERS: Final = 12
#: the class of a piece that holds an event and the beginning of the next
_HEAD_AND_TAIL: Final = "boundary-shift"
#: share of failing classes above which the report says that any cut fails
_NEARLY_ALL: Final = 0.7
#: families of classes, the narrow ones first: (words for the report, classes)
_FAMILIES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (sentence("any cut inside any 3-byte character"), ("utf8-3b/1", "utf8-3b/2")),
    (sentence("any cut inside any 4-byte character"), ("utf8-4b/1", "utf8-4b/2", "utf8-4b/3")),
    (
        sentence("any cut inside any character of several bytes"),
        ("utf8-2b/1", "utf8-3b/1", "utf8-3b/2", "utf8-4b/1", "utf8-4b/2", "utf8-4b/3", "utf8-multi"),
    ),
    (sentence("any cut inside the byte order mark"), ("bom/1", "bom/2")),
    (sentence("any cut inside any CRLF"), ("line:CR|LF", "event-end:CR|LF", "record:CR|LF")),
    (
        sentence("any cut inside any escape of a JSON string"),
        ("esc:|n", 'esc:|"', "esc:|\\", "esc:\\uXXXX", "surrogate-escape"),
    ),
    (
        sentence("any cut inside any JSON value"),
        ("structural", "inside-string", "before-close-quote", "before-close-brace", "key"),
    ),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One boundary class: how many of its positions were tried, each alone, and at how many the client fails."""

    class_id: str
    tried: int
    failed: int


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a plan fails. `class_id`: the class at fault, empty for none; `rows`: the class table; `together`: what each
    cut of the table stands beside, where none fails alone: a `join`, or further `cuts` as close as those of the plan.
    """

    class_id: str = ""
    rows: tuple[Row, ...] = ()
    together: Literal["", "join", "cuts"] = ""

    @property
    def row(self) -> Row | None:
        """The row of the cause."""
        return next((one for one in self.rows if one.class_id == self.class_id), None)

    @property
    def forgets_names(self) -> bool:
        """Whether any cut behind the name of an event fails, and none inside it: the name is forgotten."""
        rows = {row.class_id: row for row in self.rows if row.tried}
        behind, inside = rows.get("between-fields"), rows.get("value:event")
        if not self.anywhere or self.together or behind is None or inside is None:
            return False
        return behind.failed > _NEARLY_ALL * behind.tried and not inside.failed

    @property
    def anywhere(self) -> bool:
        """Whether nearly every class fails, and not only those inside characters: then no class is the cause."""
        failing = [one.class_id for one in self.rows if one.failed]
        return len(failing) > _NEARLY_ALL * len(self.rows) and not all(one.startswith("utf8") for one in failing)


@dataclass(frozen=True, slots=True)
class Scope:
    """The extent of a cause. `words`: in English, for `say`; `classes`: the classes that they cover; then how many of
    their places were tried, and at how many the client fails.
    """

    words: str
    classes: tuple[str, ...]
    tried: int
    failed: int


def scope_of(cause: Cause) -> Scope | None:
    """The widest family of classes that fails as a whole, else the class of the cause; None where nothing was tried."""
    row = cause.row
    if row is None:
        return None
    widest = Scope(CATALOGUE[row.class_id].title, (row.class_id,), row.tried, row.failed)
    for words, ids in _FAMILIES:
        rows = [one for one in cause.rows if one.class_id in ids]
        whole = all(one.failed == one.tried for one in rows)
        if cause.class_id in ids and whole and len(rows) > len(widest.classes):
            tried = sum(one.tried for one in rows)
            widest = Scope(words, tuple(one.class_id for one in rows), tried, tried)
    return widest


def classes_of(body: Body, cuts: Cuts, base: Cuts) -> tuple[str, ...]:
    """The classes of the differences from the baseline: of added cuts, then of joins."""
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
    added, dropped = sorted(set(cuts) - set(base)), set(base) - set(cuts)
    rows = _cut_rows(body, mine, base, fails) if added else _joined_rows(body, cuts, base, fails)
    together: Literal["", "join", "cuts"] = ""
    if added and not any(row.failed for row in rows) and (others := _others_rows(body, cuts, base, fails)):
        rows, together = others, "join" if dropped else "cuts"
    shares = {row.class_id: -row.failed / row.tried for row in rows}
    ranked = sorted(mine, key=lambda one: (shares.get(one, 0.0), *_rank(body, one)))
    if added and dropped and not any(shares.values()):
        ranked = [one for one in mine if CATALOGUE[one].kind == "merge"] or ranked
    cause = Cause(ranked[0] if ranked else "", tuple(rows), together)
    return replace(cause, class_id=_HEAD_AND_TAIL) if together == "join" and cause.anywhere else cause


def _rank(body: Body, class_id: str) -> tuple[int, bool]:
    """Cuts in the order of how many positions they have; sizes before merges."""
    kind = CATALOGUE[class_id].kind
    return len(body.boundaries.positions(class_id)) if kind == "cut" else 0, kind == "merge"


def _cut_rows(body: Body, mine: Sequence[str], base: Cuts, fails: Fails) -> list[Row]:
    """One cut at a time: positions of every class of the body."""
    known: dict[int, bool] = {}
    rows = []
    boundaries = body.boundaries
    groups = {CATALOGUE[one].group for one in mine[:1]}
    near = [one for one in boundaries.present() if CATALOGUE[one].group in groups]
    taken = {at for one in near for at in boundaries.positions(one)}
    for class_id in boundaries.present():
        most = _MOST if class_id in mine else _OTHERS
        positions = boundaries.positions(class_id)
        apart = {*base, *taken} if class_id not in near and len(positions) > len(taken) else set(base)
        wanted = sampled([one for one in positions if one not in apart], most)
        fresh = [one for one in wanted if one not in known]
        known.update(zip(fresh, fails([tuple(sorted({*base, one})) for one in fresh]), strict=True))
        if wanted:
            rows.append(Row(class_id, len(wanted), sum(known[one] for one in wanted)))
    return rows


def _others_rows(body: Body, cuts: Cuts, base: Cuts, fails: Fails) -> list[Row]:
    """A plan that cuts and joins, its cut at the other places of its event; one of several cuts, moved as a whole.
    Nothing where it does both.
    """
    added, dropped = sorted(set(cuts) - set(base)), set(base) - set(cuts)
    kept = set(base) - dropped
    if dropped and len(added) > 1:
        return []
    number = bisect_left(base, added[0]) if dropped else 0
    first, last = (0, *base)[number], (*base, len(body.data))[number] if dropped else len(body.data)
    moves = [cut - added[0] for cut in added]
    plans: dict[int, Cuts] = {}
    places: dict[str, list[int]] = {}
    for class_id in body.boundaries.present():
        positions = body.boundaries.positions(class_id)
        inside = [one for one in positions if first < one < last - moves[-1] and one not in base]
        if inside:
            places[class_id] = sampled(inside, _OTHERS)
            plans.update((one, tuple(sorted({*kept, *(one + move for move in moves)}))) for one in places[class_id])
    known = dict(zip(plans, fails(list(plans.values())), strict=True))
    return [Row(class_id, len(found), sum(known[one] for one in found)) for class_id, found in places.items()]


def _joined_rows(body: Body, cuts: Cuts, base: Cuts, fails: Fails) -> list[Row]:
    """As many events in one piece as the plan joins, at other places; nothing where it joins in several places."""
    dropped = [number for number, cut in enumerate(base) if cut not in set(cuts)]
    if not dropped or dropped[-1] - dropped[0] >= len(dropped):
        return []
    plans = []
    for count in sorted({len(dropped), 1, 2}):
        if count <= len(dropped):
            starts = sampled(range(len(base) - count + 1), _MOST if count == len(dropped) else _OTHERS)
            plans += [(*base[:start], *base[start + count :]) for start in starts]
    tried: dict[str, list[bool]] = {}
    for plan, failed in zip(plans, fails(plans), strict=True):
        for class_id in classes_of(body, plan, base):
            tried.setdefault(class_id, []).append(failed)
    return [Row(class_id, len(results), sum(results)) for class_id, results in tried.items()]


def sampled(positions: Sequence[int], most: int) -> list[int]:
    """At most `most` of `positions`, evenly spread, the first and the last among them."""
    if len(positions) <= most:
        return list(positions)
    return [positions[number * (len(positions) - 1) // (most - 1)] for number in range(most)]
