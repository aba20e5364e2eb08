"""Loads the client, and answers questions about it; plans and results have the short forms of `short_form.py`."""

import asyncio
import importlib
import inspect
import json
import os
import struct
import sys
import traceback
from base64 import b64decode
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from typing import Any

from .driving import TAKES, drive, needed, takes_pieces
from .trace import where
from .world import World

#: names of a module that a sentence has
_NAMED = 8


def _cuts(base: list[int], plan: "list[int] | str") -> list[int]:
    """The cuts of a plan, from those of the baseline, and those in which it differs; or from all cuts, in base64."""
    if isinstance(plan, list):
        return sorted({*base}.symmetric_difference(plan))
    data = b64decode(plan)
    return list(struct.unpack(f"<{len(data) // 4}I", data))


def _difference(result: dict[str, Any], first: dict[str, Any], base: list[int], cuts: list[int]) -> dict[str, Any]:
    """What of a result differs from that of the baseline, which is cut at `base`: what `short_form.py` reads."""
    told = {name: value for name, value in result.items() if name not in ("said", "delivered") and value != first[name]}
    if result["delivered"] != len(cuts) + 1:
        told["delivered"] = result["delivered"]
    if [one[1:] for one in result["said"]] != [one[1:] for one in first["said"]]:
        return told | {"said": result["said"]}
    pieces = [*(bisect_left(cuts, end) for end in base), len(cuts), -1]  # the last one: before the first
    pairs = enumerate(zip(result["said"], first["said"], strict=True))
    moved = [(number, one[0] - pieces[was[0]]) for number, (one, was) in pairs if one[0] != pieces[was[0]]]
    return told | ({"moved": moved} if moved else {})


class Host:
    """The client, and the bodies that it is run over."""

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
        """What the module has, and the ways to try."""
        sys.path.insert(0, os.getcwd())
        self.module, _, self.name = message["file"].rpartition(":")
        found = self.function()
        if not callable(found) and not takes_pieces(found):
            raise TypeError(f"`{self.name}` is no function, no class, and has none of {', '.join(TAKES)}")
        ways = ["decoder", "chunks", "async chunks", "piece"]
        if not callable(found):
            ways = ["decoder"]
        elif not inspect.isclass(found) and needed(found) == 1:
            is_async = inspect.iscoroutinefunction(found) or inspect.isasyncgenfunction(found)
            ways = ["async chunks", "chunks"] if is_async else ["chunks", "async chunks", "decoder", "piece"]
        self.entries = [{"name": self.name, "way": way} for way in ways]
        text = ""
        with suppress(OSError, TypeError):
            text = inspect.getsource(sys.modules[self.module])[:300_000]
        return {"entries": self.entries, "uses": [], "guards": False, "text": text, "home": "python"}

    def run(self, how: dict[str, Any], body: bytes, cuts: list[int]) -> dict[str, Any]:
        """One run of the client, driven as `how` says."""
        ends = (0, *cuts, len(body))
        world = World([body[start:end] for start, end in pairwise(ends)], how["feed"], trace=how["trace"])
        try:
            with world.traced():
                asyncio.run(drive(self.entries[how["entry"]]["way"], self.function(), world))
        except BaseException as error:
            world.result["error"] = f"{type(error).__name__}: {error}"
            if how["trace"]:
                world.result["where"] = where(reversed(list(traceback.walk_tb(error.__traceback__))))
        return world.result

    def lived(self, message: dict[str, Any]) -> dict[str, Any]:
        """A scene of the client's life, or its time."""
        from . import life

        body, how = self.bodies[message["body"]][0], message["drive"]
        client = (self.entries[how["entry"]]["way"], self.function(), how["feed"])
        if message["op"] == "time":
            return life.measured(body, *client)
        return life.Stage(message, body, *client).play()

    def answers(self, message: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The answers to a message: one, or one per plan."""
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
                how, key = message["drive"], (message["body"], json.dumps(message["drive"]))
                for plan in message["plans"]:
                    cuts = _cuts(base, plan)
                    result, first = self.run(how, body, cuts), self.firsts.get(key)
                    yield result if first is None else _difference(result, first, base, cuts)
                    if plan == []:
                        self.firsts.setdefault(key, result)
        except BaseException as error:
            yield {"error": f"{type(error).__name__}: {error}"}
