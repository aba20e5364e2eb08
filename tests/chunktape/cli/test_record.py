"""The command itself, as a process: what it prints, how it ends, what is in the file after the worst."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cassettes import store
from cassettes.clock import now_ns
from cassettes.model import EndKind
from tests.support.patience import A_SECOND, PATIENCE
from tests.support.waiting import listening

pytestmark = pytest.mark.wire

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
SHORT = HEAD + b"5\r\nhello\r\n0\r\n\r\n"


class Numbers:
    """An upstream whose every answer counts, one transfer chunk per number, until the connection goes."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        self._closing = False
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while not self._closing:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            try:
                asked = connection.recv(65536)
                if asked.startswith(b"GET /short"):
                    connection.sendall(SHORT)
                    connection.recv(1)
                    return
                connection.sendall(HEAD)
                for number in range(1_000_000):
                    data = b"data: %d %b\n\n" % (number, b"x" * (number % 200))
                    connection.sendall(b"%x\r\n%b\r\n" % (len(data), data))
                    if number % 50 == 0:
                        time.sleep(0.001)  # its pace: it leaves some of the machine to the recorder
            except OSError:
                pass

    def close(self) -> None:
        self._closing = True
        self._server.close()


@pytest.fixture
def numbers() -> Iterator[Numbers]:
    server = Numbers()
    yield server
    server.close()


class Process:
    """`chunktape record ...`, listening."""

    def __init__(
        self, tmp_path: Path, *words: str, before: str = "pass", port: tuple[str, ...] = ("--port", "0")
    ) -> None:
        ready = tmp_path / "ready.json"
        ready.unlink(missing_ok=True)
        arguments = ["record", *words, *port, "--ready-file", str(ready)]
        code = f"import sys; {before}; from chunktape.__main__ import main; main()"
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            cwd=tmp_path,
            env={**os.environ, "PYTHONUTF8": "1"},
        )
        self.url = listening(ready, self.process)
        self.port = int(self.url.rpartition(":")[2])

    def connect(self, target: str = "/") -> socket.socket:
        client = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        client.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        return client

    def ask_short(self, query: str = "") -> None:
        """A request and all of its answer."""
        with self.connect(f"/short{query}") as client:
            got = b""
            while len(got) < len(SHORT) and (data := client.recv(65536)):
                got += data
        assert got == SHORT

    def stop(self, number: int = signal.SIGINT) -> str:
        """The whole output."""
        self.process.send_signal(number)
        return self.process.communicate(timeout=PATIENCE)[0]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Process]]:
    started: list[Process] = []

    def one(*words: str, before: str = "pass", port: tuple[str, ...] = ("--port", "0")) -> Process:
        process = Process(tmp_path, *words, before=before, port=port)
        started.append(process)
        return process

    yield one
    for process in started:
        if process.process.poll() is None:
            process.process.kill()
            process.process.communicate()


