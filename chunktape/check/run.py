"""A client against its tapes: the order of the work. Rules

- First a way to drive the client is looked for: the first entry that gives, one event per piece, what some tape says.
  Where none does, nothing can be judged.
- Per tape and profile: the baseline twice. Two that differ are not repeatable; two that agree but are not what the body
  says are a content failure, told apart from cuts, and the sweep goes on against the client's own baseline.
- A tape on which the client shows nothing is blind; it never counts as passed.
- The sweep of a tape ends with its first failing plan; that is shrunk, and the whole class of its cut is tried. Where
  that class is known to fail already, the tape is only counted: one bug fixed, the next check shows what it hid.
- A run that is lost costs the whole limit: behind the first one other tapes have their baseline only.
- What is found is in the report as soon as it is found: an interrupted check has what came before.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cassettes.messages import say
from cassettes.printable import safe
from chunktape.check import sweep, tapes
from chunktape.check.explain import Cause, classes_of, explain
from chunktape.check.findings import Finding, Report, Swept
from chunktape.check.oracles import Case, Verdict, difference, failure, judge
from chunktape.check.reading import Reading, Shown, expected
from chunktape.check.search import Way, find, profiles_of, read_as_well
from chunktape.check.shrink import BATCH, BUDGET, Cuts, shrink
from chunktape.check.tapes import Tape
from chunktape.check.values import CantJudge, Client, Drive, Judgement, Loaded, Run
from player.splits import Plan, Split, plan_for

#: failures that are shrunk and explained; runs of one that hangs
_MOST: Final = 6
_HANGS: Final = 8
#: runs of a long body
_LONG: Final = 80


@dataclass(frozen=True)
class _Trial:
    """One tape under one profile: its baseline, and what a client that is cut in other ways is held to."""

    tape: Tape
    profile: str
    reading: Reading
    baseline: Run
    runs: Callable[[Iterable[Cuts]], Iterator[Run]]

    @property
    def shown(self) -> Shown:
        """What the client shows at the baseline."""
        return self.reading.shown(self.baseline)

    def case(self, run: Run) -> Case:
        """A run beside the baseline."""
        return Case(run, self.baseline, self.tape.want, self.reading, len(self.tape.body.data))

    @cached_property
    def exact(self) -> bool:
        """Whether each piece of the baseline ends where an event does, so that what is in time with it is in time."""
        return {*self.tape.want.ends} <= {*self.baseline.cuts, len(self.tape.body.data)}

    def failures(self, some: Iterable[Cuts]) -> Iterator[tuple[Cuts, Verdict | None]]:
        """What is wrong when the body is cut at each of these places."""
        for run in self.runs(some):
            yield run.cuts, None if run.same and self.exact else failure(self.case(run))

    def failure(self, cuts: Cuts) -> Verdict | None:
        """What is wrong when the body is cut at `cuts`."""
        return next(self.failures([cuts]))[1]

    def fails(self, some: Sequence[Cuts]) -> list[bool]:
        """Whether each of these plans fails."""
        return [found is not None for _, found in self.failures(some)]


class Check:
    """One client under check. `told` is called after each run with the report so far."""

    def __init__(self, name: str, client: Client, told: Callable[[Report], None] = lambda _: None) -> None:
        self.report = Report(name)
        self._client, self._told = client, told
        self._began = time.perf_counter()

    def run(self, given: Sequence[Tape], split: Split | None = None) -> Report:
        """Check with these tapes, or with the bundled ones. With `split` only that plan. Raises CantJudge."""
        report = self.report
        loaded = self._client.load()
        if loaded.error:
            raise CantJudge(
                say(
                    "{client} can't be loaded: {error}. Give a module that runs by itself, or stand-ins for what it "
                    "imports (--stub NAME=VALUE).",
                    client=report.client,
                    error=safe(" at ".join(filter(None, (loaded.error, loaded.where)))),
                )
            )
        chosen = list(given) or tapes.bundled()
        report.profiles, report.tool, report.stubbed = profiles_of(loaded), loaded.tool, loaded.stubbed
        way = self._way(loaded, chosen)
        report.entry, report.reading, report.feed = way.entry, way.reading, way.drive.feed
        held = given or [*tapes.of_shape(way.tape), *read_as_well(way, chosen, self._run)]
        others = [] if split is not None else tapes.beside(way.tape)
        for number, tape in enumerate(tapes.distinct([way.tape, *held, *others])):
            for profile in report.profiles:
                trial = self._trial(tape, way.drive._replace(profile=profile), way.reading)
                self._sweep(trial, split, packed=number == 0 or not tape.ours)
        if not report.judged and not report.findings:
            raise CantJudge(
                say("No plan could be judged: the client is blind on every tape. Give --tape with its own stream.")
            )
        report.complete = True
        return report

    def _way(self, loaded: Loaded, chosen: Sequence[Tape]) -> Way:
        """How the client is driven. Raises CantJudge; what was stubbed may be why."""
        try:
            return find(self.report.client, loaded, chosen, self._run)
        except CantJudge as error:
            if not loaded.stubbed:
                raise
            names = safe(", ".join(loaded.stubbed))
            hint = say("Not there, and stubbed: {names}; give them with --stub NAME=VALUE.", names=names)
            raise CantJudge(f"{error} {hint}") from None

    def _run(self, tape: Tape, cuts: Cuts, drive: Drive) -> Run:
        return next(self._runs(tape, [cuts], drive))

    def _runs(self, tape: Tape, plans: Iterable[Cuts], drive: Drive) -> Iterator[Run]:
        number = self._client.body(tape.body.data, sweep.baseline(tape.body).cuts)
        for run in self._client.runs(number, plans, drive):
            self.report.runs += 1
            self.report.seconds = time.perf_counter() - self._began
            self._told(self.report)
            yield run

    def _trial(self, tape: Tape, drive: Drive, reading: Reading) -> _Trial:
        """The baseline of a tape, run twice. Raises CantJudge where the two differ."""
        base = sweep.baseline(tape.body).cuts
        one, two = self._run(tape, base, drive), self._run(tape, base, drive)
        first, second = reading.shown(one).text, reading.shown(two).text
        if (first, bool(one.error), one.lost) != (second, bool(two.error), two.lost):
            raise CantJudge(
                say(
                    "{client} is not repeatable: two runs of {tape}, cut the same way, gave different answers: "
                    "{difference}. Take chance and the time of day out of what it shows.",
                    client=self.report.client,
                    tape=tape.name,
                    difference=difference(second, first),
                )
            )
        return _Trial(tape, drive.profile, reading, one, lambda plans: self._runs(tape, plans, drive))

    def _sweep(self, trial: _Trial, split: Split | None, *, packed: bool) -> None:
        judgement = self._content(trial)
        count, failed = 0, ""
        if judgement is not Judgement.NOT_JUDGED and not trial.baseline.lost and trial.shown.text:
            plans = (plan.cuts for plan in self._plans(trial.tape, split, packed=packed))
            for cuts, found in trial.failures(plans):
                count += 1
                if found is not None:
                    failed = found.oracle
                    self._explain(trial, cuts, found)
                    break
        self.report.swept.append(Swept(trial.tape, trial.profile, judgement, count, failed))

    def _plans(self, tape: Tape, split: Split | None, *, packed: bool) -> Iterator[Plan]:
        """The plans of a tape: the one that was asked for, or the sweep."""
        if split is not None:
            return iter([plan_for(tape.body, split)])
        if any(one.verdict.oracle == "terminates" for one in self.report.findings):
            return iter(())
        return sweep.plans(tape.body, dense=tape.dense, packed=packed)

    def _content(self, trial: _Trial) -> Judgement:
        """Whether the baseline is what the body says; a failure goes into the report."""
        tape, run, shown = trial.tape, trial.baseline, trial.shown
        wanted = expected(tape.want, trial.reading, shown)
        if run.lost:
            self.report.add(Finding(tape, trial.profile, next(judge(trial.case(run)))))
            return Judgement.FAIL
        if wanted is None or not trial.reading.target:
            return Judgement.PASS if shown.text else Judgement.NOT_JUDGED
        if shown.text == wanted and (not run.error or tape.want.ended == "error"):
            return Judgement.PASS
        # what ended early may be an error; of an event without its blank line nothing has to be shown
        if tape.want.ended == "cut" and (shown.text == wanted or tape.body.boundaries.dialect == "sse"):
            return Judgement.CONVENTION if shown.text.startswith(wanted) else Judgement.NOT_JUDGED
        words = safe(run.error) or difference(shown.text, wanted)
        self.report.add(Finding(tape, trial.profile, Verdict("content", Judgement.FAIL, words)))
        return Judgement.FAIL

    def _explain(self, trial: _Trial, cuts: Cuts, found: Verdict) -> None:
        """Shrink a failing plan, find its class, and put it into the report, if that is not there yet."""
        tape, base, report = trial.tape, trial.baseline.cuts, self.report
        known = report.blamed(classes_of(tape.body, cuts, base))
        if known is None and len(report.findings) < _MOST:
            hangs = found.oracle == "terminates"
            budget = _HANGS if hangs else BUDGET if tape.dense else _LONG
            smallest = shrink(cuts, trial.fails, base, budget=budget, batch=1 if hangs else BATCH)
            said = trial.failure(smallest) or found
            known = report.blamed(classes_of(tape.body, smallest, base))
            if known is None:
                cause = Cause() if hangs else explain(tape.body, smallest, base, trial.fails)
                spec = "+".join(filter(None, (str(sweep.difference(tape.body, smallest)), tape.rewrite)))
                report.add(Finding(tape, trial.profile, said, smallest, spec, cause))
        if known is not None:
            known.also_on(tape, trial.profile)
