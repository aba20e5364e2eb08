"""Python clients of the tests: a decoder, a generator over chunks, one that is wrong."""

import codecs
import io
import json
from collections.abc import AsyncIterator, Iterable, Iterator


def _content(data: str) -> str:
    if data == "[DONE]":
        return ""
    choices = json.loads(data).get("choices") or [{}]
    return choices[0].get("delta", {}).get("content") or ""


def _events(chunks: Iterable[str]) -> Iterator[str]:
    newlines = io.IncrementalNewlineDecoder(None, translate=True)
    held, data = "", list[str]()
    for chunk in chunks:
        first, *others = newlines.decode(chunk).split("\n")
        held += first
        for other in others:
            line, held = held.removeprefix("\ufeff"), other
            if line.startswith("data:"):
                data.append(line[5:].removeprefix(" "))
            elif not line and data:
                yield _content("\n".join(data))
                data = []


def right(chunks: Iterable[bytes]) -> Iterator[str]:
    """A generator of texts over chunks of bytes."""
    return _events(codecs.iterdecode(chunks, "utf-8"))


def wrong(chunks: Iterable[bytes]) -> Iterator[str]:
    """Each chunk is decoded by itself."""
    return _events(chunk.decode("utf-8", "replace") for chunk in chunks)


async def later(chunks: AsyncIterator[bytes]) -> AsyncIterator[str]:
    """An async generator that is wrong: an event per chunk."""
    async for chunk in chunks:
        for text in _events([chunk.decode()]):
            yield text


class Decoder:
    """A decoder with feed(), which is right for LF and loops for ever at a chunk that ends inside an event."""

    def feed(self, chunk: bytes) -> list[str]:
        while not chunk.endswith(b"\n\n"):
            pass
        return list(_events([chunk.decode()]))
