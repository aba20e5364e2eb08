"""Coverage first, then chance: one request that hits every class that the body has, merged and cut at random."""

from cassettes.boundaries.classify import CATALOGUE
from player.splits.plan import joined
from player.splits.profile import Arguments, Body, Count, Draw, Plan, Profile


def adversarial(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    """One drawn position of each class present; then `extra` positions, each of a drawn class; and half of the event
    boundaries, so that events merge."""
    boundaries, size = source.boundaries, len(source.data)
    places = [
        positions
        for class_id in boundaries.present()
        if CATALOGUE[class_id].kind == "cut" and (positions := boundaries.positions(class_id))
    ]
    numbers, merges = draw.sequence("cut"), draw.sequence("merge")
    cuts = [positions[numbers.below(len(positions))] for positions in places]
    for _ in range(arguments.number("extra") if places else 0):
        positions = places[numbers.below(len(places))]
        cuts.append(positions[numbers.below(len(positions))])
    kept = [cut for cut in source.events if merges.below(2)]
    return Plan(joined(size, cuts, kept))


PROFILES = (
    Profile(
        "adversarial",
        adversarial,
        "adversarial",
        {"extra": Count(0, 10_000, 16)},
        seeded=True,
        about="One drawn place of each class that the body has, `extra` more, and half of the event boundaries.",
        finds="Everything, without naming the cause.",
    ),
)
