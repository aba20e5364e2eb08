"""OpenAI's chat completions, and DeepSeek's, which add `reasoning_content`.

OpenAI: a padding field `obfuscation` is on by default, so that sizes do not give the tokens away; with
`stream_options.include_usage` each chunk has `"usage":null`, and a last one with empty `choices` has the counts; an
error is an event with `error` and nothing after it. DeepSeek: reasoning before the answer, counts always, in the chunk
with the finish reason; `: keep-alive` comments while the request is queued. Both end with `data: [DONE]`.

The reader takes these two and their kin (Qwen, GLM, Groq, Mistral, OpenRouter, xAI, Azure, vLLM): thoughts as
`reasoning_content` or `reasoning`, content as text or as a list of parts, counts in any chunk, in Groq's first key or
beside the finish.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from cassettes.providers.answer import CREATED, Answer, Piece, Shape, compact, event
from cassettes.providers.failure import Failure, other
from cassettes.providers.reading import Deltas, Kind, Part, Payload, Reader, index_of

_JSON: Final = ((b"Content-Type", b"application/json"), (b"Accept", b"application/json"))


def _question(answer: Answer, model: str) -> dict[str, Any]:
    body: dict[str, Any] = {
        "model": model,
        "messages": [{"role": "user", "content": answer.question}],
        "stream": True,
    }
    if answer.usage:
        body["stream_options"] = {"include_usage": True}
    if answer.others:
        body["n"] = len(answer.choices)
    if answer.tools:
        functions = [{"name": tool.name, "parameters": {"type": "object"}} for tool in answer.tools]
        body["tools"] = [{"type": "function", "function": function} for function in functions]
    return body


def _deltas(answer: Answer, blank: dict[str, Any]) -> Iterator[tuple[dict[str, Any], int]]:
    """The deltas behind the first ones, with their choice; `blank` holds the keys that each delta repeats."""
    for token in answer.reasoning:
        yield {"content": None, "reasoning_content": token}, 0
    for index, token in answer.interleaved():
        yield {"content": token, **blank}, index
    for number, tool in enumerate(answer.tools):
        call = {"index": number, "id": f"call_{answer.call_key(number)[:24]}", "type": "function"}
        yield {"tool_calls": [call | {"function": {"name": tool.name, "arguments": ""}}]}, 0
        for token in tool.arguments:
            yield {"tool_calls": [{"index": number, "function": {"arguments": token}}]}, 0


def _usage(answer: Answer) -> dict[str, Any]:
    return {
        "prompt_tokens": answer.asked,
        "completion_tokens": answer.spoken,
        "total_tokens": answer.asked + answer.spoken,
        "prompt_tokens_details": {"cached_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": len(answer.reasoning)},
    }


def _finish(answer: Answer, choice: int = 0) -> str:
    return "tool_calls" if answer.tools and choice == 0 else "stop"


def openai(answer: Answer, eol: str) -> Iterator[Piece]:
    frame: dict[str, Any] = {
        "id": f"chatcmpl-{answer.key('id')[:29]}",
        "object": "chat.completion.chunk",
        "created": CREATED,
        "model": "gpt-4o-mini-2024-07-18",
        "service_tier": "default",
        "system_fingerprint": f"fp_{answer.key('fingerprint')[:10]}",
    }
    number = 0

    def chunk(choices: list[dict[str, Any]], steps: int, usage: dict[str, Any] | None = None) -> Piece:
        nonlocal number
        number += 1
        noise = answer.key(f"obfuscation {number}")
        value = frame | {"choices": choices}
        if answer.usage:
            value["usage"] = usage
        return event(compact(value | {"obfuscation": noise[: 1 + int(noise[:2], 16) % 24]}), eol, steps)

    def choice(delta: dict[str, Any], index: int, finish: str | None = None) -> list[dict[str, Any]]:
        return [{"index": index, "delta": delta, "logprobs": None, "finish_reason": finish}]

    for index in range(len(answer.choices)):
        yield chunk(choice({"role": "assistant", "content": "", "refusal": None}, index), 1 if index == 0 else 0)
    for delta, index in _deltas(answer, {}):
        yield chunk(choice(delta, index), 1)
    if answer.failed:
        yield event(compact(failure().streamed), eol, 1)
        return
    for index in range(len(answer.choices)):
        yield chunk(choice({}, index, _finish(answer, index)), 0)
    if answer.usage:
        yield chunk([], 0, _usage(answer))
    yield event("[DONE]", eol)


def deepseek(answer: Answer, eol: str) -> Iterator[Piece]:
    frame: dict[str, Any] = {
        "id": f"{answer.key('id')[:8]}-3842-486c-8c29-{answer.key('id')[8:20]}",
        "object": "chat.completion.chunk",
        "created": CREATED,
        "model": "deepseek-reasoner" if answer.reasoning else "deepseek-chat",
        "system_fingerprint": f"fp_{answer.key('fingerprint')[:10]}_prod0820_fp8_kvcache",
    }
    blank: dict[str, Any] = {"reasoning_content": None} if answer.reasoning else {}

    def chunk(delta: dict[str, Any], steps: int, finish: str | None = None) -> Piece:
        choices = [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}]
        usage = None
        if finish is not None:
            usage = _usage(answer) | {"prompt_cache_hit_tokens": 0, "prompt_cache_miss_tokens": answer.asked}
        return event(compact(frame | {"choices": choices, "usage": usage}), eol, steps)

    yield Piece(f": keep-alive{eol}{eol}".encode())
    first = {"content": None, "reasoning_content": ""} if answer.reasoning else {"content": ""}
    yield chunk({"role": "assistant", **first}, 1)
    for delta, _ in _deltas(answer, blank):
        yield chunk(delta, 1)
    if answer.failed:
        yield event(compact(overloaded().streamed), eol, 1)
        return
    yield chunk({"content": "", **blank}, 0, _finish(answer))
    yield event("[DONE]", eol)


_SAYS: Final = {
    400: ("invalid_request_error", "invalid_value", "Invalid value for 'messages'."),
    401: ("invalid_request_error", "invalid_api_key", "Incorrect API key provided."),
    402: ("insufficient_quota", "insufficient_balance", "Insufficient Balance"),
    403: ("invalid_request_error", "unsupported_country_region_territory", "Country or region not supported"),
    404: ("invalid_request_error", "model_not_found", "The model does not exist or you have no access to it."),
    429: ("requests", "rate_limit_exceeded", "Rate limit reached for requests per min (RPM): Limit 500, Used 500."),
    503: ("server_error", "server_overloaded", "The server is overloaded or not ready yet."),
}
_FAILED_SAYS: Final = "The server had an error while processing your request. Sorry about that!"
_LIMITS: Final = ((b"x-ratelimit-limit-requests", b"500"), (b"x-ratelimit-remaining-requests", b"0"))


def openai_error(status: int, failed: str = _FAILED_SAYS) -> dict[str, Any]:
    """OpenAI's error object for `status`; `failed`: its message for a 5xx that has none of its own."""
    usual = ("server_error", "server_error") if status >= 500 else ("invalid_request_error", None)
    kind, code, message = _SAYS.get(status, (*usual, other(status, failed)))
    return {"message": message, "type": kind, "param": None, "code": code}


