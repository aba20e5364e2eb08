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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from cassettes.messages import say
from cassettes.printable import safe
from chunktape.check import sweep, tapes
from chunktape.check.expectation import Expectation
from chunktape.check.explain import Cause, classes_of, explain
from chunktape.check.oracles import Case, Verdict, difference, failure, judge
from chunktape.check.reading import Reading, any_reading, expected, right_reading
from chunktape.check.shrink import BATCH, BUDGET, Cuts, shrink
from chunktape.check.tapes import Tape
from chunktape.check.values import CantJudge, Client, Drive, Entry, Judgement, Loaded, Run
from player.splits import Plan, Split, plan_for

#: failures that are shrunk and explained; runs of one that hangs
_MOST: Final = 6
_HANGS: Final = 8
#: runs of a long body
_LONG: Final = 80


@dataclass(frozen=True)
class Finding:
    """Something wrong. `cuts`: the smallest plan, `spec` says it; both empty for a content failure."""

    tape: Tape
    profile: str
    verdict: Verdict
    cuts: Cuts = ()
    spec: str = ""
    cause: Cause = field(default_factory=Cause)
    also: list[str] = field(default_factory=list)  # other tapes on which it fails


@dataclass(frozen=True, slots=True)
class Swept:
    """One tape under one profile. `baseline`: pass, fail, convention, or not judged (blind)."""

    tape: Tape
    profile: str
    baseline: Judgement
    plans: int = 0
    failed: str = ""


@dataclass
class Report:
    """What a check has found so far."""

    client: str
    entry: Entry | None = None
    reading: Reading | None = None
    feed: str = "bytes"
    profiles: tuple[str, ...] = ()
    swept: list[Swept] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    runs: int = 0
    seconds: float = 0.0
    complete: bool = False

    @property
    def failed(self) -> bool:
        return bool(self.findings)

    @property
    def judged(self) -> int:
        """How many plans were judged."""
        return sum(one.plans for one in self.swept)


