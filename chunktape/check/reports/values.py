"""The report of a check as JSON for programs. Rules

- Keys and values are stable and never translated; docs/check.md lists them.
- Characters on which a terminal or a bidirectional display could act, and lone surrogates, are escapes, so that the
  JSON may be printed and is always UTF-8.
"""

import json
from typing import Any

from chunktape.check.findings import Counts, Finding, Report
from chunktape.check.reports.causes import why
from chunktape.check.reports.facts import oracles, repeat, shorter, verdict
from chunktape.check.values import Judgement


def as_json(report: Report) -> str:
    """The report as one JSON object on one line."""
    text = json.dumps(_report(report), ensure_ascii=False)
    return "".join(letter if letter.isprintable() else json.dumps(letter)[1:-1] for letter in text)


def _report(report: Report) -> dict[str, Any]:
    reading = report.reading
    return {
        "client": report.client,
        "verdict": verdict(report),
        "entry": report.entry and {"name": report.entry.name, "way": report.entry.way},
        "feed": report.feed,
        "reading": reading
        and {"source": reading.source, "path": reading.path, "how": reading.how, "target": reading.target},
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
        "oracles": oracles(report),
        "classes": {name: _counts(one) for name, one in report.classes.items() if _is_there(one)},
        "notes": report.notes,
        "stale": report.stale,
        "spent": report.spent,
        "life": [
            {
                name: getattr(one, name)
                for name in ("scene", "profile", "judgement", "words", "tried", "failed", "stops")
            }
            for one in report.lived
        ],
        "findings": [_finding(report, one) for one in report.findings],
    }


def _is_there(counts: Counts) -> bool:
    return counts.judgement is not Judgement.NOT_APPLICABLE


def _counts(one: Counts) -> dict[str, Any]:
    counted = {"pass": one.passed, "fail": one.failed, "convention": one.convention, "not judged": one.unjudged}
    return {"judgement": one.judgement, **counted}


def _finding(report: Report, one: Finding) -> dict[str, Any]:
    return {
        "oracle": one.verdict.oracle,
        "words": one.verdict.words,
        "known": one.known,
        "tape": one.tape.name,
        "profile": one.profile,
        "split": one.spec,
        "scene": one.scene,
        "class": one.cause.class_id,
        "sign": one.sign,
        "trait": one.trait,
        "classes": [{"class": row.class_id, "tried": row.tried, "failed": row.failed} for row in one.cause.rows],
        "more": why(one).link,
        "line": one.place
        and {
            "file": one.place.file,
            "line": one.place.line,
            "text": one.place.text,
            "why": one.place.why,
            "what": one.place.what,
        },
        "also": one.also,
        "repeat": repeat(report, one),
        "shorter": {"events": one.events[0], "of": one.events[1], "repeat": shorter(report, one)[1]}
        if one.least
        else None,
    }
