"""Settings that are made while several workers play, passed from one to the others. Rules

- The worker that gets a setting applies it, sends it to the parent, and waits for the others' confirmations, `PATIENCE`
  at most: its answer says how many have it.
- The parent passes settings on to all workers, in one order, and keeps the last one for a worker that it starts again:
  after settings at two workers in the same moment, all workers end up with the same one.
- Lines of JSON: `{"set": state, "from": number, "round": n}` and `{"has": n, "to": number}`.
"""

import asyncio
import json
import threading
from collections.abc import Mapping
from typing import Any, Final

from cassettes.errors import ChunktapeError
from chunktape.workers.worker import Worker
from player.player import Player

#: s
PATIENCE: Final = 1.0


class Shared:
    """The side of one worker."""

    def __init__(self, worker: Worker, player: Player) -> None:
        self._worker, self._player = worker, player
        self._loop: asyncio.AbstractEventLoop | None = None
        self._early: list[bytes] = []
        self._lock = threading.Lock()
        self._round = 0
        #: by round: (how many have it, the asyncio event that is set when all do)
        self._rounds: dict[int, tuple[list[int], asyncio.Event]] = {}
        player.spread_by(self.spread)

    def begin(self) -> None:
        """Called in the event loop: take the lines that came before, and all later ones."""
        with self._lock:
            self._loop = asyncio.get_running_loop()
            for line in self._early:
                self._take(line)

    def received(self, line: bytes) -> None:
        """A line came from the parent; called in another thread."""
        with self._lock:
            if self._loop is None:
                self._early.append(line)
                return
        try:
            self._loop.call_soon_threadsafe(self._take, line)
        except RuntimeError:  # the loop has ended
            pass

    async def spread(self, state: Mapping[str, Any]) -> int:
        """Pass it on to the others; returns how many workers have it, this one included."""
        self._round += 1
        number, counted = self._round, ([0], asyncio.Event())
        self._rounds[number] = counted
        self._worker.say({"set": state, "from": self._worker.number, "round": number})
        try:
            await asyncio.wait_for(counted[1].wait(), PATIENCE)
        except TimeoutError:
            pass
        finally:
            del self._rounds[number]
        return counted[0][0]

    def _take(self, line: bytes) -> None:
        try:
            message = json.loads(line)
        except ValueError:  # a line that the parent could not write whole
            return
        if "set" in message:
            try:
                self._player.changes.take(message["set"])
            except ChunktapeError:  # not expected: another worker of the same version accepted it
                return
            self._player.changed()
            self._worker.say({"has": message["round"], "to": message["from"]})
        elif message.get("has") in self._rounds:
            count, all_ = self._rounds[message["has"]]
            count[0] += 1
            if count[0] >= self._worker.of:
                all_.set()
