from typing import Any

import pytest

from cassettes.messages import say
from cassettes.model import Request
from player.journal import Journal
from player.library import Library
from player.misses import explain
from player.subjects import Ignored, subject
from tests.player.recordings import END, cassette, interaction


def told(library: Library, method: str = "GET", target: bytes = b"/a?x=2") -> tuple[str, Any]:
    asked = subject(Request(method, target, (), b"", "1.1"), library.masks, Ignored())
    return explain(asked, library.index.nearest(asked), library.recordings, Journal(0))


def test_where_nothing_is_recorded_nothing_is_near() -> None:
    assert told(Library([])) == (say("player.miss-empty"), {"nearest": []})


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
    assert say("player.differs-method", method="GET") in sentence
    assert say("player.differs-path", target="/a") in sentence
