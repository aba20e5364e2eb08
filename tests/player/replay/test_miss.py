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


CHAT = b"/v1/chat/completions"


@pytest.mark.parametrize(
    ("path", "advice"),
    [
        (b"/chat/completions", "Is `/v1` missing from the base URL?"),
        (b"/completions", "Is `/v1/chat` missing from the base URL?"),
        (b"/v1/v1/chat/completions", "Is `/v1` in the base URL twice?"),
        (b"/api/v1/chat/completions", "Is `/api` too much in the base URL?"),
        (b"//v1/chat/completions", "The base URL ends with a slash too many."),
        (b"/v1//chat/completions", "The base URL ends with a slash too many."),
        (b"/v1/chat/completions/chat/completions", "`/chat/completions` is too much: a base URL ends before"),
        (b"/v1/messages", "Is the base URL right, and the path behind it?"),
        (b"*", "Is the base URL right, and the path behind it?"),
    ],
)
def test_a_wrong_path_is_told_beside_the_recorded_one_and_no_option_is_named(path: bytes, advice: str) -> None:
    library = Library([cassette(interaction([(0, 0, b"ok", END)], target=CHAT, method="POST"))])
    text, details = told(library, "POST", path)
    (near,) = details["nearest"]

    assert text.startswith(f"No recording answers POST {path.decode()}. Recorded is POST {CHAT.decode()}. {advice}")
    assert near["differs"] == [{"in": "path"}]
    assert near["option"] == ""
    assert "--match" not in text


@pytest.mark.parametrize(
    ("method", "recorded", "advice"),
    [
        ("GET", "POST", "The app sends another method here."),
        ("HEAD", "GET", "An answer to HEAD never fits another method"),
        ("POST", "HEAD", "An answer to HEAD never fits another method"),
    ],
)
def test_a_wrong_method_is_told(method: str, recorded: str, advice: str) -> None:
    library = Library([cassette(interaction([(0, 0, b"ok", END)], target=b"/a", method=recorded))])
    text, details = told(library, method, b"/a")

    assert text.startswith(f"No recording answers {method} /a. Recorded is {recorded} /a. {advice}")
    assert details["nearest"][0]["differs"] == [{"in": "method"}]


def test_the_option_that_would_help_is_named() -> None:
    library = Library([cassette(interaction([(0, 0, b"ok", END)], target=b"/a?x=1"))])
    text, details = told(library, "GET", b"/a?x=2")
    (near,) = details["nearest"]

    assert near["option"] == "--ignore query:x"
    assert near["differs"][0]["in"] == "query"
    assert "--ignore query:x" in text


def test_the_sentence_names_both_where_method_and_path_differ() -> None:
    library = Library([cassette(interaction([(0, 0, b"ok", END)], target=b"/a"))])
    text, details = told(library, "POST", b"/b")

    assert [one["in"] for one in details["nearest"][0]["differs"]] == ["method", "path"]
    assert "POST /b. Recorded is GET /a." in text


def test_a_secret_in_a_wrong_path_is_not_said() -> None:
    library = Library([cassette(interaction([(0, 0, b"ok", END)], target=b"/a"))])
    text, _ = told(library, "GET", b"/b?api_key=S3CRET")

    assert "S3CRET" not in text


def test_what_differs_in_very_many_places_is_told_shortly() -> None:
    """A request of 32 MiB may differ in a million; the journal keeps the sentence."""
    library = Library([cassette(interaction([(0, 0, b"ok", END)], target=b"/a"))])
    few, many = (b"/a?" + b"&".join(b"x%d=1" % number for number in range(count)) for count in (TOLD, TOLD + 1))

    assert told(library, target=few)[1]["nearest"][0]["option"].count("--ignore") == TOLD
    sentence, details = told(library, target=many)
    assert details["nearest"][0]["option"] == "--match default"
    assert "--match default" in sentence
