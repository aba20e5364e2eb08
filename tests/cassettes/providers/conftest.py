"""What the tests of the shapes share: one answer, and a reader of server-sent events that knows nothing of ours."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from cassettes.providers import Answer, Tool

TOKENS = ("你", "好，", "Hello", " world", " 😀", "\n\n", '`{"a"}`', " 完")
ARGUMENTS = ('{"city"', ":", '"北京', '"}')


@pytest.fixture
def answer() -> Answer:
    return Answer(TOKENS)


@pytest.fixture
def tool() -> Tool:
    return Tool("get_weather", ARGUMENTS)


Events = list[tuple[str, Any]]


@pytest.fixture
def events() -> Callable[[bytes], Events]:
    """`(event name, JSON or text)` of a stream whose line ends are all the same."""

    def read(body: bytes) -> Events:
        found: Events = []
        text = body.decode().replace("\r\n", "\n")
        assert text.endswith("\n\n")
        for block in text[:-2].split("\n\n"):
            name, data = "", []
            for line in block.split("\n"):
                field, _, value = line.partition(":")
                value = value.removeprefix(" ")
                name = value if field == "event" else name
                data += [value] if field == "data" else []
            whole = "\n".join(data)
            found.append((name, json.loads(whole) if whole[:1] in ("{", '"') else whole))
        return found

    return read


class _Upstream(ThreadingHTTPServer):
    daemon_threads = True
    pieces: tuple[bytes, ...] = ()


class _Handler(BaseHTTPRequestHandler):
    """Answers every POST with the server's pieces, one transfer chunk each."""

    protocol_version = "HTTP/1.1"
    server: _Upstream

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        with suppress(ConnectionError):  # a client that raises on an error event is gone at once
            for piece in self.server.pieces:
                self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            self.wfile.write(b"0\r\n\r\n")

    def handle(self) -> None:
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def serve() -> Iterator[Callable[[list[bytes]], str]]:
    """`serve(pieces)` gives the URL of a server that answers with them."""
    server = _Upstream(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()

    def pieces(pieces: list[bytes]) -> str:
        server.pieces = tuple(pieces)
        return f"http://127.0.0.1:{server.server_port}"

    yield pieces
    server.shutdown()
    thread.join()
    server.server_close()
