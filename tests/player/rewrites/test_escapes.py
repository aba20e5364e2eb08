r"""Escapes `\uXXXX`, there and back, against Python's own printer."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.content import events
from player.rewrites.escapes import escape
from player.spec.perform import perform
from tests.player.rewrites.bodies import NDJSON, json_texts, one_event_per_chunk
from tests.support.recordings import END, interaction


def rewritten(text: str, spec: str) -> str:
    return events(perform(one_event_per_chunk(text), spec).body, "sse")[0]["data"]


@given(st.text(st.characters(codec="utf-8")).filter(lambda text: "\x7f" not in text))
def test_there_and_back_as_python_prints_it(text: str) -> None:
    raw, ascii_only = json.dumps([text], ensure_ascii=False), json.dumps([text])
    assert rewritten(raw, "escaped") == ascii_only
    assert rewritten(ascii_only, "unescaped") == raw


@given(json_texts())
def test_escaped_text_is_ascii_and_says_the_same(text: str) -> None:
    made = rewritten(text, "escaped")
    assert made.isascii()
    assert rewritten(made, "unescaped") == rewritten(text, "unescaped")


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (r'["\\u4f60"]', r'["\\u4f60"]'),
        (r'["\u003c\u0041\u007F"]', '["<A\x7f"]'),
        (r'["\u0022\u005c\u000a\u0000\u001F"]', r'["\u0022\u005c\u000a\u0000\u001F"]'),
        (r'["\ud83d", "\ude00\ud83d"]', r'["\ud83d", "\ude00\ud83d"]'),
        (r'["\ud83d\uD83D\uDE00\ude00"]', r'["\ud83d😀\ude00"]'),
        (r'{"\u4f60":"\u2028"}', '{"你":"\u2028"}'),
        (r"\u4f60", r"\u4f60"),
    ],
)
def test_what_json_asks_for_and_what_is_none_stays(text: str, made: str) -> None:
    assert rewritten(text, "unescaped") == made


def test_text_that_is_not_utf_8_stays() -> None:
    one = interaction([(0, 1, b'data: ["\xff\xe4\xbd\xa0"]\n\n', END)])
    assert perform(one, "escaped").body == one.body


def test_records() -> None:
    one = interaction([(0, 1, '{"a": "你"}\r\n'.encode(), END)], headers=NDJSON)
    assert perform(one, "escaped").body == b'{"a": "\\u4f60"}\r\n'


def test_two_surrogates() -> None:
    assert escape("👍") == "\\ud83d\\udc4d"
