"""Runs a client, and counts and times each run; the budget is enforced here. Rules

- The report has the number of runs and the time after each run, so that an interrupted check has them, too.
- A budget that is spent stays spent.
"""

import time
from collections.abc import Callable, Iterable, Iterator

from chunktape.check.findings import Report
from chunktape.check.shrink import Cuts
from chunktape.check.sweep.effort import Effort
from chunktape.check.sweep.hangs import Hangs
from chunktape.check.sweep.order import baseline
from chunktape.check.tapes import Tape
from chunktape.check.values import Client, Drive, Run


class Meter:
    """Runs a client within an effort. `told` is called after each run with the report."""

    def __init__(self, report: Report, client: Client, effort: Effort, told: Callable[[Report], None]) -> None:
        self.effort = effort
        self._report, self._client, self._told = report, client, told
        self._hangs = Hangs(client)
        self._began = time.perf_counter()

    def run(self, tape: Tape, cuts: Cuts, drive: Drive) -> Run:
        """One run over a tape that is cut at `cuts`."""
        return next(self.runs(tape, [cuts], drive))

    def runs(self, tape: Tape, plans: Iterable[Cuts], drive: Drive) -> Iterator[Run]:
        """A run per plan, in order."""
        number = self._client.body(tape.body.data, baseline(tape.body).cuts)
        for run in self._hangs.runs(number, plans, drive):
            self.count(1)
            yield run

    def count(self, runs: int) -> None:
        """So many runs were made."""
        self._report.runs += runs
        self._report.seconds = time.perf_counter() - self._began
        if self.effort.bounded:
            self._report.planned = self.effort.planned(self._report.runs, self._report.seconds)
        self._told(self._report)

    @property
    def spent(self) -> bool:
        """Whether the budget is spent. The report has it, too."""
        seconds = time.perf_counter() - self._began
        self._report.spent = self._report.spent or self.effort.spent(self._report.runs, seconds)
        return self._report.spent
