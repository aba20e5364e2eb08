"""From failing plans to the bugs behind them: each one once, and those that stand side by side all at once."""

import codecs
import json
from collections.abc import Callable
from functools import cache

import pytest

from chunktape.check.findings import Report
from chunktape.check.run import Check
from chunktape.check.tapes import Tape, given
from tests.chunktape.check.test_run import Decoder, Fake, right
from tests.support.torture import shortened

#: what a bug is -> a decoder of text with that bug, from one that is right
Bug = Callable[[Decoder], Decoder]


def reader(decode: Decoder, *, replaced: bool = False, starts: bool = False, one: bool = False) -> Decoder:
    """The texts of an OpenAI stream. `replaced`: CRLF is replaced piece by piece; `starts`: an escape that comes in two
    pieces is lost; `one`: of several events in a piece the first is shown.
    """
    held = ""

    def push(piece: bytes) -> str:
        nonlocal held
        text = decode(piece)
        if starts and held.endswith("\\"):
            held, text = held[:-1], text[1:]
        held = (held + (text.replace("\r\n", "\n") if replaced else text)).removeprefix("\ufeff")
        kept = "" if replaced or not held.endswith("\r") else "\r"
        whole = held if replaced else held.removesuffix("\r").replace("\r\n", "\n").replace("\r", "\n")
        *events, rest = whole.split("\n\n")
        held = rest + kept
        said = []
        for event in events:
            data = "\n".join(line[5:].removeprefix(" ") for line in event.split("\n") if line.startswith("data:"))
            if data and data != "[DONE]":
                said.append((json.loads(data).get("choices") or [{}])[0].get("delta", {}).get("content") or "")
        return "".join(said[:1] if one else said)

    return push


def torn(piece: bytes) -> str:
    return piece.decode("utf-8", "replace")


def whole() -> Decoder:
    return codecs.getincrementaldecoder("utf-8")("replace").decode


def found(make: Callable[[int], Decoder]) -> Report:
    return Check(Report("fake"), Fake(make)).run([Tape("short", shortened("torture-lf"))])


def causes(report: Report) -> list[str]:
    return sorted(one.cause.class_id for one in report.findings if one.cuts)


#: name -> (a client with one bug, the class of it)
ONE: dict[str, tuple[Callable[[int], Decoder], str]] = {
    "characters": (lambda _: reader(torn), "utf8-2b/1"),
    "CRLF": (lambda _: reader(whole(), replaced=True), "line:CR|LF"),
    "escapes": (lambda _: reader(whole(), starts=True), "esc:|n"),
    "joins": (lambda _: reader(whole(), one=True), "merge2"),
}
#: name -> (a client with several bugs, their classes)
SEVERAL: dict[str, tuple[Callable[[int], Decoder], set[str]]] = {
    "characters and CRLF": (lambda _: reader(torn, replaced=True), {"utf8-2b/1", "CR|LF"}),
    "characters and joins": (lambda _: reader(torn, one=True), {"utf8-2b/1", "merge2"}),
    "CRLF and escapes": (lambda _: reader(whole(), replaced=True, starts=True), {"CR|LF", "esc:"}),
    "all four": (
        lambda _: reader(torn, replaced=True, starts=True, one=True),
        {"utf8-2b/1", "CR|LF", "esc:", "merge2"},
    ),
}


@cache
def of_several(name: str) -> Report:
    return found(SEVERAL[name][0])


@pytest.mark.parametrize("name", ONE)
def test_one_bug_is_one_finding_on_all_tapes_that_have_it(name: str) -> None:
    make, class_id = ONE[name]
    report = found(make)
    assert len(causes(report)) == 1, causes(report)
    (finding,) = [one for one in report.findings if one.cuts]
    assert finding.cause.class_id.rpartition(":")[2][:6] == class_id.rpartition(":")[2][:6]
    assert report.classes[finding.cause.class_id].failed


@pytest.mark.parametrize("name", SEVERAL)
def test_bugs_side_by_side_are_found_in_one_check_and_none_twice(name: str) -> None:
    _, classes = SEVERAL[name]
    named = causes(of_several(name))
    assert len(named) == len(classes), named
    assert all(any(part in one for one in named) for part in classes), named


def test_a_class_that_fails_for_another_bug_stands_in_no_second_table() -> None:
    (second,) = [one for one in of_several("characters and CRLF").findings if "CR|LF" in one.cause.class_id]
    assert not [row for row in second.cause.rows if row.class_id.startswith("utf8")]


def test_who_puts_no_event_together_gets_one_finding() -> None:
    def forgets(_: int) -> Decoder:
        inner = right(0)

        def push(piece: bytes) -> str:
            nonlocal inner
            if not piece.endswith((b"\n\n", b"\r\n\r\n")):
                inner = right(0)
                return ""
            return inner(piece)

        return push

    report = found(forgets)
    assert len(causes(report)) == 1, [(one.spec, one.cause.class_id) for one in report.findings]


def test_an_interruption_while_shrinking_leaves_the_smallest_plan_so_far() -> None:
    seen: list[int] = []

    def interrupt(report: Report) -> None:
        seen.append(report.runs)
        if report.runs > 60:
            raise KeyboardInterrupt

    check = Check(Report("fake"), Fake(lambda _: reader(torn)), interrupt)
    with pytest.raises(KeyboardInterrupt):
        check.run(given(["torture-lf"]))
    (finding,) = check.report.findings
    assert finding.spec.startswith("event,add=")
    assert finding.verdict.oracle == "replacement"
    assert not check.report.complete
