"""Runs a client's Python function against a tape that is cut in many ways: the child of `runners/python.py`.

Started by its path, so that it imports nothing of ours; the protocol is that of `chunktape/js/host.mjs`.
"""

import asyncio
import importlib
import importlib.util
import inspect
import io
import json
import os
import queue
import signal
import struct
import sys
import threading
import time
import traceback
from base64 import b64decode
from bisect import bisect_left
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import nullcontext, suppress
from itertools import pairwise
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any, BinaryIO

_TAKES = ("push", "feed", "write", "decode", "append", "parse", "process", "consume", "receive")
_NEVER = 1 << 62
#: s for a client that is at work when the input ends; s for an answer, longer than anybody waits (`child.LIMIT`)
_MOMENT = 1.0
_LONGEST = 60.0
#: names of a module that a sentence has
_NAMED = 8
_ENDS = ("end", "flush", "close", "finish", "done", "complete")


def _beside(name: str) -> ModuleType:
    """A module of this folder, which is on no path."""
    spec = importlib.util.spec_from_file_location(f"_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def _method(value: object, names: tuple[str, ...]) -> Callable[..., Any] | None:
    return next((found for name in names if callable(found := getattr(value, name, None))), None)


class _World:
    """One run: the pieces, and what the client said after which of them."""

    def __init__(
        self, pieces: list[bytes], feed: str, *, trace: bool, gate: Callable[[int], None] = lambda _: None
    ) -> None:
        self.pieces = pieces
        self.feed = feed
        self.trace = trace
        self.gate = gate  # is told the offset at which each piece ends, and waits
        self.is_over = False  # nobody hears what it says
        self.decoder: Any = None
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
            self.lines.append(_where((frame, frame.f_lineno) for frame in _callers(at)))

    def traced(self) -> Any:
        """What traces the client's own code for the time of a `with`."""
        if self.trace:
            self.tracing = _beside("python_trace").Trace(self.mark, _is_own)
        return self.tracing or nullcontext()

    def gives(self, function: Callable[..., Any]) -> None:
        """Note what is called with each piece."""
        if self.tracing is not None:
            self.tracing.giver = getattr(inspect.unwrap(function), "__code__", None)

    def mark(self, kind: str, key: str, where: str) -> None:
        self.marks.append((max(0, min(self.piece, len(self.pieces) - 1)), kind, key, where))

    def heard(self, *values: Any) -> None:
        if values:
            self.say("callback", values[0])

    def fed(self, decoder: Any, piece: bytes) -> Any:
        return decoder.decode(piece) if self.feed == "text" else piece

    def each(self) -> Iterator[Any]:
        import codecs

        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.result["asked"] = True
        end = 0
        for piece in self.pieces:
            end += len(piece)
            self.gate(end)
            self.piece += 1
            self.result["delivered"] += 1
            yield self.fed(decoder, piece)
        self.gate(_NEVER)

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


def _callers(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


def _is_own(frame: FrameType) -> bool:
    """Whether a frame is the client's own: none of Python's, of a package, or of the modules of this folder."""
    file = frame.f_code.co_filename
    own = os.path.isabs(file) and os.path.dirname(file) != os.path.dirname(__file__) and "site-packages" not in file
    return own and not file.startswith(os.path.dirname(os.__file__))


def _where(frames: Iterable[tuple[FrameType, int]]) -> str:
    """`file:line` of the first frame that is the client's own."""
    return next((f"{frame.f_code.co_filename}:{line}" for frame, line in frames if _is_own(frame)), "")


def _needed(function: Callable[..., Any]) -> int:
    """How many arguments have no default."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return 1
    return sum(one.default is one.empty and one.kind <= one.POSITIONAL_OR_KEYWORD for one in parameters)


async def _drive(way: str, function: Any, world: _World) -> None:
    if way == "decoder":
        decoder = function
        if callable(function):
            decoder = function(world.heard) if _needed(function) else function()
        world.decoder = decoder
        take, end = _method(decoder, _TAKES), _method(decoder, _ENDS)
        if take is None:
            raise TypeError("it gives nothing that takes pieces")
        world.gives(take)
        for piece in world.each():
            await world.hear(take(piece))
        if end is not None:
            await world.hear(end())
    elif way == "piece":
        world.gives(function)
        for piece in world.each():
            await world.hear(function(piece))
    else:
        pieces = world.later() if way == "async chunks" else world.each()
        await world.hear(function(pieces, world.heard) if _needed(function) > 1 else function(pieces))


def _cuts(base: list[int], plan: "list[int] | str") -> list[int]:
    """The cuts of a plan, as `chunktape/js/answers/told.mjs` reads it."""
    if isinstance(plan, list):
        return sorted({*base}.symmetric_difference(plan))
    data = b64decode(plan)
    return list(struct.unpack(f"<{len(data) // 4}I", data))


def _difference(result: dict[str, Any], first: dict[str, Any], base: list[int], cuts: list[int]) -> dict[str, Any]:
    """What of a result differs from that of the baseline, which is cut at `base`: what `told.py` reads."""
    told = {name: value for name, value in result.items() if name not in ("said", "delivered") and value != first[name]}
    if result["delivered"] != len(cuts) + 1:
        told["delivered"] = result["delivered"]
    if [one[1:] for one in result["said"]] != [one[1:] for one in first["said"]]:
        return told | {"said": result["said"]}
    pieces = [*(bisect_left(cuts, end) for end in base), len(cuts), -1]  # the last one: before the first
    pairs = enumerate(zip(result["said"], first["said"], strict=True))
    moved = [(number, one[0] - pieces[was[0]]) for number, (one, was) in pairs if one[0] != pieces[was[0]]]
    return told | ({"moved": moved} if moved else {})


class _Host:
    def __init__(self) -> None:
        self.bodies: dict[int, tuple[bytes, list[int]]] = {}  # and where the baseline cuts it
        self.firsts: dict[tuple[int, str], dict[str, Any]] = {}  # the result of the baseline
        self.module = self.name = ""
        self.entries: list[dict[str, str]] = []

    def function(self) -> Any:
        """The function of a fresh instance of its module."""
        loaded = sys.modules.pop(self.module, None)
        try:
            module = importlib.import_module(self.module)
            if not hasattr(module, self.name):
                there = [name for name, one in vars(module).items() if callable(one) and not name.startswith("_")]
                raise AttributeError(f"it has no `{self.name}`, but {', '.join(there[:_NAMED]) or 'nothing to call'}")
            return getattr(module, self.name)
        except BaseException:
            if loaded is not None:
                sys.modules[self.module] = loaded
            raise

    def load(self, message: dict[str, Any]) -> dict[str, Any]:
        sys.path.insert(0, os.getcwd())
        self.module, _, self.name = message["file"].rpartition(":")
        found = self.function()
        if not callable(found) and _method(found, _TAKES) is None:
            raise TypeError(f"`{self.name}` is no function, no class, and has none of {', '.join(_TAKES)}")
        ways = ["decoder", "chunks", "async chunks", "piece"]
        if not callable(found):
            ways = ["decoder"]
        elif not inspect.isclass(found) and _needed(found) == 1:
            is_async = inspect.iscoroutinefunction(found) or inspect.isasyncgenfunction(found)
            ways = ["async chunks", "chunks"] if is_async else ["chunks", "async chunks", "decoder", "piece"]
        self.entries = [{"name": self.name, "way": way} for way in ways]
        text = ""
        with suppress(OSError, TypeError):
            text = inspect.getsource(sys.modules[self.module])[:300_000]
        return {"entries": self.entries, "uses": [], "guards": False, "text": text}

    def run(self, drive: dict[str, Any], body: bytes, cuts: list[int]) -> dict[str, Any]:
        ends = (0, *cuts, len(body))
        world = _World([body[start:end] for start, end in pairwise(ends)], drive["feed"], trace=drive["trace"])
        try:
            with world.traced():
                asyncio.run(_drive(self.entries[drive["entry"]]["way"], self.function(), world))
        except BaseException as error:
            world.result["error"] = f"{type(error).__name__}: {error}"
            if drive["trace"]:
                world.result["where"] = _where(reversed(list(traceback.walk_tb(error.__traceback__))))
        return world.result

    def lived(self, message: dict[str, Any]) -> dict[str, Any]:
        """A scene of the client's life, or its time."""
        life = _beside("python_life")
        body, drive = self.bodies[message["body"]][0], message["drive"]
        way = self.entries[drive["entry"]]["way"]

        def world(pieces: list[bytes], gate: Callable[[int], None]) -> _World:
            return _World(pieces, drive["feed"], trace=False, gate=gate)

        if message["op"] == "time":
            found = life.measured(body, way, self.function(), world, _drive)
        else:
            found = life.Stage(message, body, way, self.function(), world, _drive).play()
        assert isinstance(found, dict)
        return found

    def answers(self, message: dict[str, Any]) -> Iterator[dict[str, Any]]:
        try:
            if message["op"] == "load":
                yield self.load(message)
            elif message["op"] == "body":
                self.bodies[message["id"]] = (b64decode(message["base64"]), message["base"])
                yield {}
            elif message["op"] in ("play", "time"):
                yield self.lived(message)
            else:
                body, base = self.bodies[message["body"]]
                drive, key = message["drive"], (message["body"], json.dumps(message["drive"]))
                for plan in message["plans"]:
                    cuts = _cuts(base, plan)
                    result, first = self.run(drive, body, cuts), self.firsts.get(key)
                    yield result if first is None else _difference(result, first, base, cuts)
                    if plan == []:
                        self.firsts.setdefault(key, result)
        except BaseException as error:
            yield {"error": f"{type(error).__name__}: {error}"}


def _read(source: BinaryIO, frames: "queue.SimpleQueue[bytes | None]") -> None:
    """Read the frames of the input. Once it has ended nobody waits for an answer: a client that is at work then, in a
    loop that never ends, is ended with what it started.
    """
    while len(head := source.read(4)) == 4:
        frames.put(source.read(struct.unpack(">I", head)[0]))
    frames.put(None)
    time.sleep(_MOMENT)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _limit(seconds: float) -> None:
    """Have the system end this process unless it asks again within so many seconds; 0: never. A regular expression
    that never ends lets no thread of Python run.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def main() -> None:
    """Answer frames until the input ends. What the client prints, or a process that it starts, goes nowhere, and what
    it reads is empty.
    """
    source: BinaryIO = os.fdopen(os.dup(0), "rb")
    out = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    sys.stdout = io.StringIO()
    host = _Host()
    frames: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(source, frames), daemon=True).start()
    while (frame := frames.get()) is not None:
        _limit(_LONGEST)
        for answer in host.answers(json.loads(frame)):
            data = json.dumps(answer).encode()
            out.write(struct.pack(">I", len(data)) + data)
            out.flush()
            _limit(_LONGEST)
        _limit(0)


if __name__ == "__main__":
    main()
