"""What a check has found so far: the tapes that were swept, and what is wrong. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from chunktape.check.explain import Cause
from chunktape.check.life.scene import Lived
from chunktape.check.oracles import Verdict
from chunktape.check.reading import Reading
from chunktape.check.shrink import Cuts
from chunktape.check.tapes import Tape
from chunktape.check.values import Entry, Judgement


@dataclass(frozen=True)
class Finding:
    """Something wrong. `cuts`: the smallest plan, `spec` says it; both empty for a content failure. `scene`: where it
    is the client's life that is wrong, as `--scene` takes it.
    """

    tape: Tape
    profile: str
    verdict: Verdict
    cuts: Cuts = ()
    spec: str = ""
    cause: Cause = field(default_factory=Cause)
    also: list[str] = field(default_factory=list)  # other tapes on which it fails
    scene: str = ""

    def also_on(self, tape: Tape, profile: str) -> None:
        """The same is wrong on another tape, or under another profile."""
        self.also.append(f"{tape.name} ({profile})")


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
    lived: list[Lived] = field(default_factory=list)
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

    def add(self, finding: Finding) -> None:
        """Put a finding into the report, or beside one that says the same of another tape."""
        for one in () if finding.cuts else self.findings:
            if one.verdict == finding.verdict or (_folds(one) and _folds(finding)):
                one.also_on(finding.tape, finding.profile)
                return
        self.findings.append(finding)

    def live(self, lived: Lived, tape: Tape) -> None:
        """Put what was said of a scene into the report; a failure is a finding."""
        self.lived.append(lived)
        if lived.judgement is Judgement.FAIL:
            known = next((one for one in self.findings if one.scene and one.verdict.oracle == lived.scene), None)
            if known is None:
                verdict = Verdict(lived.scene, lived.judgement, lived.words)
                self.findings.append(Finding(tape, lived.profile, verdict, scene=lived.spec))
            else:
                known.also_on(tape, lived.profile)

    def blamed(self, classes: Sequence[str]) -> Finding | None:
        """The finding whose cause is one of the boundary `classes`."""
        return next((one for one in self.findings if one.cause.class_id in classes), None)


def _folds(one: Finding) -> bool:
    """Whether the client is wrong on events of several data lines: that is one bug, whatever it shows of them."""
    return one.verdict.oracle == "content" and one.tape.is_folded
