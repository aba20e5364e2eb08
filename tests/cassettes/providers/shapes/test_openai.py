"""`cassettes.providers.shapes.openai`: the OpenAI SDK reads it, and what the SDK does not show."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from cassettes.providers import Answer, End, Tool, render

Sdk = Callable[..., list[Any]]


@pytest.fixture
def sdk(serve: Callable[[list[bytes]], str]) -> Sdk:
    """`sdk(name, answer, end, eol)` gives the chunks that the SDK makes of the stream."""
    import openai

    def read(name: str, answer: Answer, end: End = End.COMPLETE, eol: str = "") -> list[Any]:
        url = serve([piece.data for piece in render(name, answer, end, eol)])
        messages: Any = [{"role": "user", "content": "hi"}]
        with openai.OpenAI(api_key="k", base_url=f"{url}/v1", max_retries=0) as client:
            return list(client.chat.completions.create(model="m", messages=messages, stream=True))

    return read


def text(chunks: list[Any], field: str = "content") -> str:
    return "".join(getattr(chunk.choices[0].delta, field, None) or "" for chunk in chunks if chunk.choices)


def arguments(chunks: list[Any]) -> str:
    calls = [call for chunk in chunks if chunk.choices for call in chunk.choices[0].delta.tool_calls or []]
    assert calls[0].function.name == "get_weather"
    assert calls[0].id.startswith("call_")
    return "".join(call.function.arguments for call in calls)


@pytest.mark.wire
@pytest.mark.parametrize("name", ["openai", "deepseek"])
@pytest.mark.parametrize("eol", ["lf", "crlf"])
def test_sdk_reads_text_tool_and_usage(sdk: Sdk, name: str, eol: str, answer: Answer, tool: Tool) -> None:
    said = replace(answer, tools=(tool,), usage=True)
    chunks = sdk(name, said, eol=eol)
    assert text(chunks) == answer.text
    assert arguments(chunks) == tool.text
    usage = chunks[-1].usage
    assert (usage.prompt_tokens, usage.completion_tokens) == (said.asked, said.spoken)
    finish = [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices]
    assert finish[-1] == "tool_calls"
    assert set(finish[:-1]) == {None}


@pytest.mark.wire
def test_deepseek_reasons_before_it_answers(sdk: Sdk, answer: Answer) -> None:
    chunks = sdk("deepseek", replace(answer, reasoning=("想", "一想")))
    assert text(chunks, "reasoning_content") == "想一想"
    assert text(chunks) == answer.text
    assert chunks[-1].usage.completion_tokens_details.reasoning_tokens == 2


@pytest.mark.wire
@pytest.mark.parametrize("name", ["openai", "deepseek"])
def test_sdk_raises_on_the_error_event(sdk: Sdk, name: str, answer: Answer) -> None:
    import openai

    with pytest.raises(openai.APIError, match=r"server|Server"):
        sdk(name, answer, End.ERROR)


def test_openai_pads_and_counts_only_when_asked(answer: Answer, events: Any) -> None:
    body = b"".join(piece.data for piece in render("openai", answer))
    assert body.endswith(b"data: [DONE]\n\n")
    chunks = [data for _, data in events(body)[:-1]]
    assert all(1 <= len(chunk["obfuscation"]) <= 24 and "usage" not in chunk for chunk in chunks)
    assert len({len(chunk["obfuscation"]) for chunk in chunks}) > 1
    assert chunks[0]["choices"][0]["delta"] == {"role": "assistant", "content": "", "refusal": None}


def test_deepseek_keeps_alive_while_queued(answer: Answer) -> None:
    first = render("deepseek", answer)[0]
    assert first == (b": keep-alive\n\n", 0)
