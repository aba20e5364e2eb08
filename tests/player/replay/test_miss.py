from typing import Any

import pytest

from cassettes.model import Request
from player.journal.journal import Journal
from player.library.library import Library
from player.matching.index import TOLD
from player.matching.subject import Ignored, subject
from player.replay.miss import explain
from tests.support.recordings import END, cassette, interaction


def told(library: Library, method: str = "GET", target: bytes = b"/a?x=2") -> tuple[str, Any]:
    asked = subject(Request(method, target, (), b"", "1.1"), library.masks, Ignored())
    return explain(asked, library.index.nearest(asked), library.recordings, Journal(0))


def test_where_nothing_is_recorded_nothing_is_near() -> None:
    assert told(Library([])) == (
        "No recording answers this request: the cassettes have no interaction yet.",
        {"nearest": []},
    )


@pytest.mark.parametrize(
    ("method", "target", "option", "differs"),
    [
        ("GET", b"/a?x=2", "--ignore query:x", "query"),
        ("POST", b"/a?x=2", "--match any", "method"),
        ("GET", b"/b?x=2", "--match any", "path"),
        ("HEAD", b"/a?x=2", "", "method"),
    ],
)
def test_the_option_that_would_help_is_named(method: str, target: bytes, option: str, differs: str) -> None:
    library = Library([cassette(interaction([(0, 0, b"ok", END)], target=b"/a?x=1"))])
    sentence, details = told(library, method, target)
    (near,) = details["nearest"]

    assert near["option"] == option
    assert near["differs"][0]["in"] == differs
    assert option in sentence


def test_the_sentence_names_both_where_method_and_path_differ() -> None:
    library = Library([cassette(interaction([(0, 0, b"ok", END)], target=b"/a"))])
    sentence, details = told(library, "POST", b"/b")

    assert [one["in"] for one in details["nearest"][0]["differs"]] == ["method", "path"]
    assert "method (recorded GET)" in sentence
    assert "path (recorded /a)" in sentence


def test_what_differs_in_very_many_places_is_told_shortly() -> None:
    """A request of 32 MiB may differ in a million; the journal keeps the sentence."""
    library = Library([cassette(interaction([(0, 0, b"ok", END)], target=b"/a"))])
    few, many = (b"/a?" + b"&".join(b"x%d=1" % number for number in range(count)) for count in (TOLD, TOLD + 1))

    assert told(library, target=few)[1]["nearest"][0]["option"].count("--ignore") == TOLD
    sentence, details = told(library, target=many)
    assert details["nearest"][0]["option"] == "--match default"
    assert "--match default" in sentence
