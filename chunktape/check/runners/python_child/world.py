"""One run of a client: its pieces, and what it says behind which of them."""

import asyncio
import codecs
import inspect
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import nullcontext
from typing import Any

from .trace import Trace, callers, where

#: the offset behind the last piece, for the gate
NEVER = 1 << 62


class World:
    """One run: the pieces, and what the client said after which of them."""

    def __init__(
        self, pieces: list[bytes], feed: str, *, trace: bool, gate: Callable[[int], None] = lambda _: None
    ) -> None:
        self.pieces = pieces
        self.feed = feed
        self.trace = trace
        self.gate = gate  # called with the offset at which each piece ends; it may wait
        self.is_over = False  # values from now on are dropped
        self.decoder: Any = None
        self.letters = codecs.getincrementaldecoder("utf-8")("replace")  # of a client that is given text
        self.piece = -1
        self.said: list[tuple[int, str, Any]] = []
        self.lines: list[str] = []
        self.marks: list[tuple[int, str, str, str]] = []
        self.tracing: Any = None
        self.result: dict[str, Any] = {"said": self.said, "error": "", "asked": False, "delivered": 0, "ended": False}
        if trace:
            self.result |= {"where": "", "lines": self.lines, "marks": self.marks}

    def say(self, source: str, value: Any, yielded: Any = None) -> None:
        if self.is_over or value is None or isinstance(value, (bytes, bytearray, memoryview)) or callable(value):
            return
        fields = value if isinstance(value, (str, dict, list, int, float)) else getattr(value, "__dict__", None)
        if fields is None:
            fields = {name: getattr(value, name) for name in getattr(value, "__slots__", ())}
        self.said.append((self.piece, source, json.loads(json.dumps(fields, default=str))))
        if self.trace:
            at = getattr(yielded, "gi_frame", None) or getattr(yielded, "ag_frame", None) or inspect.currentframe()
            self.lines.append(where((frame, frame.f_lineno) for frame in callers(at)))

    def traced(self) -> Any:
        """A context in which the client's own code is traced, if the run is a traced one."""
        if self.trace:
            self.tracing = Trace(self.mark)
        return self.tracing or nullcontext()

    def gives(self, function: Callable[..., Any]) -> None:
        """Note that `function` is the one that is called with each piece."""
        if self.tracing is not None:
            self.tracing.giver = getattr(inspect.unwrap(function), "__code__", None)

    def mark(self, kind: str, key: str, where: str) -> None:
        self.marks.append((max(0, min(self.piece, len(self.pieces) - 1)), kind, key, where))

    def heard(self, *values: Any) -> None:
        if values:
            self.say("callback", values[0])

    def fed(self, piece: bytes) -> Any:
        return self.letters.decode(piece) if self.feed == "text" else piece

    def each(self) -> Iterator[Any]:
        self.result["asked"] = True
        end = 0
        for piece in self.pieces:
            end += len(piece)
            self.gate(end)
            self.piece += 1
            self.result["delivered"] += 1
            yield self.fed(piece)
        self.gate(NEVER)

    async def later(self) -> AsyncIterator[Any]:
        for piece in self.each():
            yield piece
            await asyncio.sleep(0)

    async def hear(self, value: Any) -> None:
        if isinstance(value, Awaitable):
            await self.hear(await value)
            self.result["ended"] = True
        elif isinstance(value, AsyncIterator):
            async for one in value:
                self.say("return", one, value)
            self.result["ended"] = True
        elif isinstance(value, (Iterator, list, tuple)):
            for one in value:
                self.say("return", one, value)
        else:
            self.say("return", value)
