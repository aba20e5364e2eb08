"""Cohere's chat: v2 as events, v1 as records.

v2: `content-delta` for the text or the thinking, `tool-plan-delta` for why it calls tools, `tool-call-start` and
`-delta` for a call, `message-end` with the finish and the counts. v1: `text-generation`, `tool-calls-generation`,
and `stream-end` with the whole text again. v2 is made; v1 is read only. An error is the reason in `message-end`.
"""

from collections.abc import Iterator
from typing import Any, Final

from cassettes.providers.answer import Answer, Piece, Shape, compact, event
from cassettes.providers.failure import REASONS, Failure, named, reason
from cassettes.providers.reading import Deltas, Kind, Payload, Reader, each, index_of

_NAMES: Final = (
    *("message-start", "content-start", "content-delta", "content-end", "message-end", "tool-plan-delta"),
    *("tool-call-start", "tool-call-delta", "tool-call-end", "citation-start", "citation-end"),
)
_LEGACY: Final = ("stream-start", "text-generation", "tool-calls-generation", "tool-calls-chunk", "stream-end")


def _question(answer: Answer) -> dict[str, Any]:
    messages = [{"role": "user", "content": answer.question}]
    body: dict[str, Any] = {"model": "command-a-03-2025", "messages": messages, "stream": True}
    if answer.reasoning:
        body["thinking"] = {"type": "enabled"}
    if answer.tools:
        functions = [{"name": tool.name, "parameters": {"type": "object"}} for tool in answer.tools]
        body["tools"] = [{"type": "function", "function": function} for function in functions]
    return body


def cohere(answer: Answer, eol: str) -> Iterator[Piece]:
    def step(kind: str, steps: int = 0, index: int | None = None, **message: Any) -> Piece:
        value: dict[str, Any] = {"type": kind} if index is None else {"type": kind, "index": index}
        if message:
            value["delta"] = {"message": message}
        return event(compact(value), eol, steps, name=kind)

    start = {"role": "assistant", "content": [], "tool_plan": "", "tool_calls": [], "citations": []}
    value = {"id": f"{answer.key('id')[:8]}-34cf-419f-8d3a-{answer.key('id')[8:20]}", "type": "message-start"}
    yield event(compact(value | {"delta": {"message": start}}), eol, 0, name="message-start")
    blocks = [("thinking", answer.reasoning), ("text", answer.tokens)]
    for index, (kind, tokens) in enumerate(block for block in blocks if block[1]):
        yield step("content-start", index=index, content={"type": kind, kind: ""})
        for token in tokens:
            yield step("content-delta", 1, index, content={kind: token})
        if not answer.failed or kind == "thinking":
            yield step("content-end", index=index)
    for index, tool in enumerate(answer.tools):
        function = {"name": tool.name, "arguments": ""}
        call = {"id": f"{tool.name}_{answer.call_key(index)[:12]}", "type": "function", "function": function}
        yield step("tool-call-start", index=index, tool_calls=call)
        for token in tool.arguments:
            yield step("tool-call-delta", 1, index, tool_calls={"function": {"arguments": token}})
        yield step("tool-call-end", index=index)
    finish = "TOOL_CALL" if answer.tools else "COMPLETE"
    counts = {"input_tokens": answer.asked, "output_tokens": answer.spoken}
    end: dict[str, Any] = {"finish_reason": finish, "usage": {"billed_units": counts, "tokens": counts}}
    if answer.failed:
        end |= failure().streamed["delta"]
    yield event(compact({"type": "message-end", "delta": end}), eol, int(answer.failed), name="message-end")
    if not answer.failed:
        yield event("[DONE]", eol)


def failure(status: int = 500) -> Failure:
    """The error for `status`; left out: the most frequent one in the middle of a stream."""
    message = (reason(status).decode() if status in REASONS else named(status)).lower()
    streamed = {"type": "message-end", "delta": {"error": message, "finish_reason": "ERROR"}}
    return Failure({"message": message}, streamed, (), "message-end")


SHAPES: Final = {
    "cohere": Shape(
        "cohere",
        "https://api.cohere.com",
        b"/v2/chat",
        cohere,
        _question,
        ((b"Content-Type", b"application/json"),),
        b"text/event-stream",
        ((b"Cache-Control", b"no-cache, no-store, no-transform, must-revalidate, private, max-age=0"),),
    )
}


def _knows(payload: Payload) -> bool:
    return payload.text("type") in _NAMES


def _read(payload: Payload) -> Deltas:
    part = (index_of(payload.at("index")),)
    content = ("delta", "message", "content")
    yield from payload.says(Kind.REASONING, *content, "thinking", part=part)
    yield from payload.says(Kind.TEXT, *content, "text", part=part)
    yield from payload.says(Kind.REASONING, "delta", "message", "tool_plan", part=("plan",))
    call = ("delta", "message", "tool_calls")
    yield from payload.says(Kind.CALL_ID, *call, "id", part=part)
    yield from payload.says(Kind.CALL_NAME, *call, "function", "name", part=part)
    yield from payload.says(Kind.CALL_ARGUMENTS, *call, "function", "arguments", part=part)
    yield from payload.says(Kind.FINISH, "delta", "finish_reason")
    for counts in ("billed_units", "tokens"):
        yield from payload.counts("delta", "usage", counts, asked="input_tokens", spoken="output_tokens")
    yield from payload.says(Kind.ERROR, "delta", "error")


def _legacy(payload: Payload) -> Deltas:
    kind = payload.text("event_type")
    if kind == "text-generation":
        yield from payload.says(Kind.TEXT, "text")
    elif kind == "tool-calls-generation":
        for place, _ in payload.items("tool_calls"):
            yield from payload.says(Kind.CALL_NAME, "tool_calls", place, "name", part=(place,), whole=True)
            yield from payload.says(Kind.CALL_ARGUMENTS, "tool_calls", place, "parameters", part=(place,), whole=True)
    elif kind == "stream-end":
        yield from payload.says(Kind.TEXT, "response", "text", whole=True)
        yield from payload.says(Kind.FINISH, "finish_reason")
        for counts in ("billed_units", "tokens"):
            yield from payload.counts("response", "meta", counts, asked="input_tokens", spoken="output_tokens")
    yield from payload.says(Kind.ERROR, "error")


READERS: Final = (
    Reader("cohere", _knows, each(_read), failure),
    Reader("cohere-v1", lambda payload: payload.text("event_type") in _LEGACY, each(_legacy)),
)
