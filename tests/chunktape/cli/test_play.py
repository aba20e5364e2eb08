import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from cassettes import store
from cassettes.clock import now_ns
from cassettes.errors import ChunktapeError, exit_code
from cassettes.messages.columns import columns
from cassettes.model import Header, Origin
from chunktape.cli.play import command
from network.listen import Bound, bind
from player.app import PlayerApp
from player.server.server import serving
from player.wire.wire import Wire
from tests.support.patience import A_SECOND, PATIENCE
from tests.support.recordings import END, HEAD, interaction
from tests.support.sockets import connect


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    path = tmp_path / "a.cassette"
    held = interaction([(0, 0, b"x", END), (3_600_000, 1, b"y", END)], target=b"/held")
    store.save(path, Header("test", 0, Origin()), [interaction([(0, 0, b"ok", END)]), held])
    return path


@contextmanager
def playing(
    *arguments: str, encoding: str = "utf-8", program: tuple[str, ...] = ("-m", "chunktape")
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A player in a process of its own, and its URL once it listens."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, *program, "play", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        bufsize=0,  # `communicate` reads past a buffer: what was printed together with the first line would be lost
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if b"http://" in line:
                yield process, next(word.decode() for word in line.split() if word.startswith(b"http://"))
                break
        else:
            raise AssertionError(process.stderr and process.stderr.read())
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def stopped(process: subprocess.Popen[bytes], sent: int = signal.SIGINT) -> tuple[str, str]:
    process.send_signal(sent)
    out, err = process.communicate(timeout=PATIENCE)
    return out.decode(), err.decode()


@pytest.mark.wire
@pytest.mark.portable
@pytest.mark.skipif(sys.platform == "win32", reason="signals to one process")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_held_streams_and_prints_the_summary(recorded: Path, tmp_path: Path, sent: int) -> None:
    ready = tmp_path / "ready.json"
    with playing(str(recorded), "--port", "0", "--ready-file", str(ready)) as (process, url):
        assert urllib.request.urlopen(f"{url}/a?x=1", timeout=PATIENCE).read() == b"ok"
        held = urllib.request.urlopen(f"{url}/held", timeout=PATIENCE)
        assert held.read(1) == b"x"
        assert json.loads(ready.read_text()) == {"url": url, "pid": process.pid}
        begun = now_ns()
        out, err = stopped(process, sent)

    assert now_ns() - begun < A_SECOND
    assert process.returncode == 0
    assert "GET /a?x=1 200 replayed a.cassette #1" in out
    assert "[differs: query x]" in out
    assert "[stopped at byte 1, chunk 1" in out
    assert "Requests: 2, replayed: 2" in out
    assert err == ""
    held.close()


@pytest.mark.wire
@pytest.mark.skipif(sys.platform == "win32", reason="signals to one process")
@pytest.mark.parametrize("kind", ["made", "recorded"])
def test_nobody_asked_the_question_of_an_answer_that_was_made(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "answer.cassette"
    store.save(file, Header("test", 0, Origin(kind, "answer.md")), [interaction([(0, 0, b"ok", END)])])
    with playing(str(file), "--port", "0") as (process, url):
        assert urllib.request.urlopen(f"{url}/a?x=1", timeout=PATIENCE).read() == b"ok"
        out, _ = stopped(process)
    assert "GET /a?x=1 200 replayed answer.cassette #1" in out
    assert ("differs" in out) is (kind == "recorded")


@pytest.mark.wire
@pytest.mark.skipif(sys.platform == "win32", reason="signals to one process")
def test_a_taken_port_is_said_loudly_and_a_console_of_gbk_shows_what_it_can(recorded: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        # another default port, which is ours: whoever has the real one may leave at any time
        changed = f"import network.listen as listen; listen.DEFAULT_PORT = {port}"
        code = f"{changed}; from chunktape.__main__ import main; main()"
        with playing(str(recorded), encoding="gbk", program=("-c", code)) as (process, url):
            assert url != f"http://127.0.0.1:{port}"
            request = urllib.request.Request(f"{url}/%F0%9F%8E%89", headers={"X-Chunktape-Session": "s"})
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(request, timeout=PATIENCE)
            _, err = stopped(process)

    assert f"PORT {port} IS TAKEN" in err
    assert sys.platform != "linux" or f"{port} is taken by" in err
    assert process.returncode == 0


def test_a_port_that_was_asked_for_and_is_taken_is_an_error(recorded: Path) -> None:
    taken = bind("127.0.0.1", 0)

    code, words = fails(str(recorded), "--port", str(taken.port))

    taken.sock.close()
    assert code == 2
    first, *who = words.splitlines()
    assert f"Port {taken.port} on 127.0.0.1 is in use." in first
    if sys.platform == "linux":
        assert who == [f"{taken.port} is taken by {Path('/proc/self/comm').read_text().strip()} (pid {os.getpid()})."]


def fails(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, arguments)
    if isinstance(result.exception, ChunktapeError):
        return exit_code(result.exception), str(result.exception)
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("missing.cassette",), 4, "missing.cassette"),
        ((".", "--speed", "fast"), 2, "--speed"),
        (("--ignore", "x", "."), 2, "--ignore"),
        (("--allow-origin", "*", "."), 2, "found '*'"),
        (("--allow-origin", "h5.example.com", "."), 2, "such as https://h5.example.com"),
        (("--allow-origin", "https://h5.example.com/chat", "."), 2, "--allow-origin"),
        (("--allow-host", "http://mock.local", "."), 2, "without scheme"),
        (("--allow-host", "*.local", "."), 2, "--allow-host"),
        (("--match", "loose", "."), 2, "--match"),
        (("--port", "70000", "."), 2, "--port"),
    ],
)
def test_bad_words_end_with_a_sentence_and_their_code(
    arguments: tuple[str, ...], code: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if "." in arguments:
        store.save(tmp_path / "a.cassette", Header("test", 0, Origin()), [interaction()])
    found, said = fails(*arguments)

    assert found == code
    assert words in said
    assert "Traceback" not in said


@pytest.mark.wire
@pytest.mark.parametrize(("given", "count"), [((), 1), (("--writes", "joined"), 1), (("--writes", "chunk"), 5)])
def test_at_speed_max_chunks_share_a_write_unless_each_is_to_have_its_own(
    given: tuple[str, ...], count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.cassette"
    rows = [(at, at, b"%d" % at, END) for at in range(1, 6)]
    store.save(path, Header("test", 0, Origin()), [interaction(rows)])
    written: list[bytes] = []
    offer = Wire.offer

    def noted(wire: Wire, data: bytes, head: bytes = b"") -> bool:
        written.append(data)
        return offer(wire, data, head)

    def answered(app: PlayerApp, bound: Bound, _: object) -> None:
        bound.sock.close()

        async def main() -> bytes:
            async with serving(app) as url:
                client = await (await connect(url)).send()
                whole = await client.until(b"0\r\n\r\n")
                client.close()
                return whole

        assert asyncio.run(main()) == HEAD + b"".join(b"1\r\n%d\r\n" % at for at in range(1, 6)) + b"0\r\n\r\n"

    monkeypatch.setattr(Wire, "offer", noted)
    monkeypatch.setattr("chunktape.session.run", answered)
    done = CliRunner().invoke(command, [str(path), "--port", "0", "--speed", "max", *given], catch_exceptions=False)

    assert done.exit_code == 0, done.output
    assert len([data for data in written if data.startswith(b"1\r\n")]) == count


@pytest.mark.parametrize(
    "words",
    [
        (
            "--allow-origin",
            "https://h5.example.com/",
            "--allow-origin",
            "capacitor://localhost",
            "--allow-origin",
            "file://",
            "--allow-origin",
            "null",
        ),
        ("--allow-origin", "http://[2001:db8::1]:8080"),
        ("--allow-host", "mock.local:8799", "--allow-host", "Mock.Local.", "--allow-host", "模拟.local"),
    ],
)
def test_names_and_origins_that_can_match_are_taken(words: tuple[str, ...], recorded: Path) -> None:
    code, said = fails(*words, "missing.cassette")
    assert (code, "missing.cassette" in said) == (4, True)


@pytest.mark.wire
@pytest.mark.skipif(sys.platform == "win32", reason="signals to one process")
def test_what_a_file_answers_stands_below_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.cassette"
    store.save(path, Header("test", 0, Origin()), [interaction([(0, 0, b"ok", END)])] * 2)
    with playing(str(path), "--port", "0", "--fault", "reset") as (process, _):
        out, _ = stopped(process)
    lines = out.splitlines()
    served = next(number for number, line in enumerate(lines) if "a.cassette  interactions: 2" in line)
    assert lines[served + 1].startswith("    ")
    assert lines[served + 2].startswith("Faults and rewrites: ")


@pytest.mark.wire
def test_a_terminal_gets_the_samples_in_lines_that_it_can_show() -> None:
    pty = pytest.importorskip("pty", reason="a pseudo-terminal is needed")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "chunktape", "play", "--port", "0"],
        stdout=theirs,
        env={**os.environ, "COLUMNS": "80", "CHUNKTAPE_LANG": "zh"},
    )
    os.close(theirs)
    printed = b""
    try:
        while "\n试一试".encode() not in printed:
            printed += os.read(ours, 65536)
    finally:
        process.kill()
        process.wait(PATIENCE)
        os.close(ours)
    assert max(map(columns, printed.decode("utf-8", "replace").splitlines())) <= 80
