"""`cassettes.providers.shapes.responses`"""

import json
from dataclasses import replace
from typing import Any

from cassettes.providers import Answer, End, Tool, render
from cassettes.providers.read import read
from tests.support.bodies import sse


def made(answer: Answer, end: End = End.COMPLETE) -> bytes:
    return b"".join(piece.data for piece in render("openai-responses", answer, end))


def test_every_item_opens_streams_and_closes_and_the_end_repeats_them(answer: Answer, tool: Tool, events: Any) -> None:
    found = events(made(replace(answer, reasoning=("想", "一想"), tools=(tool, tool))))
    assert [name for name, _ in found] == [data["type"] for _, data in found]
    assert [data["sequence_number"] for _, data in found] == list(range(len(found)))
    opened = [data["output_index"] for name, data in found if name == "response.output_item.added"]
    closed = [data["item"] for name, data in found if name == "response.output_item.done"]
    assert opened == [0, 1, 2, 3]
    assert [item["type"] for item in closed] == ["reasoning", "message", "function_call", "function_call"]
    last = found[-1][1]["response"]
    assert last["output"] == closed
    assert closed[2]["call_id"] != closed[3]["call_id"]
    assert last["usage"]["output_tokens_details"] == {"reasoning_tokens": 2}


def test_an_error_is_told_twice_and_ends_it(answer: Answer, events: Any) -> None:
    found = events(made(answer, End.ERROR))
    assert [name for name, _ in found[-2:]] == ["error", "response.failed"]
    assert found[-2][1]["error"]["message"] == found[-1][1]["response"]["error"]["message"]


def events_of(*values: dict[str, Any]) -> bytes:
    return sse([json.dumps(value) for value in values], "\n")


def test_texts_that_the_end_counts_otherwise_are_not_doubled() -> None:
    delta = {"type": "response.output_text.delta", "output_index": 5, "delta": "Hel"}
    end = {
        "output": [{"type": "message", "content": [{"type": "output_text", "text": "Hello"}]}],
        "status": "completed",
    }
    found = read(events_of(delta, {"type": "response.completed", "response": end}), "sse")
    assert found is not None
    assert found.text == "Hello"
    assert [(delta.whole, delta.part == found.deltas[0].part) for delta in found.deltas[:2]] == [
        (False, True),
        (True, True),
    ]


def test_a_refusal_is_no_text() -> None:
    found = read(events_of({"type": "response.refusal.delta", "delta": "I can't"}), "sse")
    assert found is not None
    assert found.text == ""
