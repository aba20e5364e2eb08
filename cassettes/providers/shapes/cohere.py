"""Cohere's chat: v2 as events, v1 as records.

v2: `content-delta` for the text or the thinking, `tool-plan-delta` for why it calls tools, `tool-call-start` and
`-delta` for a call, `message-end` with the finish and the counts. v1: `text-generation`, `tool-calls-generation`,
and `stream-end` with the whole text again. Read, not made.
"""

from typing import Final

from cassettes.providers.reading import Deltas, Kind, Payload, Reader, each, index_of

_NAMES: Final = (
    *("message-start", "content-start", "content-delta", "content-end", "message-end", "tool-plan-delta"),
    *("tool-call-start", "tool-call-delta", "tool-call-end", "citation-start", "citation-end"),
)
_LEGACY: Final = ("stream-start", "text-generation", "tool-calls-generation", "tool-calls-chunk", "stream-end")


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
        yield from payload.says(Kind.INPUT_TOKENS, "delta", "usage", counts, "input_tokens")
        yield from payload.says(Kind.OUTPUT_TOKENS, "delta", "usage", counts, "output_tokens")
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
            yield from payload.says(Kind.INPUT_TOKENS, "response", "meta", counts, "input_tokens")
            yield from payload.says(Kind.OUTPUT_TOKENS, "response", "meta", counts, "output_tokens")
    yield from payload.says(Kind.ERROR, "error")


READERS: Final = (
    Reader("cohere", _knows, each(_read)),
    Reader("cohere-v1", lambda payload: payload.text("event_type") in _LEGACY, each(_legacy)),
)
