"""`stall`: no bytes come for a while, and all later ones are late by that time."""

from dataclasses import replace

from cassettes.clock import SECOND
from player.faults.cutting import delayed, parted
from player.faults.fault import HEAD, Arguments, At, Draw, Duration, Fault, Performance, Phase, Tape
from player.faults.places import offset_in


def stall(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """All bytes behind `at` leave `for` later."""
    offset, schedule = offset_in(performance, recorded, arguments.word("at")), performance.schedule
    if offset != HEAD:
        schedule = parted(schedule, offset)
    return replace(performance, schedule=delayed(schedule, offset, arguments.number("for")))


FAULTS = (
    Fault(
        "stall",
        Phase.TIME,
        stall,
        parameters={"at": At(), "for": Duration(5 * SECOND)},
        about="Nothing comes for `for` at `at`; the rest follows at its pace, as far behind.",
        meets="A model that thinks, an upstream that retries, a relay that waits for its next hop.",
        shown=("at=event:6,for=500ms",),
    ),
)