def test_a_taken_port_is_said_with_who_has_it(start: Callable[..., Process]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        # another default port, which is ours: whoever has the real one may leave at any time
        changed = f"import network.listen as listen; listen.DEFAULT_PORT = {port}"
        recorder = start("http://127.0.0.1:9", "-o", "a.cassette", before=changed, port=())
        assert recorder.port != port
        printed = recorder.stop()

    assert f"PORT {port} IS TAKEN: listening on {recorder.port} instead." in printed
    assert sys.platform != "linux" or f"{port} is taken by" in printed


def content_of(raw: bytes) -> bytes:
    """The body bytes in a chunked response that may stop anywhere."""
    rest, body = raw.partition(b"\r\n\r\n")[2], b""
    while b"\r\n" in rest:
        line, _, rest = rest.partition(b"\r\n")
        size = int(line, 16)
        body += rest[:size]
        rest = rest[size + 2 :]
    return body


def test_a_session_says_where_to_point_the_app_and_what_it_recorded(
    numbers: Numbers, start: Callable[..., Process], tmp_path: Path
) -> None:
    process = start(numbers.url)
    assert json.loads((tmp_path / "ready.json").read_text()) == {"url": process.url, "pid": process.process.pid}
    process.ask_short("?key=SECRET1")
    with process.connect("/long") as client:
        client.recv(65536)
    output = process.stop()
    assert process.process.returncode == 0
    (path,) = (tmp_path / "cassettes").iterdir()
    assert path.name.startswith(numbers.url.removeprefix("http://").replace(":", "-"))
    lines = output.splitlines()
    assert lines[0] == f"Recording {numbers.url} into cassettes/{path.name}"
    assert lines[1] == f"In the app, replace  {numbers.url}  by  {process.url}"
    assert any(line.startswith("200  GET /short?key=***") and line.endswith("complete") for line in lines)
    assert "1 client-abort" in output or "1 interrupted" in output
    assert lines[-1] == f"Play it:  chunktape play cassettes/{path.name}"
    assert "\x1b" not in output
    assert "SECRET1" not in output
    cassette = store.load(path)
    assert cassette.state == "sound"
    assert cassette.headers[0].origin.source == numbers.url
    assert cassette.headers[0].redaction


def test_redact_takes_more_out_and_an_encoded_body_is_told(
    numbers: Numbers, start: Callable[..., Process], tmp_path: Path
) -> None:
    rules = ("--redact", "query:phone", "--redact", "field:nick")
    process = start(numbers.url, "--output", "a.cassette", *rules)
    with socket.create_connection(("127.0.0.1", process.port), timeout=PATIENCE) as client:
        head = b"GET /short?phone=5551234 HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: gzip\r\n"
        client.sendall(head + b"Content-Length: 2\r\n\r\n\x1f\x8b")
        assert client.recv(65536).startswith(HEAD)
    output = process.stop()
    assert "redaction did not look into: 1" in output
    assert "Warning" not in output
    assert "5551234" not in output
    cassette = store.load(tmp_path / "a.cassette")
    assert cassette.interactions[0].request.target == b"/short?phone=***"
    assert {"query:phone", "field:nick", "query:key"} < set(cassette.headers[0].redaction)


def test_keep_secrets_is_warned_of(numbers: Numbers, start: Callable[..., Process], tmp_path: Path) -> None:
    process = start(numbers.url, "--output", "a.cassette", "--keep-secrets")
    with process.connect("/short?key=SECRET1") as client:
        assert client.recv(65536).startswith(HEAD)
    output = process.stop()
    assert "Warning: --keep-secrets" in output
    assert "redaction did not look" not in output
    cassette = store.load(tmp_path / "a.cassette")
    assert cassette.interactions[0].request.target == b"/short?key=SECRET1"
    assert cassette.headers[0].redaction == ()


def test_one_ctrl_c_ends_open_streams_within_a_second(numbers: Numbers, start: Callable[..., Process]) -> None:
    process = start(numbers.url, "--output", "a.cassette")
    with process.connect() as client:
        client.recv(65536)  # and no more: its buffers are full by now or soon
        begun = now_ns()
        output = process.stop()
        assert now_ns() - begun < A_SECOND
    assert "interrupted" in output
    assert process.process.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize(
    "rounds", [pytest.param(range(5), id="5"), pytest.param(range(50), id="50", marks=pytest.mark.evidence)]
)
def test_after_sigkill_nothing_that_the_client_got_is_missing(
    rounds: range, numbers: Numbers, start: Callable[..., Process], tmp_path: Path
) -> None:
    for number in rounds:
        path = tmp_path / f"{number}.cassette"
        process = start(numbers.url, "--output", str(path))
        with process.connect() as client:
            got = b""
            while len(got) < 3000 * (number + 1):
                got += client.recv(1000)
            process.process.kill()
            process.process.communicate()
            client.settimeout(PATIENCE)
            try:
                while data := client.recv(65536):
                    got += data
            except ConnectionResetError:
                pass
        cassette = store.load(path)
        assert cassette.state == "interrupted"
        (one,) = cassette.interactions
        assert one.ending.kind is EndKind.INTERRUPTED
        body = content_of(got)
        assert len(body) > 2000
        assert one.body[: len(body)] == body


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
def test_a_full_disk_is_said_once_and_disturbs_no_stream(
    numbers: Numbers, start: Callable[..., Process], tmp_path: Path
) -> None:
    path = tmp_path / "full.cassette"
    # lifted again at exit, when a coverage run writes its own file
    limit = (
        "import atexit, resource as r; r.setrlimit(r.RLIMIT_FSIZE, (20000, r.RLIM_INFINITY));"
        "atexit.register(r.setrlimit, r.RLIMIT_FSIZE, (r.RLIM_INFINITY, r.RLIM_INFINITY))"
    )
    process = start(numbers.url, "--output", str(path), before=limit)
    process.ask_short()
    with process.connect() as client:
        got = b""
        while len(got) < 300_000:
            got += client.recv(65536)
    process.ask_short()
    output = process.stop()
    assert process.process.returncode == 4
    live, _, summary = output.partition("Stopped.")
    assert live.count("RECORDING STOPPED") == 1
    assert "RECORDING STOPPED" in summary
    assert "Traceback" not in output
    cassette = store.load(path)
    assert cassette.state == "interrupted"
    first, second = cassette.interactions
    assert (first.body, first.ending.kind) == (b"hello", EndKind.COMPLETE)
    assert content_of(got).startswith(second.body)  # how much of it depends on what one read brought
    assert second.ending.kind is EndKind.INTERRUPTED


def run(tmp_path: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "chunktape", "record", *words],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        timeout=PATIENCE,
        check=False,
    )


