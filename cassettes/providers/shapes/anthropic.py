"""Anthropic's messages.

Each event has an `event:` line and the same name in its data; a `ping` comes behind the first `content_block_start`;
there is no `[DONE]`: `message_stop` ends it. Spaces of varying number stand before the last brace, so that sizes do
not give the tokens away. Reasoning is a block of `thinking_delta` with a `signature_delta` at its end; a tool is a
block of `input_json_delta`. An error is an event `error` and nothing after it.
"""

from collections.abc import Iterator
from typing import Any, Final

from cassettes.providers.answer import Answer, Piece, Shape, compact, event

_MODEL: Final = "claude-sonnet-4-20250514"


def _question(answer: Answer) -> dict[str, Any]:
    body: dict[str, Any] = {
        "model": "claude-sonnet-4-0",
        "max_tokens": 4096,
        "messages": [{"role": "user", "content": answer.question}],
        "stream": True,
    }
    if answer.reasoning:
        body["thinking"] = {"type": "enabled", "budget_tokens": 1024}
    if answer.tool is not None:
        body["tools"] = [{"name": answer.tool.name, "input_schema": {"type": "object"}}]
    return body


def _blocks(answer: Answer) -> Iterator[tuple[dict[str, Any], list[tuple[dict[str, Any], int]]]]:
    """Each content block as it starts, and its deltas with their steps."""
    if answer.reasoning:
        thoughts = [({"type": "thinking_delta", "thinking": token}, 1) for token in answer.reasoning]
        signature = {"type": "signature_delta", "signature": f"Eq{answer.key('signature')}=="}
        yield {"type": "thinking", "thinking": "", "signature": ""}, [*thoughts, (signature, 0)]
    if answer.tokens or answer.tool is None:
        yield {"type": "text", "text": ""}, [({"type": "text_delta", "text": token}, 1) for token in answer.tokens]
    if answer.tool is not None:
        start = {"type": "tool_use", "id": f"toolu_01{answer.key('tool')[:22]}", "name": answer.tool.name, "input": {}}
        parts = ["", *answer.tool.arguments]
        yield start, [({"type": "input_json_delta", "partial_json": part}, 1 if part else 0) for part in parts]


def anthropic(answer: Answer, eol: str) -> Iterator[Piece]:
    number = 0

    def say(value: dict[str, Any], steps: int = 0) -> Piece:
        nonlocal number
        number += 1
        spaces = int(answer.key(f"padding {number}")[:1], 16)
        return event(compact(value)[:-1] + " " * spaces + "}", eol, steps, name=str(value["type"]))

    usage = {"input_tokens": answer.asked, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0}
    message: dict[str, Any] = {
        "id": f"msg_01{answer.key('id')[:22]}",
        "type": "message",
        "role": "assistant",
        "model": _MODEL,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": usage | {"output_tokens": 1, "service_tier": "standard"},
    }
    yield say({"type": "message_start", "message": message}, 1)
    for index, (start, deltas) in enumerate(_blocks(answer)):
        yield say({"type": "content_block_start", "index": index, "content_block": start})
        if index == 0:
            yield event('{"type": "ping"}', eol, name="ping")
        for delta, steps in deltas:
            yield say({"type": "content_block_delta", "index": index, "delta": delta}, steps)
        if answer.failed and start["type"] == "text":
            error = {"type": "overloaded_error", "message": "Overloaded"}
            yield say({"type": "error", "error": error}, 1)
            return
        yield say({"type": "content_block_stop", "index": index})
    reason = "tool_use" if answer.tool is not None else "end_turn"
    delta = {"stop_reason": reason, "stop_sequence": None}
    yield say({"type": "message_delta", "delta": delta, "usage": {"output_tokens": answer.spoken}})
    yield say({"type": "message_stop"})


SHAPES: Final = {
    "anthropic": Shape(
        "anthropic",
        "https://api.anthropic.com",
        b"/v1/messages",
        anthropic,
        _question,
        (
            (b"Content-Type", b"application/json"),
            (b"Accept", b"application/json"),
            (b"anthropic-version", b"2023-06-01"),
        ),
        b"text/event-stream; charset=utf-8",
        ((b"Cache-Control", b"no-cache"), (b"request-id", b"req_011CMadeByChunktape")),
    )
}
