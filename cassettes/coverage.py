"""Which boundary classes a set of cuts hits. Rules

- Pure: what was planned, what was sent and what a client saw are three sets of cuts and three results, never mixed.
- The denominator is the classes that this body has; a class is hit when one of its positions is. What the body
  lacks is named apart, with what it would need.
- Merge and size classes are about whole pieces: one position each, hit or not, and counted apart.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from cassettes.boundaries import CATALOGUE, Boundaries
from cassettes.boundary.encoding import MULTI
from cassettes.boundary.positions import Positions, Runs
from cassettes.errors import SpecError
from cassettes.messages import say

Kind = Literal["cut", "merge", "size"]
#: names the library cassette that has a class, None where there is none
CassetteFor = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Row:
    """One class: how many positions the body has, and how many of them were cut."""

    id: str
    kind: Kind
    positions: int
    hits: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """One row for every class of the catalogue, in its order."""

    rows: tuple[Row, ...]

    def count(self, kind: Kind) -> tuple[int, int]:
        """How many classes of `kind` were hit, of how many that the body has."""
        rows = [row for row in self.rows if row.kind == kind and row.positions]
        return sum(row.hits > 0 for row in rows), len(rows)

    def absent(self, cassette_for: CassetteFor) -> list[dict[str, str | None]]:
        """For a program: each cut class that the body lacks, and the library cassette that has it (None: no one)."""
        lacking = (row.id for row in self.rows if row.kind == "cut" and not row.positions)
        return [{"id": class_id, "cassette": cassette_for(class_id)} for class_id in lacking]


class Tally:
    """What several plans of one body hit together. Merges, sizes and two cuts in one character belong to one plan, so
    they are looked for in each; the other classes are about the cuts of all of them.
    """

    def __init__(self, boundaries: Boundaries) -> None:
        self.boundaries = boundaries
        self._cuts: set[int] = set()
        self._pairs: set[int] = set()
        self._shapes: set[str] = set()

    def add(self, cuts: Iterable[int]) -> None:
        """One plan's cut offsets. Those outside the body are no cuts; order and repetition do not matter."""
        boundaries, size = self.boundaries, len(self.boundaries.body)
        wanted = {cut for cut in cuts if 0 < cut < size}
        ordered = sorted(wanted)
        self._cuts |= wanted
        self._pairs.update(cut for cut in boundaries.positions(MULTI) if cut in wanted and cut - 1 in wanted)
        self._shapes.update(boundaries.merges_of(ordered), boundaries.sizes_of(ordered))

    def coverage(self) -> Coverage:
        """What all of them hit."""
        boundaries, ordered = self.boundaries, sorted(self._cuts)
        possible = set(boundaries.possible())
        rows = []
        for one in CATALOGUE.values():
            if one.kind == "cut":
                positions = boundaries.positions(one.id)
                hits = len(self._pairs) if one.id == MULTI else _hits(positions, ordered, self._cuts)
                rows.append(Row(one.id, "cut", len(positions), hits))
            else:
                hit = one.id in self._shapes and one.id in possible
                rows.append(Row(one.id, one.kind, int(one.id in possible), int(hit)))
        return Coverage(tuple(rows))


def coverage(boundaries: Boundaries, cuts: Iterable[int]) -> Coverage:
    """What these cut offsets hit: the tally of one plan."""
    tally = Tally(boundaries)
    tally.add(cuts)
    return tally.coverage()


def percent(coverages: Iterable[Coverage]) -> int | None:
    """Cut classes hit in any of several bodies, of those that any of them has, rounded down; None where none has any:
    then there is nothing to judge, and no demand is met.
    """
    rows = [row for one in coverages for row in one.rows if row.kind == "cut" and row.positions]
    present, hit = {row.id for row in rows}, {row.id for row in rows if row.hits}
    return len(hit) * 100 // len(present) if present else None


