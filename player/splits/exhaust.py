"""Every cut of a level, packed into few requests. Rules

- Event boundaries isolate events, so one request carries one variant in every event: a level takes as many requests
  as the event with the most variants has, not as many as there are variants.
- A variant is a set of cuts strictly inside one event. The number of requests is known before the first plan is made;
  requests are made one by one, as their variants, each with its event. Running them needs no spec, which would cost
  more than the run.
- Each plan is an explicit one, so that it can be repeated by itself. When a packed request fails, the shrinker takes it
  apart; look-alike and carry bugs can reach across events, so the smallest plan is run alone.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise, zip_longest
from typing import Final

from cassettes.boundaries.classify import CATALOGUE
from player.grammar.addresses import CHARACTER
from player.splits.plan import Body, Plan
from player.splits.split import Split

#: how far apart (bytes) the two cuts of level `adjacent` are at most
_DISTANCE: Final = 3

#: byte sequences with one meaning
_TOKEN: Final = re.compile(
    CHARACTER.pattern + rb"|\r\n\r\n|\r\n|\n\n|\r\r|\[DONE\]|\\u[0-9A-Fa-f]{4}"
    rb"|(?:\A|(?<=[\r\n]))(?:data|event|id|retry): ?"
)


@dataclass(frozen=True, slots=True)
class EventVariants:
    """The variants of one event; how many there are is known before they are made."""

    count: int
    make: Callable[[], Iterator[tuple[int, ...]]]


def _singles(offsets: range | list[int]) -> EventVariants:
    """One cut at each of some offsets."""
    return EventVariants(len(offsets), lambda: zip(offsets))


def _pairs(start: int, end: int) -> EventVariants:
    """Two cuts at most three bytes apart, both inside start..end."""
    firsts = [(distance, range(start + 1, end - distance)) for distance in range(1, _DISTANCE + 1)]
    count = sum(len(places) for _, places in firsts)
    return EventVariants(count, lambda: ((one, one + distance) for distance, places in firsts for one in places))


def _subsets(tokens: list[tuple[int, int]]) -> EventVariants:
    """Every choice of cuts inside one token, for each token."""
    choices = [(range(start + 1, end), 1 << (end - start - 1)) for start, end in tokens]

    def make() -> Iterator[tuple[int, ...]]:
        for places, count in choices:
            for chosen in range(1, count):
                yield tuple(place for bit, place in enumerate(places) if chosen >> bit & 1)

    return EventVariants(sum(count - 1 for _, count in choices), make)


def structural(source: Body) -> list[int]:
    """The positions of all structural classes, sorted."""
    boundaries = source.boundaries
    wanted = [class_id for class_id in boundaries.present() if CATALOGUE[class_id].structural]
    return sorted({offset for class_id in wanted for offset in boundaries.positions(class_id)})


#: the levels, from the fewest requests to the most
LEVELS: Final = ("structural", "single", "same-token", "adjacent")


@dataclass(frozen=True)
class Exhaustion:
    """All plans of one level for one source."""

    source: Body
    level: str

    @cached_property
    def variants(self) -> list[EventVariants]:
        """The variants of each event, in order."""
        size = len(self.source.data)
        spans = list(pairwise((0, *self.source.events, size))) if size else []
        if self.level == "structural":
            offsets = structural(self.source)
            return [_singles(offsets[bisect_right(offsets, start) : bisect_left(offsets, end)]) for start, end in spans]
        if self.level == "same-token":
            body = self.source.data
            return [_subsets([match.span() for match in _TOKEN.finditer(body, *span)]) for span in spans]
        if self.level == "adjacent":
            return [_pairs(start, end) for start, end in spans]
        return [_singles(range(start + 1, end)) for start, end in spans]

    @property
    def cuts(self) -> int:
        """How many variants there are in all."""
        return sum(one.count for one in self.variants)

    @property
    def requests(self) -> int:
        """How many plans there are."""
        return max((one.count for one in self.variants), default=0)

    def deltas(self) -> Iterator[tuple[tuple[int, ...], ...]]:
        """The cuts of each request besides event boundaries, made one by one: the cuts inside each event, by its
        number; none in an event whose variants are all done.
        """
        return zip_longest(*(one.make() for one in self.variants), fillvalue=())

    def unnamed(self) -> Iterator[Plan]:
        """The plans without their specs, made one by one; `named` gives one its spec."""
        events = self.source.events
        return (Plan(tuple(sorted(chain(events, *inside)))) for inside in self.deltas())

    def plans(self) -> Iterator[Plan]:
        """The plans, made one by one."""
        return (named(self.source, plan.cuts) for plan in self.unnamed())


def named(source: Body, cuts: tuple[int, ...]) -> Plan:
    """The plan with exactly these cuts, and its spec. The cuts are trusted to increase and to fit."""
    parameters = (("cuts", ":".join(map(str, cuts))),) if cuts else ()
    return Plan(cuts, spec=str(Split("explicit", parameters, body=source.digest, version=1)))
