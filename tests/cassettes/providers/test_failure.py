"""What providers say of failures is what their readers, and the makers of their shapes, call an error."""

import json

import pytest

from cassettes.framing import dialect_of
from cassettes.providers import SHAPES as MADE
from cassettes.providers import End, render
from cassettes.providers import shape as made_shape
from cassettes.providers.answer import Answer, compact
from cassettes.providers.failure import reason
from cassettes.providers.read import failure, read
from cassettes.providers.shapes.openai import overloaded

OPENAI = ("openai", "openai-completions", "openai-responses", "openai-assistants")
SHAPES = (*(*OPENAI, "anthropic", "gemini", "dashscope", "ollama", "cohere", "coze", "dify", "content", "nobody"),)
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
        ("dify", 400, "invalid_param"),
        ("dify", 500, "internal_server_error"),
        ("nobody", 502, "Bad Gateway"),
    ],
)
def test_each_has_its_own_words(shape: str, code: int, payload: str) -> None:
    assert payload in compact(failure(shape, code).payload)


#: what a shape is made as -> what its errors are called, where that is another name
NAMES = {"ndjson": "ollama", "dashscope-cumulative": "dashscope"}


@pytest.mark.parametrize("like", [name for name in MADE if made_shape(name).errors])
def test_the_event_is_the_one_that_is_made(like: str) -> None:
    """What the fault `error` puts into a stream, and what `chunktape make --end error` writes, are the same error."""
    pieces = render(like, Answer(("a", "b", "c")), End.ERROR)
    body = b"".join(piece.data for piece in pieces)
    dialect = dialect_of(b"", body)
    made, said = read(body, dialect), overloaded() if like == "deepseek" else failure(NAMES.get(like, like))
    data = compact(said.streamed)
    event = data + "\n" if dialect == "ndjson" else f"event: {said.event or 'message'}\ndata: {data}\n\n"
    found = read(next(piece.data for piece in pieces if piece.steps) + event.encode(), dialect)
    assert made is not None
    assert found is not None
    assert made.error
    assert (found.shape, found.error) == (made.shape, made.error)


def test_reasons_are_those_of_rfc_9110() -> None:
    assert (reason(304), reason(418)) == (b"Not Modified", b"I'm a teapot")
    assert (reason(413), reason(504), reason(599)) == (b"Content Too Large", b"Gateway Timeout", b"Error")


@pytest.mark.parametrize("shape", ["openai", "openai-responses", "anthropic", "ollama", "cohere", "coze", "unknown"])
def test_an_error_of_the_client_that_an_api_has_no_sentence_for_is_named(shape: str) -> None:
    said = (json.dumps(failure(shape, 418).streamed), json.dumps(failure(shape, 418).payload))
    assert all("teapot" in one for one in said)
    assert said[0] != json.dumps(failure(shape).streamed)


def test_dify_refuses_a_request_in_other_words_than_it_fails_in_a_stream() -> None:
    """As in its `external_api.py` and `base_app_generate_response_converter.py`."""
    assert failure("dify").streamed["code"] == "completion_request_error"
    assert failure("dify", 400).payload["code"] == "invalid_param"
    assert failure("dify", 500).streamed == {"event": "error", **failure("dify", 500).payload}
