"""`cassettes.providers.shapes.dify`"""

from dataclasses import replace
from typing import Any

from cassettes.providers import Answer, End, render


def test_messages_then_the_end_with_counts(answer: Answer, events: Any) -> None:
    body = b"".join(piece.data for piece in render("dify", replace(answer, reasoning=("想",))))
    (ping, nothing), *rest, (_, end) = events(body)
    assert (ping, nothing) == ("ping", "")
    assert "".join(data["answer"] for _, data in rest) == "<think>\n想\n</think>" + answer.text
    assert end["event"] == "message_end"
    assert end["metadata"]["usage"]["completion_tokens"] == len(answer.tokens) + 1
    assert len({data["message_id"] for _, data in rest} | {end["message_id"]}) == 1


def test_ascii_with_escapes_as_python_writes_json(answer: Answer) -> None:
    body = b"".join(piece.data for piece in render("dify", answer))
    assert body.isascii()
    assert b'"answer": "\\u4f60"' in body
    assert b"\\ud83d\\ude00" in body


def test_error(answer: Answer, events: Any) -> None:
    body = b"".join(piece.data for piece in render("dify", answer, End.ERROR))
    assert events(body)[-1][1]["event"] == "error"
