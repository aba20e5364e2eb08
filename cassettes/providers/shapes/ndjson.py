"""NDJSON as Ollama's `/api/chat` writes it.

One JSON record per line; `done` is true in the last one, which has the counts and durations (ns). Thoughts stand in
`thinking`; a tool call comes whole, its arguments as an object. An error is a record `{"error": ...}`.

The reader takes these records, and those of `/api/generate`, whose text is `response`.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from cassettes.providers.answer import Answer, Piece, Shape, compact
from cassettes.providers.failure import Failure, other
from cassettes.providers.reading import Deltas, Kind, Payload, Reader, each

_STEP_NS: Final = 33_000_000


def _question(answer: Answer) -> dict[str, Any]:
    messages = [{"role": "user", "content": answer.question}]
    body: dict[str, Any] = {"model": "qwen3:8b", "messages": messages, "stream": True}
    if answer.reasoning:
        body["think"] = True
    if answer.tools:
        body["tools"] = [{"type": "function", "function": {"name": tool.name}} for tool in answer.tools]
    return body


def ndjson(answer: Answer, eol: str) -> Iterator[Piece]:
    steps_done = 0

    def record(message: dict[str, Any], steps: int, done: dict[str, Any] | None = None) -> Piece:
        nonlocal steps_done
        steps_done += steps
        elapsed = steps_done * _STEP_NS
        stamp = f"2026-01-01T00:{elapsed // 60_000_000_000:02d}:{elapsed // 10**9 % 60:02d}.{elapsed % 10**9:09d}Z"
        value = {"model": "qwen3:8b", "created_at": stamp, "message": {"role": "assistant", "content": "", **message}}
        return Piece((compact(value | (done or {"done": False})) + eol).encode(), steps)

    for token in answer.reasoning:
        yield record({"thinking": token}, 1)
    for token in answer.tokens:
        yield record({"content": token}, 1)
    if answer.failed:
        yield Piece((compact(failure().streamed) + eol).encode(), 1)
        return
    for tool in answer.tools:
        function = {"name": tool.name, "arguments": json.loads(tool.text)}
        yield record({"tool_calls": [{"function": function}]}, len(tool.arguments))
    counts = {
        "total_duration": (answer.spoken + 12) * _STEP_NS,
        "load_duration": 2 * _STEP_NS,
        "prompt_eval_count": answer.asked,
        "prompt_eval_duration": 10 * _STEP_NS,
        "eval_count": answer.spoken,
        "eval_duration": answer.spoken * _STEP_NS,
    }
    yield record({}, 0, {"done_reason": "stop", "done": True, **counts})


_SAYS: Final = {
    404: "model 'qwen3:8b' not found",
    503: "server busy, please try again.  maximum pending requests exceeded",
}


def failure(status: int = 500) -> Failure:
    """The error for `status`; left out: the most frequent one in the middle of a stream."""
    value = {"error": _SAYS.get(status, other(status, "an error was encountered while running the model"))}
    return Failure(value, value)


SHAPES: Final = {
    "ndjson": Shape(
        "ndjson",
        "http://localhost:11434",
        b"/api/chat",
        ndjson,
        _question,
        ((b"Content-Type", b"application/json"),),
        b"application/x-ndjson",
    )
}


def _knows(payload: Payload) -> bool:
    if isinstance(payload.at("done"), bool):
        return isinstance(payload.at("message"), dict) or isinstance(payload.at("response"), str)
    return isinstance(payload.at("message", "content"), str)


def _read(payload: Payload) -> Deltas:
    yield from payload.says(Kind.REASONING, "message", "thinking")
    yield from payload.says(Kind.TEXT, "message", "content")
    yield from payload.says(Kind.REASONING, "thinking")
    yield from payload.says(Kind.TEXT, "response")
    for number, _ in payload.items("message", "tool_calls"):
        path = ("message", "tool_calls", number)
        part = (payload.event, number)
        yield from payload.says(Kind.CALL_ID, *path, "id", part=part)
        yield from payload.says(Kind.CALL_NAME, *path, "function", "name", part=part)
        yield from payload.says(Kind.CALL_ARGUMENTS, *path, "function", "arguments", part=part)
    yield from payload.says(Kind.FINISH, "done_reason")
    yield from payload.counts(asked="prompt_eval_count", spoken="eval_count")
    yield from payload.says(Kind.ERROR, "error")


READERS: Final = (Reader("ollama", _knows, each(_read), failure),)
