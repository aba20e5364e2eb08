"""The family of merges: several events in one piece, the end in one piece, and pieces shifted by half an event."""

from player.splits.plan import joined
from player.splits.profile import Arguments, Body, Count, Draw, Plan, Profile, Span


def merge(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    low, high = arguments.numbers("k")
    numbers = draw.sequence("merge")
    kept: list[int] = []
    index = -1
    while True:
        index += low + numbers.below(high - low + 1)
        if index >= len(source.events):
            return Plan(tuple(kept))
        kept.append(source.events[index])


def tail(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    # t events are behind the t-th boundary from the end
    return Plan(source.events[: max(0, len(source.events) + 1 - arguments.number("t"))])


def _middle(body: bytes, start: int, end: int) -> int:
    """The middle of body[start:end], moved back to the start of a character; `start` if there is none between."""
    middle = (start + end) // 2
    while middle > start and body[middle] & 0xC0 == 0x80:
        middle -= 1
    return middle


def half_plus(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    """Half an event, then its rest, k events and half of the next one, and so on; the seed moves where it begins."""
    k, size = arguments.number("k"), len(source.data)
    edges = (0, *source.events, size)
    cuts = []
    for index in range(draw.turn(k + 1), len(edges) - 1, k + 1):
        middle = _middle(source.data, edges[index], edges[index + 1])
        if middle > edges[index]:
            cuts.append(middle)
    return Plan(joined(size, cuts))


PROFILES = (
    Profile(
        "merge",
        merge,
        "merges",
        {"k": Span(1, 1000, (3, 3))},
        seeded=True,
        about="`k` events per piece, a number or a range such as 2..5.",
        finds="Clients that read only the first or last event of a chunk.",
    ),
    Profile(
        "tail",
        tail,
        "merges",
        {"t": Count(2, 4, 4)},
        about="The last `t` events in one piece.",
        finds="`includes('[DONE]')` and return; usage and the last words lost.",
    ),
    Profile(
        "half-plus",
        half_plus,
        "merges",
        {"k": Count(0, 1000, 2)},
        seeded=True,
        rotation=3,
        about=(
            "Half an event, then its rest with `k` events and half of the next one, and so on; "
            "the seed shifts the start."
        ),
        finds="A carry path that reads one event only: nothing else finds it.",
    ),
)
