"""`cassettes.providers.read`: what a body of each provider says, and what is of no provider."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.framing import dialect_of
from cassettes.providers import SHAPES, Answer, Tool, render, shape
from cassettes.providers.read import READERS, payloads, read
from cassettes.providers.reading import Call, Choice, Kind, Payload, Reading
from player.splits.plan import Body
from tests.support.bodies import sources, sse
from tests.support.written import WRITTEN

SSE = b"text/event-stream"


def read_events(*values: object, end: bytes = b"") -> Reading | None:
    return read(sse([json.dumps(value) for value in values], "\n") + end, "sse")


def known(*values: object) -> Reading:
    found = read_events(*values)
    assert found is not None
    return found


def chat(content: Any, choice: int = 0, **more: Any) -> dict[str, Any]:
    said = {"content": content, **more}
    return {"object": "chat.completion.chunk", "choices": [{"index": choice, "delta": said, "finish_reason": None}]}


@pytest.mark.parametrize(
    ("shape", "values"),
    [
        ("openai", [chat("你"), chat("好"), {"choices": []}]),
        ("openai", [chat("你", reasoning_content="嗯"), chat("好", content_filter={})]),
        ("openai", [{"choices": [], "prompt_filter_results": []}, chat("你"), chat("好")]),
        ("openai", [chat([{"type": "text", "text": "你"}]), chat("好")]),
        ("openai", [{"choices": [{"message": {"role": "assistant", "content": "你好"}}]}]),
        ("openai-completions", [{"choices": [{"index": 0, "text": text}]} for text in ("你", "好")]),
        ("openai-responses", [{"type": "response.output_text.delta", "delta": text} for text in ("你", "好")]),
        ("openai-transcription", [{"type": "transcript.text.delta", "delta": text} for text in ("你", "好")]),
        ("anthropic", [{"type": "ping"}, {"delta": {"text": "你"}}, {"delta": {"text": "好"}}]),
        ("anthropic-completion", [{"type": "completion", "completion": text} for text in ("你", "好")]),
        ("gemini", [{"candidates": [{"content": {"parts": [{"text": text}]}}]} for text in ("你", "好")]),
        (
            "gemini",
            [
                {
                    "candidates": [
                        {"content": {"parts": [{"text": "?", "thought": True}, {"text": "你"}, {"text": "好"}]}}
                    ]
                }
            ],
        ),
        ("gemini-interactions", [{"event_type": "step.delta", "delta": {"text": text}} for text in ("你", "好")]),
        ("dashscope", [{"output": {"text": "你"}}, {"output": {"text": "好"}}]),
        ("dashscope", [{"output": {"text": "你"}}, {"output": {"text": "你好"}}]),
        ("dashscope", [{"output": {"choices": [{"message": {"content": [{"text": text}]}}]}} for text in ("你", "好")]),
        ("dify", [{"answer": "你"}, {"answer": "好"}]),
        ("dify", [{"answer": "x"}, {"event": "message_replace", "answer": "你好", "task_id": "t"}]),
        ("coze", [{"type": "answer", "content": text} for text in ("你", "好", "你好")] + [{"type": "verbose"}]),
        ("coze", [{"type": "answer", "content": text} for text in ("你", "好")]),
        ("coze", [{"type": "answer", "content": text} for text in ("你好", "")]),
        ("ollama", [{"message": {"content": text}, "done": False} for text in ("你", "好")]),
        ("ollama", [{"response": text, "done": False} for text in ("你", "好")]),
        ("cohere", [{"type": "content-delta", "delta": {"message": {"content": {"text": text}}}} for text in "你好"]),
        ("cohere-v1", [{"event_type": "text-generation", "text": text} for text in "你好"]),
        ("content", [{"content": "你"}, {"content": "好", "reasoning_content": "嗯"}]),
    ],
)
def test_the_text_of_each_shape(shape: str, values: list[object]) -> None:
    found = read_events(*values, end=b"data: [DONE]\n\n")
    assert found is not None
    assert (found.shape, found.text) == (shape, "你好")
    records = "\n".join(json.dumps(value) for value in values).encode()
    as_records = read(records, "ndjson")
    assert as_records is not None
    assert (as_records.shape, as_records.choices) == (shape, found.choices)


def payloads_of_all() -> Iterator[Payload]:
    for name in SHAPES:
        like = shape(name)
        tools = (Tool("f", ("{", "}")),) if like.tools else ()
        said = Answer(("你", "好"), ("嗯",) if like.reasoning else (), tools, usage=True)
        made = b"".join(piece.data for piece in render(name, said))
        yield from payloads(made, dialect_of(b"", made))
    for _, events in WRITTEN.values():
        yield from (Payload(0, name, value) for name, value in events if isinstance(value, dict))


def test_no_payload_is_known_by_two_readers_but_content_is_the_last() -> None:
    """So their order decides nothing else."""
    assert READERS[-1].name == "content"
    known = [[reader.name for reader in READERS[:-1] if reader.knows(payload)] for payload in payloads_of_all()]
    assert len(known) > 100
    assert {name for names in known for name in names} >= {reader.name for reader in READERS[:-1]} - {
        "anthropic-completion"
    }
    assert [names for names in known if len(names) > 1] == []


def test_a_known_shape_without_text_has_an_empty_one() -> None:
    call = {"index": 0, "id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    found = known(chat(None, tool_calls=[call]))
    assert found.choices == (Choice(calls=(Call("f", "{}", "c"),)),)
    assert found.text == ""
    assert known({"choices": []}).choices == (Choice(),)


def test_each_choice_has_its_own_text() -> None:
    found = known(chat("Hel", 0), chat("Good", 1), chat("lo", 0), chat("bye", 1))
    assert [choice.text for choice in found.choices] == ["Hello", "Goodbye"]
    assert found.text == "Hello"


@pytest.mark.parametrize(
    ("body", "dialect"),
    [
        ("data: 你好\n\n", "sse"),
        ("", "sse"),
        ('data: {"jsonrpc":"2.0","result":{}}\n\n', "sse"),
        ('data: ["text", 1, null]\n\ndata: 5\n\ndata: "x"\n\n', "sse"),
        ('{"a":1}\n{"a":2}\n', "ndjson"),
        ('{\n "items": []\n}', "text"),
        ("[1, 2]", "text"),
        ("<html>502 Bad Gateway</html>", "text"),
        ("{torn", "text"),
        ("data: " + "[" * 100_000 + "\n\n", "sse"),
        ('data: {"choices": ' + "9" * 5000 + "}\n\n", "sse"),
        ("\0", "binary"),
    ],
)
def test_what_no_provider_writes_has_no_reading(body: str, dialect: str) -> None:
    assert read(body.encode(), dialect) is None


def test_plain_text_is_its_own_text() -> None:
    found = read("\ufeff你好\n".encode(), "text")
    assert found is not None
    assert (found.shape, found.text) == ("text", "你好\n")
    lost = read(b"\xff", "text")
    assert lost is not None
    assert lost.text == "\ufffd"


def test_a_whole_json_body_is_read_by_itself() -> None:
    """Gemini without `alt=sse` streams one array; an error of HTTP comes as one object, whatever its media type."""
    parts = [{"candidates": [{"content": {"parts": [{"text": text}]}}]} for text in ("你", "好")]
    found = read(json.dumps(parts, indent=1).encode(), "text")
    assert found is not None
    assert (found.shape, found.text) == ("gemini", "你好")
    assert [delta.event for delta in found.deltas] == [0, 1]
    refused = {"error": {"code": 400, "message": "API key not valid.", "status": "INVALID_ARGUMENT"}}
    failed = read(json.dumps(refused, indent=1).encode(), "sse")
    assert failed is not None
    assert (failed.shape, failed.text, failed.error) == ("gemini", "", "API key not valid.")


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        ("openai", {"error": {"message": "no"}}),
        ("ollama", {"error": "no"}),
        ("anthropic", {"type": "error", "error": {"message": "no"}}),
        ("dashscope", {"code": "Throttling", "message": "no", "request_id": "r"}),
        ("gemini", {"error": {"message": "no", "status": "UNAVAILABLE"}}),
    ],
)
def test_an_error_alone_is_of_the_provider_that_writes_it_so(shape: str, value: object) -> None:
    found = known(value)
    assert (found.shape, found.text, found.error) == (shape, "", "no")


def test_every_path_leads_to_its_value() -> None:
    body = sse([json.dumps(chat("你", reasoning="嗯")), "[DONE]", json.dumps(chat("好", 1))], "\n")
    found = read(body, "sse")
    assert found is not None
    values = {payload.event: payload for payload in payloads(body, "sse")}
    assert [(delta.event, delta.kind, values[delta.event].at(*delta.path)) for delta in found.deltas] == [
        (0, Kind.REASONING, "嗯"),
        (0, Kind.TEXT, "你"),
        (2, Kind.TEXT, "好"),
    ]


def test_a_message_said_twice_is_no_repeat() -> None:
    assert known(*({"type": "answer", "content": "哈"} for _ in range(2))).text == "哈哈"


@pytest.mark.parametrize(
    ("texts", "tokens", "text"),
    [
        (("哈", "哈哈"), None, "哈哈哈"),
        (("哈", "哈哈", ""), (1, 3, 3), "哈哈哈"),
        (("哈", "哈哈", "哈哈"), (1, 2, 2), "哈哈"),
        (("-", "-", "-"), (1, 2, 3), "---"),
        (("你", "你好", "你好！"), (1, 2, 3), "你好！"),
        (("你", "你好", ""), (1, 3, 3), "你你好"),
        (("", "你", "你"), (0, 1, 1), "你"),
        (("你",), (1,), "你"),
    ],
)
def test_dashscope_is_cumulative_only_where_that_can_not_be_chance(
    texts: tuple[str, ...], tokens: tuple[int, ...] | None, text: str
) -> None:
    def payload(number: int, said: str) -> dict[str, Any]:
        usage = {} if tokens is None else {"usage": {"output_tokens": tokens[number]}}
        return {"output": {"choices": [{"message": {"content": said}}]}, **usage}

    assert known(*(payload(number, said) for number, said in enumerate(texts))).text == text


KEYS = (
    "choices delta message content text tool_calls function arguments name id index usage error output type object "
    "event event_type candidates parts functionCall args thought response item output_index done answer task_id data "
    "code finish_reason request_id content_block partial_json input step"
)
WORDS = (
    "answer error message_start content_block_delta response.completed tool_use thread.run thread.message stream-end "
    "step.delta tool-call-start \ud800"
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-1, 2)
    | st.just(2**80)
    | st.floats()
    | st.sampled_from(["", *WORDS.split()]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS.split()), inner, max_size=5),
    max_leaves=25,
)


@given(st.lists(JSON, max_size=4), st.sampled_from(["sse", "ndjson", "text"]))
def test_no_json_value_raises(values: list[Any], dialect: str) -> None:
    lines = [json.dumps(value) for value in values]
    body = sse(lines, "\n") if dialect == "sse" else "\n".join(lines).encode()
    found = read(body, dialect)
    if found is not None:
        json.dumps([found.text, found.shape, *(choice.text for choice in found.choices)]).encode("ascii")
        by_event = {payload.event: payload for payload in payloads(body, dialect)}
        assert all(
            by_event[delta.event].at(*delta.path) is not None for delta in found.deltas if by_event and delta.path
        )


@given(sources())
def test_no_bytes_raise(source: Body) -> None:
    read(source.data, source.boundaries.dialect)
    read(source.data, dialect_of(SSE, source.data))
