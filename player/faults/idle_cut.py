"""`idle-cut`: a proxy or gateway on the way gives up after some silence."""

from dataclasses import replace
from itertools import pairwise
from typing import Final

from cassettes.clock import SECOND
from cassettes.headers import Framing
from player.faults.fault import Fault, Phase
from player.grammar.arguments import Arguments, Draw
from player.grammar.parameters import Choice, Duration
from player.schedule.performance import Performance
from player.schedule.schedule import Finish, Piece, Step
from player.schedule.tape import Tape

_FINISHES: Final = {"close": Finish.CLOSE, "reset": Finish.RESET}


def idle_cut(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """The response up to its first silence longer than `over`; `over` into that silence the connection ends."""
    schedule, over = performance.schedule, arguments.number("over")
    silences = enumerate(pairwise((0, *schedule.times)))
    found = next(((index, before) for index, (before, at) in silences if at - before > over), None)
    if found is None:
        return performance
    index, before = found
    steps = (*schedule.steps[:index], Step(end=True))
    times = schedule.times[:index]
    times.append(before + over)
    reached = max((part.end for step in steps for part in step.parts if isinstance(part, Piece)), default=0)
    return replace(
        performance,
        head=performance.head if index else None,
        body=performance.body[:reached],
        schedule=replace(
            schedule,
            steps=steps,
            times=times,
            framing=schedule.framing if index else Framing.RAW,
            finish=_FINISHES[arguments.word("by")],
        ),
    )


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
