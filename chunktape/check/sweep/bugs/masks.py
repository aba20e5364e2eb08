"""The cuts and joins of a plan that a known bug explains. Pure. Rules

- A bug fails in a whole region: inside characters, anywhere inside a payload, anywhere inside a line, or anywhere. The
  mask is the widest region around its cut in which nearly all classes fail; where there is none, it is the failing
  classes of the same group, and that of its cut.
- A bug that fails wherever a certain byte comes next, in any class, is about that byte; one that fails in the first
  event only is about the start.
- A bug that needs events joined explains every join.
- A plan without the cuts and joins that known bugs explain still fails where there is another bug.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cassettes.boundaries.classify import CATALOGUE
from cassettes.boundaries.positions import holds
from player.splits import Body

Cuts = tuple[int, ...]

#: regions, each containing the one before: the groups of the catalogue by which a region is recognised, and its others
_REGIONS: Final = (
    (("encoding",), ()),
    (("encoding", "json"), ("lookalike",)),
    (("encoding", "json", "fields"), ("lookalike", "sentinel")),
    (("encoding", "json", "fields", "lines", "ndjson"), ("lookalike", "sentinel")),
)
#: the share of failing places from which a class belongs to the bug; the share of such classes from which a region does
_CLASS: Final = 0.6
_GROUP: Final = 0.7
#: classes between events or characters, which are no sign for the places inside
_EDGES: Final = frozenset(
    {
        *("event-boundary", "record-boundary", "leading-newline", "usage|done", "done:before", "no-final-newline"),
        *("bom/1", "bom/2", "bom|rest", "feff-at-chunk-start", "ls-ps-nel", "record:no-final-LF"),
    }
)


@dataclass(frozen=True)
class Mask:
    """The cuts and joins that one bug explains: cuts of the boundary `classes`, cuts `anywhere`, those with the byte
    `following` next, those at byte `until` at most, and `joins`.
    """

    classes: frozenset[str] = frozenset()
    anywhere: bool = False
    joins: bool = False
    following: bytes = b""
    until: int = 0

    @classmethod
    def of(cls, body: Body, smallest: Cuts, base: Cuts, tried: Mapping[int, bool]) -> "Mask":
        """The mask of a bug whose smallest plan is known. `tried`: places at which one like it was tried, and whether
        it fails there.
        """
        added, joins = sorted(set(smallest) - set(base)), bool(set(base) - set(smallest))
        mine = {one for cut in added for one in body.boundaries.classes_at(cut)}
        if not added:
            return cls(joins=True)
        if not mine:
            return cls(anywhere=True, joins=joins)
        by_class = _by_class(body, tried)
        shares = {one: sum(tried[place] for place in places) / len(places) for one, places in by_class.items()}
        following, until = _byte_of(body, tried), _start_of(body, tried)
        groups_of_mine = {CATALOGUE[one].group for one in mine - _EDGES}
        for telling, others in reversed(_REGIONS) if shares else ():
            inside = {*telling, *others}
            if groups_of_mine & inside and all(_fails(shares, group) for group in telling):
                return cls(_of_groups(inside), telling is _REGIONS[-1][0], joins, following, until)
        near = {CATALOGUE[one].group for one in mine}
        failing = {one for one, share in shares.items() if CATALOGUE[one].group in near and share >= _CLASS}
        failing.add(max(sorted(mine), key=lambda one: shares.get(one, 0.0)))
        # a byte order mark is a character of three bytes
        failing |= {one.replace("utf8-3b", "bom") for one in failing if one.startswith("utf8-3b")}
        return cls(frozenset(failing), False, joins, following, until)

    def __or__(self, other: "Mask") -> "Mask":
        """The mask of everything that either explains."""
        return Mask(
            self.classes | other.classes,
            self.anywhere or other.anywhere,
            self.joins or other.joins,
            self.following or other.following,
            max(self.until, other.until),
        )

    @property
    def wide(self) -> bool:
        """Whether it has every cut inside a payload, or more."""
        return self.anywhere or "inside-string" in self.classes

    def has(self, body: Body, cut: int) -> bool:
        """Whether the bug explains a cut."""
        if self.anywhere or cut <= self.until or (self.following and body.data.startswith(self.following, cut)):
            return True
        return any(holds(body.boundaries.positions(one), cut) for one in self.classes)

    def without(self, body: Body, cuts: Cuts, base: Cuts) -> Cuts:
        """The plan without the cuts and joins that the mask explains."""
        edges = set(base)
        kept = {cut for cut in cuts if cut in edges or not self.has(body, cut)}
        return tuple(sorted(kept | edges if self.joins else kept))


def without(masks: Sequence[Mask], body: Body, cuts: Cuts, base: Cuts) -> Cuts:
    """The plan without the cuts and joins that any of `masks` explains."""
    for one in masks:
        cuts = one.without(body, cuts, base)
    return cuts


def _fails(shares: Mapping[str, float], group: str) -> bool:
    """Whether nearly all classes of a group fail; True for a group without a place."""
    found = [share >= _CLASS for one, share in shares.items() if CATALOGUE[one].group == group and one not in _EDGES]
    return sum(found) >= _GROUP * len(found)


def _of_groups(groups: set[str]) -> frozenset[str]:
    """All cut classes of `groups`."""
    return frozenset(one.id for one in CATALOGUE.values() if one.kind == "cut" and one.group in groups)


def _by_class(body: Body, tried: Mapping[int, bool]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place in tried:
        for class_id in body.boundaries.classes_at(place):
            found.setdefault(class_id, []).append(place)
    return found


def _byte_of(body: Body, tried: Mapping[int, bool]) -> bytes:
    """The byte behind every failing place, if these belong to several groups and have nothing else in common."""
    failing = [place for place, fails in tried.items() if fails]
    bytes_ = {body.data[place : place + 1] for place in failing}
    groups = {CATALOGUE[one].group for place in failing for one in body.boundaries.classes_at(place)}
    if len(bytes_) != 1 or len(groups) < 2:
        return b""
    (byte,) = bytes_
    like = [fails for place, fails in tried.items() if body.data[place : place + 1] == byte]
    return byte if sum(like) >= _CLASS * len(like) else b""


def _start_of(body: Body, tried: Mapping[int, bool]) -> int:
    """The last place that fails, if all of them lie in the first event, and places of later ones pass; else 0."""
    first = next(iter(body.events), len(body.data))
    last = max((place for place, fails in tried.items() if fails), default=0)
    return last if last < first < max(tried, default=0) else 0