class Check:
    """One client under check. `told` is called after each run with the report so far."""

    def __init__(self, name: str, client: Client, told: Callable[[Report], None] = lambda _: None) -> None:
        self.report = Report(name)
        self._client, self._told = client, told
        self._drive = Drive(0)
        self._began = time.perf_counter()

    def run(self, given: Sequence[Tape], split: Split | None = None) -> Report:
        """Check with these tapes, or with the bundled ones. With `split` only that plan. Raises CantJudge."""
        loaded = self._client.load()
        if loaded.error:
            raise CantJudge(
                say(
                    "{client} can't be loaded: {error}. Give a module that runs by itself, or one that exports its "
                    "decoder.",
                    client=self.report.client,
                    error=safe(loaded.error),
                )
            )
        chosen = list(given) or tapes.bundled()
        self.report.profiles = _profiles(loaded)
        first = self._find(loaded, chosen)
        held = given or [*tapes.of_shape(first), *self._read_as_well(first, chosen)]
        others = [] if split is not None else tapes.beside(first)
        for number, tape in enumerate(_each_once([first, *held, *others])):
            for profile in self.report.profiles:
                self._sweep(tape, profile, split, packed=number == 0 or not tape.ours)
        if not self.report.judged and not self.report.findings:
            raise CantJudge(
                say("No plan could be judged: the client is blind on every tape. Give --tape with its own stream.")
            )
        self.report.complete = True
        return self.report

    def _run(self, tape: Tape, cuts: Cuts, profile: str) -> Run:
        self.report.runs += 1
        self.report.seconds = time.perf_counter() - self._began
        self._told(self.report)
        return self._client.run(self._client.body(tape.body.data), cuts, self._drive._replace(profile=profile))

    def _find(self, loaded: Loaded, chosen: Sequence[Tape]) -> Tape:
        """Settle how the client is driven, and give the tape that told it. Raises CantJudge."""
        attempts: list[tuple[Entry, Run, Expectation]] = []
        tried = [tape for tape in chosen if tape.dense and not tape.ours] + tapes.first_of_each()
        for tape in tried:
            cuts = sweep.baseline(tape.body).cuts
            for number, entry in enumerate(loaded.entries):
                for profile in self.report.profiles:
                    for feed in ("bytes",) if entry.way == "request" else ("bytes", "text", "buffer"):
                        self._drive = Drive(number, profile, feed)
                        run = self._run(tape, cuts, profile)
                        reading = right_reading(run, tape.want) if run.asked else None
                        if reading is not None:
                            self._settle(entry, feed, reading)
                            return tape if tape in chosen else chosen[0]
                        attempts.append((entry, run, tape.want))
        for number, entry in enumerate(loaded.entries) if len(chosen) == 1 and chosen[0].want.texts is None else ():
            self._drive = Drive(number)
            run = self._run(chosen[0], sweep.baseline(chosen[0].body).cuts, self.report.profiles[0])
            reading = any_reading(run)
            if reading is not None and not run.error:
                self._settle(entry, "bytes", reading)
                return chosen[0]
        raise CantJudge(_nothing_right(self.report.client, attempts))

    def _read_as_well(self, first: Tape, chosen: Sequence[Tape]) -> Iterator[Tape]:
        """The first tape of each other shape of the library that the client reads."""
        shapes = {first.want.shape}
        for tape in chosen:
            if tape.want.shape not in shapes and tape.want.regular:
                run = self._run(tape, sweep.baseline(tape.body).cuts, self._drive.profile)
                if right_reading(run, tape.want) == self.report.reading:
                    shapes.add(tape.want.shape)
                    yield tape

    def _settle(self, entry: Entry, feed: str, reading: Reading) -> None:
        self.report.entry, self.report.reading, self.report.feed = entry, reading, feed

    def _sweep(self, tape: Tape, profile: str, split: Split | None, *, packed: bool) -> None:
        base = sweep.baseline(tape.body).cuts
        one, two = self._run(tape, base, profile), self._run(tape, base, profile)
        reading = self.report.reading
        assert reading is not None
        shown = reading.shown(one)
        if (shown.text, bool(one.error), one.lost) != (reading.shown(two).text, bool(two.error), two.lost):
            raise CantJudge(
                say(
                    "{client} is not repeatable: two runs of {tape}, cut the same way, gave different answers: "
                    "{difference}. Take chance and the time of day out of what it shows.",
                    client=self.report.client,
                    tape=tape.name,
                    difference=difference(reading.shown(two).text, shown.text),
                )
            )
        judgement = self._content(tape, profile, one)
        if judgement is Judgement.NOT_JUDGED or one.lost or not shown.text:
            self.report.swept.append(Swept(tape, profile, judgement))
            return
        count, failed = 0, ""
        for plan in self._plans(tape, split, packed=packed):
            count += 1
            found = failure(self._case(tape, one, self._run(tape, plan.cuts, profile)))
            if found is not None:
                failed = found.oracle
                self._explain(tape, profile, one, plan, found)
                break
        self.report.swept.append(Swept(tape, profile, judgement, count, failed))

    def _plans(self, tape: Tape, split: Split | None, *, packed: bool) -> Iterator[Plan]:
        """The plans of a tape: the one that was asked for, or the sweep."""
        if split is not None:
            return iter([plan_for(tape.body, split)])
        if any(one.verdict.oracle == "terminates" for one in self.report.findings):
            return iter(())
        return sweep.plans(tape.body, dense=tape.dense, packed=packed)

    def _content(self, tape: Tape, profile: str, run: Run) -> Judgement:
        """Whether the baseline is what the body says; a failure goes into the report."""
        reading = self.report.reading
        assert reading is not None
        shown = reading.shown(run)
        wanted = expected(tape.want, reading, shown)
        if run.lost:
            self._add(Finding(tape, profile, next(judge(self._case(tape, run, run)))))
            return Judgement.FAIL
        if wanted is None or not reading.target:
            return Judgement.PASS if shown.text else Judgement.NOT_JUDGED
        if shown.text == wanted and (not run.error or tape.want.ended == "error"):
            return Judgement.PASS
        if tape.want.ended == "cut" and tape.body.boundaries.dialect == "sse":
            return Judgement.CONVENTION if shown.text.startswith(wanted) else Judgement.NOT_JUDGED
        words = safe(run.error) or difference(shown.text, wanted)
        self._add(Finding(tape, profile, Verdict("content", Judgement.FAIL, words)))
        return Judgement.FAIL

    def _case(self, tape: Tape, baseline: Run, run: Run) -> Case:
        assert self.report.reading is not None
        return Case(run, baseline, tape.want, self.report.reading, len(tape.body.data))

    def _explain(self, tape: Tape, profile: str, baseline: Run, plan: Plan, found: Verdict) -> None:
        """Shrink a failing plan, find its class, and put it into the report, if that is not there yet."""
        base = baseline.cuts
        classes = classes_of(tape.body, plan.cuts, base)
        known = next((one for one in self.report.findings if one.cause.class_id in classes), None)
        if known is not None or len(self.report.findings) >= _MOST:
            if known is not None:
                known.also.append(f"{tape.name} ({profile})")
            return

        def verdict(cuts: Cuts) -> Verdict | None:
            return failure(self._case(tape, baseline, self._run(tape, cuts, profile)))

        def fails(some: Sequence[Cuts]) -> list[bool]:
            return [verdict(cuts) is not None for cuts in some]

        hangs = found.oracle == "terminates"
        budget = _HANGS if hangs else BUDGET if tape.dense else _LONG
        smallest = shrink(plan.cuts, fails, base, budget=budget, batch=1 if hangs else BATCH)
        said = verdict(smallest) or found
        mine = classes_of(tape.body, smallest, base)
        known = next((one for one in self.report.findings if one.cuts and one.cause.class_id in mine), None)
        if known is not None:
            known.also.append(f"{tape.name} ({profile})")
            return
        cause = Cause() if hangs else explain(tape.body, smallest, base, fails)
        spec = _spec(tape, str(sweep.difference(tape.body, smallest)))
        self._add(Finding(tape, profile, said, smallest, spec, cause))

    def _add(self, finding: Finding) -> None:
        """Put it into the report, or beside one that says the same of another tape."""
        for one in self.report.findings:
            folded = one.tape.is_folded and finding.tape.is_folded
            same = one.verdict == finding.verdict or (folded and one.verdict.oracle == "content")
            if one.verdict.oracle == finding.verdict.oracle and same and not finding.cuts:
                one.also.append(f"{finding.tape.name} ({finding.profile})")
                return
        self.report.findings.append(finding)


