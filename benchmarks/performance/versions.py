"""This version beside another one: CPU time to the first answer, per answer, per chunk and per recorded stream. Rules

- `python -m benchmarks.performance.versions PYTHON [--rounds N] [--realtime] [--write]`: PYTHON belongs to an
  environment that has the other version.
- Both are measured in turns in the same minute, and the quotient is the median of those of neighbours: what slows the
  machine meets both. CPU time is the kernel's, in ns.
- Both have their bytecode, as installed packages do. `--write` puts the table into docs/performance.md.
"""

import argparse
import os
import shlex
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks.harness import install, machine, schedule
from benchmarks.harness.client import Client
from benchmarks.harness.places import PERFORMANCE, WORK
from benchmarks.harness.schedule import Schedule
from benchmarks.harness.servers import Running, Subject, free_port
from benchmarks.harness.tables import put, short, table
from benchmarks.performance.startup import ask
from benchmarks.subjects import ours, peers

CONNECTIONS: Final = 16
STREAMS: Final = 500
RELAYED: Final = 50
#: figures of one subject, by the name of their row
Figures = dict[str, list[float]]


class Version:
    """One version: how it is started, and what was measured."""

    def __init__(self, name: str, python: str) -> None:
        self._name, self._python = name, python
        self.figures: Figures = {}

    def command(self, *words: str, path: str = "/timed") -> Subject:
        """`chunktape WORDS`, on a free port."""
        port = free_port()
        cached = {"PYTHONPYCACHEPREFIX": str(WORK / "bytecode"), "PYTHONDONTWRITEBYTECODE": "", "PYTHONSAFEPATH": "1"}
        command = (self._python, "-m", "chunktape", *words, "--port", str(port))
        return Subject(self._name, command, port, path, environment=cached)

    def note(self, row: str, value: float) -> None:
        self.figures.setdefault(row, []).append(value)


