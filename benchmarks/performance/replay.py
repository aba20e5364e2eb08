"""Replay timing: how far from its recorded time each chunk arrives. Rules

- error = arrival (kernel receive timestamp) - request sent - recorded offset; p50 signed, p99 of the absolute
  value, earliest signed; drift is the error of the last chunk, 6 s after the request.
- Memory is counted from after warming up to the peak, so smaller cells before it are included, divided by streams.
"""

from collections.abc import Iterable
from typing import Final

from benchmarks.harness import schedule
from benchmarks.harness.bench import Bench
from benchmarks.harness.client import Values
from benchmarks.harness.results import Section
from benchmarks.harness.servers import Running
from benchmarks.subjects import ours, peers

PORTABLE: Final = "chunktape portable"
#: cell: (streams, seconds over which their requests start)
CELLS: Final = {
    "1": (1, 0.0),
    "50": (50, 1.0),
    "100": (100, 1.0),
    "500": (500, 1.0),
    "500 at once": (500, 0.0),
    "1000": (1000, 2.0),
    "1500": (1500, 3.0),
}
_FULL: Final = ("1", "100", "500", "500 at once", "1000", "1500")
_ASKED: Final = {
    PORTABLE: ("50",),
    "node http": ("1", "100", "500", "500 at once", "1000"),
    "nginx echo": ("1", "100", "500", "500 at once", "1000"),
    "aimock": ("1", "100", "500"),
    "wiremock": ("1", "100", "500"),
}


def measure(bench: Bench) -> Section:
    """All players at all numbers of streams."""
    section = bench.section()
    plan = schedule.drawn(30 if bench.quick else 300)
    rows = plan.write(bench.work / "timed.json")
    tape = ours.cassette(plan, bench.work / "timed.cassette")
    makers = {
        peers.LIMIT: lambda: peers.limit(bench.tools, rows),
        ours.NAME: lambda: ours.player(tape),
        PORTABLE: lambda: ours.player(tape, name=PORTABLE, environment=ours.PORTABLE),
        "node http": lambda: peers.node(rows),
        "nginx echo": lambda: peers.nginx_echo(bench.tools, plan),
        "aimock": lambda: peers.aimock(bench.tools, bench.work, plan, timed=True),
        "wiremock": lambda: peers.wiremock(bench.tools, bench.work, plan, timed=True),
    }

    def cells(running: Running, base: int) -> Iterable[tuple[str, Values]]:
        for cell in _ASKED.get(running.subject.name, _FULL):
            streams, ramp = CELLS[cell]
            ramp = min(ramp, 0.3) if bench.quick else ramp
            until = plan.last_ms / 1000 + ramp + 15
            yield cell, bench.client.timed(running, rows, streams, ramp, until, base)

    bench.each(section, makers, cells)
    return section
