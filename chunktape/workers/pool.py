"""The parent of several workers: makes their sockets, starts them, restarts them, and gathers their counts. Rules

- It makes the listening sockets and hands one to each worker: on Linux a socket of its own with SO_REUSEPORT, between
  which the kernel deals out connections; elsewhere, and with CHUNKTAPE_PORTABLE=1, the same one to all.
- Each worker gets a second socket, on loopback, on which the others ask it what it knows (`player.control.peers`).
- Ctrl-C reaches the parent alone, which passes it on once. A second one does not wait.
- A worker that dies is started again on its socket, where its connections have waited; the command then ends with exit
  code 1.
- A setting made at one worker goes on to all of them (`shared`), also to one that is started again.
- Windows can't hand over sockets in this way: `available` is False there.
"""

import json
import os
import selectors
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import click

from cassettes.errors import ChunktapeError
from cassettes.messages import say
from chunktape.process.terminal import echo
from chunktape.workers.worker import VARIABLE, Worker
from network.listen import BACKLOG, Bound
from network.loops import portable
from network.signals import give_back, take

available: Final = sys.platform != "win32"


def possible(wanted: int) -> int:
    """How many workers there can be; prints a line where that is fewer than `wanted`."""
    if wanted == 1 or available:
        return wanted
    echo(
        say("--workers needs a socket that processes can share, which this system does not give: one process serves."),
        err=True,
    )
    return 1


def command_line(context: click.Context, **changed: object) -> list[str]:
    """The command line with `context`'s parameters, some of them `changed`; None leaves one out."""
    options, files = list[str](), list[str]()
    for parameter in context.command.params:
        assert parameter.name is not None
        value = changed.get(parameter.name, context.params.get(parameter.name))
        if isinstance(parameter, click.Argument):
            files += map(str, value if isinstance(value, list | tuple) else [value])
        elif value is None or value is False:
            continue
        elif value is True:
            options.append(parameter.opts[0])
        else:
            options += [f"{parameter.opts[0]}={one}" for one in (value if isinstance(value, tuple) else (value,))]
    return [*options, "--", *files]


def sockets(bound: Bound, count: int) -> list[socket.socket]:
    """`count` listening sockets on the port of `bound`: several on Linux, the same one elsewhere."""
    if portable() or sys.platform != "linux" or not hasattr(socket, "SO_REUSEPORT"):
        return [bound.sock] * count
    # `bound` was made without SO_REUSEPORT: another player on this port would have been found, not joined
    address = bound.sock.getsockname()
    bound.sock.close()
    options = (socket.SO_REUSEADDR, socket.SO_REUSEPORT)
    return [_listening(bound.sock.family, address, *options) for _ in range(count)]


def private_sockets(bound: Bound, count: int) -> list[socket.socket]:
    """A listening socket on loopback for each worker, on which the others ask it what it knows."""
    family = bound.sock.family
    host = "::1" if family == socket.AF_INET6 else "127.0.0.1"
    return [_listening(family, (host, 0)) for _ in range(count)]


def _listening(family: int, address: Any, *options: int) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_STREAM)
    for option in options:
        sock.setsockopt(socket.SOL_SOCKET, option, 1)
    sock.bind(address)
    sock.listen(BACKLOG)
    return sock


@dataclass(eq=False)
class _Running:
    """One worker as the parent sees it."""

    number: int
    sock: socket.socket
    process: "subprocess.Popen[bytes]"
    reports: int
    pending: bytes = b""
    listens: bool = False
    #: its report of when it began to listen
    said: dict[str, Any] = field(default_factory=dict)


