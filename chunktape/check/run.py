"""Checks one client: the order of the work. Rules

- First it finds a way to drive the client, and the tapes that it reads (`driving`); then it cuts these (`sweep`); then
  come the scenes of the client's life (`life`), if no run was lost; last, findings are trimmed.
- A finding is in the report as soon as it is made: an interrupted check has all earlier ones, and so has one whose
  budget is spent.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from cassettes.messages import say
from cassettes.printable import safe
from chunktape.check import sweep, tapes
from chunktape.check.driving.choosing import asked_under, choose, held, stubbed
from chunktape.check.driving.search import Way, load, profiles_of
from chunktape.check.findings import Report
from chunktape.check.kept.memory import Memory
from chunktape.check.life.live import Asked, live
from chunktape.check.life.scene import Setting
from chunktape.check.sweep.bugs.trim import trimmed
from chunktape.check.sweep.effort import Effort
from chunktape.check.sweep.meter import Meter
from chunktape.check.sweep.sweeper import Sweeper
from chunktape.check.tapes import Tape
from chunktape.check.tapes.other_shape import is_of_another, sentence_on
from chunktape.check.values import CantJudge, Client, Judgement, Loaded
from player.splits import Split


class Check:
    """One client under check. Its `report` grows with each result; `told` is called with it after each run."""

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
        self._client, self._memory = client, memory or Memory()
        self._meter = Meter(report, client, effort or Effort(), told)
        self._root = _root_of(name)
        self._sweeper = Sweeper(report, self._meter, self._root)

    def run(self, given: Sequence[Tape], split: Split | None = None, scene: Asked | None = None) -> Report:
        """Check with these tapes, or with the bundled ones. With `split` only that plan, with `scene` only that scene.

        Raises CantJudge, and SpecError where the scene's place is not in the tape.
        """
        loaded = load(self.report.client, self._client)
        self.report.profiles = profiles_of(loaded)
        self._say_how_it_was_loaded(loaded)
        self._say_what_is_torn(given)
        chosen = choose(self.report.client, loaded, given, self._meter.run)
        way = chosen.way
        self.report.profiles, elsewhere = asked_under(way, self.report.profiles, self._meter.run)
        self.report.notes += filter(None, [chosen.note, elsewhere])
        self.report.entry, self.report.reading, self.report.feed = way.entry, way.reading, way.drive.feed
        if scene is not None:
            self._live(way, scene)
            self._refuse_what_was_not_played(scene)
        elif split is not None:
            self._sweeper.sweep(tapes.distinct(given), way, [split], only=True)
        else:
            self._sweep(tapes.distinct(held(chosen, given, self._meter.run)), way)
        if scene is None:
            self._say_what_is_of_another_shape(given, way)
            self._refuse_what_says_nothing(given, way)
            self._trim(way)
        self.report.complete = True
        return self.report

    def _sweep(self, all_: Sequence[Tape], way: Way) -> None:
        """Sweep the tapes, then lead the client through its life."""
        try:
            self._sweeper.sweep(all_, way, self._memory.splits(), only=False)
        finally:
            self._remember()
        if not (self._meter.spent or self.report.hangs):
            self._live(way)

    def _live(self, way: Way, scene: Asked | None = None) -> None:
        """The scenes of the client's life, on the first tape, under each profile."""
        for profile in self.report.profiles:
            drive = way.drive._replace(profile=profile)
            baseline = self._meter.run(way.tape, sweep.baseline(way.tape.body).cuts, drive)
            if not baseline.lost and way.reading.shown(baseline).text:
                setting = Setting(way.tape, way.entry, drive, way.reading, baseline)
                first, deep = profile == self.report.profiles[0], bool(self._meter.effort.level)
                if scene is not None:
                    scene.check_place(setting)
                elif first and setting.is_one_behind:
                    words = say("It shows each event only when the next piece comes: the last one late.")
                    self.report.notes.append(words)
                for lived in live(setting, self._client, scene, first=first, deep=deep):
                    self.report.live(lived, way.tape, setting.cuts, self._root)
                    self._meter.count(lived.tried)

    def _trim(self, way: Way) -> None:
        """Look for fewer events at which each finding shows."""
        for number, one in enumerate(self.report.findings):
            if not (self.report.hangs or self._meter.spent):
                drive = way.drive._replace(profile=one.profile)
                self.report.findings[number] = trimmed(one, partial(self._meter.run, drive=drive))

    def _remember(self) -> None:
        """Keep what failed for the next run."""
        findings = self.report.findings
        plain = [Split("event", body=one.tape.body.digest) for one in findings if not one.cuts]
        cut = [sweep.difference(one.tape.body, one.cuts) for one in findings if one.cuts]
        self._memory.keep([*cut, *plain], {one.tape.body.digest for one in self.report.swept})

    def _say_how_it_was_loaded(self, loaded: Loaded) -> None:
        self.report.tool, self.report.stubbed = loaded.tool, loaded.stubbed
        if loaded.tool:
            self.report.notes.append(say("Built with {tool}.", tool=safe(loaded.tool)))
        self.report.notes += filter(None, [stubbed(loaded)])

    def _say_what_is_torn(self, given: Sequence[Tape]) -> None:
        for tape in given:
            if tape.torn:
                words = say(
                    "{tape} was cut off when it was recorded ({how}): the client is held to what stands there.",
                    tape=tape.name,
                    how=tape.torn,
                )
                self.report.notes.append(words)

    def _refuse_what_was_not_played(self, scene: Asked) -> None:
        """Raise CantJudge where the scene that was asked for says nothing of the client under any profile."""
        lived = self.report.lived
        if not lived:
            raise CantJudge(
                say("The scene `{scene}` can't be judged: the client shows nothing without it.", scene=scene.name)
            )
        if all(one.judgement in (Judgement.NOT_APPLICABLE, Judgement.NOT_JUDGED) for one in lived):
            words = safe(lived[0].words)
            raise CantJudge(say("The scene `{scene}` can't be judged: {words}.", scene=scene.name, words=words))

    def _blind(self, given: Sequence[Tape]) -> list[Tape]:
        """The first tape of each of the user's files of which nothing is read."""
        read = {one.tape.file for one in self.report.swept if one.baseline is not Judgement.NOT_JUDGED}
        begun = {one.tape.file: one.tape for one in reversed(self.report.swept) if not one.tape.rewrite}
        return [begun[file] for file in dict.fromkeys(tape.file for tape in given) if file in begun.keys() - read]

    def _say_what_is_of_another_shape(self, given: Sequence[Tape], way: Way) -> None:
        self.report.notes += [sentence_on(one, way.tape) for one in self._blind(given) if is_of_another(one, way.tape)]

    def _refuse_what_says_nothing(self, given: Sequence[Tape], way: Way) -> None:
        """Raise CantJudge where a check without a finding judged nothing, in all or on one of the user's tapes."""
        if self.report.findings:
            return
        if not self.report.judged:
            raise CantJudge(
                say("No plan could be judged: the client shows nothing of any tape. Give --tape with its own stream.")
            )
        blind = self._blind(given)
        if blind and not self.report.spent:
            if is_of_another(blind[0], way.tape):
                raise CantJudge(sentence_on(blind[0], way.tape))
            raise CantJudge(
                say(
                    "The client is blind on {file}: it shows nothing of it, so nothing can be judged. Leave it out, or "
                    "give a client that reads it.",
                    file=safe(blind[0].file),
                )
            )


def _root_of(client: str) -> Path:
    """The folder whose files are the client's own: the current one where it lies in that, else the one it lies in."""
    here, folder = Path.cwd(), Path(client).resolve().parent
    return here if client.startswith("py:") or folder.is_relative_to(here) else folder
