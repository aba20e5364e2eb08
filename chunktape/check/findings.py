"""The results of a check so far: the tapes that were swept, and the findings. Pure."""

from dataclasses import dataclass, field
from pathlib import Path

from cassettes.boundaries.classify import CATALOGUE
from chunktape.check.explain import Cause
from chunktape.check.life.scene import Lived
from chunktape.check.oracles import Case, Verdict
from chunktape.check.places import Place, place
from chunktape.check.reading import Reading
from chunktape.check.shrink import Cuts
from chunktape.check.tapes import Tape
from chunktape.check.values import Entry, Judgement


@dataclass(frozen=True)
class Finding:
    """One failure. `cuts`: the smallest plan, whose spec is `spec`; both empty for a content failure. `case`: the run
    of that plan beside the baseline; `place`: the client's own line, where a stack gives one; `known`: it stands in the
    file of known failures, and is accepted; `scene`: the scene that fails, as `--scene` takes it. `least`: the spec of
    the same failure at the fewest events of the tape, empty where all are needed; `events`: how many these are, and how
    many the tape has; `sign`: what a content failure shows on every tape; `trait`: what the tape has that is its cause
    (sweep/bugs/alike.py).
    """

    tape: Tape
    profile: str
    verdict: Verdict
    cuts: Cuts = ()
    spec: str = ""
    cause: Cause = field(default_factory=Cause)
    also: list[str] = field(default_factory=list)  # other tapes on which it fails
    case: Case | None = None
    place: Place | None = None
    known: bool = False
    scene: str = ""
    events: tuple[int, int] = (0, 0)
    least: str = ""
    sign: str = ""
    trait: str = ""

    def also_on(self, tape: Tape, profile: str) -> None:
        """Note the same failure on another tape, or under another profile."""
        if not self.is_noted(tape, profile):
            self.also.append(f"{tape.name} ({profile})")

    def is_noted(self, tape: Tape, profile: str) -> bool:
        """Whether the failure is already noted there."""
        return f"{tape.name} ({profile})" in (f"{self.tape.name} ({self.profile})", *self.also)


@dataclass(slots=True)
class Swept:
    """One tape under one profile. `baseline`: pass, fail, convention, or not judged (blind); `plans`: how many were
    judged, `unjudged`: how many were run without a judgement; `failed`: the oracle of the first failure.
    """

    tape: Tape
    profile: str
    baseline: Judgement
    plans: int = 0
    failed: str = ""
    unjudged: int = 0


@dataclass(slots=True)
class Counts:
    """One boundary class over all tapes and profiles: at how many of its places, or with how many plans that join, the
    client passes and fails; how many lie where correct clients differ (`convention`), or were never judged.
    """

    passed: int = 0
    failed: int = 0
    convention: int = 0
    unjudged: int = 0

    @property
    def judgement(self) -> Judgement:
        """The judgement of the class: one failure makes it fail; n/a where no tape has a place of it."""
        if self.failed:
            return Judgement.FAIL
        if self.passed:
            return Judgement.PASS
        if self.convention:
            return Judgement.CONVENTION
        return Judgement.NOT_JUDGED if self.unjudged else Judgement.NOT_APPLICABLE


@dataclass
class Report:
    """The results of a check so far. `tool`: the tool that built the client; `stubbed`: missing imports; `given`: the
    values of `--stub`, without secrets; `classes`: every boundary class of the catalogue, in its order; `oracles`: by
    which a tape was judged; `notes`: sentences on how it was checked; `stale`: lines of the known failures that no
    longer fail; `spent`: the budget ended it.
    """

    client: str
    entry: Entry | None = None
    reading: Reading | None = None
    feed: str = "bytes"
    tool: str = ""
    stubbed: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    swept: list[Swept] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    lived: list[Lived] = field(default_factory=list)
    classes: dict[str, Counts] = field(default_factory=lambda: {one: Counts() for one in CATALOGUE})
    oracles: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    stale: tuple[str, ...] = ()
    runs: int = 0
    seconds: float = 0.0
    planned: int = 0  # runs in all, about; 0 where that is not known
    refused: str = ""  # why nothing can be judged, in a sentence
    spent: bool = False
    complete: bool = False

    @property
    def failed(self) -> bool:
        """Whether the client fails: by an unknown failure, or by a known one that no longer fails."""
        return bool(self.stale) or not all(one.known for one in self.findings)

    @property
    def judged(self) -> int:
        """How many plans were judged."""
        return sum(one.plans for one in self.swept)

    @property
    def hangs(self) -> bool:
        """Whether a run of the client never returned."""
        return any(one.verdict.oracle == "terminates" for one in self.findings)

    def add(self, finding: Finding) -> None:
        """Add a finding, or note it with the same finding on another tape. Content failures stand one by one until it
        is known which tapes the client reads (sweep/bugs/alike.py).
        """
        for one in () if finding.cuts or finding.verdict.oracle == "content" else self.findings:
            if one.verdict == finding.verdict:
                one.also_on(finding.tape, finding.profile)
                return
        self.findings.append(finding)

    def live(self, lived: Lived, tape: Tape, base: Cuts, root: Path) -> None:
        """Add the result of a scene; a failure is a finding. `base`: the cuts of the baseline; `root`: the client's
        folder.
        """
        self.lived.append(lived)
        if lived.judgement is Judgement.FAIL:
            known = next((one for one in self.findings if one.scene and one.verdict.oracle == lived.scene), None)
            if known is None:
                verdict = Verdict(lived.scene, lived.judgement, lived.counted)
                cuts = () if lived.at is None else tuple(sorted({*base, lived.at}))
                line = place(lived.pointer, root)
                self.findings.append(Finding(tape, lived.profile, verdict, cuts, place=line, scene=lived.spec))
            else:
                known.also_on(tape, lived.profile)
