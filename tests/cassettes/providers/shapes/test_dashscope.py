"""`cassettes.providers.shapes.dashscope`"""

from dataclasses import replace
from itertools import pairwise
from typing import Any

from cassettes.providers import Answer, End, Tool, render, shape


def messages(name: str, answer: Answer, events: Any) -> list[Any]:
    body = b"".join(piece.data for piece in render(name, answer))
    return [data["output"]["choices"][0]["message"] for _, data in events(body)]


def test_incremental_adds_up_and_cumulative_repeats(answer: Answer, tool: Tool, events: Any) -> None:
    said = replace(answer, reasoning=("想", "一想"), tools=(tool,))
    added = messages("dashscope", said, events)
    assert "".join(one["content"] for one in added) == answer.text
    assert "".join(one["reasoning_content"] for one in added) == "想一想"
    functions = [one["tool_calls"][0]["function"] for one in added if "tool_calls" in one]
    assert "".join(one["arguments"] for one in functions) == tool.text
    assert [one.get("name") for one in functions] == ["get_weather", None, None, None]
    whole = messages("dashscope-cumulative", said, events)
    texts = [one["content"] for one in whole]
    assert texts[-1] == answer.text
    assert all(later.startswith(earlier) for earlier, later in pairwise(texts))
    assert whole[-1]["tool_calls"][0]["function"] == {"name": "get_weather", "arguments": tool.text}


def test_four_lines_without_spaces(answer: Answer) -> None:
    lines = render("dashscope", answer)[1].data.decode().split("\n")
    assert lines[:3] == ["id:2", "event:result", ":HTTP_STATUS/200"]
    assert lines[3].startswith('data:{"output":')
    assert lines[4:] == ["", ""]


def test_finish_reason_is_the_text_null_until_the_end(answer: Answer, events: Any) -> None:
    body = b"".join(piece.data for piece in render("dashscope", answer))
    reasons = [data["output"]["choices"][0]["finish_reason"] for _, data in events(body)]
    assert reasons == ["null"] * (len(reasons) - 1) + ["stop"]


def test_error(answer: Answer) -> None:
    last = render("dashscope", answer, End.ERROR)[-1].data
    assert b"event:error\n:HTTP_STATUS/500\ndata:{" in last


def test_a_cumulative_request_does_not_ask_for_increments(answer: Answer) -> None:
    assert "incremental_output" not in shape("dashscope-cumulative").request(answer)["parameters"]
    assert shape("dashscope").request(answer)["parameters"]["incremental_output"] is True
