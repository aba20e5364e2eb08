"""The line of the client's own source that a failure points to."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from chunktape.check import sweep
from chunktape.check.expectation import Expectation
from chunktape.check.oracles import Case
from chunktape.check.places import Place, Pointer, place, pointed
from chunktape.check.reading import Reading
from chunktape.check.sweep.trial import Trial
from chunktape.check.values import Mark, Run, Said
from tests.support.reports import tape

TEXT = Reading("callback", (), "pieces", "text")
BASE = Run((5, 10, 15), (Said(0, "callback", "ab"), Said(1, "callback", "cd")), "", True, 2, True)


def case(run: Run, how: str = "pieces") -> Case:
    source = (run.said or BASE.said)[0].source
    base = replace(BASE, said=tuple(one._replace(source=source) for one in BASE.said))
    return Case(run, base, Expectation(), replace(TEXT, how=how, source=source), 20)


def said(*texts: str, source: str = "callback", marks: Iterable[Mark] = (), lines: bool = True) -> Run:
    """A run that says a text with each piece."""
    places = tuple(f"/x/stream.js:{number}" if lines else "" for number in range(1, len(texts) + 1))
    values = tuple(Said(piece, source, text) for piece, text in enumerate(texts))
    return replace(BASE, said=values, lines=places, marks=tuple(marks))


def named(run: Run, oracle: str = "text", plain: Iterable[Mark] = (), due: str | None = None) -> tuple[str, str] | None:
    found = pointed(case(run), oracle, replace(BASE, marks=tuple(plain)), due)
    return found and (found.why + (f" {found.what}" if found.what else ""), found.where)


def test_an_error_has_the_line_of_its_stack() -> None:
    run = replace(BASE, error="TypeError: x", where="/x/stream.js:7")
    assert named(run, "error") == ("thrown", "/x/stream.js:7")
    assert named(replace(run, where=""), "error") is None


def test_a_wrong_answer_has_the_line_that_first_said_something_wrong() -> None:
    assert named(said("a", "b", "x", "x")) == ("shown", "/x/stream.js:3")
    assert named(said("abcd", "d"), "duplicates") == ("shown", "/x/stream.js:2")
    assert named(said("x")) == ("shown", "/x/stream.js:1")
    assert named(said("ab", "cd"), "content", due="abxx") == ("shown", "/x/stream.js:2")


def test_text_that_is_right_for_later_was_lost_before() -> None:
    assert named(said("a", "d")) == ("behind", "/x/stream.js:2")


def test_what_only_lacks_something_points_nowhere() -> None:
    runs = (said("abcd"), said("ab"), said(), said("a", "x", lines=False))
    assert [named(run) for run in runs] == [None] * 4


PARSE = Mark(1, "JSON.parse", '{"a', "/x/stream.js:21")
MADE = Mark(0, "U+FFFD", "\ufffd", "/x/stream.js:22")
RAN = Mark(1, "ran", "", "/x/stream.js:23:9")


def test_missing_text_has_the_builtin_that_threw_and_nobody_heard_of_it() -> None:
    assert named(said("ab", marks=[PARSE, RAN])) == ("swallowed JSON.parse", "/x/stream.js:21")
    assert named(said("a", "d", marks=[PARSE])) == ("swallowed JSON.parse", "/x/stream.js:21")
    assert named(said("ab", marks=[PARSE]), "progress") == ("swallowed JSON.parse", "/x/stream.js:21")
    assert named(said("ab", marks=[PARSE]), plain=[PARSE._replace(piece=5)]) is None  # at the baseline as well
    assert named(said("d", marks=[PARSE])) == ("behind", "/x/stream.js:1")  # too late to be the reason
    assert named(said("a", "x", marks=[PARSE])) == ("shown", "/x/stream.js:2")  # nothing is missing


def test_missing_text_has_the_one_line_that_is_new() -> None:
    again, other = Mark(1, "ran", "", "/x/stream.js:23:30"), Mark(1, "ran", "", "/x/stream.js:40:1")
    later, before = Mark(2, "ran", "", "/x/stream.js:41:1"), Mark(0, "ran", "", "/x/stream.js:42:1")
    assert named(said("ab", marks=[RAN])) == ("only", "/x/stream.js:23")
    assert named(said("ab", marks=[RAN, again, later])) == ("only", "/x/stream.js:23")
    assert named(said("ab", marks=[RAN, before])) == ("only", "/x/stream.js:42")
    assert named(said("ab", marks=[RAN, other])) is None
    assert named(said("ab", marks=[RAN]), plain=[RAN]) is None


def test_replaced_characters_have_the_builtin_that_made_the_first() -> None:
    assert named(said("\ufffd", marks=[PARSE, MADE]), "replacement") == ("replaced", "/x/stream.js:22")
    assert named(said("\ufffd", marks=[MADE]), "replacement", plain=[MADE]) == ("shown", "/x/stream.js:1")


def test_a_result_has_the_one_line_that_gave_it() -> None:
    gave = [Mark(1, "gave", "", "/x/stream.js:30:5"), Mark(0, "gave", "", "/x/stream.js:31:5")]
    wrong = said("ab", "x", source="return", marks=gave, lines=False)
    assert named(wrong) == ("shown", "/x/stream.js:30")
    assert named(replace(wrong, marks=(*gave, Mark(1, "gave", "", "/x/stream.js:33:5")))) is None
    assert named(said("ab", "x", source="page", marks=gave, lines=False)) is None


def test_a_line_is_read_below_the_clients_folder_only(tmp_path: Path) -> None:
    file = tmp_path / "a:b c.js"
    file.write_text("one\n  two(\x1b[31m)\r\nthree", "utf-8")

    def at(where: str, root: Path = tmp_path) -> Place | None:
        return place(Pointer(where, "shown"), root)

    assert at(f"{file}:2") == Place(str(file), 2, "two(\x1b[31m)")
    assert at(f"{file}:9") == Place(str(file), 9)
    assert at(f"{file}:2", tmp_path / "other") == Place(str(file), 2)
    assert at(f"{tmp_path}/gone.js:2") == Place(f"{tmp_path}/gone.js", 2)
    assert at(f"{tmp_path}:2") == Place(str(tmp_path), 2)
    assert at("/etc/passwd:1") == Place("/etc/passwd", 1)
    assert at(f"{tmp_path}/\0.js:1") == Place(f"{tmp_path}/\0.js", 1)


@pytest.mark.parametrize("where", ["", ":3", "x.js", "x.js:", "x.js:-1", "x.js:٣", "x.js:1e9", "x.js:" + "9" * 5000])
def test_what_is_no_place_is_none(where: str, tmp_path: Path) -> None:
    assert place(Pointer(where, "shown"), tmp_path) is None
    assert place(None, tmp_path) is None


def test_a_place_says_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Place("stream.js", 4, why="swallowed", what="JSON.parse")
    assert one.words == "An error (JSON.parse) was swallowed at stream.js:4"
    monkeypatch.setenv("CHUNKTAPE_LANG", "zh")
    assert one.words == "出错（JSON.parse）而错误被吞掉的代码行：stream.js:4"


def test_a_traced_run_that_never_returns_leaves_the_plain_one_without_a_line(tmp_path: Path) -> None:
    one = tape()
    base = Run(sweep.baseline(one.body).cuts, (Said(0, "callback", "ab"),), "", True)
    run = replace(base, said=(Said(0, "callback", "x"),))

    def traced(cuts: tuple[int, ...]) -> Run:
        return Run(cuts, asked=True, lost="hang")

    trial = Trial(one, "node", TEXT, base, lambda plans: iter([run] * len([*plans])), traced)
    found, line = trial.placed((3, *base.cuts), "text", tmp_path)
    assert (found.run, line) == (run, None)
