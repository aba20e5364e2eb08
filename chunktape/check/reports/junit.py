"""The report of a check as JUnit XML for CI. Rules

- A test case per tape and profile at the baseline, and one for its cuts; a finding of another kind is a case of its
  own. So a case has at most one failure, as every schema of this format wants.
- A tape on which the client is blind, and a known failure, are skipped; a check that was interrupted, or that could
  judge nothing, is an error, so that no consumer counts either as a pass.
- The suite has the seconds of the check; the cases have none.
- Characters that XML can't hold are escaped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from cassettes.messages import say
from cassettes.printable import safe
from chunktape.check.findings import Finding, Report, Swept
from chunktape.check.reports import console, facts
from chunktape.check.values import Judgement

_SUITE: Final = "chunktape check"
#: characters of a message attribute at most
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class _Case:
    """One test case. `kind`: failure, skipped or error, empty for a pass; `type`, `message`, `text` are the kind's."""

    name: str
    kind: str = ""
    type: str = ""
    message: str = ""
    text: str = ""


def as_junit(report: Report) -> str:
    """The report as an XML document, in UTF-8 when it is written."""
    cases = list(_cases(report))
    counts = {kind: str(sum(one.kind == kind for one in cases)) for kind in ("failure", "error", "skipped")}
    told = {"tests": str(len(cases)), "failures": counts["failure"], "errors": counts["error"]}
    told["time"] = f"{report.seconds:.3f}"
    root = Element("testsuites", {"name": _SUITE, **told})
    named = {"name": f"{_SUITE} {_attribute(report.client)}", "skipped": counts["skipped"]}
    suite = SubElement(root, "testsuite", {**named, **told})
    for one in cases:
        case = SubElement(
            suite, "testcase", {"classname": _attribute(report.client), "name": _attribute(one.name), "time": "0"}
        )
        if one.kind:
            values = {"type": _attribute(one.type)} if one.kind != "skipped" else {}
            SubElement(case, one.kind, {**values, "message": _attribute(one.message)}).text = safe(one.text, "\n")
    SubElement(suite, "system-out").text = safe(
        "\n".join(filter(None, (facts.driven(report), facts.summary(report)))), "\n"
    )
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _attribute(text: str) -> str:
    shown = safe(text)
    return shown if len(shown) <= _LONGEST else shown[:_LONGEST] + "…"


def _cases(report: Report) -> Iterator[_Case]:
    left = list(report.findings)
    for one in report.swept:
        yield _baseline(report, one, _taken(left, one, at_baseline=True))
        if one.plans:
            yield _cuts(report, one, _taken(left, one, at_baseline=False))
    for finding in left:
        yield _failed(report, f"{finding.tape.name} ({finding.profile}): {facts.oracle_of(finding)}", finding)
    for line in report.stale:
        yield _Case(line, "failure", "stale", say("no longer fails: take it out of the known failures"))
    if facts.verdict(report) in ("interrupted", "not judged"):
        yield _Case(say("check"), "error", facts.verdict(report), facts.summary(report))


def _taken(left: list[Finding], swept: Swept, *, at_baseline: bool) -> Finding | None:
    """The first finding of this tape and profile, taken out of `left`."""
    for number, one in enumerate(left):
        is_fitting = (one.verdict.oracle == "content" and not one.cuts) if at_baseline else bool(one.spec)
        if is_fitting and (one.tape.name, one.profile) == (swept.tape.name, swept.profile):
            return left.pop(number)
    return None


def _baseline(report: Report, one: Swept, finding: Finding | None) -> _Case:
    name = say("{tape} ({profile}), one event per piece", tape=one.tape.name, profile=one.profile)
    if finding is not None:
        return _failed(report, name, finding)
    if one.baseline is Judgement.NOT_JUDGED:
        return _Case(name, "skipped", message=say("not judged: the client shows nothing of this tape"))
    return _elsewhere(report, one, name, "content") if one.baseline is Judgement.FAIL else _Case(name)


def _cuts(report: Report, one: Swept, finding: Finding | None) -> _Case:
    name = say("{tape} ({profile}), cut elsewhere", tape=one.tape.name, profile=one.profile)
    if finding is not None:
        return _failed(report, name, finding)
    return _elsewhere(report, one, name, one.failed) if one.failed else _Case(name)


def _elsewhere(report: Report, one: Swept, name: str, oracle: str) -> _Case:
    """A case whose failure is reported with another tape; skipped where that is a known failure."""
    told = [finding for finding in report.findings if f"{one.tape.name} ({one.profile})" in finding.also]
    if not report.failed or (told and all(finding.known for finding in told)):
        return _Case(name, "skipped", message=say("fails as on another tape, where it is known"))
    return _Case(name, "failure", oracle, say("fails as on another tape"))


def _failed(report: Report, name: str, finding: Finding) -> _Case:
    text = "\n".join(console.finding_lines(report, finding))
    if finding.known:
        return _Case(name, "skipped", message=facts.title(finding), text=text)
    return _Case(name, "failure", finding.verdict.oracle, facts.title(finding), text)
