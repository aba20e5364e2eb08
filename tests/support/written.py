"""Streams of the shapes that are read but not made, and of the kin of a shape: written here, one of each. Rules

- Values are our own; keys and events are those of the APIs, as their SDKs need them.
- `WRITTEN`: name -> (content type, events or records). An event is its name (empty for none) and its payload.
"""

from typing import Any, Final

SSE: Final = "text/event-stream"
NDJSON: Final = "application/x-ndjson"
_Events = list[tuple[str, Any]]


def _chat(*choices: dict[str, Any], **more: Any) -> tuple[str, Any]:
    frame = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    return "", frame | {"choices": list(choices)} | more


def _delta(index: int = 0, finish: str | None = None, **delta: Any) -> dict[str, Any]:
    return {"index": index, "delta": delta, "finish_reason": finish}


def _tool(index: int, name: str | None, arguments: str) -> dict[str, Any]:
    named = {"id": f"call_{index}", "type": "function"} if name else {}
    return named | {"index": index, "function": {"arguments": arguments} | ({"name": name} if name else {})}


_DONE: Final = ("", "[DONE]")

_OPENROUTER: Final[_Events] = [
    _chat(_delta(role="assistant", content="", reasoning="想")),
    _chat(_delta(content="", reasoning="一想", reasoning_details=[{"type": "reasoning.text", "text": "一想"}])),
    _chat(_delta(content="你", reasoning=None)),
    _chat(_delta(content="好", finish="stop"), usage={"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}),
    _DONE,
]
_AZURE: Final[_Events] = [
    _chat(prompt_filter_results=[{"prompt_index": 0, "content_filter_results": {}}]),
    _chat(_delta(role="assistant", content="")),
    _chat(_delta(1, content="Good")),
    _chat(_delta(content="Hel")),
    _chat(_delta(content="lo") | {"content_filter_results": {}}),
    _chat(_delta(1, "stop", content="bye")),
    _chat({"index": 0, "delta": None, "finish_reason": None, "content_filter_offsets": {}}),
    _chat(_delta(finish="stop")),
    _DONE,
]
_CALLS: Final[_Events] = [
    _chat(_delta(role="assistant", content=None, tool_calls=[_tool(0, "f", ""), _tool(1, "g", "{")])),
    _chat(_delta(tool_calls=[_tool(1, None, '"a": "'), _tool(0, None, "{}")])),
    _chat(_delta(tool_calls=[_tool(1, None, '北"}')])),
    _chat(_delta(finish="tool_calls")),
    _DONE,
]
_MISTRAL: Final[_Events] = [
    _chat(_delta(role="assistant", content="")),
    _chat(_delta(content=[{"type": "thinking", "thinking": [{"type": "text", "text": "想"}]}])),
    _chat(_delta(content=[{"type": "thinking", "thinking": [{"type": "text", "text": "一想"}]}])),
    _chat(_delta(content=[{"type": "text", "text": "你"}])),
    _chat(_delta(content="好")),
    _chat(_delta(finish="stop", content=""), usage={"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}),
    _DONE,
]


def _part(text: str, index: int) -> dict[str, Any]:
    return {"index": index, "type": "text", "text": {"value": text, "annotations": []}}


_ASSISTANTS: Final[_Events] = [
    ("thread.message.delta", {"id": "m", "object": "thread.message.delta", "delta": {"content": [_part("你", 0)]}}),
    ("thread.message.delta", {"id": "m", "object": "thread.message.delta", "delta": {"content": [_part("好", 0)]}}),
    ("thread.message.completed", {"id": "m", "object": "thread.message", "content": [_part("你好", 0)]}),
    ("done", "[DONE]"),
]
_TRANSCRIPTION: Final[_Events] = [
    ("", {"type": "transcript.text.delta", "delta": "你"}),
    ("", {"type": "transcript.text.delta", "delta": "好"}),
    ("", {"type": "transcript.text.done", "text": "你好。"}),
    _DONE,
]
_INTERACTIONS: Final[_Events] = [
    ("interaction.created", {"interaction": {"id": "i", "status": "in_progress", "object": "interaction"}}),
    ("step.start", {"index": 0, "step": {"type": "thought"}}),
    ("step.delta", {"index": 0, "delta": {"type": "thought_summary", "content": {"type": "text", "text": "想"}}}),
    ("step.stop", {"index": 0}),
    ("step.start", {"index": 1, "step": {"type": "model_output"}}),
    ("step.delta", {"index": 1, "delta": {"type": "text", "text": "你"}}),
    ("step.delta", {"index": 1, "delta": {"type": "text", "text": "好"}}),
    ("step.stop", {"index": 1}),
]
_GENERATE: Final[_Events] = [
    ("", {"model": "m", "created_at": "2026-01-01T00:00:00Z", "response": "", "thinking": "想", "done": False}),
    ("", {"model": "m", "created_at": "2026-01-01T00:00:00Z", "response": "你", "done": False}),
    ("", {"model": "m", "created_at": "2026-01-01T00:00:00Z", "response": "好", "done": True, "done_reason": "stop"}),
]
_COHERE_V1: Final[_Events] = [
    ("", {"is_finished": False, "event_type": "stream-start", "generation_id": "g"}),
    ("", {"is_finished": False, "event_type": "text-generation", "text": "你"}),
    ("", {"is_finished": False, "event_type": "text-generation", "text": "好"}),
    (
        "",
        {
            "is_finished": True,
            "event_type": "stream-end",
            "finish_reason": "COMPLETE",
            "response": {"text": "你好", "generation_id": "g", "chat_history": [], "finish_reason": "COMPLETE"},
        },
    ),
]
_REFUSAL: Final[_Events] = [
    (
        "response.refusal.delta",
        {"item_id": "m", "output_index": 0, "content_index": 0, "delta": "No.", "sequence_number": 1},
    ),
]
_QWEN_VL: Final[_Events] = [
    ("result", {"output": {"choices": [{"message": {"role": "assistant", "content": content}, "finish_reason": end}]}})
    for content, end in (([{"text": "哈"}], "null"), ([{"text": "哈哈"}], "null"), ([], "stop"))
]


def _typed(events: _Events, key: str) -> _Events:
    """The events with their name in the payload, too, under `key`."""
    return [(name, payload if isinstance(payload, str) else payload | {key: name}) for name, payload in events]


WRITTEN: Final[dict[str, tuple[str, _Events]]] = {
    "openrouter": (SSE, _OPENROUTER),
    "azure": (SSE, _AZURE),
    "calls in turns": (SSE, _CALLS),
    "mistral": (SSE, _MISTRAL),
    "openai-assistants": (SSE, _ASSISTANTS),
    "openai-transcription": (SSE, _TRANSCRIPTION),
    "openai-responses refusal": (SSE, _typed(_REFUSAL, "type")),
    "gemini-interactions": (SSE, _typed(_INTERACTIONS, "event_type")),
    "ollama-generate": (NDJSON, _GENERATE),
    "cohere-v1": ("application/stream+json", _COHERE_V1),
    "dashscope parts": (SSE, _QWEN_VL),
}
