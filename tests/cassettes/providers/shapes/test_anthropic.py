"""`cassettes.providers.shapes.anthropic`: the Anthropic SDK reads it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from cassettes.providers import Answer, End, Tool, render

Sdk = Callable[..., Any]


@pytest.fixture
def sdk(serve: Callable[[list[bytes]], str]) -> Sdk:
    """`sdk(answer, end, eol)` gives the message that the SDK builds from the stream."""
    import anthropic

    def read(answer: Answer, end: End = End.COMPLETE, eol: str = "") -> Any:
        url = serve([piece.data for piece in render("anthropic", answer, end, eol)])
        messages: Any = [{"role": "user", "content": "hi"}]
        with (
            anthropic.Anthropic(api_key="k", base_url=url, max_retries=0) as client,
            client.messages.stream(model="m", max_tokens=9, messages=messages) as stream,
        ):
            return stream.get_final_message()

    return read


@pytest.mark.wire
@pytest.mark.parametrize("eol", ["lf", "crlf"])
def test_sdk_reads_thinking_text_tool_and_usage(sdk: Sdk, eol: str, answer: Answer, tool: Tool) -> None:
    said = replace(answer, reasoning=("想", "一想"), tools=(tool,))
    message = sdk(said, eol=eol)
    thinking, text, call = message.content
    assert thinking.thinking == "想一想"
    assert thinking.signature
    assert text.text == answer.text
    assert (call.name, call.input) == ("get_weather", {"city": "北京"})
    assert message.stop_reason == "tool_use"
    assert (message.usage.input_tokens, message.usage.output_tokens) == (said.asked, said.spoken)


@pytest.mark.wire
def test_sdk_raises_on_the_error_event(sdk: Sdk, answer: Answer) -> None:
    import anthropic

    with pytest.raises(anthropic.APIStatusError, match="Overloaded"):
        sdk(answer, End.ERROR)


def test_events_are_named_and_padded_and_pinged(answer: Answer, events: Any) -> None:
    body = b"".join(piece.data for piece in render("anthropic", answer))
    found = events(body)
    names = [name for name, _ in found]
    assert names[:3] == ["message_start", "content_block_start", "ping"]
    assert names[-3:] == ["content_block_stop", "message_delta", "message_stop"]
    assert all(data["type"] == name for name, data in found)
    assert b" }\n\n" in body
    assert b"[DONE]" not in body
