"""`cassettes.providers.shapes.cohere`"""

import json
from dataclasses import replace
from typing import Any

from cassettes.providers import Answer, End, Tool, render
from cassettes.providers.read import read
from cassettes.providers.reading import Call


def test_thinking_and_text_are_blocks_and_each_call_has_its_own(answer: Answer, tool: Tool, events: Any) -> None:
    said = replace(answer, reasoning=("想",), tools=(tool, tool))
    found = events(b"".join(piece.data for piece in render("cohere", said)))
    assert found.pop() == ("", "[DONE]")
    assert [name for name, _ in found] == [data["type"] for _, data in found]
    starts = [data["delta"]["message"]["content"]["type"] for name, data in found if name == "content-start"]
    assert starts == ["thinking", "text"]
    calls = [data["delta"]["message"]["tool_calls"]["id"] for name, data in found if name == "tool-call-start"]
    assert len(set(calls)) == 2
    assert found[-1][1]["delta"]["finish_reason"] == "TOOL_CALL"


def test_an_error_is_the_reason_in_the_last_event(answer: Answer, events: Any) -> None:
    found = events(b"".join(piece.data for piece in render("cohere", answer, End.ERROR)))
    assert found[-1][1]["delta"]["finish_reason"] == "ERROR"
    assert "content-end" not in [name for name, _ in found]


def test_records_of_the_first_version_repeat_text_and_calls_at_the_end() -> None:
    call = {"name": "f", "parameters": {"a": 1}}
    records: list[dict[str, Any]] = [
        {"event_type": "stream-start"},
        {"event_type": "text-generation", "text": "Hel"},
        {"event_type": "text-generation", "text": "lo"},
        {"event_type": "tool-calls-generation", "tool_calls": [call]},
        {"event_type": "tool-calls-generation", "tool_calls": [call]},
        {
            "event_type": "stream-end",
            "finish_reason": "COMPLETE",
            "response": {"text": "Hello", "meta": {"tokens": {"input_tokens": 3, "output_tokens": 2}}},
        },
    ]
    found = read("\n".join(map(json.dumps, records)).encode(), "ndjson")
    assert found is not None
    assert (found.text, found.choices[0].calls, found.choices[0].finish) == (
        "Hello",
        (Call("f", '{"a":1}'),),
        "COMPLETE",
    )
    assert (found.input_tokens, found.output_tokens) == (3, 2)
