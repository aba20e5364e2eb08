"""What a right client makes of a body, dialect by dialect."""

import json

import pytest
from hypothesis import given

from cassettes import content
from player.splits.plan import Body
from tests.support.bodies import sources, sse

SSE = b"text/event-stream"


def events_of(source: Body) -> list[dict[str, str]]:
    return content.events(source.data, source.boundaries.dialect)


def joined_of(source: Body) -> bool:
    return content.is_joined(source.data, source.boundaries.dialect)


def text_of(source: Body) -> str:
    return content.text(source.data, source.boundaries.dialect)


def _sse(body: bytes) -> list[dict[str, str]]:
    return events_of(Body(body, SSE))


@pytest.mark.parametrize("eol", ["\n", "\r\n", "\r"])
def test_line_ends_make_no_difference(eol: str) -> None:
    body = eol.join(["\ufeffid: 7", "event: delta", "data: a", "data:b", "", ": comment", "", "data", "", ""]).encode()

    assert _sse(body) == [
        {"event": "delta", "data": "a\nb", "id": "7"},
        {"event": "message", "data": "", "id": "7"},
    ]


def test_an_event_without_its_blank_line_or_without_data_is_none() -> None:
    assert _sse(b"event: x\n\ndata: lost\n") == []


def test_one_space_behind_the_colon_goes_and_no_more() -> None:
    assert [event["data"] for event in _sse(b"data:  a\n\ndata:a:b\n\n")] == [" a", "a:b"]


def test_an_id_with_nul_is_ignored() -> None:
    assert _sse(b"id: 1\nid: \0\ndata: a\n\n")[0]["id"] == "1"


def test_records_are_lines() -> None:
    body = b'{"message":{"content":"a"}}\r\n\n{"message":{"content":"b"}}'
    source = Body(body, b"application/x-ndjson")

    assert [event["data"] for event in events_of(source)] == [
        '{"message":{"content":"a"}}',
        '{"message":{"content":"b"}}',
    ]
    assert text_of(source) == "ab"


@pytest.mark.parametrize(
    "payloads",
    [
        [{"choices": [{"delta": {"content": "你"}}]}, {"choices": [{"delta": {"content": "好"}}]}, {"choices": []}],
        [{"type": "ping"}, {"delta": {"text": "你"}}, {"delta": {"text": "好"}}],
        [{"candidates": [{"content": {"parts": [{"text": text}]}}]} for text in ("你", "好")],
        [{"output": {"text": "你"}}, {"output": {"text": "好"}}],
        [{"output": {"text": "你"}}, {"output": {"text": "你好"}}],
        [{"answer": "你"}, {"answer": "好"}],
        [{"type": "answer", "content": text} for text in ("你", "好", "你好")] + [{"type": "verbose", "content": "x"}],
        [{"output": {"choices": [{"message": {"content": [{"text": text}]}}]}} for text in ("你", "好")],
        [{"candidates": [{"content": {"parts": [{"text": "?", "thought": True}, {"text": "你"}, {"text": "好"}]}}]}],
    ],
    ids=[
        *("openai", "anthropic", "gemini", "dashscope", "dashscope-cumulative", "dify", "coze", "dashscope-parts"),
        "gemini-thoughts",
    ],
)
def test_the_text_of_known_payloads(payloads: list[object]) -> None:
    body = sse([json.dumps(payload) for payload in payloads], "\n") + b"data: [DONE]\n\n"

    assert text_of(Body(body, SSE)) == "你好"


def test_a_body_of_no_known_shape_has_its_own_text() -> None:
    assert text_of(Body("data: 你好\n\n".encode(), SSE)) == "data: 你好\n\n"
    assert text_of(Body(b"\xff", b"text/plain")) == "\ufffd"


@given(sources())
def test_any_bytes_have_events_and_text(source: Body) -> None:
    """No right client fails on any bytes; neither do we, and what we say can be written as JSON."""
    json.dumps([events_of(source), text_of(source)]).encode("ascii")


def test_payload_that_nests_too_deep_is_no_text() -> None:
    body = b"data: " + b"[" * 100_000 + b"\n\n"

    assert text_of(Body(body, SSE)) == body.decode()


def test_an_answer_that_is_its_pieces_joined_is_known_from_one_that_repeats_them() -> None:
    def source(*payloads: object) -> Body:
        return Body(sse([json.dumps(payload) for payload in payloads], "\n"), SSE)

    assert joined_of(source({"answer": "你"}, {"answer": "好"}))
    assert joined_of(source({"output": {"text": "你"}}, {"output": {"text": "好"}}))
    assert not joined_of(source({"output": {"text": "你"}}, {"output": {"text": "你好"}}))
    assert not joined_of(source(*({"type": "answer", "content": text} for text in ("你", "好", "你好"))))
    assert not joined_of(Body(b"plain", b"text/plain"))
    assert text_of(source({"type": "answer", "content": "你"}, {"type": "answer", "content": "好"})) == "你好"


def test_lists_and_names_on_the_way_to_a_text_are_followed_and_others_not() -> None:
    payloads: list[object] = [
        {"choices": []},
        {"choices": {}},
        {"choices": [{"delta": []}]},
        {"delta": "x"},
        [1],
        "x",
        None,
        5,
    ]
    for payload in payloads:
        body = sse([json.dumps(payload)], "\n")
        assert text_of(Body(body, SSE)) == body.decode()
