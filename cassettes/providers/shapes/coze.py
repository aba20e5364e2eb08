"""Coze's v3 chat.

Named events and no space behind the colons: `conversation.chat.created`, `.in_progress`, a `conversation.message.delta`
per token, `conversation.message.completed` with the whole text again, a `verbose` message whose content is JSON in
JSON, `conversation.chat.completed` with the counts, and `event:done` with the data `"[DONE]"` in quotation marks.
A tool call is a completed message of type `function_call`. An error is `conversation.chat.failed`, then `done`.

The reader takes messages of type `answer` and `function_call`; a `completed` one repeats its deltas. The name and
arguments of a call stand in JSON inside its text, so no path leads to them. Where the events have lost their names
(NDJSON), a last message that equals all before it repeats them.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from cassettes.providers.answer import CREATED, Answer, Piece, Shape, compact, event
from cassettes.providers.failure import Failure, other
from cassettes.providers.reading import Delta, Deltas, Kind, Part, Payload, Reader


def _id(answer: Answer, part: str) -> str:
    return f"75{int(answer.key(part)[:16], 16) % 10**17:017d}"


def coze(answer: Answer, eol: str) -> Iterator[Piece]:
    chat_id, conversation_id, bot_id = _id(answer, "chat"), _id(answer, "conversation"), "7497176623146811392"

    def step(name: str, value: dict[str, Any], steps: int = 0) -> Piece:
        return event(compact(value), eol, steps, name=f"conversation.{name}", space=False)

    def chat(status: str, output: int = 0) -> dict[str, Any]:
        asked = answer.asked if output else 0
        return {
            "id": chat_id,
            "conversation_id": conversation_id,
            "bot_id": bot_id,
            "created_at": CREATED,
            "last_error": {"code": 0, "msg": ""},
            "status": status,
            "usage": {"token_count": asked + output, "output_count": output, "input_count": asked},
            "section_id": conversation_id,
        }

    def said(kind: str, content: str, **more: str) -> dict[str, Any]:
        return {
            "id": _id(answer, kind),
            "conversation_id": conversation_id,
            "bot_id": bot_id,
            "role": "assistant",
            "type": kind,
            "content": content,
            "content_type": "text",
            "chat_id": chat_id,
            "section_id": conversation_id,
            **more,
        }

    yield step("chat.created", chat("created"))
    yield step("chat.in_progress", chat("in_progress"))
    for token in answer.reasoning:
        yield step("message.delta", said("answer", "", reasoning_content=token), 1)
    for tool in answer.tools:
        call = compact({"name": tool.name, "arguments": tool.text})
        yield step("message.completed", said("function_call", call), len(tool.arguments))
    for token in answer.tokens:
        yield step("message.delta", said("answer", token), 1)
    if answer.failed:
        yield step("chat.failed", chat("failed") | failure().streamed, 1)
    else:
        thoughts = {"reasoning_content": "".join(answer.reasoning)} if answer.reasoning else {}
        yield step("message.completed", said("answer", answer.text, **thoughts))
        finish = {"msg_type": "generate_answer_finish", "data": "", "from_module": None, "from_unit": None}
        yield step("message.completed", said("verbose", compact(finish)))
        yield step("chat.completed", chat("completed", answer.spoken))
    yield event('"[DONE]"', eol, name="done", space=False)


_SAYS: Final = {
    401: (4100, "authentication is invalid"),
    402: (
        4028,
        "Your free quota has been used up. "
        "Please upgrade to a paid plan to continue: https://console.volcengine.com/coze-pro",
    ),
    403: (4101, "The token you entered is incorrect"),
    429: (4013, "Request has exceeded rate limit. Please try again later."),
}


def failure(status: int = 500) -> Failure:
    """The error for `status`; left out: the most frequent one in the middle of a stream."""
    code, message = _SAYS.get(status, (5000, other(status, "event interval error")))
    streamed = {"status": "failed", "last_error": {"code": code, "msg": message}}
    return Failure({"code": code, "msg": message}, streamed, event="conversation.chat.failed", ends=False)


SHAPES: Final = {
    "coze": Shape(
        "coze",
        "https://api.coze.cn",
        b"/v3/chat",
        coze,
        lambda answer: {
            "bot_id": "7497176623146811392",
            "user_id": "chunktape",
            "stream": True,
            "additional_messages": [{"role": "user", "content": answer.question, "content_type": "text"}],
        },
        ((b"Content-Type", b"application/json"),),
        b"text/event-stream; charset=utf-8",
        ((b"Cache-Control", b"no-cache"),),
    )
}

_FAILED: Final = ("conversation.chat.failed", "error")
_COMPLETED: Final = "conversation.message.completed"


def _knows(payload: Payload) -> bool:
    if payload.name.startswith("conversation."):
        return bool(payload.text("conversation_id") or payload.text("chat_id") or payload.text("type"))
    return payload.text("type") == "answer" and isinstance(payload.at("content"), str)


def _read(payloads: Sequence[Payload]) -> Deltas:
    answers = [payload for payload in payloads if payload.text("type") == "answer"]
    repeats = _nameless_repeat(answers)
    spoken: dict[str, None] = {}
    for payload in payloads:
        kind, message = payload.text("type"), payload.text("id")
        if kind == "answer":
            whole = payload is repeats or payload.name == _COMPLETED
            part = (message if message in spoken or not whole else next(reversed(spoken), message),)
            spoken[str(part[0])] = None
            yield from payload.says(Kind.REASONING, "reasoning_content", part=part, whole=whole)
            yield from payload.says(Kind.TEXT, "content", part=part, whole=whole)
        elif kind == "function_call":
            yield from _call(payload)
        if payload.name.startswith("conversation.chat."):
            yield from payload.says(Kind.FINISH, "status")
            yield from payload.counts("usage", asked="input_count", spoken="output_count")
        if payload.name in _FAILED:
            yield from payload.says(Kind.ERROR, "last_error", "msg")
            yield from payload.says(Kind.ERROR, "msg")


def _nameless_repeat(answers: Sequence[Payload]) -> Payload | None:
    """The last message, if it has no event's name and repeats all the messages before it: at least two, since one that
    comes twice (哈, 哈) need not be a repeat.
    """
    if len(answers) < 3 or answers[-1].name.startswith("conversation."):
        return None
    before = "".join(payload.text("content") for payload in answers[:-1])
    return answers[-1] if before and answers[-1].text("content") == before else None


def _call(payload: Payload) -> Deltas:
    try:
        call: Any = json.loads(payload.text("content"))
    except (ValueError, RecursionError):
        return
    inner = Payload(payload.event, payload.name, call)
    part: Part = (payload.event,)
    for kind, key in ((Kind.CALL_NAME, "name"), (Kind.CALL_ARGUMENTS, "arguments")):
        for delta in inner.says(kind, key, part=part):
            yield Delta(payload.event, kind, delta.value, (), part=part)


READERS: Final = (Reader("coze", _knows, _read, failure),)
