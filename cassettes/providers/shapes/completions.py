"""OpenAI's older text completions, which vLLM, LiteLLM and others still serve.

Each choice has its `text`; counts and errors are those of chat completions, `data: [DONE]` ends it. There is no role,
no thought and no tool.
"""

from collections.abc import Iterator
from typing import Any, Final

from cassettes.providers.answer import CREATED, Answer, Piece, Shape, compact, event
from cassettes.providers.reading import Deltas, Kind, Payload, Reader, each, index_of
from cassettes.providers.shapes import openai


def _question(answer: Answer) -> dict[str, Any]:
    body: dict[str, Any] = {"model": "davinci-002", "prompt": answer.question, "stream": True}
    if answer.usage:
        body["stream_options"] = {"include_usage": True}
    if answer.others:
        body["n"] = len(answer.choices)
    return body


def completions(answer: Answer, eol: str) -> Iterator[Piece]:
    frame = {"id": f"cmpl-{answer.key('id')[:29]}", "object": "text_completion", "created": CREATED}

    def chunk(choices: list[dict[str, Any]], steps: int, usage: dict[str, int] | None = None) -> Piece:
        value: dict[str, Any] = {**frame, "choices": choices, "model": "davinci-002"}
        if answer.usage:
            value["usage"] = usage
        return event(compact(value), eol, steps)

    def choice(text: str, index: int, finish: str | None = None) -> list[dict[str, Any]]:
        return [{"text": text, "index": index, "logprobs": None, "finish_reason": finish}]

    for index, token in answer.interleaved():
        yield chunk(choice(token, index), 1)
    if answer.failed:
        yield event(compact(openai.failure().streamed), eol, 1)
        return
    for index in range(len(answer.choices)):
        yield chunk(choice("", index, "stop"), 0)
    if answer.usage:
        counts = {"prompt_tokens": answer.asked, "completion_tokens": answer.spoken}
        yield chunk([], 0, counts | {"total_tokens": answer.asked + answer.spoken})
    yield event("[DONE]", eol)


SHAPES: Final = {
    "openai-completions": Shape(
        "openai-completions",
        "https://api.openai.com",
        b"/v1/completions",
        completions,
        _question,
        ((b"Content-Type", b"application/json"), (b"Accept", b"application/json")),
        b"text/event-stream",
        ((b"Cache-Control", b"no-cache"),),
        reasoning=False,
        tools=False,
        choices=True,
    )
}


def _knows(payload: Payload) -> bool:
    return isinstance(payload.at("choices", 0, "text"), str)


def _read(payload: Payload) -> Deltas:
    for place, _ in payload.items("choices"):
        choice = index_of(payload.at("choices", place, "index"))
        yield from payload.says(Kind.TEXT, "choices", place, "text", choice=choice)
        yield from payload.says(Kind.FINISH, "choices", place, "finish_reason", choice=choice)
    yield from payload.counts("usage", asked="prompt_tokens", spoken="completion_tokens")
    yield from payload.says(Kind.ERROR, "error", "message")


READERS: Final = (Reader("openai-completions", _knows, each(_read), openai.failure),)
