"""Sweeps the tapes of a client, one after the other. Rules

- Each tape and profile begins with two runs of the baseline. If they differ, the client is not repeatable; if they
  agree but differ from the body's answer, that is a content failure, reported separately from cuts, and the sweep goes
  on against the client's own baseline.
- A tape on which the client shows nothing is blind; it never counts as passed.
- Plans that failed the last time are run ahead (`again`). The order and the counts are those of a first check.
- A plan is counted once for each tape and profile.
- A failing plan does not end the sweep of its tape: `blame` tells whether there is another bug behind it. A run that is
  lost does, because it costs the whole limit; behind the first one other tapes have their baseline only.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from cassettes.messages import say
from chunktape.check import sweep
from chunktape.check.driving.search import Way
from chunktape.check.findings import Report, Swept
from chunktape.check.reading import Reading
from chunktape.check.shrink import Cuts
from chunktape.check.sweep.again import Again, Opened, fitting
from chunktape.check.sweep.bugs.alike import grouped
from chunktape.check.sweep.bugs.blame import Blame
from chunktape.check.sweep.meter import Meter
from chunktape.check.sweep.trial import Trial
from chunktape.check.sweep.uncut import asked_of, differs, judged
from chunktape.check.tapes import Tape
from chunktape.check.values import CantJudge, Drive, Judgement
from player.splits import Plan, Split

#: plans that are run before failures are examined; plans of one tape in a row, where a deeper check alternates between
#: tapes
_BATCH: Final = 32
_TURN: Final = 96
#: runs of a baseline
_TWICE: Final = 2


class _Stage(NamedTuple):
    """A tape under a profile; `packed`: every structural place of it is cut; `counted`: the plans that were counted."""

    trial: Trial
    swept: Swept
    packed: bool
    counted: set[Cuts]


class Sweeper:
    """The sweeps of one client; findings are in `report` as soon as they are made. `root`: the folder of its files."""

    def __init__(self, report: Report, meter: Meter, root: Path) -> None:
        self._report, self._meter, self._root = report, meter, root
        self._blame = Blame(report, root)
        self._stages: list[_Stage] = []
        self._opened: dict[tuple[int, str], Opened] = {}

    def sweep(self, held: Sequence[Tape], way: Way, first: Sequence[Split], *, only: bool) -> None:
        """Sweep each tape under each profile with all plans, those of `first` ahead; with `only` these alone.

        Raises CantJudge where a client is not repeatable.
        """
        again = Again(self._report, self._meter, lambda tape, profile: self._open(tape, way, profile))
        try:
            if not only:
                again.run(held, first)
            self._sweep_all(held, way, first if only else (), only=only)
        except BaseException:
            again.keep()
            raise
        else:
            if self._meter.spent:
                again.keep()
            else:
                unasked = sum(len(one.trial.ahead) for one in self._opened.values())
                self._report.runs -= unasked  # plans of the last check that are none of this one
        finally:
            for stage in self._stages:
                stage.trial.count(self._report.classes, self._blame.found_in(stage.trial))
            self._report.findings[:] = grouped(self._report.findings, self._report.swept)

    def _sweep_all(self, held: Sequence[Tape], way: Way, first: Sequence[Split], *, only: bool) -> None:
        effort = self._meter.effort
        deep = [tape for number, tape in enumerate(held) if number == 0 or not (tape.ours or tape.rewrite)]
        left = [_TWICE + (0 if only else self._about(tape, packed=tape in deep)) for tape in held]
        for number, tape in enumerate(held):
            for done, profile in enumerate(self._report.profiles):
                to_come = sum(left[number:]) * len(self._report.profiles) - left[number] * done
                self._report.planned = 0 if effort.level else self._report.runs + to_come
                if self._stages and self._meter.spent:
                    return
                stage = self._begun(tape, way, profile, packed=tape in deep or bool(effort.level))
                plans = sweep.plans(tape.body, effort, dense=tape.dense, packed=stage.packed)
                self._try(stage, fitting(first, tape) if only else plans, always=only)
        if not only and (effort.level or effort.bounded):
            self._deeper()

    def _about(self, tape: Tape, *, packed: bool) -> int:
        return sweep.about(tape.body, self._meter.effort, dense=tape.dense, packed=packed)

    def _begun(self, tape: Tape, way: Way, profile: str, *, packed: bool) -> _Stage:
        """The baseline of a tape, judged. Raises CantJudge."""
        trial, judgement, finding = self._open(tape, way, profile)
        stage = _Stage(trial, Swept(tape, profile, judgement), packed, set())
        self._report.swept.append(stage.swept)
        if judgement is not Judgement.NOT_JUDGED:
            self._report.oracles |= asked_of(trial)
        if finding is not None:
            self._report.add(finding)
        self._stages.append(stage)
        return stage

    def _open(self, tape: Tape, way: Way, profile: str) -> Opened:
        """A tape under a profile. Raises CantJudge."""
        key = (id(tape), profile)
        if key not in self._opened:
            trial = self._trial(tape, way.drive._replace(profile=profile), way.reading)
            self._opened[key] = Opened(trial, *judged(trial, self._root, way.tape))
        return self._opened[key]

    def _trial(self, tape: Tape, drive: Drive, reading: Reading) -> Trial:
        """The baseline of a tape, run twice where it comes back. Raises CantJudge where the two differ."""
        run = self._meter.run
        base = sweep.baseline(tape.body).cuts
        one = run(tape, base, drive)
        if not one.lost and (other := differs(reading, one, run(tape, base, drive))):
            raise CantJudge(
                say(
                    "{client} is not repeatable: two runs of {tape}, cut the same way, gave different answers: "
                    "{difference}. Take chance and the time of day out of what it shows.",
                    client=self._report.client,
                    tape=tape.name,
                    difference=other,
                )
            )
        traced = drive._replace(trace=True)
        return Trial(
            tape,
            drive.profile,
            reading,
            one,
            lambda plans: self._meter.runs(tape, plans, drive),
            lambda cuts: run(tape, cuts, traced),
        )

    def _try(self, stage: _Stage, plans: Iterable[Plan], *, always: bool = False) -> int:
        """Try plans on a tape, until a run is lost or the budget is spent. Returns how many there were."""
        trial, swept, _, counted = stage
        count = 0
        if trial.blind or swept.baseline is Judgement.NOT_JUDGED:
            return count
        left = (plan.cuts for plan in plans)
        while (always or not (self._meter.spent or self._report.hangs)) and (some := list(islice(left, _BATCH))):
            outcomes = trial.outcomes_of(some, all_=always)
            count += len(outcomes)
            found = dict(zip(some, outcomes, strict=False))
            failed = {cuts: one.verdict for cuts, one in found.items() if one.verdict is not None}
            fresh = [one.judgement for cuts, one in found.items() if cuts not in counted]
            counted.update(found)
            swept.unjudged += fresh.count(Judgement.NOT_JUDGED)
            swept.plans += len(fresh) - fresh.count(Judgement.NOT_JUDGED)
            swept.failed = swept.failed or next((one.oracle for one in failed.values()), "")
            self._blame.take(trial, failed)
        return count

    def _deeper(self) -> None:
        """Further plans of all tapes, in turns, as far as the effort goes."""
        turns = [
            (stage, sweep.further(stage.trial.tape.body, self._meter.effort, packed=stage.packed))
            for stage in self._stages
            if stage.trial.tape.dense and not stage.trial.blind
        ]
        while turns and not self._meter.spent:
            turns = [(stage, plans) for stage, plans in turns if self._try(stage, islice(plans, _TURN))]
