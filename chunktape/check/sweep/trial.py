"""One tape under one profile: its baseline, the runs that are judged against it, and their result for each place. Rules

- No plan is run twice: its result is kept.
- A run in which the answer was not asked for is not judged, nor is one that was not read as far as the baseline was,
  unless something is wrong with it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from chunktape.check import places
from chunktape.check.explain import Cause
from chunktape.check.findings import Counts, Finding
from chunktape.check.oracles import Case, Verdict, failure
from chunktape.check.places import Place, Pointer
from chunktape.check.reading import Reading, Shown
from chunktape.check.shrink import Cuts
from chunktape.check.sweep.order import difference
from chunktape.check.tapes import Tape
from chunktape.check.values import Judgement, Run

#: classes of a last event without a terminator: WHATWG drops it, one SDK dispatches it
_CONVENTIONS = ("no-final-newline", "record:no-final-LF")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one plan; `verdict`: the failure, if there is one; `lost`: the run did not come to its end, and
    `stuck`: the client's `file:line` at which it is.
    """

    judgement: Judgement
    verdict: Verdict | None = None
    lost: bool = False
    stuck: str = ""


@dataclass
class Trial:
    """One tape under one profile. `runs` runs the client over the tape, one run per plan; `traced` runs it once and
    records the client's lines. `ahead`: results of plans that were run ahead of their turn, which count from then on.
    """

    tape: Tape
    profile: str
    reading: Reading
    baseline: Run
    runs: Callable[[Iterable[Cuts]], Iterator[Run]]
    traced: Callable[[Cuts], Run]
    outcomes: dict[Cuts, Outcome] = field(default_factory=dict)
    ahead: dict[Cuts, Outcome] = field(default_factory=dict)

    @property
    def base(self) -> Cuts:
        """The cuts of the baseline."""
        return self.baseline.cuts

    @property
    def shown(self) -> Shown:
        """What the client shows at the baseline."""
        return self.reading.shown(self.baseline)

    @property
    def blind(self) -> bool:
        """Whether nothing can be judged against the baseline: it shows nothing, or never returned."""
        return bool(self.baseline.lost) or not self.shown.text

    def case(self, run: Run) -> Case:
        """A run beside the baseline."""
        return Case(run, self.baseline, self.tape.want, self.reading, len(self.tape.body.data))

    @cached_property
    def exact(self) -> bool:
        """Whether each piece of the baseline ends where an event does, so that its progress is a fair measure."""
        return {*self.tape.want.ends} <= {*self.base, len(self.tape.body.data)}

    @cached_property
    def plain(self) -> Run:
        """The baseline, traced."""
        return self.traced(self.base)

    def outcome(self, cuts: Cuts) -> Outcome:
        """The result of the body cut at `cuts`."""
        return self.outcomes_of([cuts])[0]

    def outcomes_of(self, some: Sequence[Cuts], *, all_: bool = True) -> list[Outcome]:
        """The result of each plan, in order; unless `all_`, up to the first lost run."""
        wanted = dict.fromkeys(cuts for cuts in some if cuts not in self.outcomes)
        runs = self.runs([cuts for cuts in wanted if cuts not in self.ahead])
        for cuts in wanted:
            known = self.ahead.pop(cuts, None)
            self.outcomes[cuts] = known or self._judged(next(runs))
            if self.outcomes[cuts].lost and not all_:
                break
        return [self.outcomes[cuts] for cuts in some if cuts in self.outcomes]

    def run_ahead(self, some: Sequence[Cuts]) -> None:
        """Run plans ahead of their turn, up to the first lost run."""
        for run in self.runs(dict.fromkeys(cuts for cuts in some if cuts != self.base)):
            self.ahead[run.cuts] = self._judged(run)
            if run.lost:
                break

    def _judged(self, run: Run) -> Outcome:
        if run.same and self.exact:
            return Outcome(Judgement.PASS)
        found = failure(self.case(run))
        if found is not None:
            return Outcome(Judgement.FAIL, found, bool(run.lost), run.where)
        if not run.asked or self._read(run) < self._least():
            return Outcome(Judgement.NOT_JUDGED, lost=bool(run.lost))
        return Outcome(Judgement.PASS)

    def _read(self, run: Run) -> int:
        """How many bytes the client took."""
        ends = (0, *run.cuts, len(self.tape.body.data))
        return ends[min(run.delivered, len(ends) - 1)]

    def _least(self) -> int:
        """How many bytes a judged run takes: up to the last piece in which the client showed something."""
        shown = self.shown.after
        last = next((number for number, size in enumerate(shown) if size == shown[-1]), -1) if shown else -1
        ends = (*self.base, len(self.tape.body.data))
        return min(self._read(self.baseline), ends[last] if last >= 0 else 0)

    def failure(self, cuts: Cuts) -> Verdict | None:
        """The failure of the body cut at `cuts`, if there is one."""
        return self.outcome(cuts).verdict

    def finding(self, smallest: Cuts, said: Verdict, cause: Cause | None = None) -> Finding:
        """The finding whose smallest plan is cut at `smallest`."""
        spec = "+".join(filter(None, (str(difference(self.tape.body, smallest)), self.tape.rewrite)))
        return Finding(self.tape, self.profile, said, smallest, spec, cause or Cause())

    def stuck(self, cuts: Cuts, root: Path) -> Place | None:
        """The line at which a plan that never comes back is stuck."""
        return places.place(Pointer(self.outcome(cuts).stuck, "stuck"), root)

    def placed(self, cuts: Cuts, oracle: str, root: Path, due: str | None = None) -> tuple[Case, Place | None]:
        """The case of one plan, run again and traced, and the line to which the failure of an oracle points. `due`: the
        right answer, if it is not that of the baseline.
        """
        run = self.plain if cuts == self.base else self.traced(cuts)
        case = self.case(run)
        if run.lost:  # a traced run takes longer; without the trace the same plan came back
            return self.case(next(self.runs([cuts]))), None
        return case, places.place(places.pointed(case, oracle, self.plain, due), root)

    def fails(self, some: Sequence[Cuts]) -> list[bool]:
        """Whether each of these plans fails."""
        return [one.verdict is not None for one in self.outcomes_of(some)]

    def alone(self) -> dict[int, bool]:
        """The places that were cut alone, and whether the client fails there."""
        base = set(self.base)
        found = {}
        for cuts, outcome in self.outcomes.items():
            if len(cuts) == len(base) + 1 and base.issubset(cuts):
                (place,) = set(cuts) - base
                found[place] = outcome.judgement is Judgement.FAIL
        return found

    def smallest(self, within: Cuts) -> Cuts:
        """The failing plan that was run with the fewest differences, all of which `within` has as well."""
        base, most = set(self.base), set(within) ^ set(self.base)
        found = {cuts: set(cuts) ^ base for cuts, one in self.outcomes.items() if one.verdict is not None}
        return min((one for one, own in found.items() if own <= most), key=lambda one: len(found[one]), default=within)

    def count(self, classes: dict[str, Counts], blamed: Iterable[Finding]) -> None:
        """Add the results of each place to `classes`; `blamed`: the bugs that were found here. For a long body only
        joins are counted, since hardly any of its places is cut.
        """
        boundaries, base = self.tape.body.boundaries, set(self.base)
        judged = not self.blind
        passed = set(base) if judged else set()
        whole: set[str] = (
            set(boundaries.merges_of(self.base)) | set(boundaries.sizes_of(self.base)) if judged else set()
        )
        for cuts, outcome in self.outcomes.items():
            if outcome.judgement is Judgement.PASS:
                passed.update(cuts)
                if not base.issubset(cuts):
                    whole.update(boundaries.merges_of(cuts), boundaries.sizes_of(cuts))
        failed = {place for place, fails in self.alone().items() if fails}
        broken: set[str] = set()
        for one in blamed:
            failed.update(set(one.cuts) - base)
            if not base.issubset(one.cuts):
                broken.update({*boundaries.merges_of(one.cuts), *boundaries.sizes_of(one.cuts)} - whole)
                broken.add(one.cause.class_id)
        odd = _CONVENTIONS if self.tape.want.ended == "cut" else ()
        for class_id in boundaries.present() if self.tape.dense else ():
            places = set(boundaries.positions(class_id))
            bad, good = len(places & failed), len((places & passed) - failed)
            _add(classes[class_id], bad, good, len(places) - bad - good, odd=class_id in odd)
        for class_id in boundaries.possible():
            bad = class_id in broken
            good = class_id in whole and not bad
            _add(classes[class_id], int(bad), int(good), int(not bad and not good), odd=False)


def _add(row: Counts, failed: int, passed: int, unjudged: int, *, odd: bool) -> None:
    row.failed += failed
    row.unjudged += unjudged
    if odd:
        row.convention += passed
    else:
        row.passed += passed
