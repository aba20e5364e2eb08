"""The providers' own SDKs meet faults: they raise what they raise at the real API, and what they retry heals."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from cassettes.clock import MS
from cassettes.providers.cadence import Cadence
from cassettes.providers.make import make_interaction
from tests.interop.sessions import made, playing

pytestmark = pytest.mark.wire

TEXT = "今天北京晴 ☀️，café 在三里屯。 The answer goes on for a while, so that half of it is more than nothing."
QUESTION: Any = [{"role": "user", "content": "something else than was recorded"}]
SHAPES = ("openai", "anthropic")


def sdk(name: str) -> Any:
    """Imported when a test runs: it takes two seconds, and every worker collects this file."""
    return import_module(name)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    fast = Cadence(tps=1000, ttft_ns=10 * MS)
    answers = [make_interaction(TEXT, name, fast, number=number) for number, name in enumerate(SHAPES, 1)]
    with playing(made(tmp_path_factory.mktemp("faults") / "made.cassette", answers)) as found:
        yield found


def texts(name: str, url: str, spec: str, retries: int = 0) -> Iterator[str]:
    """The pieces of the answer as the SDK gives them."""
    if name == "openai":
        with sdk(name).OpenAI(api_key="sk-x", base_url=f"{url}/@{spec}/v1", max_retries=retries) as client:
            for chunk in client.chat.completions.create(model="any", messages=QUESTION, stream=True):
                yield chunk.choices[0].delta.content or "" if chunk.choices else ""
    else:
        with sdk(name).Anthropic(api_key="sk-x", base_url=f"{url}/@{spec}", max_retries=retries) as one:
            for event in one.messages.create(model="any", messages=QUESTION, max_tokens=9, stream=True):
                if event.type == "content_block_delta" and event.delta.type == "text_delta":
                    yield event.delta.text


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [("openai", "APIError", "The server had an error"), ("anthropic", "APIStatusError", "Overloaded")],
)
@pytest.mark.parametrize("then", ["provider", "done", "rest"])
def test_an_error_in_the_middle_is_an_error_behind_good_text(
    url: str, name: str, kind: str, words: str, then: str
) -> None:
    got = list[str]()
    with pytest.raises(getattr(sdk(name), kind), match=words):
        got.extend(texts(name, url, f"utf8,seed=1+error,then={then}"))  # what came before the error stays
    assert 0 < len("".join(got)) < len(TEXT)
    assert TEXT.startswith("".join(got))


@pytest.mark.parametrize(
    ("name", "code", "kind"),
    [
        ("openai", 429, "RateLimitError"),
        ("openai", 401, "AuthenticationError"),
        ("openai", 503, "InternalServerError"),
        ("anthropic", 429, "RateLimitError"),
        ("anthropic", 401, "AuthenticationError"),
        ("anthropic", 529, "InternalServerError"),
    ],
)
def test_a_status_is_the_error_of_its_name(url: str, name: str, code: int, kind: str) -> None:
    with pytest.raises(getattr(sdk(name), kind)) as raised:
        list(texts(name, url, f"status,code={code},retry-after=3"))
    found: Any = raised.value
    assert found.status_code == code
    assert found.response.headers["retry-after"] == "3"
    said = found.body["error"] if name == "anthropic" else found.body
    assert said["message"]
    if code == 429:
        prefix = "x-ratelimit" if name == "openai" else "anthropic-ratelimit"
        assert any(header.startswith(prefix) for header in found.response.headers)


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize(
    "spec",
    [
        "utf8,seed=2+heartbeat",
        "utf8,seed=2+heartbeat,as=ping",
        "heartbeat,as=inside,every=1",
        "done,as=doubled",
        "content-type,as=spelled",
        "content-type",
    ],
)
def test_what_is_legal_changes_nothing(url: str, name: str, spec: str) -> None:
    assert "".join(texts(name, url, spec)) == TEXT


@pytest.mark.parametrize("name", SHAPES)
def test_a_client_that_retries_gets_the_answer_when_it_heals(url: str, name: str) -> None:
    assert "".join(texts(name, url, "status,code=529,times=2", retries=3)) == TEXT
