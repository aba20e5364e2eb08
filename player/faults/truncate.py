"""`truncate`: the answer stops early, as if the model had nothing more to say."""

from dataclasses import replace

from player.faults.cutting import shortened
from player.faults.fault import Fault, Phase
from player.faults.places import offset_in
from player.grammar.addresses import At
from player.grammar.arguments import Arguments, Draw
from player.schedule.performance import Performance
from player.schedule.tape import Tape


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
