"""`hold-open` and `vanish`: the connection stays open, and no more bytes come."""

from dataclasses import replace

from player.faults.cutting import broken
from player.faults.fault import Fault, Phase
from player.faults.places import offset_in
from player.grammar.addresses import At
from player.grammar.arguments import Arguments, Draw
from player.schedule.performance import Performance
from player.schedule.schedule import Finish
from player.schedule.tape import Tape


def hold(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """The body up to `at`, and no end."""
    offset = offset_in(performance, recorded, arguments.word("at"))
    head = None if offset < 0 else performance.head
    body = performance.body[: max(offset, 0)]
    return replace(performance, head=head, body=body, schedule=broken(performance.schedule, offset, Finish.HOLD))


FAULTS = (
    Fault(
        "hold-open",
        Phase.END,
        hold,
        parameters={"at": At("end")},
        about="The end never comes: the connection stays open until the client leaves (`requestTask.abort()`).",
        meets="A server that forgets to end its response behind the last event.",
    ),
    Fault(
        "vanish",
        Phase.END,
        hold,
        parameters={"at": At()},
        about="Nothing more comes at `at`, no FIN and no RST, until the client gives up.",
        meets="A phone that loses its network, a NAT that forgets the connection.",
        shown=("", "at=head"),
    ),
)
