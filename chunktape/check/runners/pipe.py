"""A process that exchanges frames: a length of 4 bytes, big endian, then the data. Rules

- Only a caller of `receive` waits for the process: one thread writes, another reads.
- Each answer has the time at which it came.
- The process leads a group, which is ended as a whole: processes that a client starts end with it.
"""

import os
import queue
import signal
import struct
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Final, NamedTuple

#: bytes read at once
_READ: Final = 1 << 16
_SIZE: Final = struct.Struct(">I")


class Answer(NamedTuple):
    """A frame, and when it came (s, of `time.perf_counter`)."""

    data: bytes
    at: float


class Pipe:
    """The process that `command` starts. It is running until `close`."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,
        )
        self._questions: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        for target, stream, frames in (
            (_write, self._process.stdin, self._questions),
            (_read, self._process.stdout, self._answers),
        ):
            threading.Thread(target=target, args=(stream, frames), daemon=True).start()

    def send(self, data: bytes) -> None:
        """Queue a frame for writing; returns at once."""
        self._questions.put(_SIZE.pack(len(data)) + data)

    def receive(self, limit: float) -> Answer | None:
        """The next frame; None where the process has ended. Raises TimeoutError after `limit` s without one."""
        try:
            return self._answers.get(timeout=limit)
        except queue.Empty:
            raise TimeoutError from None

    def close(self) -> None:
        """End the process and those that it started, and wait for its end."""
        if self._process.returncode is None:  # no other process can have its number before `wait`
            with suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL) if hasattr(os, "killpg") else self._process.kill()
        self._process.wait()
        self._questions.put(None)


def _write(stream: IO[bytes], questions: "queue.SimpleQueue[bytes | None]") -> None:
    with suppress(OSError, ValueError), stream:
        while (frame := questions.get()) is not None:
            view = memoryview(frame)
            while view:
                view = view[stream.write(view) :]


def _read(stream: IO[bytes], answers: "queue.SimpleQueue[Answer | None]") -> None:
    held = bytearray()
    with suppress(OSError, ValueError), stream:
        while data := stream.read(_READ):
            held += data
            now = time.perf_counter()
            start = 0
            while len(held) >= start + 4:
                end = start + 4 + _SIZE.unpack_from(held, start)[0]
                if len(held) < end:
                    break
                answers.put(Answer(bytes(held[start + 4 : end]), now))
                start = end
            del held[:start]
    answers.put(None)