def test_a_second_recorder_on_the_same_file_is_refused(
    numbers: Numbers, start: Callable[..., Process], tmp_path: Path
) -> None:
    process = start(numbers.url, "--output", "a.cassette")
    for option, word in (("--append", "a.cassette"), ("--overwrite", "a.cassette")):
        second = run(tmp_path, numbers.url, "--output", "a.cassette", "--port", "0", option)
        assert second.returncode == 4
        assert word in second.stderr
        assert len(second.stderr.splitlines()) <= 2
    process.ask_short()
    process.stop()
    assert len(store.load(tmp_path / "a.cassette").interactions) == 1
    third = run(tmp_path, numbers.url, "--output", "a.cassette", "--port", "0")
    assert third.returncode == 4
    assert "--append" in third.stderr
    assert "--overwrite" in third.stderr


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (["api.example.com/v1"], 2, "https://api.example.com/v1"),
        (["http://"], 2, "host"),
        (["http://a.example", "--append", "--overwrite"], 2, "--append"),
        (["http://a.example", "--keep-secrets", "--redact", "body:x"], 2, "--keep-secrets"),
        (["http://a.example", "--redact", "nonsense"], 2, "nonsense"),
        (["https://a.example", "--ca", "missing.pem"], 2, "missing.pem"),
        (["http://a.example", "--ca", "missing.pem"], 2, "missing.pem"),
        (["http://a.example", "--port", "0", "--output", "."], 4, "directory"),
        (["http://a.example", "--port", "0", "--ready-file", "no/such/dir"], 2, "no/such/dir"),
    ],
)
def test_words_that_make_no_sense_give_a_line_and_a_code(
    words: list[str], code: int, expected: str, tmp_path: Path
) -> None:
    result = run(tmp_path, *words)
    assert result.returncode == code
    assert expected in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.splitlines()) <= 2


def test_a_port_in_use_leaves_no_file_behind(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run(tmp_path, "http://a.example", "--port", str(port), "--output", "a.cassette")
    assert result.returncode == 2
    assert str(port) in result.stderr
    assert not (tmp_path / "a.cassette").exists()


def test_an_upstream_that_is_the_recorder_itself_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    result = run(tmp_path, f"http://localhost:{port}", "--port", str(port), "--output", "a.cassette")
    assert result.returncode == 2
    assert "this server itself" in result.stderr
    assert not (tmp_path / "a.cassette").exists()
