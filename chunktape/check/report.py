"""What a check found, for people and as JSON. Rules

- A person's lines: what was run against what; for each failure the smallest plan with the bytes on both sides of its
  cut, the class and how much of it fails, the probable cause, and the line that repeats it; then what passed.
- Lines are at most 80 columns, but for a longer word and the line that repeats a failure: they are copied whole.
- What a client says, also as the name of a callback or key, is no control of the terminal.
- Keys and values of the JSON are for programs: they are never translated, and stay.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from cassettes.boundaries.classify import CATALOGUE
from cassettes.messages import say, sentence
from cassettes.messages.columns import indented
from cassettes.printable import safe
from chunktape.check.findings import Finding, Report
from chunktape.check.oracles import ORACLES
from chunktape.check.sweep import baseline
from chunktape.check.values import Judgement
from player.splits.describe import around

_WIDTH: Final = 80
#: cuts of a plan that are shown
_MOST: Final = 4
#: other tapes that are named
_ALSO: Final = 3
_CONTENT: Final = sentence("reads what the body says, one event per piece")


def lines(report: Report, *, every: bool = False) -> Iterator[str]:
    """The report for a terminal; with `every` the classes that pass, too."""
    reading = report.reading
    if reading is not None and report.entry is not None:
        yield from _wrapped(
            say(
                "{client}: drove `{name}` as {way}, fed with {feed}, and took {source} for its {target}, because that "
                "is what the stream says.",
                client=report.client,
                name=report.entry.name,
                way=report.entry.way,
                feed=report.feed,
                source=" ".join((reading.source, *map(str, reading.path))),
                target=reading.target or "answer",
            )
        )
    if report.tool:
        yield from _wrapped(say("Built with {tool}.", tool=report.tool))
    if report.stubbed:
        yield from _wrapped(say("Stubbed, because they are not there: {names}.", names=safe(", ".join(report.stubbed))))
    for finding in report.findings:
        yield ""
        yield from _finding(report, finding, every=every)
    yield ""
    yield from _wrapped(_verdict(report))
    blind = [f"{one.tape.name} ({one.profile})" for one in report.swept if one.baseline is Judgement.NOT_JUDGED]
    if blind:
        yield from _wrapped(say("Not judged, the client is blind on: {tapes}.", tapes=", ".join(blind)))


def _verdict(report: Report) -> str:
    values = {
        "plans": report.judged,
        "tapes": len({one.tape.name for one in report.swept}),
        "profiles": ", ".join(report.profiles),
        "runs": report.runs,
        "seconds": f"{report.seconds:.1f}",
    }
    if not report.complete:
        return say(
            "INTERRUPTED. So far: plans {plans}, tapes {tapes}, profiles {profiles}; runs {runs} in {seconds} s.",
            **values,
        )
    if report.failed:
        return say("FAIL. Plans {plans}, tapes {tapes}, profiles {profiles}; runs {runs} in {seconds} s.", **values)
    return say("PASS. Plans {plans}, tapes {tapes}, profiles {profiles}; runs {runs} in {seconds} s.", **values)


def _finding(report: Report, finding: Finding, *, every: bool) -> Iterator[str]:
    name = _CONTENT if finding.verdict.oracle == "content" else ORACLES[finding.verdict.oracle][0]
    yield from _wrapped(say("FAIL: {oracle}: {words}", oracle=say(name), words=finding.verdict.words))
    where = say("Tape {tape}, profile {profile}", tape=finding.tape.name, profile=finding.profile)
    yield from _wrapped(where, "  ")
    if finding.tape.is_folded and not finding.cuts:
        yield from _wrapped(say("Events of this tape have several data lines, which are joined by a line feed."), "  ")
    body, base = finding.tape.body, baseline(finding.tape.body).cuts
    added, dropped = sorted(set(finding.cuts) - set(base)), sorted(set(base) - set(finding.cuts))
    if finding.cuts or finding.spec:
        for words, cuts in (
            (sentence("cut at byte {at}: {around}"), added),
            (sentence("no cut at byte {at}: {around}"), dropped),
        ):
            for cut in cuts[:_MOST]:
                yield from _wrapped(say(words, at=cut, around=around(body.data, cut)), "  ")
            if len(cuts) > _MOST:
                yield from _wrapped(say("and {count} more", count=len(cuts) - _MOST), "  ")
    yield from _cause(finding, every=every)
    if finding.also:
        named = ", ".join(finding.also[:_ALSO])
        more = len(finding.also) - _ALSO
        words = (
            say("Also on {tapes} and {count} more", tapes=named, count=more)
            if more > 0
            else say("Also on {tapes}", tapes=named)
        )
        yield from _wrapped(words, "  ")
    yield "  " + say("Again: {command}", command=repeat(report, finding))


def _cause(finding: Finding, *, every: bool) -> Iterator[str]:
    cause = finding.cause
    if not cause.class_id:
        return
    kind = CATALOGUE[cause.class_id]
    row = cause.row
    title, bug = say(kind.title), say(kind.bug)
    if row is not None and not row.failed:
        title = say("each of these alone passes")
        bug = say("what is carried over from one piece to the next is lost or replaced")
    elif row is not None:
        title = say("{title}: fails at {failed} of {tried}", title=title, failed=row.failed, tried=row.tried)
        if cause.anywhere:
            bug = say("an event that comes in two pieces is not put together again, wherever it is cut")
    yield from _wrapped(f"{title} ({cause.class_id})", "  ")
    yield from _wrapped(say("Probable cause: {bug}", bug=bug), "  ")
    failing = [one for one in cause.rows if one.failed and one.class_id != cause.class_id]
    passing = [one for one in cause.rows if not one.failed]
    for one in (*failing, *(passing if every else ())):
        yield f"    {one.class_id:<32}{say('fails at {failed} of {tried}', failed=one.failed, tried=one.tried)}"
    if passing:
        yield from _wrapped(say("Classes that pass: {count}", count=len(passing)), "    ")


def repeat(report: Report, finding: Finding) -> str:
    """The command that runs the one failing plan again."""
    spec = finding.spec or "+".join(filter(None, ("event", finding.tape.rewrite)))
    stubs = "".join(f" --stub {_quoted(one)}" for one in report.given)
    return (
        f"chunktape check {_quoted(report.client)}{stubs} --tape {_quoted(finding.tape.file)} --split {_quoted(spec)}"
    )


def _quoted(text: str) -> str:
    plain = text and all(letter.isalnum() or letter in "./_-:" for letter in text)
    return text if plain else "'" + safe(text).replace("'", "'\\''") + "'"


def _wrapped(text: str, indent: str = "") -> Iterator[str]:
    yield from indented(safe(text), _WIDTH, indent, "  ")


def as_json(report: Report) -> str:
    """The report as one JSON object: `docs/check.md` has its keys."""
    value: dict[str, Any] = {
        "client": report.client,
        "verdict": "interrupted" if not report.complete else "fail" if report.failed else "pass",
        "entry": report.entry and report.entry._asdict(),
        "feed": report.feed,
        "reading": report.reading
        and {
            "source": report.reading.source,
            "path": report.reading.path,
            "how": report.reading.how,
            "target": report.reading.target,
        },
        "profiles": report.profiles,
        "built": report.tool,
        "stubbed": report.stubbed,
        "runs": report.runs,
        "seconds": round(report.seconds, 3),
        "tapes": [
            {
                "tape": one.tape.name,
                "profile": one.profile,
                "baseline": one.baseline,
                "plans": one.plans,
                "failed": one.failed,
            }
            for one in report.swept
        ],
        "findings": [
            {
                "oracle": one.verdict.oracle,
                "words": one.verdict.words,
                "tape": one.tape.name,
                "profile": one.profile,
                "split": one.spec,
                "class": one.cause.class_id,
                "classes": [
                    {"class": row.class_id, "tried": row.tried, "failed": row.failed} for row in one.cause.rows
                ],
                "also": one.also,
                "repeat": repeat(report, one),
            }
            for one in report.findings
        ],
    }
    return json.dumps(value, ensure_ascii=False)