def failure(status: int = 500) -> Failure:
    """The error for `status`; left out: the most frequent one in the middle of a stream."""
    value = {"error": openai_error(status)}
    return Failure(value, value, _LIMITS if status == 429 else ())


def overloaded() -> Failure:
    """DeepSeek's error in the middle of a stream."""
    value = {"error": openai_error(503) | {"message": "Server overloaded", "code": "server_error"}}
    return Failure(value, value)


SHAPES: Final = {
    "openai": Shape(
        "openai",
        "https://api.openai.com",
        b"/v1/chat/completions",
        openai,
        lambda answer: _question(answer, "gpt-4o-mini"),
        _JSON,
        b"text/event-stream; charset=utf-8",
        ((b"Cache-Control", b"no-cache"), (b"openai-processing-ms", b"412")),
        reasoning=False,
        choices=True,
    ),
    "deepseek": Shape(
        "deepseek",
        "https://api.deepseek.com",
        b"/chat/completions",
        deepseek,
        lambda answer: _question(answer, "deepseek-reasoner" if answer.reasoning else "deepseek-chat"),
        _JSON,
        b"text/event-stream; charset=utf-8",
        ((b"Cache-Control", b"no-cache"),),
    ),
}


def _knows(payload: Payload) -> bool:
    if not isinstance(payload.at("choices"), list):
        return False
    first = payload.at("choices", 0)
    if first is None:
        return True  # Azure's chunk of filter results, or the one with the counts
    return isinstance(first, dict) and ("delta" in first or "message" in first)


def _read(payloads: Sequence[Payload]) -> Deltas:
    calls: dict[int, int] = {}
    for payload in payloads:
        for place, item in payload.items("choices"):
            choice = index_of(payload.at("choices", place, "index"))
            key = "delta" if isinstance(item, dict) and isinstance(item.get("delta"), dict) else "message"
            path = ("choices", place, key)
            yield from _thoughts(payload, path, choice)
            yield from _content(payload, (*path, "content"), choice)
            yield from _call(payload, (*path, "function_call"), choice, ("function_call",))
            for number, call in payload.items(*path, "tool_calls"):
                if isinstance(call, dict) and not isinstance(call.get("index"), int):
                    calls[choice] = calls.get(choice, -1) + 1 if call.get("id") else calls.get(choice, 0)
                part = (index_of(payload.at(*path, "tool_calls", number, "index"), calls.get(choice, 0)),)
                yield from payload.says(Kind.CALL_ID, *path, "tool_calls", number, "id", choice=choice, part=part)
                yield from _call(payload, (*path, "tool_calls", number, "function"), choice, part)
            yield from payload.says(Kind.FINISH, "choices", place, "finish_reason", choice=choice)
        usage = ("usage",) if isinstance(payload.at("usage"), dict) else ("x_groq", "usage")
        yield from payload.counts(*usage, asked="prompt_tokens", spoken="completion_tokens")
        yield from payload.says(Kind.ERROR, "error", "message")
        yield from payload.says(Kind.ERROR, "error")


def _thoughts(payload: Payload, path: Part, choice: int) -> Deltas:
    key = "reasoning_content" if payload.text(*path, "reasoning_content") else "reasoning"
    yield from payload.says(Kind.REASONING, *path, key, choice=choice)


def _content(payload: Payload, path: Part, choice: int) -> Deltas:
    yield from payload.says(Kind.TEXT, *path, choice=choice)
    for number, _ in payload.items(*path):  # Mistral
        yield from payload.says(Kind.TEXT, *path, number, "text", choice=choice)
        for inner, _ in payload.items(*path, number, "thinking"):
            yield from payload.says(Kind.REASONING, *path, number, "thinking", inner, "text", choice=choice)


def _call(payload: Payload, path: Part, choice: int, part: Part) -> Deltas:
    yield from payload.says(Kind.CALL_NAME, *path, "name", choice=choice, part=part)
    yield from payload.says(Kind.CALL_ARGUMENTS, *path, "arguments", choice=choice, part=part)


READERS: Final = (Reader("openai", _knows, _read, failure),)
