"""`reset` and `close`: the connection breaks in the middle of the response."""

from player.faults.cutting import breaking
from player.faults.fault import At, Fault, Phase
from player.schedule.schedule import Finish

FAULTS = (
    Fault(
        "reset",
        Phase.END,
        breaking(Finish.RESET),
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
        breaking(Finish.CLOSE),
        parameters={"at": At()},
        about="The connection is closed (FIN) at `at`, without the end that the framing asks for.",
        meets="A gateway's time limit, a deploy in the middle of an answer.",
        shown=("", "at=head"),
    ),
)
