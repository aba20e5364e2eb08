"""Plays scenes of a Python client's life, and measures its time: the twin of `chunktape/js/life/`.

Steps and answers are those of `stage.mjs`. Rules

- Each answer runs in a thread of its own, and waits at a gate: at any moment one thread runs.
- An answer is stopped by giving it no more pieces and closing the generator that it returned.
- The time is processor time or elapsed time, whichever is less.
"""

import asyncio
import threading
import time
import traceback
from itertools import pairwise
from typing import Any

from .driving import drive
from .trace import where
from .world import NEVER, World

_RESETS = ("reset", "clear", "restart", "renew")
#: s; a run that takes longer is not fed to its end
_TOO_LONG = 2.0


class _Left(BaseException):
    """Raised in an answer of which no more is wanted."""


class _Gate:
    """Holds an answer: the piece that ends at an offset waits until the gate is raised that far."""

    def __init__(self) -> None:
        self._raised, self._waiting = -1, 0
        self._held = self._left = self.is_over = False
        self._turn = threading.Condition()

    def wait(self, end: int) -> None:
        """Called by the answer. Raises _Left."""
        with self._turn:
            if end > self._raised:
                self._held, self._waiting = True, end
                self._turn.notify_all()
                self._turn.wait_for(lambda: self._left or end <= self._raised)
            if self._left:
                raise _Left

    def over(self) -> None:
        """Called by the answer when it is over."""
        with self._turn:
            self.is_over = True
            self._turn.notify_all()

    def open(self, to: int = -1, *, leave: bool = False) -> None:
        """Let the answer go on, and wait until it is held again, or over."""
        with self._turn:
            self._raised = max(self._raised, to)
            self._left = self._left or leave
            self._held = self._held and self._waiting > self._raised and not leave
            self._turn.notify_all()
            self._turn.wait_for(lambda: self.is_over or (self._held and not leave))


class Stage:
    """One scene of the client `function`, which takes its pieces in the manner `way` and the form `feed`."""

    def __init__(self, message: dict[str, Any], body: bytes, way: str, function: Any, feed: str) -> None:
        self._message, self._body, self._way, self._function, self._feed_as = message, body, way, function, feed
        self._parts: list[tuple[World, _Gate, threading.Thread]] = []
        self._result: dict[str, Any] = {"error": "", "stops": "", "missing": "", "listeners": {}}

    def play(self) -> dict[str, Any]:
        """Take all steps."""
        for act, number, value in self._message["steps"]:
            if not self._result["missing"]:
                getattr(self, f"_{act}")(number, value)
        for world, gate, _ in self._parts:
            world.is_over = True
            gate.open(leave=True)
        for _, _, thread in self._parts:
            thread.join()
        return {**self._result, "parts": [world.result for world, _, _ in self._parts]}

    def _ask(self, _: int, start: int | None) -> None:
        if self._parts and self._way == "decoder" and not callable(self._function):
            self._result["missing"] = "ask"
            return
        at, base, body = self._message.get("at", 0), self._message["cuts"], self._body
        cuts = sorted({*base, at}) if at and not self._parts else base
        if start:
            body = body[:start] + body
            cuts = [*(cut for cut in base if cut < at), at, *(cut + at for cut in base)]
        gate = _Gate()
        pieces = [body[one:two] for one, two in pairwise((0, *cuts, len(body)))]
        world = World(pieces, self._feed_as, trace=bool(self._message["drive"]["trace"]), gate=gate.wait)
        world.result["cuts"] = cuts
        thread = threading.Thread(target=self._answer, args=(world, gate), daemon=True)
        self._parts.append((world, gate, thread))
        thread.start()
        gate.open()

    def _answer(self, world: World, gate: _Gate) -> None:
        try:
            asyncio.run(drive(self._way, self._function, world))
        except _Left:
            pass
        except BaseException as error:
            world.result["error"] = f"{type(error).__name__}: {error}"
            if world.trace:
                world.result["where"] = where(reversed(list(traceback.walk_tb(error.__traceback__))))
        gate.over()

    def _feed(self, number: int, to: int | None) -> None:
        world, gate, _ = self._parts[number]
        if not world.is_over:
            gate.open(len(self._body) * 2 if to is None else to)

    def _end(self, number: int, _: int | None) -> None:
        self._parts[number][1].open(NEVER)

    def _stop(self, number: int, _: int | None) -> None:
        world, gate, _thread = self._parts[number]
        world.is_over = True  # values from now on are not collected
        self._result["stops"] = "dropped"
        gate.open(leave=True)
        world.result["error"] = ""

    def _reset(self, number: int, _: int | None) -> None:
        world = self._parts[number][0]
        name = next((one for one in _RESETS if callable(getattr(world.decoder, one, None))), None)
        if name is None:
            self._result["missing"] = "reset"
            return
        self._result["stops"] = f"{name}()"
        world.result["mark"] = len(world.said)
        world.letters.reset()
        getattr(world.decoder, name)()

    def _rest(self, _: int, __: int | None) -> None:
        """Nothing waits in Python."""


def measured(body: bytes, way: str, function: Any, feed: str) -> dict[str, Any]:
    """How long the client takes for `body` in pieces of one byte."""
    began, worked = time.perf_counter(), time.process_time()
    fed = 0

    def watch(_: int) -> None:
        nonlocal fed
        fed += 1
        if fed % 4096 == 0 and time.perf_counter() - began > _TOO_LONG:
            raise _Left

    one = World([body[number : number + 1] for number in range(len(body))], feed, trace=False, gate=watch)
    one.is_over = True  # its values are dropped
    error = ""
    began, worked = time.perf_counter(), time.process_time()
    try:
        asyncio.run(drive(way, function, one))
    except _Left:
        fed = 0
    except BaseException as failed:
        error = f"{type(failed).__name__}: {failed}"
    spent = min(time.perf_counter() - began, time.process_time() - worked)
    return {"ms": spent * 1000, "fed": min(fed, len(body)), "error": error}
