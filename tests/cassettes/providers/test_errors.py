"""What providers say of failures is what their readers, and the makers of their shapes, call an error."""

import json

import pytest

from cassettes.framing import dialect_of
from cassettes.providers import End, render
from cassettes.providers.answer import Answer, compact
from cassettes.providers.errors import failure, reason
from cassettes.providers.read import read

OPENAI = ("openai", "openai-completions", "openai-responses", "openai-assistants")
SHAPES = (*OPENAI, "anthropic", "gemini", "dashscope", "ollama", "cohere", "coze", "dify", "nobody")
CODES = (0, 400, 401, 402, 403, 404, 408, 413, 418, 429, 500, 502, 503, 504, 529)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("code", CODES)
def test_a_failure_is_json_that_says_something(shape: str, code: int) -> None:
    said = failure(shape, code)
    assert compact(said.payload).isascii()
    assert "\n" not in compact(said.streamed)
    assert bool(said.headers) == (code == 429 and shape.startswith(("openai", "anthropic")))


@pytest.mark.parametrize(
    ("shape", "code", "payload"),
    [
        ("openai", 429, "rate_limit_exceeded"),
        ("anthropic", 529, "overloaded_error"),
        ("anthropic", 402, "billing_error"),
        ("gemini", 429, "RESOURCE_EXHAUSTED"),
        ("dashscope", 429, "Throttling.RateQuota"),
        ("coze", 429, "4013"),
        ("nobody", 502, "Bad Gateway"),
    ],
)
def test_each_has_its_own_words(shape: str, code: int, payload: str) -> None:
    assert payload in compact(failure(shape, code).payload)


@pytest.mark.parametrize(
    ("like", "shape"),
    [
        ("openai", "openai"),
        ("anthropic", "anthropic"),
        ("gemini", "gemini"),
        ("dashscope", "dashscope"),
        ("ndjson", "ollama"),
        ("coze", "coze"),
        ("dify", "dify"),
        ("cohere", "cohere"),
        ("openai-responses", "openai-responses"),
    ],
)
def test_the_event_has_the_form_of_a_made_one(like: str, shape: str) -> None:
    """The keys of the error that `chunktape make --end error` writes, and the reader's."""
    pieces = render(like, Answer(("a", "b", "c")), End.ERROR)
    body = b"".join(piece.data for piece in pieces)
    made = read(body, dialect_of(b"", body))
    assert made is not None
    assert (made.shape, bool(made.error)) == (shape, True)
    error, said = made.error, failure(shape)
    data = compact(said.streamed)
    event = data + "\n" if shape == "ollama" else f"event: {said.event or 'message'}\ndata: {data}\n\n"
    first = pieces[0].data if pieces[0].steps or len(pieces) < 3 else pieces[1].data
    found = read(first + event.encode(), dialect_of(b"", body))
    assert found is not None
    assert found.error
    if shape in ("anthropic", "gemini", "dashscope", "ollama", "coze", "dify"):
        assert found.error == error


def test_reasons_are_those_of_rfc_9110() -> None:
    assert (reason(304), reason(418)) == (b"Not Modified", b"I'm a teapot")
    assert (reason(413), reason(504), reason(599)) == (b"Content Too Large", b"Gateway Timeout", b"Error")


@pytest.mark.parametrize("shape", ["openai", "openai-responses", "anthropic", "ollama", "cohere", "coze", "unknown"])
def test_an_error_of_the_client_that_an_api_has_no_sentence_for_is_named(shape: str) -> None:
    said = (json.dumps(failure(shape, 418).streamed), json.dumps(failure(shape, 418).payload))
    assert all("teapot" in one for one in said)
    assert said[0] != json.dumps(failure(shape).streamed)
