"""`trickle` and `bandwidth`: bytes arrive at the rate of a slow connection."""

from dataclasses import replace

from cassettes.clock import MS, SECOND
from player.faults.fault import Arguments, Count, Draw, Duration, Fault, Performance, Phase, Tape
from player.faults.flow import metered


def trickle(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """`n` bytes at most in a write, and `every` between two writes at least."""
    every = arguments.number("every")

    def when(due: int, left: int, size: int) -> int:
        return due if left < 0 else max(due, left + every)

    return replace(performance, schedule=metered(performance.schedule, arguments.number("n"), when))


def bandwidth(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """Each write has the bytes that pass in a tenth of a second, and leaves when the last of them has passed."""
    rate = arguments.number("rate")

    def when(due: int, left: int, size: int) -> int:
        return max(due, left) + -(-size * SECOND // rate)

    return replace(performance, schedule=metered(performance.schedule, max(1, rate // 10), when))


FAULTS = (
    Fault(
        "trickle",
        Phase.TIME,
        trickle,
        parameters={"n": Count(1, 1 << 20, 64), "every": Duration(100 * MS)},
        about="`n` bytes of the body come every `every`, however fast they were recorded.",
        meets="A server that flushes a small buffer by a timer, a slow-loris test, a link with small packets.",
        shown=("n=64,every=10ms",),
    ),
    Fault(
        "bandwidth",
        Phase.TIME,
        bandwidth,
        parameters={"rate": Count(1, 10**9, 1024)},
        about="At most `rate` bytes of the body come in a second; what has to wait comes in order, as it passes.",
        meets="A phone at the edge of its network, a throttled plan, a proxy that shapes traffic.",
        shown=("rate=8192",),
    ),
)
