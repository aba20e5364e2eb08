"""`cassettes.providers.shapes.plain`"""

from dataclasses import replace
from typing import Any

from cassettes.providers import Answer, End, render


def test_one_key_and_the_sentinel(answer: Answer, events: Any) -> None:
    found = events(b"".join(piece.data for piece in render("content", replace(answer, reasoning=("想",)))))
    assert found.pop() == ("", "[DONE]")
    assert found.pop(0)[1] == {"content": "", "reasoning_content": "想"}
    assert [data for _, data in found] == [{"content": token} for token in answer.tokens]


def test_an_error_ends_it(answer: Answer, events: Any) -> None:
    found = events(b"".join(piece.data for piece in render("content", answer, End.ERROR)))
    assert list(found[-1][1]) == ["error"]
