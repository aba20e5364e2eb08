"""DashScope's native text generation (Qwen), incremental and cumulative.

Four lines for one event: `id:1`, `event:result`, a comment `:HTTP_STATUS/200` inside the event, `data:{...}`; no
space behind the colons. Without `incremental_output` each event repeats the whole text so far. `finish_reason` is the
text `"null"` until the last event. An error has `event:error` and `:HTTP_STATUS/500`. There is no `[DONE]`.
"""

from collections.abc import Iterator
from typing import Any, Final

from cassettes.providers.answer import Answer, Piece, Shape, compact


def _question(answer: Answer, *, cumulative: bool) -> dict[str, Any]:
    parameters: dict[str, Any] = {"result_format": "message"}
    if not cumulative:
        parameters["incremental_output"] = True
    if answer.reasoning:
        parameters["enable_thinking"] = True
    if answer.tool is not None:
        function = {"name": answer.tool.name, "parameters": {"type": "object"}}
        parameters["tools"] = [{"type": "function", "function": function}]
    messages = [{"role": "user", "content": answer.question}]
    return {"model": "qwen-plus", "input": {"messages": messages}, "parameters": parameters}


def _messages(answer: Answer) -> Iterator[dict[str, Any]]:
    """What each step adds: `reasoning`, `content` or `arguments`."""
    for token in answer.reasoning:
        yield {"reasoning": token}
    for token in answer.tokens:
        yield {"content": token}
    if answer.tool is not None:
        for token in answer.tool.arguments:
            yield {"arguments": token}


def _pieces(answer: Answer, eol: str, *, cumulative: bool) -> Iterator[Piece]:
    request_id = f"{answer.key('id')[:8]}-7e8d-497d-bee9-{answer.key('id')[8:20]}"
    steps = list(_messages(answer)) or [{"content": ""}]
    sofar = {"reasoning": "", "content": "", "arguments": ""}
    for number, added in enumerate(steps, 1):
        for key in sofar:
            sofar[key] = (sofar[key] if cumulative else "") + added.get(key, "")
        message: dict[str, Any] = {"role": "assistant", "content": sofar["content"]}
        if answer.reasoning:
            message["reasoning_content"] = sofar["reasoning"]
        if answer.tool is not None and "arguments" in added:
            first = sum("arguments" in earlier for earlier in steps[:number]) == 1
            named = {"name": answer.tool.name} if first or cumulative else {}
            function = named | {"arguments": sofar["arguments"]}
            call = {"index": 0, "id": f"call_{answer.key('call')[:22]}", "type": "function", "function": function}
            message["tool_calls"] = [call]
        last = number == len(steps) and not answer.failed
        finish = ("tool_calls" if answer.tool is not None else "stop") if last else "null"
        value = {
            "output": {"choices": [{"message": message, "finish_reason": finish}]},
            "usage": {
                "total_tokens": answer.asked + number,
                "output_tokens": number,
                "input_tokens": answer.asked,
                "prompt_tokens_details": {"cached_tokens": 0},
            },
            "request_id": request_id,
        }
        yield _event(number, "result", 200, value, eol)
    if answer.failed:
        value = {
            "code": "InternalError.Algo",
            "message": "Inference error, try again.",
            "request_id": request_id,
        }
        yield _event(len(steps) + 1, "error", 500, value, eol)


def _event(number: int, name: str, status: int, value: dict[str, Any], eol: str) -> Piece:
    lines = (f"id:{number}", f"event:{name}", f":HTTP_STATUS/{status}", f"data:{compact(value)}", "", "")
    return Piece(eol.join(lines).encode(), 1)


def _shape(name: str, *, cumulative: bool) -> Shape:
    return Shape(
        name,
        "https://dashscope.aliyuncs.com",
        b"/api/v1/services/aigc/text-generation/generation",
        lambda answer, eol: _pieces(answer, eol, cumulative=cumulative),
        lambda answer: _question(answer, cumulative=cumulative),
        ((b"Content-Type", b"application/json"), (b"Accept", b"text/event-stream"), (b"X-DashScope-SSE", b"enable")),
        b"text/event-stream;charset=UTF-8",
        ((b"x-dashscope-call-gateway", b"true"), (b"x-dashscope-finished", b"false")),
    )


SHAPES: Final = {
    "dashscope": _shape("dashscope", cumulative=False),
    "dashscope-cumulative": _shape("dashscope-cumulative", cumulative=True),
}
