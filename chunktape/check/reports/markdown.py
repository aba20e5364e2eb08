"""The report of a check in GitHub's Markdown: a job summary, or a bug report. Rules

- Recorded text and the client's text stand in code blocks, whose fences are longer than any run of backticks in them,
  or in a line with each character escaped on which Markdown, HTML or GitHub (@names, #numbers, $formulas, addresses)
  could act.
- The bar `|` is escaped in a table's cells.
"""

import re
from collections.abc import Iterator
from typing import Final

from cassettes.boundaries.classify import CATALOGUE
from cassettes.messages import say
from cassettes.printable import safe
from chunktape.check.findings import Counts, Finding, Report
from chunktape.check.reports import facts
from chunktape.check.reports.bytes_around import Edge, edge_title, edges
from chunktape.check.reports.causes import why
from chunktape.check.reports.outputs import Side, outputs
from chunktape.check.values import Judgement

#: characters on which Markdown, HTML or GitHub acts
_SPECIAL: Final = re.compile(
    r"[&<>|`*_~\[\]\\$]|#(?=\w)|^#|:(?=//|[\w+-]+:)|(?<=www)\.|(?<=G)H(?=-\d)|^[-+=]|^\d+(?=[.)])", re.IGNORECASE
)
_TICKS: Final = re.compile("`{3,}")
_MOST: Final = 4
#: verdict -> the mark before its word
_MARKS: Final = {"pass": "✅", "fail": "❌", "interrupted": "⏸️", "not judged": "⚠️"}


def as_markdown(report: Report) -> str:
    """The report as a document."""
    return "\n".join(_lines(report)) + "\n"


def inline(text: str) -> str:
    """Untrusted text inside a line or a cell, escaped so that it is shown literally. Behind `@` stands an empty
    comment: GitHub finds addresses and @names after it has read the escapes.
    """
    escaped = _SPECIAL.sub(lambda found: "".join(f"&#{ord(one)};" for one in found[0]), safe(text))
    return escaped.replace("@", "@<!-- -->")


def block(text: str, kind: str = "") -> Iterator[str]:
    """Untrusted text as a code block."""
    longest = max((len(run) for run in _TICKS.findall(text)), default=2)
    fence = "`" * (longest + 1)
    yield fence + kind
    yield safe(text, "\n")
    yield fence


def _lines(report: Report) -> Iterator[str]:
    verdict = facts.verdict(report)
    yield f"## {_MARKS[verdict]} chunktape check {inline(report.client)}"
    yield ""
    yield inline(facts.summary(report))
    for said in filter(None, (facts.driven(report), facts.against(report), *facts.told(report), *facts.stale(report))):
        yield ""
        yield inline(said)
    for finding in report.findings:
        yield ""
        yield from _finding(report, finding)
    yield from _classes(report)
    yield from _tapes(report)


def _finding(report: Report, finding: Finding) -> Iterator[str]:
    yield f"### {inline(facts.title(finding))}"
    yield ""
    cause = why(finding)
    yield f"- {inline(facts.where(finding))}"
    if cause.scope:
        yield f"- {inline(cause.scope)}"
    if cause.bug:
        yield f"- {inline(say('Probable cause: {bug}', bug=cause.bug))}"
    yield f"- {inline(say('More: {link}', link=say(cause.link)))}"
    if finding.place is not None:
        at = finding.place.words
        yield f"- {inline(at)}"
    if said := facts.also(finding):
        yield f"- {inline(said)}"
    if finding.place is not None and finding.place.text:
        yield ""
        yield from block(finding.place.text)
    if differing := edges(finding):
        yield ""
        yield from block("\n".join(_cuts(differing[:_MOST])))
        if len(differing) > _MOST:
            yield ""
            yield say("and {count} more", count=len(differing) - _MOST)
    both = outputs(finding)
    if both is not None:
        yield ""
        yield from block("\n".join((*_answer("-", both.due), *_answer("+", both.found))), "diff")
    yield ""
    yield from block(facts.repeat(report, finding), "sh")
    words, command = facts.shorter(report, finding)
    if command:
        yield ""
        yield inline(words)
        yield ""
        yield from block(command, "sh")


def _cuts(differing: list[Edge]) -> Iterator[str]:
    for one in differing:
        yield edge_title(one)
        yield "  " + " | ".join(one.hex)
        yield "  " + " | ".join(one.text)


def _answer(sign: str, side: Side) -> Iterator[str]:
    yield f"{sign * 3} {side.title}"
    for line in f"{side.same}{side.odd}{side.rest}".split("\n"):
        yield f"{sign}   {line}"


def _classes(report: Report) -> Iterator[str]:
    found = facts.tally(report)
    if len(found[Judgement.NOT_APPLICABLE]) == len(report.classes):
        return
    yield ""
    yield f"### {say('Boundary classes')}"
    yield ""
    yield _row(*(say(facts.JUDGEMENTS[one]) for one in found))
    yield _row(*("--:" for _ in found))
    yield _row(*(str(len(rows)) for rows in found.values()))
    telling = [row for one in (Judgement.FAIL, Judgement.CONVENTION) for row in found[one]]
    if telling:
        yield ""
        yield _row(say("class"), say("where it cuts"), say("result"), say("fails"), say("places"))
        yield _row(":--", ":--", ":--", "--:", "--:")
        for class_id, one in telling:
            result = say(facts.JUDGEMENTS[one.judgement])
            yield _row(
                inline(class_id), inline(say(CATALOGUE[class_id].title)), result, str(one.failed), str(_places(one))
            )


def _places(one: Counts) -> int:
    """How many were judged."""
    return one.passed + one.failed


def _tapes(report: Report) -> Iterator[str]:
    if not report.swept:
        return
    yield ""
    yield f"<details><summary>{say('Tapes')}</summary>"
    yield ""
    yield _row(say("tape"), say("profile"), say("one event per piece"), say("plans"), say("fails"))
    yield _row(":--", ":--", ":--", "--:", ":--")
    for one in report.swept:
        judged = say(facts.JUDGEMENTS[one.baseline])
        yield _row(inline(one.tape.name), inline(one.profile), judged, str(one.plans), inline(one.failed))
    yield ""
    yield "</details>"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
