"""DashScope's native text generation (Qwen), incremental and cumulative.

Four lines for one event: `id:1`, `event:result`, a comment `:HTTP_STATUS/200` inside the event, `data:{...}`; no space
behind the colons. Without `incremental_output` each event repeats the whole text so far. `finish_reason` is the text
`"null"` until the last event. An error has `event:error` and `:HTTP_STATUS/500`. There is no `[DONE]`. An incremental
stream has its finish in an event without text, a cumulative one repeats its text there.

The reader takes text in `output.text` or in `output.choices`, as text or as a list of parts. No field of a stream says
whether it is incremental or cumulative, so its texts must show it. It is cumulative where each text (and thought, and
arguments) begins with the one before it, and that can't be chance:
- an event repeats a text without a new token (`usage.output_tokens` stands still), or
- the last text is more than the first one over and over. 哈, 哈哈 is no more: 哈 three times, in two events.
An incremental stream ends with an empty text, which does not begin with the one before, so it is never taken for a
cumulative one when it is whole.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any, Final

from cassettes.providers.answer import Answer, Piece, Shape, compact
from cassettes.providers.failure import Failure
from cassettes.providers.reading import Delta, Deltas, Kind, Part, Path, Payload, Reader, index_of


def _question(answer: Answer, *, cumulative: bool) -> dict[str, Any]:
    parameters: dict[str, Any] = {"result_format": "message"}
    if not cumulative:
        parameters["incremental_output"] = True
    if answer.reasoning:
        parameters["enable_thinking"] = True
    if answer.tools:
        functions = [{"name": tool.name, "parameters": {"type": "object"}} for tool in answer.tools]
        parameters["tools"] = [{"type": "function", "function": function} for function in functions]
    messages = [{"role": "user", "content": answer.question}]
    return {"model": "qwen-plus", "input": {"messages": messages}, "parameters": parameters}


def _added(answer: Answer) -> Iterator[dict[str, str]]:
    """What each event adds: `reasoning`, `content`, or the arguments of a tool by its number; the finish adds
    nothing.
    """
    yield from ({"reasoning": token} for token in answer.reasoning)
    yield from ({"content": token} for token in answer.tokens)
    for number, tool in enumerate(answer.tools):
        yield from ({str(number): token} for token in tool.arguments)
    if not answer.failed:
        yield {}


def _pieces(answer: Answer, eol: str, *, cumulative: bool) -> Iterator[Piece]:
    request_id = f"{answer.key('id')[:8]}-7e8d-497d-bee9-{answer.key('id')[8:20]}"
    sofar: dict[str, str] = {}
    named: set[str] = set()
    number = spoken = 0
    for number, added in enumerate(_added(answer), 1):
        spoken += len(added)
        sofar = sofar | {key: sofar.get(key, "") + text for key, text in added.items()} if cumulative else added
        message: dict[str, Any] = {"role": "assistant", "content": sofar.get("content", "")}
        if answer.reasoning:
            message["reasoning_content"] = sofar.get("reasoning", "")
        calls = []
        for key in sofar.keys() - {"reasoning", "content"}:
            name = {} if key in named and not cumulative else {"name": answer.tools[int(key)].name}
            named.add(key)
            call_id = f"call_{answer.call_key(int(key))[:22]}"
            function = name | {"arguments": sofar[key]}
            calls.append({"index": int(key), "id": call_id, "type": "function", "function": function})
        if calls:
            message["tool_calls"] = sorted(calls, key=itemgetter("index"))
        finish = "null" if added else "tool_calls" if answer.tools else "stop"
        value = {
            "output": {"choices": [{"message": message, "finish_reason": finish}]},
            "usage": {
                "total_tokens": answer.asked + spoken,
                "output_tokens": spoken,
                "input_tokens": answer.asked,
                "prompt_tokens_details": {"cached_tokens": 0},
            },
            "request_id": request_id,
        }
        yield _event(number, "result", 200, value, eol, len(added))
    if answer.failed:
        value = failure().streamed | {"request_id": request_id}
        yield _event(number + 1, "error", 500, value, eol, 1)


def _event(number: int, name: str, status: int, value: dict[str, Any], eol: str, steps: int) -> Piece:
    lines = (f"id:{number}", f"event:{name}", f":HTTP_STATUS/{status}", f"data:{compact(value)}", "", "")
    return Piece(eol.join(lines).encode(), steps)


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


_SAYS: Final = {
    400: ("InvalidParameter", "Required parameter(s) missing or invalid, please check the request parameters."),
    401: ("InvalidApiKey", "Invalid API-key provided."),
    402: ("Arrearage", "Access denied, please make sure your account is in good standing."),
    403: ("AccessDenied", "Access denied."),
    404: ("ModelNotFound", "Model can not be found."),
    408: ("RequestTimeOut", "Request timed out, please try again later."),
    429: ("Throttling.RateQuota", "Requests rate limit exceeded, please try again later."),
    504: ("RequestTimeOut", "Request timed out, please try again later."),
}


def failure(status: int = 500) -> Failure:
    """The error for `status`; left out: the most frequent one in the middle of a stream."""
    code, message = _SAYS.get(status, ("InternalError.Algo", "Inference error, try again."))
    value = {"code": code, "message": message, "request_id": "00000000-7e8d-497d-bee9-000000000000"}
    return Failure(value, value, (), "error", f"HTTP_STATUS/{status}")


SHAPES: Final = {
    "dashscope": _shape("dashscope", cumulative=False),
    "dashscope-cumulative": _shape("dashscope-cumulative", cumulative=True),
}

_SAID: Final = (Kind.TEXT, Kind.REASONING, Kind.CALL_ARGUMENTS)


def _knows(payload: Payload) -> bool:
    if isinstance(payload.at("output"), dict):
        return isinstance(payload.at("output", "choices"), list) or isinstance(payload.at("output", "text"), str)
    return all(payload.text(key) for key in ("code", "message", "request_id"))


def _read(payloads: Sequence[Payload]) -> Deltas:
    found = [delta for payload in payloads for delta in _said(payload)]
    cumulative = _is_cumulative(found, payloads)
    for delta in found:
        if delta.value:
            yield delta._replace(whole=delta.whole or (cumulative and delta.kind in _SAID))


def _said(payload: Payload) -> Deltas:
    """The deltas of a payload, empty texts included: they tell the two kinds of streams apart."""
    yield from _text(payload, Kind.TEXT, ("output", "text"), 0)
    yield from _finish(payload, ("output", "finish_reason"), 0)
    for place, _ in payload.items("output", "choices"):
        path = ("output", "choices", place)
        choice = index_of(payload.at(*path, "index"), place)
        message = (*path, "message")
        yield from _text(payload, Kind.REASONING, (*message, "reasoning_content"), choice)
        yield from _text(payload, Kind.TEXT, (*message, "content"), choice)
        parts = list(payload.items(*message, "content"))
        for number, _ in parts:
            yield from _text(payload, Kind.TEXT, (*message, "content", number, "text"), choice, (number,))
        if payload.at(*message, "content") == []:
            yield Delta(payload.event, Kind.TEXT, "", (*message, "content"), choice, (0,))
        for number, _ in payload.items(*message, "tool_calls"):
            call = (*message, "tool_calls", number)
            part = (index_of(payload.at(*call, "index"), number),)
            for kind, key in ((Kind.CALL_ID, ("id",)), (Kind.CALL_NAME, ("function", "name"))):
                for delta in payload.says(kind, *call, *key, choice=choice, part=part):
                    yield delta._replace(whole=True)  # each event says them again
            yield from payload.says(Kind.CALL_ARGUMENTS, *call, "function", "arguments", choice=choice, part=part)
        yield from _finish(payload, (*path, "finish_reason"), choice)
    yield from payload.counts("usage", asked="input_tokens", spoken="output_tokens")
    if payload.at("output") is None:
        yield from payload.says(Kind.ERROR, "message")


def _finish(payload: Payload, path: Path, choice: int) -> Deltas:
    if payload.text(*path) != "null":
        yield from payload.says(Kind.FINISH, *path, choice=choice)


def _text(payload: Payload, kind: Kind, path: Path, choice: int, part: Part = ()) -> Deltas:
    if isinstance(found := payload.at(*path), str):
        yield Delta(payload.event, kind, found, path, choice, part)


def _is_cumulative(found: Sequence[Delta], payloads: Sequence[Payload]) -> bool:
    """Whether each text repeats the text before it; the module's head has the rule."""
    spoken = {payload.event: index_of(payload.at("usage", "output_tokens")) for payload in payloads}
    said: dict[tuple[int, Kind, Part], list[Delta]] = {}
    for delta in found:
        if delta.kind in _SAID:
            said.setdefault((delta.choice, delta.kind, delta.part), []).append(delta)
    pairs = [pair for deltas in said.values() for pair in pairwise(deltas)]
    if not all(after.value.startswith(before.value) for before, after in pairs):
        return False
    stands_still = any(
        before.value == after.value != "" and spoken[before.event] and spoken[before.event] == spoken[after.event]
        for before, after in pairs
    )
    return stands_still or any(map(_grows, said.values()))


def _grows(deltas: Sequence[Delta]) -> bool:
    """Whether the last text is more than the first one over and over."""
    first = next((delta.value for delta in deltas if delta.value), "")
    last = deltas[-1].value
    return first != "" and last != (first * (len(last) // len(first) + 1))[: len(last)]


READERS: Final = (Reader("dashscope", _knows, _read, failure),)
