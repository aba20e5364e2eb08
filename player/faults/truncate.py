"""`truncate`: the answer stops early, as if the model had nothing more to say."""

from dataclasses import replace

from player.faults.cutting import shortened
from player.faults.fault import Arguments, At, Draw, Fault, Performance, Phase, Tape
from player.faults.places import offset_in


def truncate(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """The body up to `at`, as a complete one."""
    offset = offset_in(performance, recorded, arguments.word("at"))
    return replace(performance, body=performance.body[:offset], schedule=shortened(performance.schedule, offset))


FAULTS = (
    Fault(
        "truncate",
        Phase.CUT,
        truncate,
        parameters={"at": At(without=("head",))},
        about=(
            "The body stops at `at`, and the response is complete there: a client can't tell by HTTP that more was due."
        ),
        meets="A gateway that takes an upstream's broken stream for its end; a limit on output bytes.",
    ),
)
