"""A long run with clients that come, go, stall and reset: the run and its figures. Rules

- A quarter of the streams are witnesses: the C client reads them to the end and times every chunk by the kernel's
  stamps. The others misbehave (`crowd`).
- Late streams are the player's own count (`--max-late`), over every stream, those of the others too. Under `--realtime`
  the machine's own pauses are measured beside it.
- Memory, descriptors and, where the player tells them, active streams and tasks are sampled once a second.
"""

import asyncio
import json
import statistics
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.harness import machine, schedule
from benchmarks.harness.bench import Bench
from benchmarks.harness.client import Values
from benchmarks.harness.results import Row, Section
from benchmarks.harness.servers import Running
from benchmarks.soak.crowd import Crowd
from benchmarks.soak.pauses import Pauses
from benchmarks.soak.verdict import LATE, LATE_MS, OURS, PAUSE, TASKS, WORST, WORST_MS, faults_of, unexplained
from benchmarks.subjects import ours
from cassettes import store
from cassettes.model import Header, Origin


def told(port: int) -> dict[str, float]:
    """The player's own figures: `/@chunktape/metrics` where it has them, and the active streams of its health."""
    figures: dict[str, float] = {}
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for path in ("metrics", "health"):
        try:
            with direct.open(f"http://127.0.0.1:{port}/@chunktape/{path}", timeout=10) as answer:
                text = answer.read().decode()
        except urllib.error.HTTPError:
            continue
        if path == "health":
            figures["active"] = float(json.loads(text).get("active", 0))
        else:
            figures.update(prometheus(text))
    return figures


def prometheus(text: str) -> dict[str, float]:
    """The samples of a Prometheus exposition: name with its labels to value."""
    samples = {}
    for line in text.splitlines():
        name, _, value = line.rpartition(" ")
        if name and not line.startswith("#"):
            samples[name] = float(value)
    return samples


def _tape(path: Path) -> tuple[Path, int, int]:
    """A cassette with `/timed` (3 s) and `/big` (6 MiB in 3 s); gives also the body bytes of both."""
    small = schedule.drawn(150)
    big = schedule.Schedule(tuple((at, 40_960) for at, _ in small.rows))
    header = Header("benchmarks", 0, Origin("made", "benchmarks", real_bytes=False, real_times=False))
    both = [ours.interaction(small), ours.interaction(big, b"/big")]
    store.save(path, header, both, mode="overwrite")
    small.write(path.with_suffix(".json"))
    return path, small.size, big.size


@dataclass(slots=True)
class _Samples:
    """Once a second: memory in bytes and descriptors of the player, and how many of its streams were late by then, with
    the time in s of `perf_counter`.
    """

    memory: list[int] = field(default_factory=list)
    descriptors: list[int] = field(default_factory=list)
    late: list[tuple[float, float]] = field(default_factory=list)

    def take(self, running: Running) -> None:
        now = machine.usage(running.pids)
        self.memory.append(now.memory)
        self.descriptors.append(now.descriptors)


async def _loaded(bench: Bench, running: Running, seconds: float, streams: int, crowd: Crowd, rows: Path) -> tuple[
    _Samples, list[Values]
]:  # fmt: skip
    """Load for `seconds`: the crowd, the witnesses round after round, and a sample each second."""
    samples, rounds = _Samples(), []
    loop = asyncio.get_running_loop()

    async def witnesses() -> None:
        count = max(1, streams // 4)
        while time.perf_counter() < crowd.until:
            one = await loop.run_in_executor(None, lambda: bench.client.timed(running, rows, count, 1.0, 60, 0))
            rounds.append(one)

    async def watch() -> None:
        while time.perf_counter() < crowd.until:
            samples.take(running)
            says = await loop.run_in_executor(None, told, running.subject.port)
            samples.late.append((time.perf_counter(), says.get(LATE, 0.0)))
            await asyncio.sleep(1)

    crowd.until = time.perf_counter() + seconds
    async with asyncio.TaskGroup() as group:
        group.create_task(witnesses())
        group.create_task(watch())
        for number in range(streams - streams // 4):
            group.create_task(crowd.client(number))
    return samples, rounds


def _settled(running: Running, descriptors: int, seconds: float = 10) -> tuple[machine.Usage, dict[str, float]]:
    """Usage once the streams are over and the descriptors are back, or as it is after `seconds`."""
    until = time.perf_counter() + seconds
    while True:
        now, says = machine.usage(running.pids), told(running.subject.port)
        if (now.descriptors <= descriptors and not says.get("active")) or time.perf_counter() > until:
            return now, says
        time.sleep(0.2)


def soak(
    bench: Bench, seconds: float, streams: int, late_ms: float = LATE_MS, worst_ms: float = WORST_MS
) -> tuple[Section, list[str]]:
    """Load the player for `seconds`; returns the figures, and sentences about what is wrong with them."""
    section = bench.section()
    tape, size, big = _tape(bench.work / "soak.cassette")
    rows = tape.with_suffix(".json")
    subject = ours.player(tape, "--max-late", f"{worst_ms:g}ms")
    with Running(subject, bench.work, realtime=bench.realtime) as running:
        crowd = Crowd(subject.port, size, big, 0)
        warm = min(20.0, max(1.0, seconds / 10))
        asyncio.run(_loaded(bench, running, warm, streams, crowd, rows))
        first, said = _settled(running, 0, 2)
        with Pauses(machine.cpus()[0], seconds, realtime=bench.realtime) as pauses:
            samples, rounds = asyncio.run(_loaded(bench, running, seconds, streams, crowd, rows))
        last, says = _settled(running, first.descriptors)
    late = [(0.0, said.get(LATE, 0.0)), *samples.late, (time.perf_counter(), says.get(LATE, 0.0))]
    lengths = [ms for _, ms in pauses.found]
    figures = {
        "seconds": seconds,
        "streams at once": float(streams),
        "witness streams": sum(one["streams"] for one in rounds),
        "witness streams complete": sum(one["completed"] for one in rounds),
        **{f"others: {name}": float(count) for name, count in crowd.done.items()},
        "wrong or unfinished answers": float(len(crowd.wrong)),
        f"streams late by more than {worst_ms:g} ms": says.get(LATE, 0.0) - said.get(LATE, 0.0),
        OURS: unexplained(late, pauses.found, worst_ms / 2),
        "the player's longest lateness, ms": says.get(WORST, 0.0) * 1000,
        "pauses of the machine over 5 ms": float(len(lengths)),
        f"pauses of the machine over {worst_ms / 2:g} ms": float(sum(ms >= worst_ms / 2 for ms in lengths)),
        PAUSE: max(lengths, default=0.0),
        "lateness p99 ms, median of rounds": statistics.median(one["p99_ms"] for one in rounds),
        "lateness p99 ms, worst round": max(one["p99_ms"] for one in rounds),
        "earliest ms": min(one["min_ms"] for one in rounds),
        "memory MiB, before": first.memory / 2**20,
        "memory MiB, most under load": max(samples.memory) / 2**20,
        "memory MiB, after": last.memory / 2**20,
        "descriptors, before": float(first.descriptors),
        "descriptors, most under load": float(max(samples.descriptors)),
        "descriptors, after": float(last.descriptors),
        **{f"the player said: {name}": value for name, value in said.items() if name == TASKS},
        **{f"the player says: {name}": value for name, value in says.items()},
    }
    section.rows = [Row(ours.NAME, name, 1, {"value": value}) for name, value in figures.items()]
    return section, faults_of(figures, crowd.wrong, late_ms)
