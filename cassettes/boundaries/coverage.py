"""Which boundary classes a set of cuts hits. Rules

- Pure. The cuts that were planned, sent, and seen by a client are three sets with three results, never mixed.
- The denominator is the classes that this body has; a class is hit when one of its positions is cut. Classes that the
  body lacks are listed separately, with what it would need.
- The hits of several plans are added up per position, so memory grows with the body and not with the number of
  requests.
- Merge and size classes are about whole pieces: each counts as one position, hit or not, and they are counted
  separately.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from cassettes.boundaries.classify import CATALOGUE, Boundaries
from cassettes.boundaries.cuts import bits_of, offsets_in
from cassettes.boundaries.groups.encoding import MULTI
from cassettes.boundaries.positions import Positions, Runs
from cassettes.messages import say, sentence
from cassettes.messages.columns import columns

Kind = Literal["cut", "merge", "size"]
#: names the library cassette that has a class, None where there is none
CassetteFor = Callable[[str], str | None]

#: what a row of the report counts, by its kind
_UNITS: Final[dict[Kind, str]] = {"cut": sentence("positions"), "merge": sentence("merge"), "size": sentence("size")}
_LEVELS: Final = {"planned": sentence("planned"), "sent": sentence("sent"), "observed": sentence("observed")}
_IDS: Final = tuple(CATALOGUE)
_INDEX: Final = {class_id: index for index, class_id in enumerate(_IDS)}
_KINDS: Final[tuple[Kind, ...]] = ("cut", "merge", "size")
_INDICES: Final[dict[Kind, tuple[int, ...]]] = {
    kind: tuple(index for index, one in enumerate(CATALOGUE.values()) if one.kind == kind) for kind in _KINDS
}
_CLASS_INDICES: Final = _INDICES["cut"]
_MULTI_INDEX: Final = _INDEX[MULTI]
#: the classes whose positions are hit by cuts alone
_CUT_INDICES: Final = tuple(index for index in _CLASS_INDICES if index != _MULTI_INDEX)


class Row(NamedTuple):
    """One class: how many positions the body has, and how many of them were cut."""

    id: str
    kind: Kind
    positions: int
    hits: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many positions a body has for each class of the catalogue, in its order, and how many of them were cut."""

    positions: tuple[int, ...]
    hits: tuple[int, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """One row for every class of the catalogue, in its order."""
        found = zip(CATALOGUE.values(), self.positions, self.hits, strict=True)
        return tuple(Row(one.id, one.kind, positions, hits) for one, positions, hits in found)

    def count(self, kind: Kind) -> tuple[int, int]:
        """How many classes of `kind` were hit, of how many that the body has."""
        present = [index for index in _INDICES[kind] if self.positions[index]]
        return sum(self.hits[index] > 0 for index in present), len(present)

    def absent(self, cassette_for: CassetteFor) -> list[dict[str, str | None]]:
        """For a program: each cut class that the body lacks, and the library cassette that has it (None: there is
        none).
        """
        lacking = (row.id for row in self.rows if row.kind == "cut" and not row.positions)
        return [{"id": class_id, "cassette": cassette_for(class_id)} for class_id in lacking]


class Tally:
    """What several plans of one body hit together. Merges, sizes and two cuts in one character are properties of one
    plan, so each plan is searched for them; the other classes are about the cuts of all plans together. A tally keeps
    two bits per byte of the body and a number per class, however many plans are added, and examines a position once.
    The body's boundaries are passed with each plan, so that a tally does not keep them.
    """

    __slots__ = ("_cuts", "_hits", "_pairs")

    def __init__(self) -> None:
        #: two bit sets: bit p is set if a plan has a cut at offset p; if a plan has cuts at p - 1 and p
        self._cuts = self._pairs = 0
        #: positions hit, for each class in the catalogue's order; 1 where a plan had the merge or size
        self._hits = array("Q", bytes(8 * len(CATALOGUE)))

    def add(self, boundaries: Boundaries, cuts: Iterable[int]) -> None:
        """Add one plan's cut offsets. Offsets outside the body are left out; order and repetition do not matter."""
        size, hits = len(boundaries.body), self._hits
        ordered = sorted({cut for cut in cuts if 0 < cut < size})
        bits = bits_of(ordered, size)
        pairs = bits & bits << 1
        fresh, fresh_pairs = offsets_in(bits & ~self._cuts), offsets_in(pairs & ~self._pairs)
        if fresh:
            wanted = set(fresh)
            for index in _CUT_INDICES:
                hits[index] += _hits(boundaries.positions(_IDS[index]), fresh, wanted)
        if fresh_pairs:
            hits[_MULTI_INDEX] += _hits(boundaries.positions(MULTI), fresh_pairs, set(fresh_pairs))
        self._cuts |= bits
        self._pairs |= pairs
        possible = frozenset(boundaries.possible())
        for shape in (*boundaries.merges_of(ordered), *boundaries.sizes_of(ordered)):
            if shape in possible:
                hits[_INDEX[shape]] = 1

    def coverage(self, amounts: tuple[int, ...]) -> Coverage:
        """What the plans so far hit together; `amounts` are those of the body's boundaries."""
        return Coverage(amounts, tuple(self._hits))


def amounts(boundaries: Boundaries) -> tuple[int, ...]:
    """How many positions a body has for each class of the catalogue, in its order; 1 for a merge or size that some plan
    of it could have.
    """
    possible = frozenset(boundaries.possible())
    return tuple(
        len(boundaries.positions(one.id)) if one.kind == "cut" else int(one.id in possible)
        for one in CATALOGUE.values()
    )


def coverage(boundaries: Boundaries, cuts: Iterable[int]) -> Coverage:
    """What these cut offsets hit: the tally of one plan."""
    tally = Tally()
    tally.add(boundaries, cuts)
    return tally.coverage(amounts(boundaries))


def percent(coverages: Iterable[Coverage]) -> int | None:
    """Cut classes hit in any of several bodies, in percent of those that any of them has, rounded down. None where no
    body has any: there is nothing to judge, and no demand is met.
    """
    present, hit = set[int](), set[int]()
    for one in coverages:
        having = [index for index in _CLASS_INDICES if one.positions[index]]
        present.update(having)
        hit.update(index for index in having if one.hits[index])
    return len(hit) * 100 // len(present) if present else None


def _hits(positions: Positions, ordered: list[int], wanted: set[int]) -> int:
    """How many of `positions` are among the offsets `ordered`, whose set is `wanted`."""
    if isinstance(positions, Runs):
        return positions.hits(ordered)
    if len(ordered) * 16 < len(positions):
        points = ((bisect_left(positions, cut), cut) for cut in ordered)
        return sum(index < len(positions) and positions[index] == cut for index, cut in points)
    return len(wanted.intersection(positions))


def encoded_note(cassette_for: CassetteFor) -> str:
    """The sentence for a content-encoded body, with a cassette that has classes."""
    cassette = next(filter(None, map(cassette_for, CATALOGUE)), None)
    note = say("the body is content-encoded: it has no boundary classes; record with Accept-Encoding: identity")
    return note if cassette is None else note + say(", or try {cassette}", cassette=cassette)


def unjudged(wanted: int, *, encoded: bool) -> str:
    """The sentence for a demand of `wanted` percent on bodies whose `percent` is None; `encoded`: one of them is
    content-encoded.
    """
    reason = (
        sentence("the body is content-encoded: it has no boundary classes; record with Accept-Encoding: identity")
        if encoded
        else sentence("the body has no boundary class that a cut could hit")
    )
    return say("--fail-under {wanted} can't be judged: {reason}.", wanted=wanted, reason=say(reason))


@dataclass(frozen=True, slots=True)
class Report:
    """The coverage that was planned, sent and seen. None: not known, as when the client posted nothing."""

    planned: Coverage
    sent: Coverage | None = None
    observed: Coverage | None = None
    #: the body is content-encoded, and has no classes
    encoded: bool = False

    def lines(self, cassette_for: CassetteFor = lambda _: None, *, every: bool = True) -> list[str]:
        """The report for a person; `cassette_for` names the library cassette that has a class which this body lacks.
        Without `every` such classes are only counted, and unknown levels are left out.
        """
        if self.encoded:
            return [encoded_note(cassette_for)]
        levels = {"planned": self.planned, "sent": self.sent, "observed": self.observed}
        summary = "  ".join(counted(name, level) for name, level in levels.items() if every or level is not None)
        merge, size = (_ratio(self.planned, kind) for kind in ("merge", "size"))
        lines = [
            say(
                "boundary coverage  {summary} classes  (merge classes {merge}, sizes {size})",
                summary=summary,
                merge=merge,
                size=size,
            )
        ]
        units = {kind: say(unit) for kind, unit in _UNITS.items()}
        widest = max(map(columns, units.values()))
        for index, row in enumerate(self.planned.rows):
            if not row.positions and (row.kind != "cut" or not every):
                continue
            known = {name: level.hits[index] for name, level in levels.items() if level is not None}
            counts = "".join(f"  {hits:>6} {say(_LEVELS[name])}" for name, hits in known.items())
            unit = units[row.kind] + " " * (widest - columns(units[row.kind]))
            amount = f"{row.positions if row.kind == 'cut' else '':>7} {unit}"
            shown = counts if row.positions else "  " + say("n/a")
            lines.append(f"  {row.id:<22}{amount}{shown}  {self._note(row, known, cassette_for)}".rstrip())
        lacking = sum(row.kind == "cut" and not row.positions for row in self.planned.rows)
        if lacking and not every:
            lines.append(say("Boundary classes that this body can't have: {count}. --all lists them.", count=lacking))
        return lines

    def _note(self, row: Row, known: dict[str, int], cassette_for: CassetteFor) -> str:
        if not row.positions:
            needs, cassette = say(CATALOGUE[row.id].needs), cassette_for(row.id)
            if cassette is None:
                return say("needs {needs}", needs=needs)
            return say("needs {needs}; try {cassette}", needs=needs, cassette=cassette)
        if not known["planned"]:
            return say("not in the plan")
        if known.get("sent", 1) == 0:
            return say("planned, but not sent by itself")
        if known.get("observed", 1) == 0:
            return say("merged by the client: raise --gap, or use --gap assured")
        return "ok"


def counted(name: str, level: Coverage | None) -> str:
    """How many classes of cuts a level has hit, of how many; `name`: planned, sent or observed."""
    if level is None:
        return say("{level} n/a", level=say(_LEVELS[name]))
    return f"{say(_LEVELS[name])} {_ratio(level, 'cut')}"


def _ratio(level: Coverage, kind: Kind) -> str:
    return "{}/{}".format(*level.count(kind))
