"""What the tests of the examples share: a way to run our JavaScript, and a small server on raw sockets.

Rules: the server writes each piece as one transfer chunk in one send, so that a client that keeps the framing sees
exactly these pieces; it listens on a free port of loopback; nothing here knows chunktape's player.
"""

import contextlib
import itertools
import json
import socket
import socketserver
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.patience import PATIENCE

SCRIPTS = Path(__file__).parents[1] / "js"
FLAGS = ("--experimental-vm-modules", "--no-warnings")


class _Scripts:
    """Node, which runs the scripts of tests/js: in threads of one process, or apart where a script reads its input."""

    def __init__(self, node: str) -> None:
        self.command = [node, *FLAGS]
        self.many: subprocess.Popen[str] | None = None

    def run(self, script: str, *arguments: str, stdin: str = "") -> Any:
        if stdin:
            command = [*self.command, str(SCRIPTS / script), *arguments]
            done = subprocess.run(command, input=stdin, capture_output=True, encoding="utf-8", timeout=PATIENCE)
            code, out, err = done.returncode, done.stdout, done.stderr
        else:
            code, out, err = self._in_a_thread(script, arguments)
        assert code == 0, err
        return json.loads(out)

    def _in_a_thread(self, script: str, arguments: tuple[str, ...]) -> tuple[int, str, str]:
        if self.many is None:
            command = [*self.command, str(SCRIPTS / "many.mjs")]
            self.many = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        assert self.many.stdin is not None
        assert self.many.stdout is not None
        self.many.stdin.write(json.dumps({"script": script, "arguments": arguments}) + "\n")
        self.many.stdin.flush()
        late = threading.Timer(PATIENCE, self.many.kill)
        late.start()
        answer = self.many.stdout.readline()
        late.cancel()
        if not answer:
            self.many.communicate()
            self.many = None
            raise AssertionError(f"{script} {arguments} did not end")
        found = json.loads(answer)
        return found["code"], found["stdout"], found["stderr"]

    def close(self) -> None:
        if self.many is not None:
            with self.many:
                assert self.many.stdin is not None
                self.many.stdin.close()
                assert self.many.wait(PATIENCE) == 0


@pytest.fixture(scope="session")
def run_js(require_tool: Callable[[str], str]) -> Iterator[Callable[..., Any]]:
    """`run_js("run_vectors.mjs", "--x", stdin=text)` runs a script of tests/js and gives the JSON it printed."""
    scripts = _Scripts(require_tool("node"))
    yield scripts.run
    scripts.close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, answer: Callable[[socket.socket, bytes], None], requests: list[bytes]) -> None:
        self.answer = answer
        self.requests = requests
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        # A client that goes away is part of the tests.
        with contextlib.suppress(ConnectionError):
            head = b""
            while (line := self.rfile.readline()) not in (b"\r\n", b""):
                head += line
            length = next(
                (
                    int(part.split(b":")[1])
                    for part in head.lower().split(b"\r\n")
                    if part.startswith(b"content-length:")
                ),
                0,
            )
            request = head + b"\r\n" + self.rfile.read(length)
            self.server.requests.append(request)
            self.server.answer(self.connection, request)


@pytest.fixture
def requests_seen() -> list[bytes]:
    """The requests that the server of `serve` got, whole, in their order."""
    return []


@pytest.fixture
def serve(requests_seen: list[bytes]) -> Iterator[Callable[..., str]]:
    """`serve(pieces, status=200, gap_ms=0, hold=0, ending="complete")` starts a server and gives its base URL.

    Endings: complete; reset (RST without the last chunk); silent (nothing more, until the client leaves);
    length (Content-Length instead of chunks). With `hold` the first answer stops behind so many pieces until its
    client leaves, and the others wait for that: a client that does not leave gets no second answer.
    """
    running: list[tuple[_Server, threading.Thread]] = []

    def start(
        pieces: list[bytes],
        *,
        status: int = 200,
        content_type: str = "text/event-stream",
        gap_ms: int = 0,
        hold: int = 0,
        ending: str = "complete",
    ) -> str:
        turns, left = itertools.count(), threading.Event()

        def answer(connection: socket.socket, request: bytes) -> None:
            is_held = hold > 0 and next(turns) == 0
            if hold and not is_held and not left.wait(PATIENCE):
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            is_chunked = ending != "length"
            framing = "Transfer-Encoding: chunked" if is_chunked else f"Content-Length: {sum(map(len, pieces))}"
            head = f"HTTP/1.1 {status} X\r\nContent-Type: {content_type}\r\n{framing}\r\nConnection: close\r\n\r\n"
            connection.sendall(head.encode())
            try:
                for piece in pieces[:hold] if is_held else pieces:
                    connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece) if is_chunked else piece)
                    time.sleep(gap_ms / 1000)
                if is_held or ending == "silent":
                    connection.recv(1)
                elif ending == "complete":
                    connection.sendall(b"0\r\n\r\n")
                elif ending == "reset":
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    connection.close()
            finally:
                if is_held:
                    left.set()

        server = _Server(answer, requests_seen)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        running.append((server, thread))
        host, port = server.server_address[:2]
        return f"http://{host!s}:{port}"

    yield start
    for server, thread in running:
        server.shutdown()
        server.server_close()
        thread.join()
