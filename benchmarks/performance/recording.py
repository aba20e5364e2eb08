"""The recorder: its added latency, its maximum speed, the error of its times. Rules

- The C writer is the upstream, on the clients' CPU; it puts the time of sending into each chunk, and the kernel's
  receive time of the request into the head.
- latency = arrival at the client - time of sending; the added latency of a proxy is that minus the same figure without
  one.
- time error = recorded `at` - (time of sending - arrival of the request at the upstream), over every chunk.
"""

import statistics
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Final

from benchmarks.harness import machine, schedule
from benchmarks.harness.bench import Bench
from benchmarks.harness.client import Values
from benchmarks.harness.results import Row, Section
from benchmarks.harness.servers import BenchmarkError, Running, Subject
from benchmarks.subjects import ours, peers
from cassettes import store
from cassettes.model import EndKind, Interaction, Mark

DIRECT: Final = "no proxy"
PROXY: Final = "nginx proxy_pass"
LATENCY: Final = "50 streams"
FASTEST: Final = "maximum"
TIMES: Final = "100 streams, recorded times"


def time_errors_ms(one: Interaction) -> list[float]:
    """Per transfer chunk: recorded time - true time of sending, in ms. Empty without the upstream's stamps."""
    arrived = one.head.values(b"x-request-arrived") if one.head else []
    if not arrived:
        return []
    errors, begins = [], True
    for chunk in one.chunks:
        if begins and len(chunk.data) >= 16:
            errors.append((chunk.at - (int(chunk.data[:16], 16) - int(arrived[0]))) / 1e6)
        begins = chunk.mark == Mark.END
    return errors


def recorded_errors(file: Path) -> Values:
    """p50, p99 of the absolute value, and maximum over all complete interactions of a cassette, in ms."""
    complete = [one for one in store.load(file).interactions if one.ending.kind is EndKind.COMPLETE]
    errors = sorted(error for one in complete for error in time_errors_ms(one))
    if not errors:
        raise BenchmarkError(f"{file} holds no complete stream with stamps")
    sizes = sorted(abs(error) for error in errors)
    return {
        "time_p50_ms": statistics.median(errors),
        "time_p99_ms": sizes[int(len(sizes) * 0.99)],
        "time_max_ms": sizes[-1],
        "time_min_ms": errors[0],
        "interactions": float(len(complete)),
    }


def _proxy(bench: Bench, name: str, upstream: Subject, file: Path) -> Subject | None:
    """The proxy `name` before `upstream`; None for no proxy."""
    if name == DIRECT:
        return None
    if name == PROXY:
        return peers.nginx_proxy(bench.work, upstream.port, upstream.path)
    if name == "mitmproxy":
        return peers.mitmproxy_record(bench.tools, bench.work, upstream.port, upstream.path)
    file.unlink(missing_ok=True)
    return ours.recorder(f"http://127.0.0.1:{upstream.port}", file, upstream.path)


def measure(bench: Bench) -> Section:
    """Latency, speed and the truth of times; no proxy, ours, nginx (records nothing) and mitmproxy."""
    section = bench.section()
    if "nginx" in bench.tools.missing:
        bench.tools.missing.setdefault(PROXY, bench.tools.missing["nginx"])
    plan = schedule.drawn(30 if bench.quick else 300)
    rows = plan.write(bench.work / "recorded.json")
    names = (DIRECT, ours.NAME, PROXY, "mitmproxy")
    makers = {name: lambda: peers.limit(bench.tools, rows, stamp=True) for name in names}
    for run, name, make in bench.turns(section, makers):
        try:
            for cell, values in _cells(bench, name, make(), rows, plan.last_ms / 1000):
                bench.add(section, Row(name, cell, run, values))
        except (BenchmarkError, TimeoutExpired, OSError) as error:
            bench.fail(section, name, error)
    return section


def _cells(bench: Bench, name: str, upstream: Subject, rows: Path, length: float) -> Iterable[tuple[str, Values]]:
    file = bench.work / "recorded.cassette"
    ramp, until = 1.0, length + 15
    with _through(bench, name, upstream, file) as running:
        base = bench.settled(running, 0.3)
        yield LATENCY, bench.client.timed(running, rows, 50, ramp, until, base, stamped=True)
    if name == ours.NAME:
        with _through(bench, name, upstream, file) as running:
            base = bench.settled(running, 0.3)
            values = bench.client.timed(running, rows, 100, 3.0, until, base, stamped=True)
        yield TIMES, {**values, **recorded_errors(file)}
    fast = peers.limit(bench.tools, rows, "/max")
    with _through(bench, name, fast, file) as running:
        base = bench.settled(running, 0.5, 16)
        yield FASTEST, bench.client.fastest(running, 16, 0.5 if bench.quick else 3.0, base)
    file.unlink(missing_ok=True)
    (bench.work / "mitmproxy.recorded").unlink(missing_ok=True)


@contextmanager
def _through(bench: Bench, name: str, upstream: Subject, file: Path) -> Iterator[Running]:
    """Upstream on the clients' CPU and the proxy `name` before it; yields the one that the client connects to."""
    with Running(upstream, bench.work, cpu=machine.cpus()[1], realtime=bench.realtime) as direct:
        proxy = _proxy(bench, name, upstream, file)
        if proxy is None:
            yield direct
            return
        with Running(proxy, bench.work, realtime=bench.realtime) as running:
            yield running
