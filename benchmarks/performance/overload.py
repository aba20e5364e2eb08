"""More than the core can do, and a crowd that only comes and goes. Rules

- `FULL`: one and a half times as many streams as fill a core with our player. How many fill it is measured first: 1,000
  streams by the share of the core that they take. All players get the same number.
- `BESIDE`: 20 streams of a chunk every 5 ms, while 1,000 clients connect at once and reset, three times in four
  seconds; `QUIET`: the same 20 streams alone, right before.
- The crowd runs on the clients' CPU; arrival times are the kernel's, so it affects figures only through the server.
"""

import socket
import struct
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from benchmarks.harness import schedule
from benchmarks.harness.bench import Bench
from benchmarks.harness.client import Values
from benchmarks.harness.results import Section
from benchmarks.harness.servers import Running
from benchmarks.subjects import ours, peers

FULL: Final = "1.5 times as many streams as fill the core"
QUIET: Final = "20 streams alone"
BESIDE: Final = "1,000 connects and resets beside 20 streams"
CLIENTS: Final = 1000
STREAMS: Final = 20
_WAVES_S: Final = (0.5, 1.7, 2.9)
_SECONDS: Final = 4.0
_LINGER_ZERO: Final = struct.pack("ii", 1, 0)


def crowd(port: int, clients: int = CLIENTS) -> int:
    """Open `clients` connections without waiting in between, then reset them all; returns how many were connected."""
    links = []
    for _ in range(clients):
        link = socket.socket()
        link.setblocking(False)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
        link.connect_ex(("127.0.0.1", port))
        links.append(link)
    time.sleep(0.2)
    came = 0
    for link in links:
        try:
            link.getpeername()
            came += 1
        except OSError:
            pass
        link.close()
    return came


def _waves(port: int, began: float, came: list[int]) -> None:
    for at in _WAVES_S:
        time.sleep(max(0.0, began + at - time.perf_counter()))
        came.append(crowd(port))


def _beside(bench: Bench, running: Running, base: int, streams: schedule.Schedule) -> Iterable[tuple[str, Values]]:
    rows = streams.write(bench.work / "steady.json")
    until = _SECONDS + 15
    quiet = bench.client.timed(running, rows, STREAMS, 0.0, until, base)
    yield QUIET, quiet
    came: list[int] = []
    waves = threading.Thread(target=_waves, args=(running.subject.port, time.perf_counter(), came))
    waves.start()
    try:
        values = bench.client.timed(running, rows, STREAMS, 0.0, until, base)
    finally:
        waves.join()
    values["came"] = sum(came) / (CLIENTS * len(_WAVES_S))
    values["p99_x"] = values["p99_ms"] / quiet["p99_ms"]
    yield BESIDE, values


def _filling(bench: Bench, tape: Path, rows: Path) -> int:
    """How many streams fill the core with our player, in hundreds."""
    with Running(ours.player(tape), bench.work, realtime=bench.realtime) as running:
        base = bench.settled(running, 0.3)
        ramp = 0.2 if bench.quick else 2.0
        share = bench.client.timed(running, rows, 1000, ramp, 30, base)["share"]
    return max(1, round(10 / max(share, 0.2))) * 100


def measure(bench: Bench) -> Section:
    """Our player, the C writer and Node, each with both loads."""
    section = bench.section()
    plan = schedule.drawn(30 if bench.quick else 300)
    rows = plan.write(bench.work / "timed.json")
    tape = ours.cassette(plan, bench.work / "timed.cassette")
    steady = schedule.steady(_SECONDS)
    steady_rows = steady.write(bench.work / "steady.json")
    steady_tape = ours.cassette(steady, bench.work / "steady.cassette")
    streams = _filling(bench, tape, rows) * 3 // 2

    def full(running: Running, base: int) -> Iterable[tuple[str, Values]]:
        ramp = 0.3 if bench.quick else streams / 500
        yield FULL, bench.client.timed(running, rows, streams, ramp, plan.last_ms / 1000 + ramp + 30, base)

    bench.each(
        section,
        {
            peers.LIMIT: lambda: peers.limit(bench.tools, rows),
            ours.NAME: lambda: ours.player(tape),
            "node http": lambda: peers.node(rows),
        },
        full,
    )
    bench.each(
        section,
        {
            peers.LIMIT: lambda: peers.limit(bench.tools, steady_rows),
            ours.NAME: lambda: ours.player(steady_tape),
            "node http": lambda: peers.node(steady_rows),
        },
        lambda running, base: _beside(bench, running, base, steady),
    )
    return section
