"""A long run with clients that come, go, stall and reset: `python -m benchmarks.soak [--seconds 600]`. Rules

- A quarter of the streams are witnesses: the C client reads them to the end and times every chunk by the kernel's
  stamps. The others misbehave, each by its own fixed sequence: they read to the end, leave, reset, or stop reading
  a big answer for a while, and then leave (`stall`) or read on to its end (`resume`).
- A stream is late when one of its writes left more than `WORST_MS` after its time, though its client was reading: the
  player's own count (`--max-late`), over every stream, those of the others too. Under `--realtime` the machine's own
  pauses are measured beside it: lateness is the machine's if the stream was under way in a pause of more than half that
  time, and if it is no longer than the longest of them and 5 ms for what came due meanwhile.
- Memory, descriptors and, where the player tells them, active streams and tasks are sampled once a second. After
  the load all of them must be back where they were after warming up.
- Exit code 1 when something leaked, an answer was wrong or unfinished, or a witness was late.
"""

import argparse
import asyncio
import json
import os
import re
import shlex
import socket
import statistics
import struct
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Final

from benchmarks import install, machine, ours, report, results, schedule
from benchmarks.bench import Bench
from benchmarks.client import Client, Values
from benchmarks.pauses import Pauses
from benchmarks.results import Row, Section
from benchmarks.servers import BenchmarkError, Running
from cassettes import store
from cassettes.model import Header, Origin
from cassettes.seeds import SplitMix64

#: more than this above the level after warming up is a leak, in MiB
GROWTH_MIB: Final = 8.0
#: what a witness's p99 may be, in ms
LATE_MS: Final = 5.0
#: a write that leaves later than this makes its stream late, in ms: the pause after which a phone shows a new piece
WORST_MS: Final = 20.0
#: the player's own counts: of its tasks, and of late streams
TASKS: Final = "chunktape_tasks"
LATE: Final = "chunktape_streams_late_total"
WORST: Final = "chunktape_lateness_max_seconds"
PAUSE: Final = "the machine's longest pause, ms"
OURS: Final = "of these, without such a pause of the machine"
#: the longest that a stream of ours takes: 3 s until its client reads on, and what is left of 3 s then
LONGEST_S: Final = 10.0
_BEHAVIOURS: Final = ("finish", "finish", "leave", "reset", "stall", "resume")
_LINGER_ZERO: Final = struct.pack("ii", 1, 0)
#: what a complete chunked body ends with
_LAST: Final = b"\r\n0\r\n\r\n"


@dataclass(slots=True)
class Crowd:
    """The misbehaving clients: what they did, and what went wrong for one that behaved. Sizes in bytes."""

    port: int
    size: int
    big: int
    until: float
    done: dict[str, int] = field(default_factory=lambda: dict.fromkeys(sorted(set(_BEHAVIOURS)), 0))
    wrong: list[str] = field(default_factory=list)

    async def client(self, number: int) -> None:
        """One client after the other until the time is over."""
        draw = SplitMix64(number)
        await asyncio.sleep(draw.below(2000) / 1000)
        while time.perf_counter() < self.until:
            behaviour = _BEHAVIOURS[draw.below(len(_BEHAVIOURS))]
            with socket.socket() as link:
                link.setblocking(False)
                try:
                    await self._once(link, behaviour, draw)
                except OSError as error:
                    self.wrong.append(f"{behaviour}: {error}")
            self.done[behaviour] += 1
            await asyncio.sleep(draw.below(300) / 1000)

    async def _once(self, link: socket.socket, behaviour: str, draw: SplitMix64) -> None:
        loop = asyncio.get_running_loop()
        stalls = behaviour in ("stall", "resume")
        if stalls:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        await loop.sock_connect(link, ("127.0.0.1", self.port))
        path = "/big" if stalls else "/timed"
        await loop.sock_sendall(link, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        if behaviour != "finish":
            await asyncio.sleep(draw.below(3000) / 1000)
        if behaviour in ("finish", "resume"):
            await self._read(link, behaviour, self.big if stalls else self.size)
        if behaviour == "reset":
            link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)

    async def _read(self, link: socket.socket, behaviour: str, size: int) -> None:
        """Read one whole answer; note it when it is not the recorded body. Bytes are counted as they come: a copy of
        6 MiB at the end would keep the clients' CPU busy for some ms.
        """
        loop = asyncio.get_running_loop()
        head, _, first = (await loop.sock_recv(link, 1 << 16)).partition(b"\r\n\r\n")
        body, tail = first.count(b"x"), first[-7:]
        while tail != _LAST:
            await asyncio.sleep(0.02)  # read a few chunks at once: the witnesses measure, these only load
            got = await loop.sock_recv(link, 1 << 16)
            if not got:
                break
            body, tail = body + got.count(b"x"), (tail + got)[-7:]
        if not head.startswith(b"HTTP/1.1 200") or body != size or tail != _LAST:
            self.wrong.append(f"{behaviour}: {body} of {size} body bytes, ends with {tail!r}")


