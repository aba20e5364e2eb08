"""`error`: in the provider's own form, behind good events, and what follows it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.clock import MS
from cassettes.content import events
from cassettes.framing import dialect_of
from cassettes.model import EndKind, Interaction
from cassettes.providers.read import read
from player.schedule.schedule import Finish
from player.spec.perform import perform
from tests.support.recordings import END, NONE, interaction, made
from tests.support.strategies import sse

CHUNK = b'data: {"choices":[{"index":0,"delta":{"content":"hi"}}]}\n\n'
STREAM = interaction([(10, 1, CHUNK, END), (20, 2, CHUNK, END), (30, 3, b"data: [DONE]\n\n", END)])
ERROR = (
    b'data: {"error":{"message":"The server had an error while processing your request. Sorry about that!",'
    b'"type":"server_error","param":null,"code":"server_error"}}\n\n'
)


@pytest.mark.parametrize("split", ["recorded", "utf8,seed=1", "merge"])
@pytest.mark.parametrize(
    ("fault", "body"),
    [
        ("error,at=event:2", CHUNK + ERROR),
        ("error,at=event:2,then=end", CHUNK + ERROR),
        ("error,at=event:2,then=done", CHUNK + ERROR + b"data: [DONE]\n\n"),
        ("error,at=event:2,then=rest", CHUNK + ERROR + CHUNK + b"data: [DONE]\n\n"),
        ("error,at=byte:0", ERROR),
        ("error,at=end", STREAM.body + ERROR),
        ("error,at=byte:5", ERROR),  # in the first event: before it, which had not come
        ("error,at=event:3,then=done", CHUNK + CHUNK + ERROR + b"data: [DONE]\n\n"),
        ("error,at=end,then=done", STREAM.body + ERROR),
    ],
)
def test_it_comes_behind_good_events(split: str, fault: str, body: bytes) -> None:
    assert perform(STREAM, f"{split}+{fault}").body == body
    assert perform(STREAM, f"{split}+crlf+{fault}").body == body.replace(b"\n", b"\r\n")


def test_the_response_is_complete_behind_it_at_the_time_of_its_neighbour() -> None:
    cut = interaction([(10, 1, CHUNK, END), (20, 2, CHUNK, NONE)], kind=EndKind.RESET, end_at=90)
    for one in (STREAM, cut):
        writes = perform(one, "recorded+error,at=event:2").frames()
        assert (list(writes.times), writes.finish) == ([0, 10 * MS], Finish.COMPLETE)
        assert writes.writes[-1] == b"%x\r\n%b\r\n0\r\n\r\n" % (len(CHUNK + ERROR), CHUNK + ERROR)


@pytest.mark.parametrize(
    ("code", "kind"), [(429, "rate_limit_exceeded"), (402, "insufficient_balance"), (503, "server_overloaded")]
)
def test_a_status_has_its_own_words(code: int, kind: str) -> None:
    last = events(perform(STREAM, f"recorded+error,code={code}").body, "sse")[-1]
    assert json.loads(last["data"])["error"]["code"] == kind


@pytest.mark.parametrize(
    ("like", "begins"),
    [
        ("openai", b'data: {"error":'),
        ("deepseek", b'data: {"error":'),
        ("anthropic", b'event: error\ndata: {"type":"error","error":{"type":"overloaded_error"'),
        ("gemini", b'data: {"error":{"code":503,'),
        ("dashscope", b'event:error\n:HTTP_STATUS/500\ndata:{"code":"InternalError.Algo"'),
        ("ndjson", b'{"error":"an error was encountered while running the model"}\n'),
        ("coze", b'event:conversation.chat.failed\ndata:{"status":"failed","last_error":'),
        ("dify", b'data: {"event":"error","code":"completion_request_error"'),
        ("cohere", b'event: message-end\ndata: {"type":"message-end","delta":{"error":'),
        ("openai-responses", b'event: error\ndata: {"type":"error","error":{"type":"server_error"'),
    ],
)
def test_it_has_the_form_of_whose_answer_it_is(like: str, begins: bytes) -> None:
    """And the reader of that provider finds the text before it, and an error."""
    one = made(like)
    for spec in ("recorded", "utf8,seed=3", "merge"):
        body = perform(one, f"{spec}+error").body.replace(b"\r\n", b"\n")
        assert begins in body
        found, whole = read(body, dialect_of(b"", body)), read(one.body, dialect_of(b"", one.body))
        assert found is not None
        assert whole is not None
        assert found.error
        assert 0 < len(found.text) < len(whole.text)
        assert whole.text.startswith(found.text)
    assert (b"[DONE]" in body) == (like == "coze")


@given(sse(), st.integers(0, 20), st.sampled_from(["end", "rest", "provider"]), st.sampled_from(["recorded", "utf8"]))
def test_what_came_before_it_is_whole(one: Interaction, number: int, then: str, split: str) -> None:
    """A right client loses no event of those before it; its time is that of a neighbour."""
    recorded = [event["data"] for event in events(one.body, "sse")]
    number = 1 + number % len(recorded)
    performed = perform(one, f"{split}+error,at=event:{number},then={then}")
    found = [event["data"] for event in events(performed.body, "sse")]
    assert found[: number - 1] == recorded[: number - 1]
    assert json.loads(found[number - 1])["error"]["code"] == 500
    assert found[number:] == (recorded[number - 1 :] if then == "rest" else [])
    assert set(perform(one, f"recorded+error,at=event:{number}").schedule.times) <= {0, *one.chunks.times}


def test_a_record_that_comes_in_ends_in_a_line_feed_whatever_white_space_the_others_have() -> None:
    body = b'{"a":\r1}\n{"b":2}\n'
    records = interaction([(10, 1, body, END)], headers=((b"Content-Type", b"application/x-ndjson"),))
    error, *others = perform(records, "recorded+error,at=event:1,then=rest").body.split(b"\n")
    assert (list(json.loads(error)), others) == (["error"], [b'{"a":\r1}', b'{"b":2}', b""])
