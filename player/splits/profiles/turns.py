"""How a targeted profile cuts: event boundaries, and the positions of the classes of one turn. Rules

- The base is one event per piece, so that what fails is the aimed cut and nothing else; the last turn of `utf8` is the
  exception.
- A turn is a set of classes; consecutive seeds take consecutive turns; `all=1` takes all turns in one request.
- A sparse class is cut at every position. A dense one (most bytes of a JSON payload are in one) is cut at one drawn
  position per event: cutting at all would be the profile `bytes`, which names no cause.
- Each class has a sequence of its own, so that another class in the same turn moves no cut.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from cassettes.boundaries.classify import CATALOGUE
from cassettes.seeds import generator
from player.splits.plan import joined
from player.splits.profile import Arguments, Body, Draw, Flag, Kind, Plan, Profile

Turn = tuple[str, ...]


def chosen(source: Body, class_id: str, draw: Draw) -> Iterator[int]:
    """The positions of a class to cut at: all of a sparse class, one per event of a dense one."""
    positions: Sequence[int] = source.boundaries.positions(class_id)
    if not CATALOGUE[class_id].dense:
        yield from positions
        return
    numbers = generator(f"{draw.name}/{class_id}", draw.seed, "cut")
    points = list(positions)  # a lazy sequence costs more to search than to write out
    low = 0
    for end in (*source.events, len(source.data)):
        high = bisect_left(points, end, low)
        if high > low:
            yield points[low + numbers.below(high - low)]
        low = high


def cut_at(turns: Sequence[Turn], source: Body, arguments: Arguments, draw: Draw) -> Plan:
    """Event boundaries, and the classes of this seed's turn; of all turns with `all=1`."""
    taken = turns if arguments.number("all") else [turns[draw.turn(len(turns))]]
    cuts = (chosen(source, class_id, draw) for turn in taken for class_id in turn)
    return Plan(joined(len(source.data), source.events, *cuts))


def aimed(name: str, *turns: Turn, about: str, finds: str, shown: str = "") -> Profile:
    """A targeted profile that takes one turn per seed."""

    def splitter(source: Body, arguments: Arguments, draw: Draw) -> Plan:
        return cut_at(turns, source, arguments, draw)

    parameters: dict[str, Kind] = {"all": Flag()}
    targets = tuple(dict.fromkeys(class_id for turn in turns for class_id in turn))
    return Profile(
        name,
        splitter,
        "targeted",
        parameters,
        seeded=True,
        targets=targets,
        rotation=len(turns),
        about=about,
        finds=finds,
        shown=shown,
    )
