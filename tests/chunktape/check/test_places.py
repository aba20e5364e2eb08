"""The line of the client's own source that a failure points to."""

from dataclasses import replace
from pathlib import Path

import pytest

from chunktape.check.expectation import Expectation
from chunktape.check.oracles import Case
from chunktape.check.places import Place, place, pointed
from chunktape.check.reading import Reading
from chunktape.check.values import Run, Said

TEXT = Reading("callback", (), "pieces", "text")
BASE = Run((10,), (Said(0, "callback", "ab"), Said(1, "callback", "cd")), "", True, 2, True)


def case(run: Run, how: str = "pieces") -> Case:
    return Case(run, BASE, Expectation(), replace(TEXT, how=how), 20)


def said(*texts: str) -> Run:
    lines = tuple(f"/x/stream.js:{number}" for number in range(1, len(texts) + 1))
    return replace(BASE, said=tuple(Said(0, "callback", text) for text in texts), lines=lines)


def test_an_error_has_the_line_of_its_stack() -> None:
    assert pointed(case(replace(BASE, error="TypeError: x", where="/x/stream.js:7"))) == "/x/stream.js:7"


def test_a_wrong_answer_has_the_line_that_first_said_something_wrong() -> None:
    assert pointed(case(said("a", "b", "\ufffd", "\ufffd"))) == "/x/stream.js:3"
    assert pointed(case(said("abcd", "d"))) == "/x/stream.js:2"
    assert pointed(case(said("x"))) == "/x/stream.js:1"


@pytest.mark.parametrize("run", [said("abcd"), said("ab"), said(), replace(said("a", "x"), lines=())])
def test_what_only_lacks_something_points_nowhere(run: Run) -> None:
    assert pointed(case(run)) == ""


def test_a_line_is_read_below_the_clients_folder_only(tmp_path: Path) -> None:
    file = tmp_path / "a:b c.js"
    file.write_text("one\n  two(\x1b[31m)\r\nthree", "utf-8")

    assert place(f"{file}:2", tmp_path) == Place(str(file), 2, "two(\x1b[31m)")
    assert place(f"{file}:9", tmp_path) == Place(str(file), 9)
    assert place(f"{file}:2", tmp_path / "other") == Place(str(file), 2)
    assert place(f"{tmp_path}/gone.js:2", tmp_path) == Place(f"{tmp_path}/gone.js", 2)
    assert place(f"{tmp_path}:2", tmp_path) == Place(str(tmp_path), 2)
    assert place("/etc/passwd:1", tmp_path) == Place("/etc/passwd", 1)
    assert place(f"{tmp_path}/\0.js:1", tmp_path) == Place(f"{tmp_path}/\0.js", 1)


@pytest.mark.parametrize("where", ["", ":3", "x.js", "x.js:", "x.js:-1", "x.js:٣", "x.js:1e9", "x.js:" + "9" * 5000])
def test_what_is_no_place_is_none(where: str, tmp_path: Path) -> None:
    assert place(where, tmp_path) is None
