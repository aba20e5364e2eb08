"""The cause of a finding in words."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from cassettes.boundaries.classify import CATALOGUE
from chunktape.check.expectation import Expectation
from chunktape.check.explain import Cause, Row
from chunktape.check.findings import Finding
from chunktape.check.oracles import Case, Verdict
from chunktape.check.reading import Reading
from chunktape.check.reports.causes import SECTIONS, why
from chunktape.check.values import Judgement, Run, Said
from tests.support.reports import cuts_of, tape

PAGE = (Path(__file__).parents[4] / "docs/check.md").read_text("utf-8")
ANCHORS = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^#+ (.*)$", PAGE, re.M)}
CUTS = cuts_of(tape())


def found(class_id: str, *rows: Row, oracle: str = "text") -> Finding:
    return Finding(tape(), "node", Verdict(oracle, Judgement.FAIL), CUTS, "event,add=128", Cause(class_id, rows))


def test_every_cause_has_its_section_on_the_page() -> None:
    assert {one.group for one in CATALOGUE.values()} == set(SECTIONS)
    links = {why(found(class_id)).link for class_id in CATALOGUE}
    links |= {why(found("")).link, why(found("", oracle="content")).link}
    links.add(why(found("key", *(Row(name, 3, 3) for name in ("key", "structural", "inside-name")))).link)

    assert len(links) == len(SECTIONS) + 3
    assert {link.partition("#")[2] for link in links} <= ANCHORS


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((Row("utf8-3b/1", 40, 40), Row("key", 12, 0)), "fails at 40 of 40 (utf8-3b/1); the other class passes"),
        (
            (Row("utf8-3b/1", 40, 40), Row("utf8-3b/2", 20, 20)),
            "any cut inside any 3-byte character: fails at 60 of 60",
        ),
        (
            (Row("utf8-3b/1", 40, 3), Row("key", 12, 5), Row("structural", 12, 0)),
            "of the other classes 1 fail and 1 pass",
        ),
        ((Row("utf8-3b/1", 40, 0),), "each of these alone passes (utf8-3b/1)"),
    ],
)
def test_the_scope_says_what_fails_and_what_passes(rows: tuple[Row, ...], words: str) -> None:
    assert words in why(found("utf8-3b/1", *rows)).scope


def test_what_fails_beside_a_join_or_a_second_cut_says_so() -> None:
    torn = (Row("utf8-3b/1", 3, 3), Row("key", 9, 0), Row("structural", 9, 0))
    everywhere = (Row("utf8-3b/1", 3, 3), Row("key", 9, 9), Row("structural", 9, 9))

    def told(
        together: Literal["cuts", "join"], rows: tuple[Row, ...], class_id: str = "utf8-3b/1"
    ) -> tuple[str, str, str]:
        one = found(class_id, *rows)
        one = replace(one, cause=replace(one.cause, together=together))
        return why(one).scope.partition(":")[0], why(one).bug, why(one).link.partition("#")[2]

    carried = "what is carried over from one piece to the next is lost or replaced"
    assert told("cuts", torn) == ("with further cuts as close as these", carried, "characters")
    assert told("cuts", everywhere)[1:] == (carried, "no-carry")
    assert told("join", torn)[::2] == ("behind an event in the same piece", "characters")


def test_a_name_that_is_forgotten_is_told_from_no_carry() -> None:
    rows = [Row(name, 9, 9) for name in ("utf8-3b/1", "between-fields", "structural", "key", "inside-string")]
    one = why(found("utf8-3b/1", *rows, Row("value:event", 9, 0)))
    assert (one.bug, one.link.partition("#")[2]) == (
        "the event's name is forgotten with each piece",
        "fields-and-comments",
    )
    assert why(found("utf8-3b/1", *rows, Row("value:event", 9, 9))).link.endswith("#no-carry")


def test_a_cut_that_fails_beside_a_join_only() -> None:
    one = replace(found("utf8-3b/1", Row("utf8-3b/1", 40, 0)), cuts=CUTS[2:])
    assert "together" in why(one).scope
    assert why(one).link.endswith("#several-events-in-one-piece")


def test_where_nearly_every_class_fails_it_is_the_carry() -> None:
    one = why(found("key", Row("key", 3, 3), Row("structural", 3, 3), Row("inside-name", 3, 3)))
    assert "not put together again" in one.bug
    assert one.link == "docs/check.md#no-carry"


@pytest.mark.parametrize(("oracle", "words"), [("text", "tokens are lost"), ("error", "")])
def test_an_exception_that_is_seen_was_not_swallowed(oracle: str, words: str) -> None:
    rows = (Row("inside-string", 60, 2), Row("key", 12, 0))
    assert (words in why(found("inside-string", *rows, oracle=oracle)).bug, words == "") == (True, oracle == "error")
    assert bool(why(found("inside-string", *rows, oracle=oracle)).bug) == bool(words)


def test_a_failure_between_two_events_is_not_said_to_be_everywhere() -> None:
    rows = (Row("event-boundary", 24, 1), Row("key", 12, 0))
    assert why(found("event-boundary", *rows, oracle="after")).bug == ""


def test_the_rest_behind_an_event_that_is_lost_is_told_so() -> None:
    assert "is lost" in why(found("boundary-shift")).bug
    assert "is lost" not in why(found("boundary-shift", oracle="progress")).bug


@pytest.mark.parametrize(
    ("said", "is_trimmed"), [('{\n"a": 1\n}', True), ('{\n  "a": 1\n}', False), ('{"a": 2}', False)]
)
def test_white_space_that_is_dropped_from_data_lines_is_the_cause(said: str, *, is_trimmed: bool) -> None:
    want = Expectation(events=('{\n  "a": 1\n}',), texts=None)
    run = Run((), (Said(0, "return", said),), asked=True)
    case = Case(run, run, want, Reading("return", (), "events", "events"), 9)
    finding = replace(found("", oracle="content"), case=case, trait="pretty")
    assert ("white space" in why(finding).bug) is is_trimmed