class Measurement:
    """`versions`: the other one, and this one."""

    def __init__(self, versions: tuple[Version, Version], tools: install.Tools, rounds: int, *, realtime: bool) -> None:
        self._versions, self._tools, self._rounds = versions, tools, rounds
        self._realtime = realtime
        self._client = Client(tools.client, realtime)
        #: of the C writer
        self.limit: Figures = {}

    def _running(self, subject: Subject, **options: float) -> Running:
        return Running(subject, self._tools.work, realtime=self._realtime, **options)  # type: ignore[arg-type]

    def _turns(self) -> Iterator[Version]:
        for number in range(self._rounds):
            yield from self._versions if number % 2 else self._versions[::-1]

    def start(self) -> None:
        """ms to the first answer; the first start of each writes the bytecode."""
        tape = str(ours.cassette(schedule.even(300, 100), self._tools.work / "first.cassette"))
        for number, one in enumerate((*self._versions, *self._turns())):
            with self._running(one.command("play", tape), poll=0.001) as running:
                ask(running.subject)
                if number >= len(self._versions):
                    one.note("to the first answer, ms", machine.cpu_ns(running.pids) / 1e6)

    def fastest(self, row: str, plan: Schedule) -> None:
        """us per response at `--speed max`; both servers run, and are asked in turns."""
        tape = str(ours.cassette(plan, self._tools.work / "small.cassette"))
        self._bursts(row, lambda one: one.command("play", tape, "--speed", "max"))

    def relayed(self) -> None:
        """The recorder at 50 streams: ms from sending to arrival, and us of CPU time per chunk."""
        rows = schedule.drawn(150).write(self._tools.work / "relayed.json")
        upstream = peers.limit(self._tools, rows, stamp=True)
        file = self._tools.work / "relayed.cassette"
        with self._upstream(upstream) as url:
            for one in self._turns():
                file.unlink(missing_ok=True)
                with self._running(one.command("record", url, "--output", str(file))) as running:
                    self._client.burst(running.subject, 2, 0.3)
                    before = machine.cpu_ns(running.pids)
                    values = self._client.timed(running, rows, RELAYED, 1.0, 30, 0, stamped=True)
                    spent = (machine.cpu_ns(running.pids) - before) / 1e3 / values["chunks"]
                one.note(f"recorder: latency p50 at {RELAYED} streams, ms", values["latency_p50_ms"])
                one.note(f"recorder: latency p99 at {RELAYED} streams, ms", values["latency_p99_ms"])
                one.note(f"recorder: per chunk at {RELAYED} streams, µs", spent)
        file.unlink(missing_ok=True)

    @contextmanager
    def _upstream(self, upstream: Subject) -> Iterator[str]:
        with Running(upstream, self._tools.work, cpu=machine.cpus()[1], realtime=self._realtime):
            yield f"http://127.0.0.1:{upstream.port}"

    def recorded(self) -> None:
        """us per stream that is recorded: 30 chunks of 100 B, sent by the C writer."""
        rows = schedule.even(30, 100).write(self._tools.work / "recorded.json")
        upstream = peers.limit(self._tools, rows, "/max")
        with self._upstream(upstream) as url:

            def recorder(one: Version) -> Subject:
                file = self._tools.work / f"recorded-{free_port()}.cassette"
                return one.command("record", url, "--output", str(file), path="/max")

            self._bursts("recorder: per stream of 30 chunks at once, µs", recorder)
        for file in self._tools.work.glob("recorded-*.cassette"):
            file.unlink()

    def _bursts(self, row: str, start: Callable[[Version], Subject]) -> None:
        with ExitStack() as stack:
            servers = {one: stack.enter_context(self._running(start(one))) for one in self._versions}
            for running in servers.values():
                self._client.burst(running.subject, CONNECTIONS, 1)
            for one in self._turns():
                running = servers[one]
                before = machine.cpu_ns(running.pids)
                values = self._client.burst(running.subject, CONNECTIONS, 0.5)
                one.note(row, (machine.cpu_ns(running.pids) - before) / 1e3 / values["completed"])

    def timed(self) -> None:
        """us per chunk at 500 streams, with the C writer in each round; and p99 in ms."""
        plan = schedule.drawn(150)
        rows = plan.write(self._tools.work / "drawn.json")
        tape = str(ours.cassette(plan, self._tools.work / "drawn.cassette"))
        for number, one in enumerate(self._turns()):
            with self._running(one.command("play", tape)) as running:
                self._client.burst(running.subject, 2, 0.3)
                self._stream(running, rows, one.figures)
            if number % 2:
                with self._running(peers.limit(self._tools, rows, "/timed")) as running:
                    self._stream(running, rows, self.limit)

    def _stream(self, running: Running, rows: Path, figures: Figures) -> None:
        before = machine.cpu_ns(running.pids)
        values = self._client.timed(running, rows, STREAMS, 1.5, 30, 0)
        spent = (machine.cpu_ns(running.pids) - before) / 1e3 / values["chunks"]
        figures.setdefault(f"per timed chunk at {STREAMS} streams, µs", []).append(spent)
        figures.setdefault(f"lateness p99 at {STREAMS} streams, ms", []).append(values["p99_ms"])

    def text(self) -> str:
        """The table."""
        other, this = (one.figures for one in self._versions)
        lines = []
        for row, before in other.items():
            pairs = zip(before, this[row], strict=True)
            quotient = statistics.median(mine / theirs for theirs, mine in pairs)
            limit = self.limit.get(row)
            times = short(statistics.median(a / b for a, b in zip(this[row], limit, strict=True))) if limit else "–"
            lines.append([row, *(short(statistics.median(one)) for one in (before, this[row])), short(quotient), times])
        return table(["", "version before", "this version", "this / before", "× C writer"], lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("python", help="of the environment with the other version")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--realtime", action="store_true", help="SCHED_FIFO for server and client (root)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args()
    tools = install.build(WORK)
    os.sched_setaffinity(0, {machine.cpus()[1]})
    versions = (Version("before", options.python), Version("this", sys.executable))
    measured = Measurement(versions, tools, options.rounds, realtime=options.realtime)
    measured.start()
    measured.fastest("per answer of 100 B at maximum speed, µs", schedule.even(1, 100))
    measured.fastest("per answer of 300 × 100 B at maximum speed, µs", schedule.even(300, 100))
    measured.timed()
    measured.relayed()
    measured.recorded()
    given = [word for word in sys.argv[1:] if word != options.python]
    words = ["python", "-m", "benchmarks.performance.versions", "PYTHON", *given]
    date = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    text = f"{date} · {machine.describe()}  \n`{shlex.join(words)}`\n\n{measured.text()}"
    print(text)
    if options.write:
        put(PERFORMANCE, {"versions": text})


if __name__ == "__main__":
    main()
