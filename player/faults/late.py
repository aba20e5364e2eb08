"""`slow-head`, `hold-first` and `burst`: bytes that are due are kept back and leave later."""

from bisect import bisect_right
from dataclasses import replace

from cassettes.clock import SECOND
from player.faults.cutting import delayed, parted
from player.faults.fault import HEAD, Arguments, At, Count, Draw, Duration, Fault, Performance, Phase, Tape
from player.faults.flow import gathered
from player.faults.places import offset_in
from player.schedule.schedule import FOREVER


def slow_head(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """Everything, from the head on, leaves `by` later."""
    return replace(performance, schedule=delayed(performance.schedule, HEAD, arguments.number("by")))


def hold_first(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """The steps up to the one that reaches `n` bytes, or up to the end, become one."""
    schedule, wanted = performance.schedule, min(arguments.number("n"), len(performance.body))
    bodies = [index for index, step in enumerate(schedule.steps) if step.parts]
    if not bodies:
        return performance
    last = next((index for index in bodies if schedule.steps[index].reached(0) >= wanted), bodies[-1])
    if arguments.number("n") > len(performance.body):
        last = len(schedule.steps) - 1
    return replace(performance, schedule=gathered(schedule, bodies[0], last, schedule.times[last]))


def burst(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """The bytes that are due within `for` after `at` leave in one write at the end of that time."""
    offset, schedule = offset_in(performance, recorded, arguments.word("at")), performance.schedule
    schedule = parted(schedule, offset)
    # the first step with a byte of the body from there on, or the ending
    begins = (step.reached() > offset or (step.end and not step.parts) for step in schedule.steps)
    first = next((index for index, it_does in enumerate(begins) if it_does), None)
    if first is None:
        return performance
    over = min(schedule.times[first] + arguments.number("for"), FOREVER)
    last = max(first, bisect_right(schedule.times, over) - 1)
    return replace(performance, schedule=gathered(schedule, first, last, over))


FAULTS = (
    Fault(
        "slow-head",
        Phase.TIME,
        slow_head,
        parameters={"by": Duration(2 * SECOND)},
        about="The head comes `by` late, and everything behind it as late as that.",
        meets="A model in a queue, a cold start, a gateway that waits for its upstream.",
        shown=("by=500ms",),
    ),
    Fault(
        "hold-first",
        Phase.TIME,
        hold_first,
        parameters={"n": Count(1, 1 << 30, 512)},
        about="The first bytes of the body are held until `n` have gathered, or until it ends; they come in one write.",
        meets="URLSession on iOS, which waits for 512 bytes; a proxy or a compressor that fills its buffer first.",
    ),
    Fault(
        "burst",
        Phase.TIME,
        burst,
        parameters={"at": At(without=("head",)), "for": Duration(5 * SECOND)},
        about="Nothing comes for `for` at `at`; then all that is due comes in one write, the rest when it is due.",
        meets="An app that was in the background and is back; a phone that changes from one cell to the next.",
        shown=("at=event:6,for=500ms",),
    ),
)