class Pool:
    """The parent's side. `arguments`: the command line of each worker, from `play` on."""

    def __init__(self, bound: Bound, count: int, arguments: Sequence[str]) -> None:
        self._private = private_sockets(bound, count)
        self._peers = tuple(sock.getsockname()[:2] for sock in self._private)
        self._sockets = sockets(bound, count)
        self._arguments = [sys.executable, "-P", "-m", "chunktape", *arguments]
        self._selector = selectors.DefaultSelector()
        self._running: set[_Running] = set()
        self._stopping = 0
        #: the last report of each worker: its counts
        self.reports: list[dict[str, Any]] = []
        self.died = False
        #: the last line with a setting
        self._set = b""

    def run(self, ready: Callable[[dict[str, Any]], None]) -> None:
        """Start the workers, restart them until a signal comes, and wait for their ends. `ready` is called once all
        listen, with one worker's report. Raises ChunktapeError when one ends before that.
        """
        before = take(lambda *_: self._stop())
        failed: ChunktapeError | None = None
        told = False
        try:
            for number, sock in enumerate(self._sockets, start=1):
                if not self._stopping:
                    self._start(number, sock)
            while self._running:
                for key, _ in self._selector.select():
                    one: _Running = key.data
                    if not self._read(one):
                        failed = self._ended(one) or failed
                if not told and not self._stopping and all(one.listens for one in self._running):
                    told = True
                    ready(next(iter(self._running)).said)
        finally:
            self._stop()
            for one in self._running:  # only after an error of ours
                one.process.wait()
            for sock in (*self._sockets, *self._private):
                sock.close()
            give_back(before)
        if failed is not None:
            raise failed

    def _start(self, number: int, sock: socket.socket) -> None:
        reading, writing = os.pipe()
        private = self._private[number - 1].fileno()
        worker = Worker(number, len(self._sockets), sock.fileno(), writing, private, self._peers)
        process = subprocess.Popen(
            self._arguments,
            stdin=subprocess.PIPE,
            env={**os.environ, VARIABLE: str(worker)},
            pass_fds=(sock.fileno(), writing, private),
            start_new_session=True,
        )
        os.close(writing)
        one = _Running(number, sock, process, reading)
        self._running.add(one)
        self._selector.register(reading, selectors.EVENT_READ, one)
        if self._set:
            _tell(one, self._set)
        if self._stopping:  # a signal came before it was one of those that are asked
            assert process.stdin is not None
            process.stdin.close()

    def _read(self, one: _Running) -> bool:
        """Take what the worker reports; False when the worker has ended."""
        data = os.read(one.reports, 1 << 16)
        *lines, one.pending = (one.pending + data).split(b"\n")
        for line in lines:
            report = json.loads(line)
            if "set" in report:
                self._set = line
                for other in self._running:
                    _tell(other, line)
            elif "has" in report:
                for other in self._running:
                    if other.number == report["to"]:
                        _tell(other, line)
            elif "metrics" in report:  # the worker has ended, perhaps before others listen
                self.reports.append(report)
            else:
                one.said, one.listens = report, True
        return bool(data)

    def _ended(self, one: _Running) -> ChunktapeError | None:
        self._selector.unregister(one.reports)
        os.close(one.reports)
        self._running.remove(one)
        assert one.process.stdin is not None
        one.process.stdin.close()
        code = one.process.wait()
        if self._stopping:
            return None
        self.died = True
        if not one.listens:
            self._stop()
            return ChunktapeError(
                say(
                    "Worker {number} ended before it listened (exit code {code}); what it printed stands above.",
                    number=one.number,
                    code=code,
                )
            )
        echo(
            say(
                "WORKER {number} ENDED (exit code {code}); it is started again. Lost: the streams it played, and "
                "the counts it had not reported.",
                number=one.number,
                code=code,
            ),
            err=True,
            bold=True,
        )
        self._start(one.number, one.sock)
        return None

    def _stop(self) -> None:
        """Ask all workers to end; asked again, end them at once."""
        self._stopping += 1
        for one in self._running:
            assert one.process.stdin is not None
            if self._stopping == 1:
                one.process.stdin.close()
            elif one.process.poll() is None:
                one.process.terminate()


def _tell(one: _Running, line: bytes) -> None:
    """Pass a line on to a worker that reads; one that does not is not waited for."""
    assert one.process.stdin is not None
    if one.process.stdin.closed:
        return
    try:
        os.set_blocking(one.process.stdin.fileno(), False)
        os.write(one.process.stdin.fileno(), b"\n" + line + b"\n")
    except OSError:
        pass