def told(port: int) -> dict[str, float]:
    """What the player says about itself: `/@chunktape/metrics` where it has it, and active streams of its health."""
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


def unexplained(late: Sequence[tuple[float, float]], pauses: Sequence[tuple[float, float]], least_ms: float) -> float:
    """How many streams were late that were not under way in a pause of `least_ms` or more.

    `late`: (s, how many by then), in order; a stream counts when it is over. `pauses`: (s, ms).
    """
    found = 0.0
    for (before, some), (now, more) in pairwise(late):
        if more > some and not any(end <= now and before <= end + LONGEST_S and ms >= least_ms for end, ms in pauses):
            found += more - some
    return found


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
    """Load the player for `seconds`; gives the figures and what is wrong with them, in sentences."""
    section = bench.section()
    tape, size, big = _tape(bench.work / "soak.cassette")
    rows = tape.with_suffix(".json")
    subject = ours.player(tape, "--max-late", f"{worst_ms:g}ms")
    with Running(subject, bench.work, realtime=bench.realtime) as running:
        crowd = Crowd(subject.port, size, big, 0)
        warm = min(20.0, max(4.0, seconds / 10))
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
    return section, _faults(figures, crowd.wrong, late_ms)


def _faults(figures: dict[str, float], wrong: list[str], late_ms: float) -> list[str]:
    faults = [f"wrong answer, {text}" for text in wrong[:5]]
    # what came due in a pause leaves behind it, one write after the other: some ms more
    excused = figures.get(PAUSE, 0.0) and figures[PAUSE] + LATE_MS
    if figures["witness streams complete"] < figures["witness streams"]:
        faults.append("a witness stream did not complete")
    if figures["lateness p99 ms, worst round"] > max(late_ms, excused):
        faults.append(f"late: p99 {figures['lateness p99 ms, worst round']:.2f} ms, at most {late_ms:g} ms expected")
    worst = figures.get(f"the player says: {WORST}", 0.0) * 1000
    if figures.get(f"the player says: {LATE}", 0.0) and worst > excused:
        faults.append(f"a late write of {worst:.1f} ms; the machine's pauses allow {excused:.1f} ms at most")
    if ours := figures[OURS]:
        faults.append(f"{ours:.0f} streams had a late write and were under way in no pause of the machine")
    if figures["earliest ms"] < 0:
        faults.append(f"early: {figures['earliest ms']:.3f} ms")
    if (grown := figures["memory MiB, after"] - figures["memory MiB, before"]) > GROWTH_MIB:
        faults.append(f"memory grew by {grown:.1f} MiB, at most {GROWTH_MIB:g} MiB expected")
    if (left := figures["descriptors, after"] - figures["descriptors, before"]) > 0:
        faults.append(f"{left:.0f} descriptors were not closed")
    if figures.get(f"the player says: {TASKS}", 0) > (before := figures.get(f"the player said: {TASKS}", 0)):
        faults.append(f"{figures[f'the player says: {TASKS}']:.0f} tasks are left, {before:.0f} expected")
    # the witnesses see what a client sees; the player counts every write to everyone, those that misbehave too
    if (p99 := figures.get('the player says: chunktape_lateness_seconds{quantile="0.99"}', 0) * 1000) > late_ms:
        faults.append(f"the player says that it was late: p99 {p99:.2f} ms, at most {late_ms:g} ms expected")
    faults += [f"{name[17:]} is {value:g}, 0 expected" for name, value in figures.items()
               if re.fullmatch(r"the player says: (active|.*_active(\{.*\})?)", name) and value]  # fmt: skip
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--streams", type=int, default=200)
    parser.add_argument("--late-ms", type=float, default=LATE_MS, help="what a witness's p99 may be (default 5)")
    parser.add_argument("--realtime", action="store_true", help="SCHED_FIFO for server and witnesses (root)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args()
    root = Path(__file__).resolve().parent.parent
    document = root / "docs" / "performance.md"
    command = shlex.join(["python", "-m", "benchmarks.soak", *sys.argv[1:]])
    try:
        tools = install.build(root / "build" / "bench")
        os.sched_setaffinity(0, {machine.cpus()[1]})
        bench = Bench(tools, Client(tools.client, options.realtime), 1, False, options.realtime, command)
        section, faults = soak(bench, options.seconds, options.streams, options.late_ms)
    except BenchmarkError as error:
        print(error, file=sys.stderr)
        return 1
    print(report.parts({"soak": section})["soak"])
    if options.write:
        sections = {**results.load(document.with_suffix(".json")), "soak": section}
        results.save(document.with_suffix(".json"), sections)
        report.write(document, {"soak": section})
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
