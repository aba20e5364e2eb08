"""The report of a check as one offline HTML page. Rules

- The page loads nothing and sends nothing: its policy allows the one style and the one script that stand in it, by
  their hashes. Without the script all of it can be read; only the copy buttons are missing.
- Recorded text and the client's text stay text: the template escapes every value, and characters without a glyph, or
  that would reverse the line, are shown as escapes.
"""

from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cassettes.boundaries.classify import CATALOGUE
from cassettes.messages import language, say, sentence
from cassettes.printable import safe
from chunktape.check.findings import Finding, Report
from chunktape.check.reports import facts
from chunktape.check.reports.bytes_around import Edge, edge_title, edges
from chunktape.check.reports.causes import why
from chunktape.check.reports.outputs import outputs
from chunktape.check.reports.pages.plans import plan_of
from chunktape.check.values import Judgement

if TYPE_CHECKING:
    from jinja2 import Template

_PAGES: Final = Path(__file__).parent / "pages"
#: cuts of a plan that are shown
_MOST: Final = 12
_WORDS: Final = {
    "findings": sentence("Findings"),
    "where": sentence("Where"),
    "which": sentence("Which cuts"),
    "cause": sentence("Probable cause"),
    "more": sentence("More"),
    "line": sentence("Line of the client"),
    "again": sentence("Run it again"),
    "copy_it": sentence("Copy"),
    "was_copied": sentence("Copied"),
    "bytes": sentence("Bytes around the cut"),
    "outputs": sentence("Both answers"),
    "ends": sentence("[ends here]"),
    "pieces": sentence("Pieces of the plan"),
    "piece": sentence("Piece"),
    "from_to": sentence("Bytes"),
    "when": sentence("Recorded, ms"),
    "holds": sentence("Holds"),
    "shown": sentence("Shown so far"),
    "cut_here": sentence("cut here, and not at the baseline"),
    "joined": sentence("joined"),
    "tried": sentence("Every class of cut that was tried, one cut at a time"),
    "class": sentence("Class"),
    "cuts": sentence("Where it cuts"),
    "of": sentence("Tried"),
    "classes": sentence("Boundary classes"),
    "passed": sentence("Pass"),
    "failed": sentence("Fail"),
    "convention": sentence("Convention"),
    "unjudged": sentence("Not judged"),
    "tapes": sentence("Tapes"),
    "tape": sentence("Tape"),
    "profile": sentence("Profile"),
    "baseline": sentence("One event per piece"),
    "plans": sentence("Plans"),
    "fails": sentence("Fails"),
}


def as_html(report: Report) -> str:
    """The report as a page."""
    return _template().render(_values(report)) + "\n"


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader  # takes 80 ms, which most checks don't need
    from markupsafe import Markup

    style, script = ((_PAGES / f"report.{kind}").read_text("utf-8") for kind in ("css", "mjs"))
    made = Environment(
        loader=FileSystemLoader(_PAGES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: safe(value, "\n") if isinstance(value, str) and not isinstance(value, Markup) else value,
    )
    made.globals = {
        "style": Markup(style),  # noqa: S704 - files of ours
        "script": Markup(script),  # noqa: S704
        "policy": f"default-src 'none'; style-src {_hashed(style)}; script-src {_hashed(script)}; "
        "base-uri 'none'; form-action 'none'",
    }
    return made.get_template("report.html")


def _hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _values(report: Report) -> dict[str, Any]:
    verdict = facts.verdict(report)
    return {
        "lang": "zh-CN" if language() == "zh" else "en",
        "words": {name: say(words) for name, words in _WORDS.items()},
        "client": report.client,
        "verdict": verdict.replace(" ", "-"),
        "verdict_word": say(facts.VERDICTS[verdict]),
        "summary": report.refused or facts.counted(report),
        "driven": facts.driven(report),
        "told": [*facts.told(report), *facts.stale(report)],
        "findings": [_finding(report, one) for one in report.findings],
        "classes": list(_classes(report)),
        "tapes": [
            {
                "tape": one.tape.name,
                "profile": one.profile,
                "baseline": say(facts.JUDGEMENTS[one.baseline]),
                "plans": one.plans,
                "failed": one.failed,
                "kind": "fail" if one.failed or one.baseline is Judgement.FAIL else "pass",
            }
            for one in report.swept
        ],
    }


def _finding(report: Report, finding: Finding) -> dict[str, Any]:
    differing, both, cause = edges(finding), outputs(finding), why(finding)
    more = len(differing) - _MOST
    return {
        "title": facts.title(finding),
        "where": facts.where(finding),
        "also": facts.also(finding),
        "why": cause,
        "more": say(cause.link),
        "place": finding.place,
        "repeat": facts.repeat(report, finding),
        "shorter": facts.shorter(report, finding),
        "edges": [_edge(one) for one in differing[:_MOST]],
        "more_edges": say("and {count} more", count=more) if more > 0 else "",
        "outputs": both,
        "parted": "" if both is None else say("The first difference is at character {at}.", at=both.at),
        "rows": [
            {
                "class_id": one.class_id,
                "title": say(CATALOGUE[one.class_id].title),
                "tried": one.tried,
                "failed": one.failed,
            }
            for one in sorted(finding.cause.rows, key=lambda row: -row.failed / row.tried)
        ],
        **plan_of(finding),
    }


def _edge(one: Edge) -> dict[str, Any]:
    return {"title": edge_title(one), "cells": one.cells, "text": one.text, "added": one.added}


def _classes(report: Report) -> Iterator[dict[str, Any]]:
    found = facts.tally(report)
    if len(found[Judgement.NOT_APPLICABLE]) == len(report.classes):
        return
    for judgement, rows in found.items():
        yield {
            "kind": judgement.value.replace(" ", "-").replace("/", ""),
            "name": say(facts.JUDGEMENTS[judgement]),
            "counted": judgement is not Judgement.NOT_APPLICABLE,
            "rows": [{"id": name, "title": say(CATALOGUE[name].title), "counts": counts} for name, counts in rows],
        }
