"""The streams that are measured with, and the plans of each mode."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cassettes import store
from cassettes.model import Chunk, Chunks, Ending, EndKind, Header, Interaction, Mark, Origin, Request, ResponseHead
from player.splits import Body
from player.splits.exhaust import Exhaustion

_EVENT: Final = (
    'data: {{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"m","choices":'
    '[{{"index":0,"delta":{{"content":"你好，世界 👍 {number}\\n"}},"finish_reason":null}}]}}\n\n'
)


def source(size: int) -> Body:
    """An OpenAI-like stream of about `size` bytes, one event per read."""
    events: list[bytes] = []
    while sum(map(len, events[-1:])) * len(events) < size:
        events.append(_EVENT.format(number=len(events)).encode())
    cuts = tuple(sum(map(len, events[: number + 1])) for number in range(len(events)))
    return Body(b"".join(events) + b"data: [DONE]\n\n", b"text/event-stream", b"", cuts, tuple(range(len(cuts) + 1)))


def plans(body: Body, mode: str) -> Iterator[tuple[int, ...]]:
    """The cuts of each plan of a mode: a level of `Exhaustion`, packed, or `bytes`: pieces of one byte."""
    if mode != "bytes":
        return (plan.cuts for plan in Exhaustion(body, mode).unnamed())
    size = len(body.data)
    return (tuple(range(1, size)) for _ in range(max(3, 200_000 // size)))


def tape(body: Body, file: Path) -> None:
    """Write a cassette with one answer that is `body`."""
    head = ResponseHead(0, 200, b"OK", ((b"Content-Type", body.content_type),))
    chunks = Chunks.of([Chunk(0, 0, body.data, Mark.END)])
    request = Request("POST", b"/v1/chat/completions", ())
    one = Interaction(1, request, head, chunks, Ending(EndKind.COMPLETE, 0, 0))
    store.save(file, Header("benchmark", 0, Origin(source="")), [one], "overwrite")
