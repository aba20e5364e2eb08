"""The report of a check as lines for a terminal. Rules

- What matters most stands last, where a terminal still shows it: first the client and its tapes, then the table of
  classes, the client's life and how it was checked; then each finding: the smallest plan with the bytes on both sides
  of its cut, the class and how much of it fails, the probable cause and where docs/check.md has more, the client's own
  line, and the command that repeats it; then the verdict, with how many classes fail and pass.
- Lines have at most 80 columns. A longer word and the command that repeats a failure stay whole, to be copied.
- Text of the client, also the name of a callback or key, is printed with control characters escaped.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from cassettes.messages import say
from cassettes.messages.columns import columns, fit, indented
from cassettes.printable import safe
from chunktape.check.findings import Counts, Finding, Report
from chunktape.check.life.lines import life
from chunktape.check.reports import facts
from chunktape.check.reports.bytes_around import Edge, edge_title, edges
from chunktape.check.reports.causes import why
from chunktape.check.reports.outputs import Side, outputs
from chunktape.check.values import Judgement

_WIDTH: Final = 80
#: cuts of a plan, and other failing classes, that are shown
_MOST: Final = 4
_CLASSES: Final = 6
#: oracles whose words show both answers
_SHOWN: Final = ("text", "content")
#: columns of the label before a text
_NAME: Final = 10


def lines(report: Report, *, every: bool = False) -> Iterator[str]:
    """The report for a terminal; with `every` the classes that apply to no tape, too, and all that fail."""
    for said in filter(None, (facts.driven(report), facts.against(report))):
        yield from _wrapped(said)
    yield from _tables(report, every=every)
    yield from life(report, every=every)
    for said in facts.told(report):
        yield from _wrapped(said)
    for finding in report.findings:
        yield ""
        yield from finding_lines(report, finding, every=every)
    yield ""
    for said in filter(None, (facts.counted_classes(report), *facts.stale(report), facts.summary(report))):
        yield from _wrapped(said)


def finding_lines(report: Report, finding: Finding, *, every: bool = False) -> Iterator[str]:
    """One finding as lines."""
    yield from _wrapped(facts.title(finding))
    yield from _wrapped(facts.where(finding), "  ")
    differing = edges(finding)
    for one in differing[:_MOST]:
        yield from _edge(one)
    if len(differing) > _MOST:
        yield from _wrapped(say("and {count} more", count=len(differing) - _MOST), "  ")
    both = outputs(finding) if finding.verdict.oracle not in _SHOWN else None
    if both is not None:
        yield _named(say("due"), _answer(both.due))
        yield _named(say("found"), _answer(both.found))
    cause = why(finding)
    if cause.scope:
        yield from _wrapped(cause.scope, "  ")
    shown = cause.more if every else cause.more[:_CLASSES]
    for row in shown:
        failed = say("fails at {failed} of {tried}", failed=row.failed, tried=row.tried)
        yield f"    {row.class_id:<32}{failed}"
    if len(cause.more) > len(shown):
        yield from _wrapped(say("and {count} more", count=len(cause.more) - len(shown)), "    ")
    if cause.bug:
        yield from _wrapped(say("Probable cause: {bug}", bug=cause.bug), "  ")
    yield from _wrapped(say("More: {link}", link=say(cause.link)), "  ")
    if finding.place is not None:
        yield from _wrapped(finding.place.words, "  ")
        if finding.place.text:
            yield fit(f"    {safe(finding.place.text)}", _WIDTH)
    if said := facts.also(finding):
        yield from _wrapped(said, "  ")
    yield "  " + say("Again: {command}", command=facts.repeat(report, finding))
    words, command = facts.shorter(report, finding)
    if command:
        yield "  " + say("{words}: {command}", words=words, command=command)


def _edge(edge: Edge) -> Iterator[str]:
    yield from _wrapped(edge_title(edge), "  ")
    yield _named(say("hex"), " | ".join(edge.hex))
    yield _named(say("text"), " | ".join(edge.text))


def _answer(side: Side) -> str:
    """An answer from a little before the first difference on, in one line."""
    return f"{side.same[-_NAME:]}{side.odd}{side.rest}".replace("\n", "\\n") or say("nothing")


def _named(name: str, text: str) -> str:
    return fit(f"    {name}{' ' * max(1, _NAME - columns(name))}{safe(text)}", _WIDTH)


def _tables(report: Report, *, every: bool) -> Iterator[str]:
    """What is demanded, and the boundary classes, by judgement; nothing where none was judged."""
    if found := facts.demands(report):
        yield from _table(say("What is judged"), found, "; ", every=every)
    tally = facts.tally(report)
    if len(tally[Judgement.NOT_APPLICABLE]) < len(report.classes):
        classes = {judgement: [_counted(*row) for row in rows] for judgement, rows in tally.items()}
        yield from _table(say("Boundary classes"), classes, ", ", every=every)


def _table(title: str, found: Mapping[Judgement, Sequence[str]], between: str, *, every: bool) -> Iterator[str]:
    yield ""
    yield title
    for judgement, rows in found.items():
        name = say(facts.JUDGEMENTS[judgement])
        head = f"  {name}{' ' * max(1, _NAME + 2 - columns(name))}{len(rows):>3}"
        if not rows or (judgement is Judgement.NOT_APPLICABLE and not every):
            yield head
            continue
        first, *rest = indented(between.join(rows), _WIDTH, " " * (columns(head) + 2))
        yield head + first[columns(head) :]
        yield from rest


def _counted(class_id: str, counts: Counts) -> str:
    if counts.judgement is not Judgement.FAIL:
        return class_id
    return f"{class_id} ({say('{failed} of {tried}', failed=counts.failed, tried=counts.failed + counts.passed)})"


def _wrapped(text: str, indent: str = "") -> Iterator[str]:
    yield from indented(safe(text), _WIDTH, indent, "  ")
