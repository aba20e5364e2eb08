"""The plans that failed the last time, run ahead of all others. Rules

- Their results wait in the trial until it is their turn, so that the order, the findings and the counts of a check do
  not depend on what failed the last time.
- A check that ends early has the failures among them in its report.
- A run that is lost costs the whole limit: behind it none of them is run.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from cassettes.errors import SpecError
from chunktape.check.findings import Finding, Report
from chunktape.check.sweep.meter import Meter
from chunktape.check.sweep.trial import Trial
from chunktape.check.tapes import Tape
from chunktape.check.values import Judgement
from player.splits import Plan, Split, plan_for


class Opened(NamedTuple):
    """A tape under a profile: its trial, the judgement of its baseline, and the finding of that, if there is one."""

    trial: Trial
    judgement: Judgement
    finding: Finding | None


class Again:
    """The failures of the last check that are still there."""

    def __init__(self, report: Report, meter: Meter, opened: Callable[[Tape, str], Opened]) -> None:
        self._report, self._meter, self._opened = report, meter, opened
        self._found: list[Finding] = []

    def run(self, held: Sequence[Tape], first: Sequence[Split]) -> None:
        """Run the plans of `first`, each on the tape that it names. Raises CantJudge where a client is not
        repeatable.
        """
        failed = {one.body for one in first}
        for tape in held:
            for profile in self._report.profiles if tape.body.digest in failed else ():
                if self._meter.spent or any(one.verdict.oracle == "terminates" for one in self._found):
                    return
                self._run_on(tape, profile, first)

    def _run_on(self, tape: Tape, profile: str, first: Sequence[Split]) -> None:
        trial, judgement, finding = self._opened(tape, profile)
        self._found += [finding] if finding is not None else []
        if not trial.blind and judgement is not Judgement.NOT_JUDGED:
            trial.run_ahead([plan.cuts for plan in fitting(first, tape)])
            pairs = [(cuts, one.verdict) for cuts, one in trial.ahead.items()]
            self._found += [trial.finding(cuts, verdict) for cuts, verdict in pairs if verdict is not None]

    def keep(self) -> None:
        """Add to the report what it does not have of the failures."""
        for one in self._found:
            if not any(
                other.verdict.oracle == one.verdict.oracle and other.is_noted(one.tape, one.profile)
                for other in self._report.findings
            ):
                self._report.add(replace(one, also=[]))


def fitting(splits: Sequence[Split], tape: Tape) -> Iterator[Plan]:
    """The plans of the splits that are for any body, or for that of `tape`. Raises SpecError where one for any body
    does not fit.
    """
    for one in splits:
        if one.body in ("", tape.body.digest):
            try:
                yield plan_for(tape.body, one)
            except SpecError:
                if not one.body:
                    raise
