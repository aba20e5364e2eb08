"""A client in a process of its own. Rules

- Frames go both ways: a length of 4 bytes, big endian, then JSON. One question, one answer; a body is sent once.
- An answer that does not come within the limit is a hang: the process is killed, that run is lost, and the next one
  starts a new process, to which the bodies are sent again. So it is for a process that ends.
- `close` leaves no process behind.
"""

import json
import queue
import struct
import subprocess
import threading
import time
from base64 import b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from chunktape.check.values import Drive, Entry, Loaded, Run, run_of

#: s for an answer at most
LIMIT: Final = 20.0
#: s for a run at least, and how many times as long as the slowest one so far; a run takes milliseconds
_LEAST: Final = 4.0
_TIMES: Final = 50


class _Lost(Exception):
    """No answer: `hang` or `crash`."""


class Child:
    """A client that the process `command` runs; `target` is what it is told to load."""

    def __init__(self, command: Sequence[str], target: str, *, limit: float = LIMIT) -> None:
        self._command, self._target, self._limit = list(command), target, limit
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._bodies: list[bytes] = []
        self._sent: set[int] = set()
        self._slowest = 0.0  # s; of the runs that came back

    def load(self) -> Loaded:
        """What the module has; `error` says why it can't be loaded."""
        try:
            found = self._ask({"op": "load", "file": self._target})
        except _Lost as lost:
            return Loaded(error=str(lost))
        if "error" in found:
            return Loaded(error=found["error"])
        entries = tuple(Entry(one["name"], one["way"]) for one in found["entries"])
        return Loaded(entries, tuple(found["uses"]), found["guards"])

    def body(self, data: bytes) -> int:
        """The number of a body; equal bytes have one number."""
        if data not in self._bodies:
            self._bodies.append(data)
        return self._bodies.index(data)

    def run(self, body: int, cuts: tuple[int, ...], drive: Drive) -> Run:
        """One run of the client over the body cut at `cuts`."""
        is_new = self._process is None or body not in self._sent  # its start, and the body, take longer than a run
        began = time.perf_counter()
        limit = min(self._limit, max(_LEAST, _TIMES * self._slowest)) if self._slowest else self._limit
        found = self._about(body, drive, {"op": "run", "cuts": cuts}, limit)
        if "lost" in found:
            return Run(cuts, asked=True, lost=found["lost"])
        if not is_new:
            self._slowest = max(self._slowest, time.perf_counter() - began)
        return run_of(cuts, found)

    def perform(self, op: str, body: int, drive: Drive, words: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to a question that is no plain run; `{"lost": ...}` where none came."""
        return self._about(body, drive, {"op": op, **words}, self._limit)

    def _about(self, body: int, drive: Drive, words: Mapping[str, Any], limit: float) -> dict[str, Any]:
        """The answer to a question about a body, which is sent if it has to be."""
        try:
            if self._process is None:
                self._ask({"op": "load", "file": self._target})
            if body not in self._sent:
                self._ask({"op": "body", "id": body, "base64": b64encode(self._bodies[body]).decode()})
                self._sent.add(body)
            driven = {"body": body, "entry": drive.entry, "profile": drive.profile, "feed": drive.feed}
            return self._ask({**words, **driven}, limit)
        except _Lost as lost:
            return {"lost": str(lost)}

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        self._sent.clear()
        if process is None:
            return
        with suppress(OSError):
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()

    def _ask(self, message: dict[str, Any], limit: float = 0) -> dict[str, Any]:
        data = json.dumps(message).encode()
        try:
            stdin = self._started().stdin
            assert stdin is not None
            stdin.write(struct.pack(">I", len(data)) + data)
            stdin.flush()
            answer = self._answers.get(timeout=limit or self._limit)
        except queue.Empty:
            self.close()
            raise _Lost("hang") from None
        except OSError:
            answer = None
        if answer is None:
            self.close()
            raise _Lost("crash")
        found = json.loads(answer)
        assert isinstance(found, dict)
        return found

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._answers = queue.SimpleQueue()
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            threading.Thread(target=_read, args=(self._process, self._answers), daemon=True).start()
        return self._process


def _read(process: subprocess.Popen[bytes], answers: "queue.SimpleQueue[bytes | None]") -> None:
    """Put each answer of the process into `answers`, and None at its end."""
    stdout = process.stdout
    assert stdout is not None
    with suppress(OSError, ValueError):
        while len(head := stdout.read(4)) == 4:
            (size,) = struct.unpack(">I", head)
            data = stdout.read(size)
            if len(data) < size:
                break
            answers.put(data)
    answers.put(None)
