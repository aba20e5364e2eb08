"""Starting, warming and ending the programs that are measured. Rules

- A server is started in a session of its own, pinned to the servers' CPU, and awaited on its port; it is ended
  by its process group, so nothing that it started stays.
- Its output goes to a file in the work directory, whose end is shown when it does not come up.
"""

import itertools
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from benchmarks.harness import machine


class BenchmarkError(Exception):
    """A measurement could not be made; the message says which and why."""


#: where this process looks for free ports: below those that the system gives to whoever asks for any, which another
#: process could get before the server is up
_PORTS: Final = (20_000 + number % 10_000 for number in itertools.count(os.getpid() * 16))


def free_port() -> int:
    """A port of loopback that was free just now, another one with each call."""
    for port in _PORTS:
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("there is always another one")


@dataclass(frozen=True, slots=True)
class Subject:
    """A program to measure: how to start it, and the path to request.

    `match`: how its chunks are compared with the schedule (`bytes`, `chunk` or `sse`: see streamclient.c).
    `realtime`: whether it may run under SCHED_FIFO; Node and the JVM starve their own helper threads there.
    """

    name: str
    command: tuple[str, ...]
    port: int
    path: str = "/timed"
    match: str = "bytes"
    request: tuple[str, ...] = ()
    realtime: bool = True
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.path}"


def pinned(command: tuple[str, ...], cpu: int, realtime: bool) -> list[str]:
    """`command` on one CPU, under SCHED_FIFO where asked for."""
    return [*(("chrt", "-f", "10") if realtime else ()), "taskset", "-c", str(cpu), *command]


class Running:
    """A started server; a context manager. Raises BenchmarkError when it does not open its port in 60 s.

    `cpu`: the servers' CPU unless given; `poll`: seconds between two tries of the port.
    """

    def __init__(
        self, subject: Subject, work: Path, *, cpu: int | None = None, realtime: bool = False, poll: float = 0.02
    ) -> None:
        self.subject = subject
        self._log = work / f"{subject.name.replace(' ', '-').replace('/', '-')}.log"
        self._cpu = machine.cpus()[0] if cpu is None else cpu
        self._realtime = realtime and subject.realtime
        self._poll = poll
        self._process: subprocess.Popen[bytes] | None = None
        self.pids: list[int] = []

    def __enter__(self) -> Self:
        with open(self._log, "wb") as log:
            self._process = subprocess.Popen(
                pinned(self.subject.command, self._cpu, self._realtime),
                env={**os.environ, **self.subject.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self._await_port(self._process)
        except BaseException:
            self.end()
            raise
        self.pids = machine.tree(self._process.pid)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()

    def _await_port(self, process: "subprocess.Popen[bytes]", timeout: float = 60) -> None:
        until = time.perf_counter() + timeout
        while time.perf_counter() < until:
            if process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", self.subject.port), 0.5).close()
                return
            except OSError:
                time.sleep(self._poll)
        tail = self._log.read_text(encoding="utf-8", errors="replace")[-800:]
        raise BenchmarkError(f"{self.subject.name} did not open port {self.subject.port}: {tail}")

    def end(self) -> None:
        """SIGTERM to the group, SIGKILL after five seconds. Ending twice does nothing."""
        process, self._process = self._process, None
        if process is None:
            return
        self._signal(process.pid, signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            pass
        self._signal(process.pid, signal.SIGKILL)
        process.wait()

    @staticmethod
    def _signal(group: int, number: signal.Signals) -> None:
        try:
            os.killpg(group, number)
        except ProcessLookupError:
            pass
