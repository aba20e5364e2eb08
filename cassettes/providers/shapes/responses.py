"""OpenAI's responses: events `response.*` with items of output, each with parts.

`response.output_text.delta` has a piece of a text part and `.done` the whole of it; thoughts come as parts of a summary
(`response.reasoning_summary_text.*`) or as they are (`response.reasoning_text.*`); a call is an item with the events
`response.function_call_arguments.*`. `response.completed` repeats every item and has the counts. An error is an event
`error`, then `response.failed`. Transcriptions (`transcript.text.*`) have the same form and are read only.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from cassettes.providers.answer import CREATED, Answer, Piece, Shape, compact, event
from cassettes.providers.failure import Failure
from cassettes.providers.reading import Deltas, Kind, Part, Payload, Reader, each, index_of
from cassettes.providers.shapes import openai

_TEXTS: Final = {
    "response.output_text": Kind.TEXT,
    "response.reasoning_summary_text": Kind.REASONING,
    "response.reasoning_text": Kind.REASONING,
}
_ENDS: Final = ("response.completed", "response.incomplete", "response.failed")
_MODEL: Final = "gpt-5-mini-2025-08-07"


def _question(answer: Answer) -> dict[str, Any]:
    body: dict[str, Any] = {"model": "gpt-5-mini", "input": answer.question, "stream": True}
    if answer.reasoning:
        body["reasoning"] = {"summary": "auto"}
    if answer.tools:
        body["tools"] = [{"type": "function", "name": tool.name, "parameters": {}} for tool in answer.tools]
    return body


#: an event's type, what it says, and its steps
_Event = tuple[str, dict[str, Any], int]


def _part(
    name: str, where: dict[str, Any], tokens: Sequence[str], more: dict[str, Any], *, cut: bool
) -> Iterator[_Event]:
    """The deltas of a text and its end; `cut` leaves the end out."""
    for token in tokens:
        yield f"response.{name}.delta", {**where, "delta": token, **more}, 1
    if not cut:
        yield f"response.{name}.done", {**where, "text": "".join(tokens), **more}, 0


def _reasoning(answer: Answer, item: dict[str, Any]) -> Iterator[_Event]:
    where = {"item_id": item["id"], "output_index": 0, "summary_index": 0}
    yield "response.output_item.added", {"output_index": 0, "item": item | {"summary": []}}, 0
    part = {"type": "summary_text", "text": ""}
    yield "response.reasoning_summary_part.added", {**where, "part": part}, 0
    yield from _part("reasoning_summary_text", where, answer.reasoning, {}, cut=False)
    yield "response.reasoning_summary_part.done", {**where, "part": item["summary"][0]}, 0
    yield "response.output_item.done", {"output_index": 0, "item": item}, 0


def _message(answer: Answer, item: dict[str, Any], index: int) -> Iterator[_Event]:
    where = {"item_id": item["id"], "output_index": index, "content_index": 0}
    begun = item | {"status": "in_progress", "content": []}
    yield "response.output_item.added", {"output_index": index, "item": begun}, 0
    part = {"type": "output_text", "annotations": [], "logprobs": [], "text": ""}
    yield "response.content_part.added", {**where, "part": part}, 0
    yield from _part("output_text", where, answer.tokens, {"logprobs": []}, cut=answer.failed)
    if not answer.failed:
        yield "response.content_part.done", {**where, "part": item["content"][0]}, 0
        yield "response.output_item.done", {"output_index": index, "item": item}, 0


def _call(tokens: Sequence[str], item: dict[str, Any], index: int) -> Iterator[_Event]:
    where = {"item_id": item["id"], "output_index": index}
    begun = item | {"status": "in_progress", "arguments": ""}
    yield "response.output_item.added", {"output_index": index, "item": begun}, 0
    for token in tokens:
        yield "response.function_call_arguments.delta", {**where, "delta": token}, 1
    yield "response.function_call_arguments.done", {**where, "arguments": item["arguments"]}, 0
    yield "response.output_item.done", {"output_index": index, "item": item}, 0


def _items(answer: Answer) -> Iterator[tuple[dict[str, Any], Iterator[_Event]]]:
    """Each item of the output as it is when done, and its events."""
    index = 0
    if answer.reasoning:
        summary = [{"type": "summary_text", "text": "".join(answer.reasoning)}]
        item: dict[str, Any] = {"id": f"rs_{answer.key('reasoning')[:48]}", "type": "reasoning", "summary": summary}
        yield item, _reasoning(answer, item)
        index = 1
    if answer.tokens or not answer.tools:
        content = [{"type": "output_text", "annotations": [], "logprobs": [], "text": answer.text}]
        item = {"id": f"msg_{answer.key('message')[:48]}", "type": "message", "status": "completed"}
        item |= {"content": content, "role": "assistant"}
        yield item, _message(answer, item, index)
        index += 1
    for number, tool in enumerate(answer.tools):
        item = {"id": f"fc_{answer.key(f'item {number}')[:48]}", "type": "function_call", "status": "completed"}
        item |= {"arguments": tool.text, "call_id": f"call_{answer.call_key(number)[:24]}", "name": tool.name}
        yield item, _call(tool.arguments, item, index)
        index += 1


def responses(answer: Answer, eol: str) -> Iterator[Piece]:
    number = -1

    def step(kind: str, value: dict[str, Any], steps: int = 0) -> Piece:
        nonlocal number
        number += 1
        noise = answer.key(f"obfuscation {number}")
        padding = {"obfuscation": noise[: 1 + int(noise[:2], 16) % 16]} if kind.endswith(".delta") else {}
        return event(compact({"type": kind, **value, **padding, "sequence_number": number}), eol, steps, name=kind)

    def response(status: str, output: Sequence[dict[str, Any]] = (), **more: Any) -> dict[str, Any]:
        value: dict[str, Any] = {"id": f"resp_{answer.key('id')[:48]}", "object": "response", "created_at": CREATED}
        value |= {"status": status, "error": None, "incomplete_details": None, "model": _MODEL, "output": list(output)}
        tools = [{"type": "function", "name": tool.name, "parameters": {}, "strict": True} for tool in answer.tools]
        value |= {"parallel_tool_calls": True, "tool_choice": "auto", "tools": tools, "usage": None}
        return {"response": value | more}

    yield step("response.created", response("in_progress"))
    yield step("response.in_progress", response("in_progress"))
    done = []
    for item, events in _items(answer):
        done.append(item)
        for said in events:
            yield step(*said)
    if answer.failed:
        error = failure().streamed["error"]
        yield step("error", {"error": error}, 1)
        yield step("response.failed", response("failed", error={key: error[key] for key in ("code", "message")}))
        return
    counts: dict[str, Any] = {"input_tokens": answer.asked, "input_tokens_details": {"cached_tokens": 0}}
    counts |= {"output_tokens": answer.spoken, "output_tokens_details": {"reasoning_tokens": len(answer.reasoning)}}
    yield step(
        "response.completed", response("completed", done, usage=counts | {"total_tokens": answer.asked + answer.spoken})
    )


_FAILED_SAYS: Final = "An error occurred while processing your request."


def failure(status: int = 500) -> Failure:
    """The error for `status`; left out: the most frequent one in the middle of a stream."""
    error = openai.openai_error(status, _FAILED_SAYS)
    streamed = {"type": "error", "error": {key: error[key] for key in ("type", "code", "message", "param")}}
    return openai.failure(status)._replace(streamed=streamed, event="error")


SHAPES: Final = {
    "openai-responses": Shape(
        "openai-responses",
        "https://api.openai.com",
        b"/v1/responses",
        responses,
        _question,
        ((b"Content-Type", b"application/json"), (b"Accept", b"application/json")),
        b"text/event-stream; charset=utf-8",
        ((b"Cache-Control", b"no-cache"), (b"openai-processing-ms", b"412")),
    )
}


def _knows(payload: Payload) -> bool:
    return payload.text("type").startswith("response.")


def _read(payloads: Sequence[Payload]) -> Deltas:
    texts: dict[Part, None] = {}
    for payload in payloads:
        stem, _, event = payload.text("type").rpartition(".")
        item: Part = (index_of(payload.at("output_index")),)
        if kind := _TEXTS.get(stem):
            part = (*item, stem, index_of(payload.at("content_index")), index_of(payload.at("summary_index")))
            if kind is Kind.TEXT:
                texts[part] = None
            key = "delta" if event == "delta" else "text"
            yield from payload.says(kind, key, part=part, whole=event == "done")
        elif stem == "response.function_call_arguments":
            key = "delta" if event == "delta" else "arguments"
            yield from payload.says(Kind.CALL_ARGUMENTS, key, part=item, whole=event == "done")
        elif stem == "response.output_item" and payload.text("item", "type") == "function_call":
            yield from payload.says(Kind.CALL_ID, "item", "call_id", part=item, whole=True)
            yield from payload.says(Kind.CALL_NAME, "item", "name", part=item, whole=True)
            yield from payload.says(Kind.CALL_ARGUMENTS, "item", "arguments", part=item, whole=True)
        elif payload.text("type") in _ENDS:
            yield from _end(payload, list(texts))
        elif payload.text("type") == "error":
            yield from payload.says(Kind.ERROR, "message")
            yield from payload.says(Kind.ERROR, "error", "message")


def _end(payload: Payload, texts: Sequence[Part]) -> Deltas:
    """The deltas of the last event. Its texts belong to the parts `texts`, one by one, even where items are numbered
    differently.
    """
    found = [
        ("response", "output", place, "content", number, "text")
        for place, _ in payload.items("response", "output")
        for number, _ in payload.items("response", "output", place, "content")
        if payload.text("response", "output", place, "content", number, "type") == "output_text"
    ]
    for number, path in enumerate(found):
        part = texts[number] if number < len(texts) else ("end", number)
        yield from payload.says(Kind.TEXT, *path, part=part, whole=True)
    yield from payload.says(Kind.FINISH, "response", "status")
    yield from payload.counts("response", "usage", asked="input_tokens", spoken="output_tokens")
    yield from payload.says(Kind.ERROR, "response", "error", "message")


def _knows_transcript(payload: Payload) -> bool:
    return payload.text("type").startswith("transcript.text.")


def _transcript(payload: Payload) -> Deltas:
    yield from payload.says(Kind.TEXT, "delta")
    if payload.text("type") == "transcript.text.done":
        yield from payload.says(Kind.TEXT, "text", whole=True)
    yield from payload.counts("usage", asked="input_tokens", spoken="output_tokens")


READERS: Final = (
    Reader("openai-responses", _knows, _read, failure),
    Reader("openai-transcription", _knows_transcript, each(_transcript)),
)
