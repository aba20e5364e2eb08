"""One worker, a process among several that play on one port. Rules

- A worker is the same command in a new process (no fork), with a session of its own.
- When standard input ends, because the parent asks or is gone, the worker stops. Its lines are settings made at any of
  the workers (`shared`).
- It reports over a pipe: a JSON line when it listens, one with its counts when it ends, and settings made at it.
"""

import json
import os
import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import astuple, dataclass
from typing import Any, Final

from network.listen import Bound
from player.player import Player

VARIABLE: Final = "CHUNKTAPE_WORKER"


@dataclass(frozen=True, slots=True)
class Worker:
    """The identity of a worker process. `number` counts from 1."""

    number: int
    of: int
    listen: int
    report: int
    #: the descriptor of the socket on which the other workers ask it
    private: int = -1
    #: where all workers listen for each other, in the order of their numbers
    peers: tuple[tuple[str, int], ...] = ()

    def __str__(self) -> str:
        return json.dumps(astuple(self))

    @classmethod
    def parse(cls, text: str) -> "Worker":
        """The worker whose text is `text`."""
        number, of, listen, report, private, peers = json.loads(text)
        return cls(number, of, listen, report, private, tuple((host, port) for host, port in peers))

    def aside(self) -> list[socket.socket]:
        """The inherited socket for the other workers."""
        return [_inherited(self.private)]

    def bound(self, host: str) -> Bound:
        """The inherited listening socket."""
        sock = _inherited(self.listen)
        port = sock.getsockname()[1]
        return Bound(sock, host, port, port)

    def say(self, what: dict[str, Any]) -> None:
        """Report to the parent; harmless when it is gone."""
        try:
            os.write(self.report, json.dumps(what).encode() + b"\n")
        except OSError:
            pass

    def stop_with_parent(self, received: Callable[[bytes], None] = lambda line: None) -> None:
        """End this process as SIGTERM does once standard input ends; until then `received` gets its lines, in a thread
        of its own.
        """

        def watch() -> None:
            rest = b""
            while data := os.read(0, 1 << 16):
                *lines, rest = (rest + data).split(b"\n")
                for line in filter(None, lines):
                    received(line)
            os.kill(os.getpid(), signal.SIGTERM)

        threading.Thread(target=watch, name="chunktape-lifeline", daemon=True).start()


def _inherited(descriptor: int) -> socket.socket:
    sock = socket.socket(fileno=descriptor)
    sock.setblocking(False)
    return sock


def this_worker() -> Worker | None:
    """The worker that this process is, if it was started as one."""
    text = os.environ.pop(VARIABLE, "")  # what we start ourselves is none
    return Worker.parse(text) if text else None


def report_of(player: Player) -> dict[str, Any]:
    """A worker's report at its end: its counts."""
    metrics = player.metrics
    return {
        "journal": player.journal.totals,
        "metrics": metrics.counts.as_json(),
        "lateness": metrics.lateness.histogram.as_counts(),
    }


def add_report(player: Player, report: dict[str, Any]) -> None:
    """Add the counts of a worker to the parent's."""
    for name, count in report["journal"].items():
        player.journal.counts[name] += count
    player.metrics.counts.add(report["metrics"])
    player.metrics.lateness.histogram.merge(report["lateness"])
