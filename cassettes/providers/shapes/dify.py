r"""Dify's chat-messages.

`event: ping` first; then events without an `event:` line whose JSON has a key `event`: `message` per token,
`message_end` with the counts. Python writes the JSON: spaces behind commas and colons, and every character above
ASCII as a `\uXXXX` escape. Reasoning stands in the answer between `<think>` tags. An error is `"event": "error"` and
nothing after it. There is no `[DONE]`.

The reader takes these events, those of agents and workflows, and bare `{"answer": ...}`. The tags stay in the text, as
Dify's own clients get them. `message_replace` (moderation) replaces all text before it.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from cassettes.providers.answer import CREATED, Answer, Piece, Shape, event
from cassettes.providers.failure import Failure, other, reason
from cassettes.providers.reading import Deltas, Kind, Payload, Reader, each


def _uuid(answer: Answer, part: str) -> str:
    key = answer.key(part)
    return f"{key[:8]}-{key[8:12]}-4{key[13:16]}-8{key[17:20]}-{key[20:32]}"


def _spoken(answer: Answer) -> tuple[str, ...]:
    if not answer.reasoning:
        return answer.tokens
    return ("<think>", "\n", *answer.reasoning, "\n", "</think>", *answer.tokens)


def dify(answer: Answer, eol: str) -> Iterator[Piece]:
    message_id = _uuid(answer, "message")
    frame: dict[str, Any] = {
        "conversation_id": _uuid(answer, "conversation"),
        "message_id": message_id,
        "created_at": CREATED,
        "task_id": _uuid(answer, "task"),
    }
    yield Piece(f"event: ping{eol}{eol}".encode())
    for token in _spoken(answer):
        value = {"event": "message", **frame, "id": message_id, "answer": token, "from_variable_selector": None}
        yield event(json.dumps(value), eol, 1)
    if answer.failed:
        yield event(json.dumps({"event": "error", **frame} | failure().streamed), eol, 1)
        return
    usage = {
        "prompt_tokens": answer.asked,
        "prompt_unit_price": "0.15",
        "completion_tokens": answer.spoken,
        "completion_unit_price": "0.60",
        "total_tokens": answer.asked + answer.spoken,
        "total_price": "0.0001",
        "currency": "USD",
    }
    end = {"event": "message_end", **frame, "id": message_id, "metadata": {"usage": usage}, "files": None}
    yield event(json.dumps(end), eol)


_SAYS: Final = {
    400: ("invalid_param", "Arg user must be provided."),
    401: ("unauthorized", "Access token is invalid"),
    404: ("not_found", "Conversation Not Exists."),
    429: (
        "too_many_requests",
        "Too many requests. Please try again later. "
        "The current maximum concurrent requests allowed for chunktape is 10.",
    ),
}


def failure(status: int = 400) -> Failure:
    """The error for `status`; left out: the most frequent one in the middle of a stream."""
    usual = (
        reason(status).decode().lower().replace(" ", "_"),
        other(status, "Internal Server Error, please contact support."),
    )
    code, message = _SAYS.get(status, usual)
    value = {"code": code, "message": message, "status": status}
    if status == 400:  # in a stream it is too late to refuse the request: the model failed
        code, message = "completion_request_error", "[models] Server Unavailable Error"
    return Failure(value, {"event": "error", "code": code, "status": status, "message": message})


SHAPES: Final = {
    "dify": Shape(
        "dify",
        "https://api.dify.ai",
        b"/v1/chat-messages",
        dify,
        lambda answer: {
            "inputs": {},
            "query": answer.question,
            "response_mode": "streaming",
            "conversation_id": "",
            "user": "chunktape",
        },
        ((b"Content-Type", b"application/json"),),
        b"text/event-stream; charset=utf-8",
        ((b"Cache-Control", b"no-cache"),),
        tools=False,
    )
}


def _knows(payload: Payload) -> bool:
    named = bool(payload.text("event")) and bool(payload.text("task_id"))
    return named or isinstance(payload.at("answer"), str)


def _read(payload: Payload) -> Deltas:
    yield from payload.says(Kind.TEXT, "answer", whole=payload.text("event") == "message_replace")
    if payload.text("event") == "text_chunk":
        yield from payload.says(Kind.TEXT, "data", "text")
    yield from payload.counts("metadata", "usage", asked="prompt_tokens", spoken="completion_tokens")
    if payload.text("event") == "error":
        yield from payload.says(Kind.ERROR, "message")


READERS: Final = (Reader("dify", _knows, each(_read), failure),)
