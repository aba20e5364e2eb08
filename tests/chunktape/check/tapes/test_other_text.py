"""A recorded stream with other text in it."""

import json

import pytest

from cassettes.content import events
from cassettes.errors import SpecError
from cassettes.providers.make import make_interaction
from chunktape.check.tapes import bundled, given
from chunktape.check.tapes.other_text import emoji, large, with_text
from chunktape.check.tapes.tape import Tape

SHAPES = ("openai", "anthropic", "gemini", "dashscope", "dify", "coze", "ndjson", "deepseek")


@pytest.mark.parametrize("like", SHAPES)
def test_each_shape_says_the_other_text_in_the_events_that_it_had(like: str) -> None:
    made = make_interaction("一句 plain text，在这里。", like)
    for name, texts in (("emoji", emoji), ("large", large)):
        other = Tape("x", made, other=name)
        assert other.want.texts is not None
        plain = Tape("x", made)
        assert len(other.want.events) == len(plain.want.events)
        assert other.want.shape == plain.want.shape
        assert other.want.texts[0][:4] == texts(3)[0][:4] == "你好"[:2] + texts(3)[0][2:4]


def test_emoji_has_characters_of_every_width_however_few_events_there_are() -> None:
    for count in (1, 2, 5, 23, 60):
        pieces = emoji(count)
        assert len(pieces) == count
        assert all(pieces)
        text = "".join(pieces)
        assert {len(letter.encode()) for letter in text} == {1, 2, 3, 4}
        assert "👨‍👩‍👧" in text
        assert "🇨🇳" in text


def test_large_is_one_event_of_150_kb() -> None:
    (tape,) = given(["torture-lf"])
    body = with_text(tape.recorded, "large").body
    sizes = sorted(len(one["data"].encode()) for one in events(body, "sse"))
    assert sizes[-1] > 150_000
    assert sizes[-2] < 1_000


def test_what_repeats_the_answer_repeats_the_other_one() -> None:
    (tape, *_) = given(["chat-coze"])
    said = [
        json.loads(one["data"]) for one in events(with_text(tape.recorded, "emoji").body, "sse") if "{" in one["data"]
    ]
    texts = [one["content"] for one in said if isinstance(one, dict) and one.get("type") == "answer"]
    assert texts[-1] == "".join(texts[:-1])  # the event that completes the message


def test_nothing_around_the_text_changes() -> None:
    (tape,) = given(["torture-nospace"])
    other = Tape("x", tape.recorded, other="emoji")
    before, after = tape.body.data.split(b"\n"), other.body.data.split(b"\n")
    assert [line for line in before if not line.startswith(b"data")] == [
        line for line in after if not line.startswith(b"data")
    ]


def test_a_stream_without_a_text_that_can_be_told_is_refused() -> None:
    unknown = [one for one in bundled() if one.want.shape in ("", "text")]
    assert len({one.want.shape for one in unknown}) == 2
    for one in unknown:
        with pytest.raises(SpecError, match="`emoji`"):
            with_text(one.recorded, "emoji")
