"""`cassettes.providers.shapes.coze`"""

import json
from dataclasses import replace
from typing import Any

from cassettes.providers import Answer, End, Tool, render


def test_the_order_of_events(answer: Answer, tool: Tool, events: Any) -> None:
    said = replace(answer, reasoning=("想",), tools=(tool,))
    body = b"".join(piece.data for piece in render("coze", said))
    found = events(body)
    names = [name for name, _ in found]
    assert names[:3] == ["conversation.chat.created", "conversation.chat.in_progress", "conversation.message.delta"]
    assert names[-2:] == ["conversation.chat.completed", "done"]
    deltas = [data for name, data in found if name == "conversation.message.delta"]
    assert deltas[0]["reasoning_content"] == "想"
    assert "".join(data["content"] for data in deltas) == answer.text
    completed = {data["type"]: data for name, data in found if name == "conversation.message.completed"}
    assert completed["answer"]["content"] == answer.text
    assert json.loads(completed["function_call"]["content"]) == {"name": "get_weather", "arguments": tool.text}
    assert json.loads(completed["verbose"]["content"])["msg_type"] == "generate_answer_finish"
    assert found[-2][1]["usage"]["output_count"] == said.spoken
    assert body.endswith(b'event:done\ndata:"[DONE]"\n\n')


def test_failure(answer: Answer, events: Any) -> None:
    found = events(b"".join(piece.data for piece in render("coze", answer, End.ERROR)))
    assert [name for name, _ in found[-2:]] == ["conversation.chat.failed", "done"]
    assert found[-2][1]["last_error"]["code"] == 5000
