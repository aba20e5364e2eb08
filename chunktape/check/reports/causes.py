"""The cause of a finding in words: which cuts fail, why, and where docs/check.md says how to mend it. Pure."""

from dataclasses import dataclass
from typing import Final

from cassettes.boundaries.classify import CATALOGUE
from cassettes.messages import say, sentence
from chunktape.check import sweep
from chunktape.check.explain import Cause, Row, Scope, scope_of
from chunktape.check.findings import Finding
from chunktape.check.reading import expected
from chunktape.check.sweep.bugs.alike import AGAIN, SILENT, TWICE, UNDECODED
from chunktape.check.tapes.traits import TRAITS

#: group of boundary classes -> the section of docs/check.md on its bugs
SECTIONS: Final = {
    "encoding": sentence("docs/check.md#characters"),
    "lines": sentence("docs/check.md#line-ends"),
    "fields": sentence("docs/check.md#fields-and-comments"),
    "json": sentence("docs/check.md#json-in-two-pieces"),
    "sentinel": sentence("docs/check.md#the-end-of-the-stream"),
    "ndjson": sentence("docs/check.md#records-of-ndjson"),
    "lookalike": sentence("docs/check.md#text-that-looks-like-a-border"),
    "merges": sentence("docs/check.md#several-events-in-one-piece"),
    "sizes": sentence("docs/check.md#pieces-of-odd-sizes"),
}
#: the sections for causes that are not boundary classes
_CARRY: Final = sentence("docs/check.md#no-carry")
_MERGES: Final = SECTIONS["merges"]
_CONTENT: Final = sentence("docs/check.md#wrong-without-any-cut")
_JUDGED: Final = sentence("docs/check.md#what-is-judged")
_LIFE: Final = sentence("docs/check.md#the-life-of-a-client")
_DRIVEN: Final = sentence("docs/check.md#how-a-client-is-driven")
#: sign of a content failure -> its words, and the section on it
_SIGNS: Final = {
    UNDECODED: (
        sentence("UTF-8 is never decoded: each byte becomes a character of its own, and Chinese letters with accents"),
        SECTIONS["encoding"],
    ),
    TWICE: (
        sentence(
            "the text of each event is shown twice: a handler is registered twice, or two callbacks both append it"
        ),
        _CONTENT,
    ),
    AGAIN: (
        sentence("what was shown piece by piece is shown again at the end, from a buffer or the body in `success`"),
        _CONTENT,
    ),
    SILENT: (
        sentence(
            "nothing is shown of any tape under this profile: the client does not take its kind of chunks, or needs "
            "what it lacks"
        ),
        _DRIVEN,
    ),
}


@dataclass(frozen=True, slots=True)
class Why:
    """A finding's cause. `scope`: which cuts fail, of how many, and what passes; `bug`: the probable bug, empty where
    it is not known; `link`: where docs/check.md has more, a sentence; `more`: rows of other classes that fail, too.
    """

    scope: str
    bug: str
    link: str
    more: tuple[Row, ...] = ()


def why(finding: Finding) -> Why:
    """The cause of a finding, in words."""
    cause = finding.cause
    if finding.sign:
        words, link = _SIGNS[finding.sign]
        return Why("", say(words), link)
    if finding.trait:
        trimmed = say("white space of a data line is dropped: only one space behind the colon is not part of the data")
        return Why(say(TRAITS[finding.trait].words), trimmed if _is_trimmed(finding) else "", _CONTENT)
    if cause.class_id not in CATALOGUE:
        if finding.scene:
            return Why("", "", _LIFE)
        return Why("", "", (_CONTENT if finding.verdict.oracle == "content" else _JUDGED))
    kind = CATALOGUE[cause.class_id]
    link, scope = SECTIONS[kind.group], scope_of(cause)
    if scope is None:
        lost = cause.class_id == "boundary-shift" and finding.verdict.oracle != "progress"
        return Why(f"{say(kind.title)} ({cause.class_id})", _cut_and_join().bug if lost else say(kind.bug), link)
    if cause.together and scope.failed:
        return _together(cause, scope, link)
    if not scope.failed and set(sweep.baseline(finding.tape.body).cuts) - set(finding.cuts):
        return _cut_and_join()
    if not scope.failed:
        bug = say("what is carried over from one piece to the next is lost or replaced")
        return Why(f"{say('each of these alone passes')} ({cause.class_id})", bug, link)
    named, failing = _named(cause, scope)
    bug = say(kind.bug)
    if finding.verdict.oracle == "progress" and kind.kind == "cut":
        bug = say("all that came is held back while a piece ends there: events that are whole can be shown")
    elif kind.group == "encoding" and finding.verdict.oracle in ("text", "error") and not cause.anywhere:
        bug = say("each piece decoded by itself: a character that is cut is lost")
    elif kind.group == "json" and finding.verdict.oracle == "error" and not cause.anywhere:
        bug = ""  # nothing is swallowed: the exception tells more
    elif cause.class_id == "event-boundary" and not cause.anywhere:
        bug = ""  # that it fails everywhere is not so
    elif cause.forgets_names:
        bug, link = say(CATALOGUE["between-fields"].bug), SECTIONS["fields"]
    elif kind.kind == "cut" and cause.anywhere:
        bug, link = (
            say("an event that comes in two pieces is not put together again, wherever it is cut"),
            _CARRY,
        )
    return Why(named, bug, link, failing)


def _is_trimmed(finding: Finding) -> bool:
    """Whether what a client makes of a body differs from what it should in white space only."""
    case = finding.case
    if case is None:
        return False
    due, found = expected(case.want, case.reading, case.shown), case.shown.text
    return due not in (None, found) and "".join((due or "").split()) == "".join(found.split())


def _named(cause: Cause, scope: Scope) -> tuple[str, tuple[Row, ...]]:
    """The classes of a scope, at how many places they fail, and what of the others does; and the failing others."""
    others = [row for row in cause.rows if row.class_id not in scope.classes]
    failing = tuple(row for row in others if row.failed)
    said = say("{title}: fails at {failed} of {tried}", title=say(scope.words), failed=scope.failed, tried=scope.tried)
    named = say("{scope} ({classes})", scope=said, classes=", ".join(scope.classes))
    if others:
        named = say("{scope}; {others}", scope=named, others=_others(len(others), len(failing)))
    return named, failing


def _together(cause: Cause, scope: Scope, link: str) -> Why:
    """Why a plan fails of which no cut fails alone."""
    named, failing = _named(cause, scope)
    if cause.together == "cuts":
        words = say("with further cuts as close as these: {scope}", scope=named)
        bug = say("what is carried over from one piece to the next is lost or replaced")
        return Why(words, bug, _CARRY if cause.anywhere else link, failing)
    if cause.anywhere:
        return _cut_and_join()
    words = say("behind an event in the same piece: {scope}", scope=named)
    return Why(words, say("what is carried over is lost where an event ends in the same piece"), link, failing)


def _cut_and_join() -> Why:
    """Why a plan fails of which neither the cut nor the join fails alone, wherever the cut is."""
    words = say("the cut and the join together; each of them alone passes")
    return Why(words, say("what follows a whole event in its piece is lost, or holds that event up"), _MERGES)


def _others(count: int, failing: int) -> str:
    if not failing:
        return say("the other {count} classes pass", count=count) if count > 1 else say("the other class passes")
    return say("of the other classes {failing} fail and {passing} pass", failing=failing, passing=count - failing)
