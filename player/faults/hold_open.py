"""`hold-open` and `vanish`: the connection stays open, and no more bytes come."""

from player.faults.cutting import breaking
from player.faults.fault import At, Fault, Phase
from player.schedule.schedule import Finish

FAULTS = (
    Fault(
        "hold-open",
        Phase.END,
        breaking(Finish.HOLD),
        parameters={"at": At("end")},
        about="The end never comes: the connection stays open until the client leaves (`requestTask.abort()`).",
        meets="A server that forgets to end its response behind the last event.",
    ),
    Fault(
        "vanish",
        Phase.END,
        breaking(Finish.HOLD),
        parameters={"at": At()},
        about="Nothing more comes at `at`, no FIN and no RST, until the client gives up.",
        meets="A phone that loses its network, a NAT that forgets the connection.",
        shown=("", "at=head"),
    ),
)
