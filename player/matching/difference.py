"""Where two requests differ, and how that is told: pure functions."""

import heapq
from dataclasses import dataclass
from typing import Final

from player.matching.subject import Place, Subject, show

#: characters of a place's name that are kept, and that are shown
LONGEST: Final = 1000
NAMED: Final = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the request differs from the recorded one; None: that side lacks the place."""

    place: Place
    recorded: object | None
    asked: object | None

    @property
    def option(self) -> str:
        """The value of `--ignore` with which it no longer counts, or "" if there is none."""
        kind, name = self.place
        return f"query:{name}" if kind == "query" else f"body:{name}" if name else ""

    def __str__(self) -> str:
        kind, name = self.place
        return f"{kind} {_cut(name, NAMED)}" if name else kind

    @property
    def kept(self) -> "Difference":
        """The difference as it is kept. Where its name had to be cut its value is left out: the missing part may mark a
        secret.
        """
        kind, name = self.place
        both = (self.recorded, self.asked)
        told = (None if value is None else show(value) if len(name) <= LONGEST else "..." for value in both)
        return Difference((kind, _cut(name, LONGEST)), *told)


def differences(recorded: Subject, asked: Subject, most: int | None = None) -> tuple[Difference, ...]:
    """The first `most` places where the two differ: the query first, then the body in the order of the pointers."""
    old, new = recorded.values, asked.values
    differ = (place for place in old.keys() | new.keys() if old.get(place) != new.get(place))

    def order(place: Place) -> tuple[bool, str]:
        return (place[0] != "query", place[1])

    places = sorted(differ, key=order) if most is None else heapq.nsmallest(most, differ, key=order)
    return tuple(Difference(place, old.get(place), new.get(place)) for place in places)


def differing(one: Subject, other: Subject) -> int:
    """The number of places where the two differ."""
    # 0.1 us for each place of the smaller one
    small, large = sorted((one.values, other.values), key=len)
    shared = equal = 0
    for place, value in small.items():
        if place in large:
            shared += 1
            equal += large[place] == value
    return len(small) + len(large) - shared - equal


def _cut(name: str, most: int) -> str:
    return name if len(name) <= most else name[: most - 3] + "..."
