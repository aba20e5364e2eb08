"""Python clients of the tests: a decoder, a generator over chunks, one that is wrong."""

import codecs
import json
from collections.abc import AsyncIterator, Iterable, Iterator


def _content(data: str) -> str:
    if data == "[DONE]":
        return ""
    choices = json.loads(data).get("choices") or [{}]
    return choices[0].get("delta", {}).get("content") or ""


def _events(chunks: Iterable[str]) -> Iterator[str]:
    buffer = ""
    for chunk in chunks:
        buffer += chunk
        held = buffer.endswith("\r")
        text = (buffer[:-1] if held else buffer).replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
        *events, rest = text.split("\n\n")
        buffer = rest + ("\r" if held else "")
        for event in events:
            lines = [line[5:].removeprefix(" ") for line in event.split("\n") if line.startswith("data:")]
            if lines:
                yield _content("\n".join(lines))


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
