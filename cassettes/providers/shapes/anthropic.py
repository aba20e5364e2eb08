"""Anthropic's messages.

Each event has an `event:` line and the same name in its data; a `ping` comes behind the first `content_block_start`;
there is no `[DONE]`: `message_stop` ends it. Spaces of varying number stand before the last brace, so that sizes do
not give the tokens away. Reasoning is a block of `thinking_delta` with a `signature_delta` at its end; a tool is a
block of `input_json_delta`. An error is an event `error` and nothing after it.

The reader takes the blocks of type `text`, `thinking` and `tool_use`; a tool that the server runs itself is not a call
of the answer. The old text completions (`"type":"completion"`) are read, not made.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from cassettes.providers.answer import Answer, Piece, Shape, compact, event
from cassettes.providers.failure import Failure, other
from cassettes.providers.reading import Deltas, Kind, Payload, Reader, each, index_of

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
    if answer.tools:
        body["tools"] = [{"name": tool.name, "input_schema": {"type": "object"}} for tool in answer.tools]
    return body


def _blocks(answer: Answer) -> Iterator[tuple[dict[str, Any], list[tuple[dict[str, Any], int]]]]:
    """Each content block as it starts, and its deltas with their steps."""
    if answer.reasoning:
        thoughts = [({"type": "thinking_delta", "thinking": token}, 1) for token in answer.reasoning]
        signature = {"type": "signature_delta", "signature": f"Eq{answer.key('signature')}=="}
        yield {"type": "thinking", "thinking": "", "signature": ""}, [*thoughts, (signature, 0)]
    if answer.tokens or not answer.tools:
        yield {"type": "text", "text": ""}, [({"type": "text_delta", "text": token}, 1) for token in answer.tokens]
    for number, tool in enumerate(answer.tools):
        key = answer.key(f"tool {number}" if number else "tool")
        start = {"type": "tool_use", "id": f"toolu_01{key[:22]}", "name": tool.name, "input": {}}
        parts = ["", *tool.arguments]
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
            yield say(failure().streamed, 1)
            return
        yield say({"type": "content_block_stop", "index": index})
    reason = "tool_use" if answer.tools else "end_turn"
    delta = {"stop_reason": reason, "stop_sequence": None}
    yield say({"type": "message_delta", "delta": delta, "usage": {"output_tokens": answer.spoken}})
    yield say({"type": "message_stop"})


_SAYS: Final = {
    400: ("invalid_request_error", "messages: at least one message is required"),
    401: ("authentication_error", "invalid x-api-key"),
    402: ("billing_error", "There's an issue with your billing or payment information."),
    403: ("permission_error", "Your API key does not have permission to use the specified resource."),
    404: ("not_found_error", "The requested resource was not found."),
    413: ("request_too_large", "Request exceeds the maximum allowed number of bytes."),
    429: ("rate_limit_error", "Your account has hit a rate limit."),
    504: ("timeout_error", "Request timed out"),
    529: ("overloaded_error", "Overloaded"),
}
_LIMITS: Final = (
    (b"anthropic-ratelimit-requests-limit", b"50"),
    (b"anthropic-ratelimit-requests-remaining", b"0"),
)


def failure(status: int = 529) -> Failure:
    """The error for `status`; left out: the most frequent one in the middle of a stream."""
    usual = "invalid_request_error" if status < 500 else "api_error"
    kind, message = _SAYS.get(status, (usual, other(status, "Internal server error")))
    streamed = {"type": "error", "error": {"type": kind, "message": message}}
    whole = streamed | {"request_id": "req_011CMadeByChunktape"}
    return Failure(whole, streamed, _LIMITS if status == 429 else (), "error")


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

_NAMES: Final = (
    *("message_start", "content_block_start", "content_block_delta"),
    *("content_block_stop", "message_delta", "message_stop"),
)


def _knows(payload: Payload) -> bool:
    kind = payload.text("type")
    if kind == "error":
        return isinstance(payload.at("error"), dict)
    bare = kind == payload.text("event_type") == "" and isinstance(payload.at("delta", "text"), str)
    return kind in _NAMES or bare


def _deltas(payloads: Sequence[Payload]) -> Deltas:
    blocks: dict[int, str] = {}
    for payload in payloads:
        kind, block = payload.text("type"), index_of(payload.at("index"))
        if kind == "message_start":
            yield from payload.counts("message", "usage", asked="input_tokens", spoken="output_tokens")
        elif kind == "content_block_start":
            blocks[block] = payload.text("content_block", "type")
            yield from _block(payload, blocks[block], "content_block", part=(block,))
        elif kind in ("content_block_delta", ""):
            yield from _block(payload, blocks.get(block, ""), "delta", part=(block,))
        elif kind == "message_delta":
            yield from payload.says(Kind.FINISH, "delta", "stop_reason")
            yield from payload.counts("usage", asked="input_tokens", spoken="output_tokens")
        elif kind == "error":
            yield from payload.says(Kind.ERROR, "error", "message")


def _block(payload: Payload, block: str, key: str, *, part: tuple[int]) -> Deltas:
    """The delta of a block's start or of a later event, whose text stands under `key`."""
    yield from payload.says(Kind.TEXT, key, "text", part=part)
    yield from payload.says(Kind.REASONING, key, "thinking", part=part)
    if block == "tool_use":
        yield from payload.says(Kind.CALL_ID, key, "id", part=part)
        yield from payload.says(Kind.CALL_NAME, key, "name", part=part)
        yield from payload.says(Kind.CALL_ARGUMENTS, key, "partial_json", part=part)
        if payload.at(key, "input"):  # `{}` stands for arguments that are still to come
            yield from payload.says(Kind.CALL_ARGUMENTS, key, "input", part=part)


def _completion(payload: Payload) -> Deltas:
    yield from payload.says(Kind.TEXT, "completion")
    yield from payload.says(Kind.FINISH, "stop_reason")
    yield from payload.says(Kind.ERROR, "error", "message")


READERS: Final = (
    Reader("anthropic", _knows, _deltas, failure),
    Reader("anthropic-completion", lambda payload: payload.text("type") == "completion", each(_completion)),
)
