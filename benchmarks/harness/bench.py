"""One run of measurements, shared by the sections. Rules

- Subjects take turns within a run, and runs follow each other, so that a slow minute of the machine meets all alike.
- A subject that fails is named with the reason under its table and left out from then on; the run goes on.
"""

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from subprocess import TimeoutExpired

from benchmarks.harness import machine
from benchmarks.harness.client import Client, Values
from benchmarks.harness.install import Tools
from benchmarks.harness.results import Row, Section
from benchmarks.harness.servers import BenchmarkError, Running, Subject

Make = Callable[[], Subject]
Cells = Callable[[Running, int], Iterable[tuple[str, Values]]]


@dataclass(slots=True)
class Bench:
    """The tools and the extent of a run. `wanted`: names of subjects, empty for all.

    `quick` makes one short run, which shows that everything works and measures little.
    """

    tools: Tools
    client: Client
    runs: int
    quick: bool
    realtime: bool
    command: str
    wanted: frozenset[str] = frozenset()

    @property
    def work(self) -> Path:
        return self.tools.work

    def section(self) -> Section:
        """An empty section of now and here."""
        how = "server and client under SCHED_FIFO" if self.realtime else "ordinary scheduling"
        now = datetime.now().astimezone()
        return Section(f"{now:%Y-%m-%d %H:%M %Z}", f"{machine.describe()}; {how}", self.command, self.tools.versions)

    def wants(self, name: str) -> bool:
        return not self.wanted or name in self.wanted

    def turns(self, section: Section, makers: Mapping[str, Make]) -> Iterator[tuple[int, str, Make]]:
        """(run, name, maker) for each subject that is wanted and has not failed, run by run."""
        for run in range(1, self.runs + 1):
            for name, make in makers.items():
                if self.wants(name) and not self._failed(section, name):
                    yield run, name, make

    def _failed(self, section: Section, name: str) -> bool:
        if name in self.tools.missing:
            self.fail(section, name, self.tools.missing[name])
        return any(note.startswith(f"{name}: ") for note in section.notes)

    def fail(self, section: Section, name: str, reason: object) -> None:
        """Note once why `name` is left out."""
        note = f"{name}: {' '.join(str(reason).split())}"
        if note not in section.notes:
            section.notes.append(note)
            print(f"  left out: {note}", file=sys.stderr, flush=True)

    def each(self, section: Section, makers: Mapping[str, Make], cells: Cells, warm: float = 0.3) -> None:
        """Start each subject in turn, warm it up for `warm` seconds, and add what `cells` measures to `section`."""
        for run, name, make in self.turns(section, makers):
            try:
                with Running(make(), self.work, realtime=self.realtime) as running:
                    base = self.settled(running, warm)
                    for cell, values in cells(running, base):
                        self.add(section, Row(name, cell, run, values))
            except (BenchmarkError, TimeoutExpired, OSError) as error:
                self.fail(section, name, error)

    def settled(self, running: Running, warm: float, connections: int = 2) -> int:
        """Warm `running` up; gives its memory afterwards, in bytes."""
        self.client.warm(running.subject, warm, connections)
        time.sleep(0.3)
        running.pids = machine.tree(running.pids[0])
        return machine.usage(running.pids).memory

    def add(self, section: Section, row: Row) -> None:
        section.rows.append(row)
        shown = {k: v for k, v in row.values.items() if k not in ("streams", "chunks", "errors", "elapsed_s")}
        figures = "  ".join(f"{name} {value:.3f}" for name, value in shown.items())
        print(f"  {row.subject}, {row.cell}, run {row.run}: {figures}", file=sys.stderr, flush=True)
