"""What a maker of `cassettes/providers/shapes` writes, the reader beside it gives back, whatever the answer says."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cassettes.framing import dialect_of
from cassettes.providers import SHAPES, Answer, End, Tool, render, shape
from cassettes.providers.read import payloads, read
from cassettes.providers.reading import Kind, Reading

#: of each shape; a dozen shapes share the code that reads
EXAMPLES = settings(max_examples=40)
#: what tells least: one character over and over, as in 哈哈, beside texts of any kind
TOKEN = st.sampled_from(["哈", "哈哈", "-", " ", "\n"]) | st.text(st.characters(codec="utf-8"), min_size=1, max_size=5)
TOKENS = st.lists(TOKEN, min_size=1, max_size=6).map(tuple)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8"), max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@st.composite
def tools(draw: st.DrawFn) -> Tool:
    """A call whose arguments are cut anywhere."""
    text = json.dumps(draw(st.dictionaries(st.sampled_from(["a", "城市", '"']), JSON, max_size=2)), ensure_ascii=False)
    text = text.encode("utf-8", "replace").decode()
    cuts = sorted({0, len(text), *draw(st.lists(st.integers(0, len(text)), max_size=4))})
    return Tool(draw(st.sampled_from(["f", "get_weather"])), tuple(text[a:b] for a, b in pairwise(cuts)))


@st.composite
def answers(draw: st.DrawFn, name: str) -> Answer:
    like = shape(name)
    return Answer(
        draw(TOKENS),
        draw(TOKENS | st.just(())) if like.reasoning else (),
        tuple(draw(st.lists(tools(), max_size=2))) if like.tools else (),
        draw(st.booleans()),
        others=tuple(draw(st.lists(TOKENS, max_size=2))) if like.choices else (),
    )


def reading(name: str, answer: Answer, end: End = End.COMPLETE, eol: str = "") -> tuple[bytes, str, Reading]:
    body = b"".join(piece.data for piece in render(name, answer, end, eol))
    dialect = dialect_of(shape(name).content_type, body)
    found = read(body, dialect)
    assert found is not None
    return body, dialect, found


def said(name: str, answer: Answer) -> tuple[list[str], str]:
    """The texts and the thoughts that the body carries: Dify's thoughts stand in its text."""
    thoughts = "".join(answer.reasoning)
    texts = ["".join(tokens) for tokens in answer.choices]
    if name == "dify" and thoughts:
        return [f"<think>\n{thoughts}\n</think>{texts[0]}"], ""
    return texts, thoughts


def calls(found: Any) -> list[tuple[str, Any]]:
    return [(call.name, json.loads(call.arguments)) for call in found]


@pytest.mark.parametrize("name", [name for name in SHAPES if name != "text"])
@EXAMPLES
@given(st.data(), st.sampled_from(["", "crlf", "lf"]))
def test_reading_gives_the_answer_back(name: str, data: st.DataObject, eol: str) -> None:
    answer = data.draw(answers(name))
    body, dialect, found = reading(name, answer, eol=eol)
    texts, thoughts = said(name, answer)
    assert [choice.text for choice in found.choices] == texts
    first = found.choices[0]
    assert first.reasoning == thoughts
    assert calls(first.calls) == [(tool.name, json.loads(tool.text)) for tool in answer.tools]
    assert found.error == ""
    if found.output_tokens is not None:
        assert found.input_tokens == answer.asked
        thought = len(answer.reasoning) if name == "gemini" else 0  # Gemini counts thoughts apart
        assert found.output_tokens == answer.spoken - thought
    elif answer.usage:
        assert name == "content"
    if name not in ("dify", "content"):
        assert first.finish
    # each text stands where its path leads
    values = {payload.event: payload for payload in payloads(body, dialect)}
    for delta in found.deltas:
        if delta.path and delta.kind in (Kind.TEXT, Kind.REASONING):
            assert values[delta.event].at(*delta.path) == delta.value


@given(TOKENS)
def test_plain_text_is_read_as_it_stands(tokens: tuple[str, ...]) -> None:
    text = "".join(tokens)
    if dialect_of(b"text/plain", text.encode()) == "text" and not text.lstrip().startswith(("<", "{", "[")):
        assert reading("text", Answer(tokens))[2].text == text


#: one that an error ends has no last event that repeats all, which tells it from an incremental one
CUMULATIVE = "dashscope-cumulative"


@pytest.mark.parametrize("name", [name for name in SHAPES if shape(name).errors and name != CUMULATIVE])
@EXAMPLES
@given(st.data())
def test_an_error_is_read_beside_what_was_said(name: str, data: st.DataObject) -> None:
    answer = data.draw(answers(name))
    _, _, found = reading(name, answer, End.ERROR)
    texts, thoughts = said(name, answer.failing())
    assert found.error
    assert [choice.text for choice in found.choices] == texts
    assert found.choices[0].reasoning == thoughts
    assert not found.choices[0].calls


@pytest.mark.parametrize("name", [name for name in SHAPES if name != "text"])
@EXAMPLES
@given(st.data())
def test_a_torn_body_says_the_beginning(name: str, data: st.DataObject) -> None:
    answer = data.draw(answers(name))
    whole = b"".join(piece.data for piece in render(name, answer))
    cut = whole[: data.draw(st.integers(0, len(whole)))]
    found = read(cut, dialect_of(shape(name).content_type, whole))
    if found is not None and name not in ("dashscope", CUMULATIVE):  # only the end tells these two apart
        for choice, text in zip(found.choices, said(name, answer)[0], strict=False):
            assert text.startswith(choice.text)


def test_a_cumulative_stream_that_fails_is_one_where_its_text_can_not_be_chance() -> None:
    found = reading(CUMULATIVE, Answer(("你", "好", "！")), End.ERROR)[2]
    assert (found.text, found.error) == ("你好", "Inference error, try again.")


def test_what_a_cumulative_stream_repeats_and_an_incremental_one_adds() -> None:
    added = Answer(("哈", "哈哈"))
    repeated = Answer(("哈", "哈"))
    assert reading("dashscope", added)[2].text == "哈哈哈"
    assert reading(CUMULATIVE, repeated)[2].text == "哈哈"