def _spec(tape: Tape, split: str) -> str:
    return "+".join(filter(None, (split, tape.rewrite)))


def _each_once(some: Sequence[Tape]) -> Iterator[Tape]:
    seen: set[bytes] = set()
    for tape in some:
        if tape.body.data not in seen:
            seen.add(tape.body.data)
            yield tape


def _profiles(loaded: Loaded) -> tuple[str, ...]:
    """The platforms that a client is swept under: those that it names, else Node; one without TextDecoder, too, where
    the module looks for one: its fallback is another decoder.
    """
    uses = set(loaded.uses)
    if uses == {"swan"}:
        return ("swan",)
    if uses:
        return ("device", "devtools", "uni-h5") if "uni" in uses else ("device", "devtools")
    return ("node", "device") if loaded.guards else ("node",)


def _nothing_right(client: str, attempts: Sequence[tuple[Entry, Run, Expectation]]) -> str:
    """Why no entry could be judged, by the attempt that came nearest."""
    if not attempts:
        return say(
            "{client} exports nothing that can be called. Export its decoder or the function that asks.", client=client
        )
    spoken = [one for one in attempts if (read := any_reading(one[1])) and read.shown(one[1]).text]
    asked = [one for one in attempts if one[1].asked]
    entry, run, want = (spoken or asked or attempts)[0]
    if run.lost == "crash":
        found = say("`{name}` ends its process", name=entry.name)
    elif run.lost:
        found = say("`{name}` never came back", name=entry.name)
    elif spoken:
        reading = any_reading(run)
        shown = "" if reading is None else reading.shown(run).text
        found = say(
            "`{name}` says something else than the stream: {difference}",
            name=entry.name,
            difference=difference(shown, want.targets[0][1] if want.targets else "\n".join(want.events)),
        )
    elif run.error:
        found = say("`{name}` fails: {error}", name=entry.name, error=safe(run.error))
    elif asked:
        found = say("`{name}` takes the stream and says nothing", name=entry.name)
    else:
        found = say("`{name}` never asks for the stream", name=entry.name)
    return say(
        "{client} can't be judged: {found}. Tried: {tried}. Give --tape with a stream that the client reads, and "
        "export a decoder (push, feed, decode) or a function that hands its text to a callback.",
        client=client,
        found=found,
        tried=", ".join(dict.fromkeys(f"{one.name} ({one.way})" for one, _, _ in attempts)),
    )
