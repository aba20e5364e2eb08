"""Gemini's `streamGenerateContent?alt=sse`.

CRLF line ends; a space behind each colon and none behind a comma; several tokens in one large event; no `[DONE]`: the
last event has a `finishReason`. Thoughts are parts marked `thought`; a tool call comes whole, in one part.
An error is an event with `error` and nothing after it.

The reader takes these events, the same as one JSON array (without `alt=sse`), and the steps of the newer interactions
API.
"""

import json
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, Final

from cassettes.providers.answer import Answer, Piece, Shape, event
from cassettes.providers.failure import Failure
from cassettes.providers.reading import Deltas, Kind, Payload, Reader, each, index_of

#: tokens that one event holds
_BATCH: Final = 12


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ": "))


def _question(answer: Answer) -> dict[str, Any]:
    body: dict[str, Any] = {"contents": [{"role": "user", "parts": [{"text": answer.question}]}]}
    config: dict[str, Any] = {"thinkingConfig": {"includeThoughts": True}} if answer.reasoning else {}
    if answer.others:
        config["candidateCount"] = len(answer.choices)
    if config:
        body["generationConfig"] = config
    if answer.tools:
        declarations = [{"name": tool.name, "parameters": {"type": "OBJECT"}} for tool in answer.tools]
        body["tools"] = [{"functionDeclarations": declarations}]
    return body


def _batches(answer: Answer) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The content of each event: a choice's index and some of its tokens, in turns."""
    batches = [[tokens[at : at + _BATCH] for at in range(0, len(tokens), _BATCH)] for tokens in answer.choices]
    for turn in zip_longest(*batches):
        yield from ((index, batch) for index, batch in enumerate(turn) if batch is not None)


def _parts(answer: Answer) -> Iterator[tuple[int, dict[str, Any], int, int, int]]:
    """The choice, a part of it, its steps, and the numbers of thought and answer tokens so far."""
    thought = said = 0
    for start in range(0, len(answer.reasoning), _BATCH):
        batch = answer.reasoning[start : start + _BATCH]
        thought += len(batch)
        yield 0, {"text": "".join(batch), "thought": True}, len(batch), thought, said
    for index, batch in _batches(answer):
        said += len(batch)
        yield index, {"text": "".join(batch)}, len(batch), thought, said
    for tool in answer.tools:
        call = {"name": tool.name, "args": json.loads(tool.text)}
        said += len(tool.arguments)
        yield 0, {"functionCall": call}, len(tool.arguments), thought, said


def gemini(answer: Answer, eol: str) -> Iterator[Piece]:
    parts = list(_parts(answer)) or [(0, {"text": ""}, 1, 0, 0)]
    last = {index: number for number, (index, *_) in enumerate(parts)}
    for number, (index, part, steps, thought, said) in enumerate(parts):
        candidate: dict[str, Any] = {"content": {"parts": [part], "role": "model"}}
        if number == last[index] and not answer.failed:
            candidate["finishReason"] = "STOP"
        usage = {
            "promptTokenCount": answer.asked,
            "candidatesTokenCount": said,
            "totalTokenCount": answer.asked + thought + said,
            "promptTokensDetails": [{"modality": "TEXT", "tokenCount": answer.asked}],
        }
        value = {
            "candidates": [candidate | {"index": index}],
            "usageMetadata": usage | ({"thoughtsTokenCount": thought} if thought else {}),
            "modelVersion": "gemini-2.5-flash",
            "responseId": answer.key("id")[:23],
        }
        yield event(_json(value), eol, steps)
    if answer.failed:
        yield event(_json(failure().streamed), eol, 1)


_SAYS: Final = {
    400: ("INVALID_ARGUMENT", "Request contains an invalid argument."),
    401: ("UNAUTHENTICATED", "Request had invalid authentication credentials."),
    403: ("PERMISSION_DENIED", "The caller does not have permission"),
    404: ("NOT_FOUND", "Requested entity was not found."),
    429: ("RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota)."),
    503: ("UNAVAILABLE", "The model is overloaded. Please try again later."),
    504: ("DEADLINE_EXCEEDED", "Deadline expired before operation could complete."),
}


def failure(status: int = 503) -> Failure:
    """The error for `status`; left out: the most frequent one in the middle of a stream."""
    name, message = _SAYS.get(status, ("INTERNAL", "An internal error has occurred."))
    value = {"error": {"code": status, "message": message, "status": name}}
    return Failure(value, value)


SHAPES: Final = {
    "gemini": Shape(
        "gemini",
        "https://generativelanguage.googleapis.com",
        b"/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse",
        gemini,
        _question,
        ((b"Content-Type", b"application/json"),),
        b"text/event-stream",
        ((b"Content-Disposition", b"attachment"), (b"Vary", b"Origin"), (b"Vary", b"X-Origin"), (b"Vary", b"Referer")),
        eol="\r\n",
        choices=True,
    )
}


def _knows(payload: Payload) -> bool:
    return (
        isinstance(payload.at("candidates"), list)
        or isinstance(payload.at("promptFeedback"), dict)
        or (isinstance(payload.at("usageMetadata"), dict))
    )


def _read(payload: Payload) -> Deltas:
    for place, _ in payload.items("candidates"):
        candidate = ("candidates", place)
        choice = index_of(payload.at(*candidate, "index"), place)
        for number, part in payload.items(*candidate, "content", "parts"):
            path = (*candidate, "content", "parts", number)
            thought = isinstance(part, dict) and part.get("thought") is True
            yield from payload.says(Kind.REASONING if thought else Kind.TEXT, *path, "text", choice=choice)
            call = (payload.event, number)
            for kind, key in ((Kind.CALL_ID, "id"), (Kind.CALL_NAME, "name"), (Kind.CALL_ARGUMENTS, "args")):
                yield from payload.says(kind, *path, "functionCall", key, choice=choice, part=call)
        yield from payload.says(Kind.FINISH, *candidate, "finishReason", choice=choice)
    yield from payload.says(Kind.FINISH, "promptFeedback", "blockReason")
    yield from payload.counts("usageMetadata", asked="promptTokenCount", spoken="candidatesTokenCount")
    yield from payload.says(Kind.ERROR, "error", "message")


def _knows_interaction(payload: Payload) -> bool:
    return payload.text("event_type").startswith(("interaction.", "step.", "content."))


def _interaction(payload: Payload) -> Deltas:
    part = (index_of(payload.at("index")),)
    if payload.text("event_type") == "step.delta":
        yield from payload.says(Kind.TEXT, "delta", "text", part=part)
        yield from payload.says(Kind.REASONING, "delta", "content", "text", part=part)
        yield from payload.says(Kind.CALL_ARGUMENTS, "delta", "arguments", part=part)
    elif payload.text("event_type") == "step.start" and payload.text("step", "type") == "function_call":
        yield from payload.says(Kind.CALL_ID, "step", "id", part=part)
        yield from payload.says(Kind.CALL_NAME, "step", "name", part=part)
    yield from payload.says(Kind.FINISH, "interaction", "status")
    yield from payload.counts("interaction", "usage", asked="total_input_tokens", spoken="total_output_tokens")
    yield from payload.says(Kind.ERROR, "error", "message")


READERS: Final = (
    Reader("gemini", _knows, each(_read), failure),
    Reader("gemini-interactions", _knows_interaction, each(_interaction)),
)
