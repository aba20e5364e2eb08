"""`cassettes.providers.shapes.completions`"""

from dataclasses import replace
from typing import Any

from cassettes.providers import Answer, End, render


def test_choices_in_turns_then_their_ends_and_the_counts(answer: Answer, events: Any) -> None:
    said = replace(answer, tokens=("a", "b"), others=(("c",),), usage=True)
    found = events(b"".join(piece.data for piece in render("openai-completions", said)))
    assert found.pop() == ("", "[DONE]")
    counts = found.pop()[1]
    assert (counts["choices"], counts["usage"]["completion_tokens"]) == ([], 3)
    assert [(data["choices"][0]["index"], data["choices"][0]["text"]) for _, data in found] == [
        (0, "a"),
        (1, "c"),
        (0, "b"),
        (0, ""),
        (1, ""),
    ]
    assert [data["choices"][0]["finish_reason"] for _, data in found] == [None] * 3 + ["stop"] * 2


def test_an_error_ends_it(answer: Answer, events: Any) -> None:
    found = events(b"".join(piece.data for piece in render("openai-completions", answer, End.ERROR)))
    assert "error" in found[-1][1]
