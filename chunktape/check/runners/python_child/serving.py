"""Serves the questions of `child.py`: frames of JSON in, frames of JSON out. The process ends when its input does."""

import io
import json
import os
import queue
import signal
import struct
import sys
import threading
import time
from typing import Any, BinaryIO

from .host import Host
from .stuck import Watch

#: s for a client that is at work when the input ends; s for an answer, more than `child.LIMIT`
_MOMENT = 1.0
_LONGEST = 60.0


def _read(source: BinaryIO, frames: "queue.SimpleQueue[bytes | None]") -> None:
    """Read the frames of the input. Once it has ended no answer is wanted: a client that is still at work then, perhaps
    in a loop that never ends, is killed with the processes that it started.
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


def serve() -> None:
    """Answer frames until the input ends. What the client prints, or a process that it starts, goes nowhere, and what
    it reads is empty.
    """
    source: BinaryIO = os.fdopen(os.dup(0), "rb")
    out = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    sys.stdout = io.StringIO()
    host = Host()
    frames: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(source, frames), daemon=True).start()

    def write(answer: dict[str, Any]) -> None:
        data = json.dumps(answer).encode()
        out.write(struct.pack(">I", len(data)) + data)
        out.flush()

    while (frame := frames.get()) is not None:
        _limit(_LONGEST)
        message = json.loads(frame)
        watch = Watch(write) if message.get("drive", {}).get("watched") else None
        for answer in host.answers(message):
            if watch is None or watch.ends():
                write(answer)
            _limit(_LONGEST)
        _limit(0)
