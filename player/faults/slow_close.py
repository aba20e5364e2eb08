"""`slow-close`: all of the body is there, and its end comes late."""

from dataclasses import replace

from cassettes.clock import SECOND
from player.faults.fault import Fault, Phase
from player.grammar.arguments import Arguments, Draw
from player.grammar.parameters import Duration
from player.schedule.performance import Performance
from player.schedule.schedule import FOREVER, Step
from player.schedule.tape import Tape


def slow_close(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """The ending in a write of its own, `by` later."""
    schedule = performance.schedule
    last, late = schedule.steps[-1], min(schedule.times[-1] + arguments.number("by"), FOREVER)
    steps, times = list(schedule.steps[:-1]), schedule.times[:-1]
    if last.parts or last.head:
        steps.append(last._replace(end=False))
        times.append(schedule.times[-1])
    steps.append(Step(end=True))
    times.append(late)
    return replace(performance, schedule=replace(schedule, steps=tuple(steps), times=times))


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
