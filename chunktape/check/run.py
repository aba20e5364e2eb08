"""A client against its tapes: the order of the work. Rules

- First a way to drive the client is looked for: the first entry that gives, one event per piece, what some tape says.
  Where none of the library's does, streams are made of the fields that the module reads. Where none of these is read,
  nothing can be judged.
- Per tape and profile: the baseline twice. Two that differ are not repeatable; two that agree but are not what the body
  says are a content failure, told apart from cuts, and the sweep goes on against the client's own baseline.
- A tape on which the client shows nothing is blind; it never counts as passed.
- Behind the sweeps come the scenes of the client's life (`life`), where none of its runs was lost.
- Tapes on which something failed the last time come first, and so do the plans that failed.
- A failing plan does not end the sweep of its tape: `blame` tells whether there is another bug behind it. A run that is
  lost does, because it costs the whole limit; behind the first one other tapes have their baseline only.
- What is found is in the report as soon as it is found: an interrupted check has what came before, and so has one whose
  budget is spent.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from cassettes.errors import SpecError
from cassettes.messages import say
from cassettes.printable import safe
from chunktape.check import sweep, tapes
from chunktape.check.driving.search import NotDriven, Way, find, load, profiles_of, read_as_well, way_on
from chunktape.check.findings import Report, Swept
from chunktape.check.life.live import Asked, live
from chunktape.check.life.scene import Setting
from chunktape.check.reading import Reading
from chunktape.check.shrink import Cuts
from chunktape.check.sweep.blame import Blame
from chunktape.check.sweep.effort import Effort
from chunktape.check.sweep.memory import Memory
from chunktape.check.sweep.trial import Trial
from chunktape.check.sweep.trim import trimmed
from chunktape.check.sweep.uncut import differs, judged
from chunktape.check.tapes import Tape
from chunktape.check.tapes.fields import templates
from chunktape.check.values import CantJudge, Client, Drive, Judgement, Loaded, Run
from player.splits import Plan, Split, plan_for

#: plans that are run before what fails is looked at; plans of one tape in a row, where a deeper check takes turns
_BATCH: Final = 32
_TURN: Final = 96
#: runs of a baseline
_TWICE: Final = 2


def _stubbed(loaded: Loaded) -> str:
    """Which imports of the client are not there, or nothing."""
    names = safe(", ".join(loaded.stubbed))
    words = say("Stubbed, because they are not there: {names}; give them with --stub NAME=VALUE.", names=names)
    return words if names else ""


class Check:
    """One client under check, whose `report` is filled as things are found. `told` is called after each run with it."""

    def __init__(
        self,
        report: Report,
        client: Client,
        told: Callable[[Report], None] = lambda _: None,
        *,
        effort: Effort | None = None,
        memory: Memory | None = None,
    ) -> None:
        self.report = report
        name = report.client
        self._root = Path.cwd() if name.startswith("py:") else Path(name).resolve().parent
        self._client, self._told = client, told
        self._effort, self._memory = effort or Effort(), memory or Memory()
        self._blame = Blame(self.report, self._root)
        self._trials: list[tuple[Trial, Swept, bool]] = []
        self._began = time.perf_counter()

    def run(self, given: Sequence[Tape], split: Split | None = None, scene: Asked | None = None) -> Report:
        """Check with these tapes, or with the bundled ones. With `split` only that plan, with `scene` only that scene.

        Raises CantJudge.
        """
        loaded = load(self.report.client, self._client)
        self.report.profiles = profiles_of(loaded)
        self._say_how_it_was_loaded(loaded)
        self._say_what_is_torn(given)
        try:
            way, chosen = self._way(loaded, given)
        except NotDriven as error:
            raise NotDriven(" ".join(filter(None, (str(error), _stubbed(loaded)))), error.nearest) from None
        self.report.entry, self.report.reading, self.report.feed = way.entry, way.reading, way.drive.feed
        if scene is not None:
            self._live(way, scene)
            self.report.complete = True
            return self.report
        if split is not None:
            held: Sequence[Tape] = given
        elif given or way.tape.template is not None:
            held = [way.tape, *given, *tapes.beside(way.tape)]
        else:
            others = read_as_well(way, chosen, self._run)
            held = [way.tape, *tapes.of_shape(way.tape), *others, *tapes.beside(way.tape)]
        failed = [] if split is not None else self._memory.splits()
        try:
            self._sweep_all(tapes.distinct(held), way, [split] if split is not None else failed, only=split is not None)
        finally:
            for trial, _, _ in self._trials:
                trial.count(self.report.classes, self._blame.found_in(trial))
            if split is None:
                self._remember()
        if split is None and not (self._spent() or self._hangs()):
            self._live(way)
        self._refuse_what_says_nothing(given)
        self._trim(way)
        self.report.complete = True
        return self.report

    def _say_how_it_was_loaded(self, loaded: Loaded) -> None:
        self.report.tool, self.report.stubbed = loaded.tool, loaded.stubbed
        if loaded.tool:
            self.report.notes.append(say("Built with {tool}.", tool=safe(loaded.tool)))
        if loaded.stubbed:
            self.report.notes.append(_stubbed(loaded))

    def _way(self, loaded: Loaded, given: Sequence[Tape]) -> tuple[Way, Sequence[Tape]]:
        """How the client is driven, and the tapes that it may be checked with. Raises CantJudge."""
        chosen = list(given) or tapes.bundled()
        try:
            return find(self.report.client, loaded, chosen, self._run), chosen
        except NotDriven as error:
            tried = "" if given else next((str(one) for one in templates(loaded.text)), "")
            way = self._made(loaded) if tried else None
            if way is not None:
                return way, [way.tape]
            if not tried:
                raise
            raise NotDriven(
                say(
                    "{error} Streams made of the fields that it reads were tried as well, first `{template}`: correct "
                    "it to one event of your backend, and give it.",
                    error=error,
                    template=tried,
                ),
                error.nearest,
            ) from None

    def _made(self, loaded: Loaded) -> Way | None:
        """The way in which the client reads a stream made of the fields that its module reads, if there is one."""
        for template in templates(loaded.text):
            way = way_on(loaded, Tape.of_template(template), self._run)
            if way is not None:
                self.report.notes.append(
                    say(
                        "It reads no stream of the library. One was made of the fields that it reads: `{template}`. "
                        "Give your own with --tape or --template.",
                        template=str(template),
                    )
                )
                return way
        return None

    def _run(self, tape: Tape, cuts: Cuts, drive: Drive) -> Run:
        return next(self._runs(tape, [cuts], drive))

    def _runs(self, tape: Tape, plans: Iterable[Cuts], drive: Drive) -> Iterator[Run]:
        number = self._client.body(tape.body.data, sweep.baseline(tape.body).cuts)
        for run in self._client.runs(number, plans, drive):
            self.report.runs += 1
            self.report.seconds = time.perf_counter() - self._began
            if self._effort.bounded:
                self.report.planned = self._effort.planned(self.report.runs, self.report.seconds)
            self._told(self.report)
            yield run

    def _sweep_all(self, chosen: Sequence[Tape], way: Way, first: Sequence[Split], *, only: bool) -> None:
        """Sweep each tape under each profile: with what fits of `first`, then, unless `only` that, with all plans."""
        failed = {one.body for one in first}
        deep = [tape for number, tape in enumerate(chosen) if number == 0 or not (tape.ours or tape.rewrite)]
        ordered = chosen if only else sorted(chosen, key=lambda tape: tape.body.digest not in failed)
        left = [_TWICE + (0 if only else self._about(tape, packed=tape in deep)) for tape in ordered]
        for number, tape in enumerate(ordered):
            for done, profile in enumerate(self.report.profiles):
                to_come = sum(left[number:]) * len(self.report.profiles) - left[number] * done
                self.report.planned = 0 if self._effort.level else self.report.runs + to_come
                if self._trials and self._spent():
                    return
                trial = self._trial(tape, way.drive._replace(profile=profile), way.reading)
                judgement, finding = judged(trial, self._root)
                swept = Swept(tape, profile, judgement)
                self.report.swept.append(swept)
                if finding is not None:
                    self.report.add(finding)
                packed = tape in deep or bool(self._effort.level)
                self._trials.append((trial, swept, packed))
                own = _fitting(first, tape)
                rest = iter(()) if only else sweep.plans(tape.body, self._effort, dense=tape.dense, packed=packed)
                self._sweep(trial, swept, (plan for plans in (own, rest) for plan in plans), always=only)
        if not only and (self._effort.level or self._effort.bounded):
            self._sweep_deeper()

    def _about(self, tape: Tape, *, packed: bool) -> int:
        return sweep.about(tape.body, self._effort, dense=tape.dense, packed=packed)

    def _trim(self, way: Way) -> None:
        """Look for fewer events at which each finding shows."""
        for number, one in enumerate(self.report.findings):
            if not (self._hangs() or self._spent()):
                drive = way.drive._replace(profile=one.profile)
                self.report.findings[number] = trimmed(one, partial(self._run, drive=drive))

    def _sweep_deeper(self) -> None:
        """Further plans of all tapes, in turns, as far as the effort goes."""
        turns = [
            (trial, swept, sweep.further(trial.tape.body, self._effort, packed=packed))
            for trial, swept, packed in self._trials
            if trial.tape.dense and not trial.blind
        ]
        while turns and not self._spent():
            turns = [one for one in turns if self._sweep(one[0], one[1], islice(one[2], _TURN))]

    def _spent(self) -> bool:
        seconds = time.perf_counter() - self._began
        self.report.spent = self.report.spent or self._effort.spent(self.report.runs, seconds)
        return self.report.spent

    def _trial(self, tape: Tape, drive: Drive, reading: Reading) -> Trial:
        """The baseline of a tape, run twice. Raises CantJudge where the two differ."""
        base = sweep.baseline(tape.body).cuts
        one = self._run(tape, base, drive)
        if other := differs(reading, one, self._run(tape, base, drive)):
            raise CantJudge(
                say(
                    "{client} is not repeatable: two runs of {tape}, cut the same way, gave different answers: "
                    "{difference}. Take chance and the time of day out of what it shows.",
                    client=self.report.client,
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
            lambda plans: self._runs(tape, plans, drive),
            lambda cuts: self._run(tape, cuts, traced),
        )

    def _sweep(self, trial: Trial, swept: Swept, plans: Iterable[Plan], *, always: bool = False) -> int:
        """Try plans on a tape, as long as it makes sense. How many there were."""
        count = 0
        if trial.blind or swept.baseline is Judgement.NOT_JUDGED:
            return count
        left = (plan.cuts for plan in plans)
        while (always or not (self._spent() or self._hangs())) and (some := list(islice(left, _BATCH))):
            outcomes = trial.outcomes_of(some, all_=always)
            count += len(outcomes)
            judged = [one for one in outcomes if one.judgement is not Judgement.NOT_JUDGED]
            failed = {cuts: one.verdict for cuts, one in zip(some, outcomes, strict=False) if one.verdict is not None}
            swept.plans += len(judged)
            swept.unjudged += len(outcomes) - len(judged)
            swept.failed = swept.failed or next((one.oracle for one in failed.values()), "")
            self._blame.take(trial, failed)
        return count

    def _live(self, way: Way, scene: Asked | None = None) -> None:
        """The scenes of the client's life, on the first tape, under each profile."""
        for profile in self.report.profiles:
            drive = way.drive._replace(profile=profile)
            baseline = self._run(way.tape, sweep.baseline(way.tape.body).cuts, drive)
            if not baseline.lost and way.reading.shown(baseline).text:
                setting = Setting(way.tape, way.entry, drive, way.reading, baseline)
                for lived in live(setting, self._client, scene, first=profile == self.report.profiles[0]):
                    self.report.runs += lived.tried
                    self.report.live(lived, way.tape, setting.cuts)
                    self._told(self.report)

    def _hangs(self) -> bool:
        return any(one.verdict.oracle == "terminates" for one in self.report.findings)

    def _say_what_is_torn(self, given: Sequence[Tape]) -> None:
        for tape in given:
            if tape.torn:
                words = say(
                    "{tape} was cut off when it was recorded ({how}): the client is held to what stands there.",
                    tape=tape.name,
                    how=tape.torn,
                )
                self.report.notes.append(words)

    def _refuse_what_says_nothing(self, given: Sequence[Tape]) -> None:
        """Raises CantJudge where a check without a finding judged nothing, all in all or on a tape of the user's."""
        swept = self.report.swept
        if self.report.findings:
            return
        if not self.report.judged:
            raise CantJudge(
                say("No plan could be judged: the client is blind on every tape. Give --tape with its own stream.")
            )
        read = {one.tape.file for one in swept if one.baseline is not Judgement.NOT_JUDGED}
        blind = [file for file in dict.fromkeys(tape.file for tape in given) if file not in read]
        if blind and not self.report.spent:
            raise CantJudge(
                say(
                    "The client is blind on {file}: it shows nothing of it, so that nothing can be judged. Leave it "
                    "out, or give a client that reads it.",
                    file=safe(blind[0]),
                )
            )

    def _remember(self) -> None:
        """Keep what failed for the next run."""
        findings = self.report.findings
        plain = [Split("event", body=one.tape.body.digest) for one in findings if not one.cuts]
        cut = [sweep.difference(one.tape.body, one.cuts) for one in findings if one.cuts]
        self._memory.keep([*cut, *plain], {one.tape.body.digest for one in self.report.swept})


def _fitting(splits: Sequence[Split], tape: Tape) -> Iterator[Plan]:
    """The plans of the splits that are for any body, or for that of `tape`."""
    for one in splits:
        if one.body in ("", tape.body.digest):
            try:
                yield plan_for(tape.body, one)
            except SpecError:
                if not one.body:
                    raise
