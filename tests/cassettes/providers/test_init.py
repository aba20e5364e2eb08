"""`cassettes.providers`: what holds for every shape."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.errors import SpecError
from cassettes.framing import dialect_of, frames_of
from cassettes.providers import SHAPES, Answer, End, Tool, render, shape

TEXT = st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=5), min_size=1, max_size=8).map(tuple)
SSE = [name for name in SHAPES if name not in ("ndjson", "text")]


def joined(name: str, answer: Answer, end: End = End.COMPLETE, eol: str = "") -> bytes:
    return b"".join(piece.data for piece in render(name, answer, end, eol))


@pytest.mark.parametrize("name", [name for name in SHAPES if name != "text"])
@given(TEXT)
def test_one_piece_is_one_frame_whatever_the_text(name: str, tokens: tuple[str, ...]) -> None:
    pieces = render(name, Answer(tokens))
    body = b"".join(piece.data for piece in pieces)
    ends, offset = [], 0
    for piece in pieces:
        offset += len(piece.data)
        ends.append(offset)
    dialect = dialect_of(shape(name).content_type, body)
    assert dialect == ("ndjson" if name == "ndjson" else "sse")
    assert [frame.end for frame in frames_of(body, dialect)] == ends


@pytest.mark.parametrize("name", SHAPES)
def test_steps_are_the_spoken_tokens(name: str, answer: Answer, tool: Tool) -> None:
    like = shape(name)
    said = replace(answer, tools=(tool,) if like.tools else (), reasoning=("嗯", "…") if like.reasoning else ())
    extra = {"openai": 2, "deepseek": 2, "anthropic": 1, "dify": 4}.get(name, 0)  # role, start of the call, <think>
    assert sum(piece.steps for piece in render(name, said)) == said.spoken + extra


@pytest.mark.parametrize("name", SHAPES)
def test_same_answer_same_bytes_and_another_answer_other_ids(name: str, answer: Answer) -> None:
    assert joined(name, answer) == joined(name, replace(answer))
    other = replace(answer, tokens=(*answer.tokens, "!"))
    assert joined(name, answer) != joined(name, other)


@pytest.mark.parametrize("name", SSE)
def test_line_ends(name: str, answer: Answer) -> None:
    crlf, lf = joined(name, answer, eol="crlf"), joined(name, answer, eol="lf")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", crlf)
    assert b"\r" not in lf
    assert crlf.replace(b"\r\n", b"\n") == lf
    assert joined(name, answer) == (crlf if name == "gemini" else lf)


@pytest.mark.parametrize("name", SHAPES)
def test_truncated_is_a_prefix_that_ends_inside_a_piece(name: str, answer: Answer) -> None:
    whole, cut = joined(name, answer), render(name, answer, End.TRUNCATED)
    body = b"".join(piece.data for piece in cut)
    assert whole.startswith(body)
    assert 0 < len(body) < len(whole)
    assert render(name, answer)[len(cut) - 1].data.startswith(cut[-1].data)
    assert len(cut[-1].data) < len(render(name, answer)[len(cut) - 1].data)


@pytest.mark.parametrize("name", [name for name in SHAPES if name != "text"])
def test_error_says_so_and_neither_finishes_nor_says_all(name: str, answer: Answer, tool: Tool) -> None:
    like = shape(name)
    body = joined(name, replace(answer, tools=(tool,) if like.tools else ()), End.ERROR)
    last = body.replace(b"\r\n", b"\n").split(b"\n\n")[-3 if name == "coze" else -2 if name != "ndjson" else -1]
    assert re.search(rb"error|failed", last)
    assert "完".encode() not in body
    assert b"get_weather" not in body
    assert not re.search(rb'"finish_?[rR]eason": ?"(stop|STOP|tool_calls)"|message_stop|\[DONE\]"?\n\n.', body)


@pytest.mark.parametrize("name", SHAPES)
def test_refuses_what_the_api_can_not_say(name: str, answer: Answer, tool: Tool) -> None:
    like = shape(name)
    cases = [
        (like.reasoning, replace(answer, reasoning=("hm",)), End.COMPLETE),
        (like.tools, replace(answer, tools=(tool,)), End.COMPLETE),
        (like.choices, replace(answer, others=(("a",),)), End.COMPLETE),
        (like.errors, answer, End.ERROR),
    ]
    for can, said, end in cases:
        if can:
            assert render(name, said, end)
        else:
            with pytest.raises(SpecError, match=name):
                render(name, said, end)


def test_an_unknown_shape_names_the_known_ones() -> None:
    with pytest.raises(SpecError, match=r"'opnai'.*openai, .*deepseek"):
        shape("opnai")


def test_every_name_has_its_shape() -> None:
    for name in SHAPES:
        like = shape(name)
        assert like.name == name
        assert like.target.startswith(b"/")
        assert like.request(Answer(("x",)))