def _hits(positions: Positions, ordered: list[int], wanted: set[int]) -> int:
    if isinstance(positions, Runs):
        return sum(cut in positions for cut in ordered)
    if len(ordered) * 16 < len(positions):
        points = ((bisect_left(positions, cut), cut) for cut in ordered)
        return sum(index < len(positions) and positions[index] == cut for index, cut in points)
    return len(wanted.intersection(positions))


def encoded_note(cassette_for: CassetteFor) -> str:
    """The sentence for a content-encoded body, with a cassette that has classes."""
    cassette = next(filter(None, map(cassette_for, CATALOGUE)), None)
    note = say("boundaries.encoded")
    return note if cassette is None else note + say("boundaries.or-try", cassette=cassette)


def unjudged(wanted: int, bodies: Iterable[Boundaries]) -> str:
    """The sentence for a demand of `wanted` percent on bodies of which `percent` is None."""
    reason = "boundaries.encoded" if any(one.encoded for one in bodies) else "boundaries.no-classes"
    return say("boundaries.unjudged", wanted=wanted, reason=say(reason))


def observed_cuts(lengths: Sequence[int], size: int) -> tuple[int, ...]:
    """The cuts that a client saw, from the lengths in bytes of its callbacks; empty callbacks count for nothing.

    Raises SpecError for negative lengths, or more bytes than the body's `size`.
    """
    for number, length in enumerate(lengths, 1):
        if length < 0:
            raise SpecError(say("boundaries.negative", found=length, number=number))
    if sum(lengths) > size:
        raise SpecError(say("boundaries.lengths", size=size, found=sum(lengths)))
    return tuple(sorted({cut for cut in accumulate(lengths) if 0 < cut < size}))


@dataclass(frozen=True, slots=True)
class Report:
    """The three levels beside each other. None: not known, as when the client posted nothing."""

    boundaries: Boundaries
    planned: Coverage
    sent: Coverage | None = None
    observed: Coverage | None = None

    def lines(self, cassette_for: CassetteFor = lambda _: None) -> list[str]:
        """The report for a person; `cassette_for` names the library cassette that has a class which this body lacks."""
        if self.boundaries.encoded:
            return [encoded_note(cassette_for)]
        levels = {"planned": self.planned, "sent": self.sent, "observed": self.observed}
        summary = "  ".join(f"{name} {_ratio(level, 'cut')}" for name, level in levels.items())
        lines = [
            f"boundary coverage  {summary} classes  "
            f"(merge classes {_ratio(self.planned, 'merge')}, sizes {_ratio(self.planned, 'size')})"
        ]
        for index, row in enumerate(self.planned.rows):
            if row.kind != "cut" and not row.positions:
                continue
            known = {name: level.rows[index].hits for name, level in levels.items() if level is not None}
            counts = "".join(f"  {hits:>6} {name}" for name, hits in known.items()) if row.positions else "  n/a"
            unit = "positions" if row.kind == "cut" else row.kind
            amount = f"{row.positions:>7} {unit}" if row.kind == "cut" else f"{'':>7} {unit:<9}"
            lines.append(f"  {row.id:<22}{amount}{counts}  {self._note(row, known, cassette_for)}".rstrip())
        return lines

    def _note(self, row: Row, known: dict[str, int], cassette_for: CassetteFor) -> str:
        if not row.positions:
            needs, cassette = CATALOGUE[row.id].needs, cassette_for(row.id)
            if cassette is None:
                return say("boundaries.absent-nowhere", needs=needs)
            return say("boundaries.absent", needs=needs, cassette=cassette)
        if not known["planned"]:
            return say("boundaries.not-planned")
        if known.get("sent", 1) == 0:
            return say("boundaries.not-sent")
        if known.get("observed", 1) == 0:
            return say("boundaries.merged")
        return "ok"


def _ratio(level: Coverage | None, kind: Kind) -> str:
    return "n/a" if level is None else "{}/{}".format(*level.count(kind))
