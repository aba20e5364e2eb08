"""`done`, `late-done`, `no-blank`: the last event of every provider."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.clock import MS, SECOND
from cassettes.content import events
from cassettes.errors import SpecError
from cassettes.model import Interaction
from player.spec.perform import perform
from tests.support.recordings import END, interaction, made
from tests.support.strategies import sse

STREAM = interaction(
    [(10, 1, b"data: a\n\n", END), (20, 2, b"data: b\n\ndata: [DONE]\n\n", END)], end_at=50, end_read=3
)
SPLITS = pytest.mark.parametrize("split", ["recorded", "utf8,seed=1", "merge"])


@SPLITS
def test_the_sentinel_is_missing_doubled_or_early(split: str) -> None:
    assert perform(STREAM, f"{split}+done").body == b"data: a\n\ndata: b\n\n"
    assert perform(STREAM, f"{split}+done,as=doubled").body == STREAM.body + b"data: [DONE]\n\n"
    assert perform(STREAM, f"{split}+done,as=early").body == b"data: a\n\ndata: [DONE]\n\ndata: b\n\n"
    assert perform(STREAM, f"{split}+crlf+done").body == b"data: a\r\n\r\ndata: b\r\n\r\n"


def test_late_is_later_than_the_text() -> None:
    late = perform(STREAM, "recorded+late-done,for=2s").frames(chunked=False)
    assert list(zip(late.times, late.writes, strict=True)) == [
        (0, b""),
        (10 * MS, b"data: a\n\n"),
        (20 * MS, b"data: b\n\n"),
        (20 * MS + 2 * SECOND, b"data: [DONE]\n\n"),
        (50 * MS + 2 * SECOND, b""),
    ]
    behind = perform(STREAM, "recorded+crlf+late-done").frames(chunked=False)
    assert behind.writes[-2:] == (b"data: [DONE]\r\n\r\n", b"")
    assert perform(STREAM, "recorded+late-done").body == STREAM.body


@pytest.mark.parametrize(
    ("like", "ends"),
    [
        ("openai", b"data: [DONE]\n\n"),
        ("deepseek", b"data: [DONE]\n\n"),
        ("anthropic", b"event: message_stop\n"),
        ("coze", b'event:done\ndata:"[DONE]"\n\n'),
        ("dify", b'"event": "message_end"'),
        ("ndjson", b'"done":true'),
    ],
)
def test_each_provider_has_its_own_end(like: str, ends: bytes) -> None:
    one = made(like)
    assert ends in one.body
    without = perform(one, "utf8+done").body
    assert ends not in without
    assert one.body.startswith(without)
    assert perform(one, "utf8+done,as=doubled").body.count(ends) == 2
    assert perform(one, "done,as=early").body.index(ends) < one.body.index(ends)


@pytest.mark.parametrize("like", ["gemini", "dashscope"])
def test_who_has_none_is_refused_in_a_sentence(like: str) -> None:
    for fault in ("done", "late-done"):
        with pytest.raises(SpecError, match=rf"`{fault}` needs an event such as \[DONE\] or message_stop"):
            perform(made(like), f"recorded+{fault}")


def test_a_sentinel_without_its_blank_line_is_one() -> None:
    bare = interaction([(1, 1, b"data: a\n\ndata: [DONE]", END)])
    assert perform(bare, "recorded+done").body == b"data: a\n\n"
    assert perform(bare, "recorded+done,as=doubled").body == b"data: a\n\ndata: [DONE]\n\ndata: [DONE]"
    alone = interaction([(1, 1, b"data: [DONE]\n\n", END)])
    assert perform(alone, "recorded+done").body == b""
    with pytest.raises(SpecError, match="two events"):
        perform(alone, "recorded+done,as=early")


@SPLITS
def test_the_last_event_ends_early(split: str) -> None:
    assert perform(STREAM, f"{split}+no-blank").body == STREAM.body[:-1]
    assert perform(STREAM, f"{split}+no-blank,as=bare").body == STREAM.body[:-2]
    assert perform(STREAM, f"{split}+crlf+no-blank").body.endswith(b"[DONE]\r\n")
    lines = interaction([(1, 1, b'{"a":1}\n{"b":2}\r\n', END)], headers=((b"Content-Type", b"application/x-ndjson"),))
    assert perform(lines, f"{split}+no-blank").body == b'{"a":1}\n{"b":2}'


@given(sse(), st.sampled_from(["recorded", "utf8", "cr", "merge"]), st.sampled_from(["line", "bare"]))
def test_a_right_client_loses_the_last_event_and_no_other(one: Interaction, spec: str, kind: str) -> None:
    body = perform(one, f"{spec}+no-blank,as={kind}").body
    assert perform(one, spec).body.startswith(body)
    assert events(body, "sse") == events(perform(one, spec).body, "sse")[:-1]
