"""Traces that the installed curl writes against servers that do what a quiet one never does, as we import them."""

import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from cassettes.interchange import read_file
from cassettes.interchange.build import Imported
from cassettes.model import EndKind, Interaction
from cassettes.redaction.redact import Redaction
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.wire

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
#: what the server writes for each path; None: it closes then
ANSWERS: dict[bytes, list[bytes | None]] = {
    b"/plain": [b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"],
    b"/hints": [b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"],
    b"/moved": [b"HTTP/1.1 302 Found\r\nLocation: /plain\r\nContent-Length: 3\r\n\r\nold"],
    b"/trailer": [CHUNKED + b"Trailer: X-T\r\n\r\n", b"9\r\ndata: a\n\n\r\n", b"0\r\nX-T: v\r\n\r\n"],
    b"/old": [b"HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n", b"data: a\n\n", b"data: b\n\n", None],
    b"/short": [b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ndata", None],
    b"/torn": [CHUNKED + b"\r\n", b"9\r\ndata: a\n\n\r\n9\r\nda", None],
    b"/none": [b"HTTP/1.1 204 No Content\r\n\r\n"],
    b"/silent": [CHUNKED + b"\r\n", b"9\r\ndata: a\n\n\r\n"],
}


def _serve(connection: socket.socket) -> None:
    with suppress(OSError), connection, connection.makefile("rb") as stream:
        while line := stream.readline():
            fields = {}
            while (field := stream.readline()).strip():
                name, _, value = field.partition(b":")
                fields[name.lower()] = value.strip()
            if line.startswith(b"CONNECT"):
                connection.sendall(b"HTTP/1.1 200 Connection established\r\nX-Proxy: 1\r\n\r\n")
                continue  # what comes now is for the server behind the tunnel, which is this one too
            if b"expect" in fields:
                connection.sendall(b"HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\n")
            if b"content-length" in fields:
                stream.read(int(fields[b"content-length"]))
            path = line.split()[1]
            for piece in ANSWERS[path[path.index(b"/", 8) :] if path.startswith(b"http:") else path]:
                if piece is None:
                    return
                connection.sendall(piece)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=_serve, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    listener.close()


@pytest.fixture
def trace(require_tool: Callable[[str], str], tmp_path: Path) -> Callable[..., Imported]:
    """`trace(words...)` runs curl with them and imports what it traced."""
    curl = require_tool("curl")

    def run(*words: str, option: str = "--trace") -> Imported:
        file = tmp_path / "trace.txt"
        command = [curl, "-qsNk", "--noproxy", "", "--trace-time", option, str(file), *words]
        subprocess.run(command, timeout=PATIENCE, stdout=subprocess.DEVNULL)
        return read_file("curl-trace", file, "t", 0, Redaction.default())[1]

    return run


Trace = Callable[..., Imported]


def shown(imported: Imported) -> list[tuple[str, int, bytes, EndKind]]:
    return [(one.request.method, status(one), one.body, one.ending.kind) for one in imported.interactions]


def status(one: Interaction) -> int:
    assert one.head is not None
    return one.head.status


@pytest.mark.parametrize("option", ["--trace", "--trace-ascii"])
@pytest.mark.parametrize(
    ("path", "words", "body", "kind"),
    [
        ("/plain", ["-H", "Expect: 100-continue", "-d", "a=1"], b"ok", EndKind.COMPLETE),
        ("/hints", [], b"ok", EndKind.COMPLETE),
        ("/trailer", [], b"data: a\n\n", EndKind.COMPLETE),
        ("/old", [], b"data: a\n\ndata: b\n\n", EndKind.COMPLETE),
        ("/short", [], b"data", EndKind.TRUNCATED),
        ("/torn", [], b"data: a\n\nda", EndKind.TRUNCATED),
        ("/silent", ["-m", "1"], b"data: a\n\n", EndKind.CLIENT_ABORT),
        ("/plain", ["-I"], b"", EndKind.COMPLETE),
    ],
)
def test_one_response(
    path: str, words: list[str], body: bytes, kind: EndKind, option: str, url: str, trace: Trace
) -> None:
    (one,) = trace(*words, url + path, option=option).interactions
    if option == "--trace":
        assert one.body == body
    assert len(one.body) == len(body)
    assert (status(one), one.ending.kind) == (200, kind)
    assert one.head is not None
    assert not any(name.lower() in (b"x-interim", b"link", b"x-t") for name, _ in one.head.headers)
    assert one.head.version == ("1.0" if path == "/old" else "1.1")
    assert one.ending.trailers == (((b"X-T", b"v"),) if path == "/trailer" else ())


def test_several_requests(url: str, trace: Trace) -> None:
    moved = [("GET", 302, b"old", EndKind.COMPLETE), ("GET", 200, b"ok", EndKind.COMPLETE)]
    assert shown(trace("-L", url + "/moved")) == moved
    found = trace(url + "/plain", "--next", "-sNd", "x=1", url + "/hints", "--next", "-sN", url + "/none")
    assert [one.request.target for one in found.interactions] == [b"/plain", b"/hints", b"/none"]
    assert [one.request.body for one in found.interactions] == [b"", b"x=1", b""]


def test_proxies(url: str, trace: Trace) -> None:
    tunnel = trace("--proxytunnel", "-x", url, "http://127.0.0.1:9/plain")
    plain = trace("-x", url, "http://other.example/plain")
    for imported in (tunnel, plain):
        assert shown(imported) == [("GET", 200, b"ok", EndKind.COMPLETE)]
        assert imported.interactions[0].request.target == b"/plain"


def test_large_requests(url: str, trace: Trace, tmp_path: Path) -> None:
    """A head and a body that curl sends in several pieces."""
    file = tmp_path / "body"
    file.write_bytes(b"x" * 300_000)
    (one,) = trace("-H", "X-Big: " + "y" * 60_000, "--data-binary", f"@{file}", url + "/plain").interactions
    assert one.request.body == file.read_bytes()
    assert dict(one.request.headers)[b"X-Big"] == b"y" * 60_000


def test_a_curl_that_was_killed(url: str, tmp_path: Path, require_tool: Callable[[str], str]) -> None:
    file = tmp_path / "trace.txt"
    words = [require_tool("curl"), "-qsN", "--noproxy", "*", "--trace", str(file), url + "/silent"]
    running = subprocess.Popen(words, stdout=subprocess.PIPE)
    assert running.stdout is not None
    assert running.stdout.read(9) == b"data: a\n\n"
    running.terminate()  # a killed one has its whole file still in memory
    running.wait(PATIENCE)
    running.stdout.close()
    (one,) = read_file("curl-trace", file, "t", 0, Redaction.default())[1].interactions
    assert (one.body, one.ending.kind) == (b"data: a\n\n", EndKind.INTERRUPTED)


@contextmanager
def h2(words: list[str]) -> Iterator[int]:
    server = subprocess.Popen(words, stdout=subprocess.PIPE)
    assert server.stdout is not None
    try:
        yield int(server.stdout.readline())
    finally:
        server.terminate()
        server.wait(PATIENCE)
        server.stdout.close()


@pytest.mark.parametrize("tls", [False, True])
def test_http_2(tls: bool, trace: Trace, require_tool: Callable[[str], str], tmp_path: Path) -> None:
    words: list[Any] = [require_tool("node"), str(Path(__file__).parent / "programs" / "h2.mjs")]
    if tls:
        pair = [str(tmp_path / "key.pem"), str(tmp_path / "cert.pem")]
        make = [require_tool("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
        subprocess.run([*make, "-keyout", pair[0], "-out", pair[1]], check=True, capture_output=True, timeout=PATIENCE)
        words += pair
    with h2(words) as port:
        base = f"http{'s' if tls else ''}://127.0.0.1:{port}"
        option = "--http2" if tls else "--http2-prior-knowledge"
        # one by one: curl 7.88 can't use a connection again that it began with prior knowledge
        found = [one for path in ("/a", "/hints", "/none") for one in trace(option, base + path).interactions]
    body = "data: 你\n\ndata: b\n\n".encode()
    assert [(status(one), one.body) for one in found] == [(200, body), (200, body), (204, b"")]
    for one in found[:2]:
        assert one.head is not None
        assert (one.head.version, one.framing, one.ending.kind) == ("1.1", "chunked", EndKind.COMPLETE)
        assert one.ending.trailers == ((b"x-t", b"v"),)
        assert len(one.chunks) >= 2
        assert b"link" not in dict(one.head.headers)
