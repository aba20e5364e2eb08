"""`reset` and `close`: the connection breaks in the middle of the response."""

from dataclasses import replace

from player.faults.cutting import broken
from player.faults.fault import Edit, Fault, Phase
from player.faults.places import offset_in
from player.grammar.addresses import At
from player.grammar.arguments import Arguments, Draw
from player.schedule.performance import Performance
from player.schedule.schedule import Finish
from player.schedule.tape import Tape


def _breaking(finish: Finish) -> Edit:
    def edit(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
        offset = offset_in(performance, recorded, arguments.word("at"))
        head = None if offset < 0 else performance.head
        body = performance.body[: max(offset, 0)]
        return replace(performance, head=head, body=body, schedule=broken(performance.schedule, offset, finish))

    return edit


FAULTS = (
    Fault(
        "reset",
        Phase.END,
        _breaking(Finish.RESET),
        parameters={"at": At()},
        about=(
            "The connection is reset (RST) at `at`, once the bytes before it were acknowledged; with `at=head` there "
            "is no response."
        ),
        meets="A server process that dies, a load balancer that gives up, a firewall.",
        shown=("", "at=head"),
    ),
    Fault(
        "close",
        Phase.END,
        _breaking(Finish.CLOSE),
        parameters={"at": At()},
        about="The connection is closed (FIN) at `at`, without the end that the framing asks for.",
        meets="A gateway's time limit, a deploy in the middle of an answer.",
        shown=("", "at=head"),
    ),
)
