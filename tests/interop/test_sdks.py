"""The providers' own SDKs, in Python and in Node, pointed at the player: the answer that they put together is the one
that the cassette holds. They ask with another key, another model and another question, as an app under test does.

An SDK is imported where it is used: some take seconds, and every worker of pytest reads this file.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from cassettes.clock import MS
from cassettes.model import Interaction
from cassettes.providers.answer import Tool
from cassettes.providers.cadence import Cadence
from cassettes.providers.make import Extras, make_interaction
from cassettes.providers.tokens import tokenise
from tests.interop.sessions import made, playing, run
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.wire

SCRIPT = Path(__file__).parent / "programs" / "sdk.mjs"
TEXT = "今天北京晴 ☀️，café 在三里屯。\n\n```js\nconst 家 = '👨‍👩‍👧';\n```\nDone."
REASONING = "用户问的是天气；先查一下。 Let me look it up."
ARGUMENTS = {"city": "北京", "unit": "°C"}
TOOL = Tool("get_weather", tuple(tokenise(json.dumps(ARGUMENTS, ensure_ascii=False), "0")))
#: what each API can say, and the word for an answer that calls a tool
SHAPES = {"openai": ("", "tool_calls"), "deepseek": (REASONING, "tool_calls"), "anthropic": (REASONING, "tool_use")}
QUESTION: Any = [{"role": "user", "content": "something else than was recorded"}]


def interaction(name: str, number: int) -> Interaction:
    extras = Extras(reasoning=SHAPES[name][0], tools=(TOOL,), usage=True)
    return make_interaction(TEXT, name, Cadence(tps=300, ttft_ns=50 * MS), extras, number)


INTERACTIONS = {name: interaction(name, number) for number, name in enumerate(SHAPES, 1)}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with playing(made(tmp_path_factory.mktemp("sdks") / "made.cassette", INTERACTIONS.values())) as found:
        yield found


def recorded_usage(name: str) -> list[int]:
    """[tokens in, tokens out] as the recorded bytes say."""
    found: dict[str, int] = {}
    for line in INTERACTIONS[name].body.decode().splitlines():
        if line.startswith("data: {"):
            event = json.loads(line[6:])
            found |= event.get("message", event).get("usage") or {}
    keys = ("input_tokens", "output_tokens") if name == "anthropic" else ("prompt_tokens", "completion_tokens")
    return [found[key] for key in keys]


def equals_the_recorded(name: str, seen: dict[str, Any]) -> None:
    reasoning, finish = SHAPES[name]
    assert seen["text"] == TEXT
    assert seen["reasoning"] == reasoning
    assert [(tool, json.loads(text)) for tool, text in seen["tools"]] == [("get_weather", ARGUMENTS)]
    assert seen["finish"] == finish
    assert seen["usage"] == recorded_usage(name)


@pytest.mark.parametrize("name", ["openai", "deepseek"])
def test_openai_in_python(url: str, name: str) -> None:
    import openai

    base = f"{url}/v1" if name == "openai" else url
    reasoning = ""
    with (
        openai.OpenAI(api_key="sk-not-recorded", base_url=base) as client,
        client.chat.completions.stream(
            model="any", messages=QUESTION, stream_options={"include_usage": True}
        ) as stream,
    ):
        for event in stream:
            if event.type == "chunk" and event.chunk.choices:
                reasoning += getattr(event.chunk.choices[0].delta, "reasoning_content", None) or ""
        whole = stream.get_final_completion()
    message, usage = whole.choices[0].message, whole.usage
    assert usage is not None
    seen = {
        "text": message.content,
        "reasoning": reasoning,
        "tools": [(call.function.name, call.function.arguments) for call in message.tool_calls or []],
        "finish": whole.choices[0].finish_reason,
        "usage": [usage.prompt_tokens, usage.completion_tokens],
    }
    equals_the_recorded(name, seen)


def test_anthropic_in_python(url: str) -> None:
    import anthropic

    with (
        anthropic.Anthropic(api_key="sk-not-recorded", base_url=url) as client,
        client.messages.stream(model="any", max_tokens=100, messages=QUESTION) as stream,
    ):
        whole = stream.get_final_message()
    seen = {
        "text": "".join(block.text for block in whole.content if block.type == "text"),
        "reasoning": "".join(block.thinking for block in whole.content if block.type == "thinking"),
        "tools": [(block.name, json.dumps(block.input)) for block in whole.content if block.type == "tool_use"],
        "finish": whole.stop_reason,
        "usage": [whole.usage.input_tokens, whole.usage.output_tokens],
    }
    equals_the_recorded("anthropic", seen)


@pytest.mark.parametrize("name", SHAPES)
def test_in_node(url: str, node: str, name: str) -> None:
    equals_the_recorded(name, json.loads(run(node, str(SCRIPT), name, url)))


@pytest.mark.parametrize("name", ["gemini", "dashscope", "dashscope-cumulative", "coze", "ndjson"])
def test_the_others_in_python(name: str, tmp_path: Path) -> None:
    one = make_interaction(TEXT, name, Cadence(tps=300, ttft_ns=50 * MS))
    script = str(Path(__file__).parent / "programs" / "sdk_more.py")
    env = {**os.environ, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    with playing(made(tmp_path / "made.cassette", [one])) as url:
        assert json.loads(run(sys.executable, script, name, url, env=env)) == TEXT


def test_a_miss_is_an_error_at_once(tmp_path: Path) -> None:
    """The SDK shows the player's sentence, and does not ask again."""
    import openai

    with (
        playing(made(tmp_path / "made.cassette", INTERACTIONS.values())) as url,
        openai.OpenAI(api_key="sk-not-recorded", base_url=f"{url}/v1") as client,
    ):
        with pytest.raises(openai.NotFoundError, match="No recording answers"):
            client.embeddings.create(model="any", input="x")
        journal = httpx.get(f"{url}/@chunktape/journal", trust_env=False, timeout=PATIENCE).json()
    assert journal["counts"]["requests"] == 1


@pytest.mark.parametrize("framing", ["crlf", "lf"])
def test_either_line_end(tmp_path: Path, framing: str) -> None:
    import openai

    one = make_interaction(TEXT, "openai", Cadence(tps=1000, ttft_ns=0), Extras(eol=framing))
    with (
        playing(made(tmp_path / "made.cassette", [one])) as url,
        openai.OpenAI(api_key="sk-not-recorded", base_url=f"{url}/v1") as client,
        client.chat.completions.create(model="any", messages=QUESTION, stream=True) as stream,
    ):
        assert "".join(chunk.choices[0].delta.content or "" for chunk in stream) == TEXT
