"""Plain text, one token per write, as a home-made backend streams it. It has no events, and so no error event."""

from collections.abc import Iterator
from typing import Final

from cassettes.providers.answer import Answer, Piece, Shape


def text(answer: Answer, eol: str) -> Iterator[Piece]:
    for token in answer.tokens:
        yield Piece((token.replace("\n", eol) if eol != "\n" else token).encode(), 1)


SHAPES: Final = {
    "text": Shape(
        "text",
        "http://localhost",
        b"/chat",
        text,
        lambda answer: {"message": answer.question, "stream": True},
        ((b"Content-Type", b"application/json"),),
        b"text/plain; charset=utf-8",
        ((b"Cache-Control", b"no-cache"),),
        reasoning=False,
        tools=False,
        errors=False,
    )
}
