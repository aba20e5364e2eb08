"""`slow-close`: the whole body comes on time, and its end comes late."""

from dataclasses import replace

from cassettes.clock import SECOND
from player.faults.cutting import delayed, parted
from player.faults.fault import Arguments, Draw, Duration, Fault, Performance, Phase, Tape


def slow_close(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """The ending in a write of its own, `by` later."""
    end = len(performance.body)
    return replace(performance, schedule=delayed(parted(performance.schedule, end), end, arguments.number("by")))


FAULTS = (
    Fault(
        "slow-close",
        Phase.END,
        slow_close,
        parameters={"by": Duration(5 * SECOND)},
        about="The end of the response comes `by` late, behind all of its body.",
        meets="A server that writes its log, or asks a second model, before it ends the answer.",
        shown=("by=500ms",),
    ),
)
