"""`idle-cut`: a proxy or gateway on the way gives up after some silence."""

from dataclasses import replace
from itertools import islice, pairwise
from typing import Final

from cassettes.clock import SECOND
from cassettes.headers import Framing
from player.faults.fault import Arguments, Choice, Draw, Duration, Fault, Performance, Phase, Tape
from player.schedule.schedule import Finish, Step

_FINISHES: Final = {"close": Finish.CLOSE, "reset": Finish.RESET}


def idle_cut(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """The response up to its first silence longer than `over`; `over` into that silence the connection ends."""
    schedule, over = performance.schedule, arguments.number("over")
    silences = enumerate(pairwise((0, *schedule.times)))
    found = next(((index, before) for index, (before, at) in silences if at - before > over), None)
    if found is None:
        return performance
    index, before = found
    rows = [*islice(schedule.rows, index), (before + over, Step(end=True))]
    head, framing = (performance.head, schedule.framing) if index else (None, Framing.RAW)
    cut = replace(schedule.of(rows), framing=framing, finish=_FINISHES[arguments.word("by")])
    reached = max(step.reached(0) for _, step in rows)
    return replace(performance, head=head, body=performance.body[:reached], schedule=cut)


FAULTS = (
    Fault(
        "idle-cut",
        Phase.END,
        idle_cut,
        parameters={"over": Duration(60 * SECOND), "by": Choice(tuple(_FINISHES))},
        about=(
            "A hop ends the connection in the first silence longer than `over`, the one before the head too; without "
            "one nothing happens (put a `stall` before it)."
        ),
        meets="`proxy_read_timeout` of nginx (60 s), idle limits of load balancers, a phone's own time limit.",
        shown=("over=200ms+stall,at=event:6,for=500ms",),
    ),
)
