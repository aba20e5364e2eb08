"""Maximum speed: responses per second when nothing waits. Rules

- 16 keep-alive connections ask again as soon as an answer ended; the client checks the framing of every response.
- All subjects serve the same number of body bytes: 300 chunks of 100 B, and one chunk of 1 MiB.
"""

from collections.abc import Iterable
from functools import partial
from typing import Final

from benchmarks.harness import schedule
from benchmarks.harness.bench import Bench, Make
from benchmarks.harness.client import Values
from benchmarks.harness.results import Section
from benchmarks.harness.schedule import Schedule
from benchmarks.harness.servers import Running
from benchmarks.subjects import ours, peers

SMALL: Final = "300 × 100 B"
BIG: Final = "1 × 1 MiB"
ONCE: Final = f"{peers.LIMIT}, one write"
CONNECTIONS: Final = 16


def _makers(bench: Bench, plan: Schedule, name: str) -> dict[str, Make]:
    rows = plan.write(bench.work / f"{name}.json")
    tape = ours.cassette(plan, bench.work / f"{name}.cassette")
    return {
        peers.LIMIT: lambda: peers.limit(bench.tools, rows, "/max"),
        ONCE: lambda: peers.limit(bench.tools, rows, "/once", name=ONCE),
        "nginx static": lambda: peers.nginx_static(bench.work, plan),
        ours.NAME: lambda: ours.player(tape, "--speed", "max"),
        "node http": lambda: peers.node(rows, "/max"),
        "aimock": lambda: peers.aimock(bench.tools, bench.work, plan, timed=False),
        "wiremock": lambda: peers.wiremock(bench.tools, bench.work, plan, timed=False),
        "mountebank": lambda: peers.mountebank(bench.tools, bench.work, plan),
        "mitmproxy": lambda: peers.mitmproxy_replay(bench.tools, bench.work, plan),
    }


def measure(bench: Bench) -> Section:
    """Both bodies; tools that only serve whole bodies take part with the small one."""
    section = bench.section()
    if "nginx" in bench.tools.missing:
        bench.tools.missing.setdefault("nginx static", bench.tools.missing["nginx"])
    small = _makers(bench, schedule.even(300, 100), "small")
    big = _makers(bench, schedule.even(1, 1 << 20), "big")
    big = {name: big[name] for name in (peers.LIMIT, "nginx static", ours.NAME, "node http")}
    seconds = 0.5 if bench.quick else 3.0
    warm = 0.3 if bench.quick else 2.0

    def cells(cell: str, running: Running, base: int) -> Iterable[tuple[str, Values]]:
        yield cell, bench.client.fastest(running, CONNECTIONS, seconds, base)

    for cell, makers in ((SMALL, small), (BIG, big)):
        bench.each(section, makers, partial(cells, cell), warm)
    return section
