"""`cassettes.providers.shapes.gemini`"""

from dataclasses import replace
from typing import Any

from cassettes.providers import Answer, End, Tool, render


def stream(answer: Answer, events: Any, end: End = End.COMPLETE) -> list[Any]:
    return [data for _, data in events(b"".join(piece.data for piece in render("gemini", answer, end)))]


def parts(chunks: list[Any]) -> list[Any]:
    return [part for chunk in chunks for part in chunk["candidates"][0]["content"]["parts"]]


def test_thoughts_text_and_call(answer: Answer, tool: Tool, events: Any) -> None:
    said = replace(answer, tokens=answer.tokens * 4, reasoning=("想",) * 13, tools=(tool,))
    chunks = stream(said, events)
    found = parts(chunks)
    assert "".join(part["text"] for part in found if part.get("thought")) == "想" * 13
    assert "".join(part["text"] for part in found if "text" in part and not part.get("thought")) == said.text
    assert found[-1] == {"functionCall": {"name": "get_weather", "args": {"city": "北京"}}}
    assert [chunk["candidates"][0].get("finishReason") for chunk in chunks] == [None] * (len(chunks) - 1) + ["STOP"]
    usage = chunks[-1]["usageMetadata"]
    assert usage["thoughtsTokenCount"] + usage["candidatesTokenCount"] == said.spoken
    assert len(chunks) < said.spoken / 4


def test_bytes_are_written_as_google_writes_them(answer: Answer) -> None:
    first = render("gemini", answer)[0].data
    assert first.startswith(b'data: {"candidates": [{"content": {"parts": [{"text": ')
    assert b'"role": "model"},"' in first
    assert first.endswith(b"}\r\n\r\n")


def test_error(answer: Answer, events: Any) -> None:
    assert stream(answer, events, End.ERROR)[-1]["error"]["status"] == "UNAVAILABLE"


def test_a_tool_alone(tool: Tool, events: Any) -> None:
    assert parts(stream(Answer((), tools=(tool,)), events)) == [
        {"functionCall": {"name": "get_weather", "args": {"city": "北京"}}}
    ]
