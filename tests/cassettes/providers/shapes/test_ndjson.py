"""`cassettes.providers.shapes.ndjson`"""

import json
from dataclasses import replace

from cassettes.providers import Answer, End, Tool, render


def test_records_and_the_last_one_with_counts(answer: Answer, tool: Tool) -> None:
    said = replace(answer, reasoning=("想",), tools=(tool,))
    body = b"".join(piece.data for piece in render("ndjson", said))
    records = [json.loads(line) for line in body.decode().removesuffix("\n").split("\n")]
    assert "".join(one["message"].get("thinking", "") for one in records) == "想"
    assert "".join(one["message"]["content"] for one in records) == answer.text
    assert records[-2]["message"]["tool_calls"] == [
        {"function": {"name": "get_weather", "arguments": {"city": "北京"}}}
    ]
    assert [one["done"] for one in records] == [False] * (len(records) - 1) + [True]
    assert records[-1]["eval_count"] == said.spoken
    stamps = [one["created_at"] for one in records]
    assert stamps == sorted(stamps)


def test_error(answer: Answer) -> None:
    assert set(json.loads(render("ndjson", answer, End.ERROR)[-1].data)) == {"error"}
