"""`cassettes.providers.shapes.assistants`"""

import json
from typing import Any

from cassettes.providers.read import read
from cassettes.providers.reading import Call
from tests.support.bodies import sse


def part(text: str, index: int = 0) -> dict[str, Any]:
    return {"index": index, "type": "text", "text": {"value": text}}


def test_a_message_streams_its_parts_and_says_them_again() -> None:
    function = {"index": 0, "id": "c", "type": "function", "function": {"name": "f", "arguments": "{"}}
    more = {"index": 0, "type": "function", "function": {"arguments": "}"}}
    values: list[dict[str, Any]] = [
        {"object": "thread.run", "status": "queued", "usage": None},
        *(
            {"object": "thread.run.step.delta", "id": "s", "delta": {"step_details": {"tool_calls": [call]}}}
            for call in (function, more)
        ),
        *({"object": "thread.message.delta", "id": "m", "delta": {"content": [part(text)]}} for text in ("你", "好")),
        {"object": "thread.message.delta", "id": "m", "delta": {"content": [part("！", 1)]}},
        {"object": "thread.message", "id": "m", "content": [part("你好"), part("！", 1)]},
        {"object": "thread.run", "status": "completed", "usage": {"prompt_tokens": 5, "completion_tokens": 3}},
    ]
    found = read(sse(list(map(json.dumps, values)), "\n"), "sse")
    assert found is not None
    assert found.text == "你好！"
    assert found.choices[0].calls == (Call("f", "{}", "c"),)
    assert (found.choices[0].finish, found.input_tokens, found.output_tokens) == ("completed", 5, 3)
