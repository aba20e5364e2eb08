"""The stream of home-made backends: a key `content` with a piece of the answer, and no sign of a provider's shape.

Thoughts stand in `reasoning_content` beside it, an error in `error`; `data: [DONE]` ends it.
"""

from collections.abc import Iterator
from typing import Final

from cassettes.providers.answer import Answer, Piece, Shape, compact, event
from cassettes.providers.failure import Failure, generic, other
from cassettes.providers.reading import Deltas, Kind, Payload, Reader, each


def content(answer: Answer, eol: str) -> Iterator[Piece]:
    for token in answer.reasoning:
        yield event(compact({"content": "", "reasoning_content": token}), eol, 1)
    for token in answer.tokens:
        yield event(compact({"content": token}), eol, 1)
    if answer.failed:
        yield event(compact(failure().streamed), eol, 1)
        return
    yield event("[DONE]", eol)


def failure(status: int = 500) -> Failure:
    """The error for `status`; left out: the most frequent one in the middle of a stream."""
    return generic(status)._replace(streamed={"error": other(status, "the model is not available")})


SHAPES: Final = {
    "content": Shape(
        "content",
        "http://localhost",
        b"/chat/stream",
        content,
        lambda answer: {"message": answer.question, "stream": True},
        ((b"Content-Type", b"application/json"),),
        b"text/event-stream",
        ((b"Cache-Control", b"no-cache"),),
        tools=False,
    )
}


def _read(payload: Payload) -> Deltas:
    yield from payload.says(Kind.REASONING, "reasoning_content")
    yield from payload.says(Kind.TEXT, "content")
    yield from payload.says(Kind.FINISH, "finish_reason")
    yield from payload.says(Kind.ERROR, "error", "message")
    yield from payload.says(Kind.ERROR, "error")


READERS: Final = (Reader("content", lambda payload: isinstance(payload.at("content"), str), each(_read), failure),)
