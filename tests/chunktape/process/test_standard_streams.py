"""Every command with every standard stream closed, full or left by its reader: real processes."""

import contextlib
import http.client
import io
import json
import os
import select
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from cassettes.library import folder
from cassettes.store import load
from chunktape.process import standard_streams
from chunktape.process.standard_streams import Guarded, tell
from tests.support.pairs import PARTS, pairs
from tests.support.patience import PATIENCE
from tests.support.waiting import listening

SAMPLE: Final = str(folder() / "torture-lf.cassette")
BIG: Final = str(folder() / "chat-openai.cassette")
LOST: Final = "Standard output can't be written"
#: commands that end by themselves -> their words, and whether their answer is what they print
COMMANDS: Final[dict[str, tuple[list[str], bool]]] = {
    "help": (["--help"], True),
    "help of a command": (["play", "--help"], False),
    "show": (["show", BIG], True),
    "show text": (["show", BIG, "--text"], True),
    "show json": (["show", BIG, "--json"], True),
    "plan": (["plan", BIG, "--split", "bytes,n=1"], True),
    "plan json": (["plan", SAMPLE, "--json"], True),
    "profiles": (["plan", "--profiles", "--all"], True),
    "verify": (["verify", SAMPLE], False),
    "export": (["export", BIG, "--as", "json"], True),
    "make": (["make", "answer.md", "--like", "openai", "--output", "out.cassette"], False),
    "import": (["import", "sse", "answer.sse", "--output", "out.cassette"], False),
}
STREAMS: Final = ["<&-", ">&-", "2>&-", "<&- >&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-", ">/dev/full", "2>/dev/full"]
STREAMS_ALL: Final = [*STREAMS, ">/dev/full 2>&-", ">&- 2>/dev/full", "<&- >/dev/full 2>/dev/full"]

posix = pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell closes them")


def words_of(words: list[str]) -> list[str]:
    return [sys.executable, "-P", "-m", "chunktape", *words]


def in_shell(words: list[str], streams: str) -> list[str]:
    """The command with its streams as a shell would close them."""
    return ["bash", "-c", f'exec "$@" {streams}', "bash", *words_of(words)]


ENV: Final = {**os.environ, "CHUNKTAPE_LANG": "en"}


@dataclass
class Ended:
    code: int
    out: bytes
    err: str


def ended(folder: Path, words: list[str], streams: str) -> Ended:
    folder.mkdir(parents=True)
    (folder / "answer.md").write_text("hello")
    (folder / "answer.sse").write_text("data: a\n\n")
    made = subprocess.run(in_shell(words, streams), cwd=folder, env=ENV, capture_output=True, timeout=PATIENCE)
    return Ended(made.returncode, made.stdout, made.stderr.decode())


@posix
@pytest.mark.wire
@pytest.mark.parametrize("part", PARTS)
def test_every_command_with_every_combination(part: int, tmp_path: Path) -> None:
    cases = pairs(list(COMMANDS), STREAMS_ALL, part)
    with ThreadPoolExecutor(4) as pool:
        jobs = {
            case: pool.submit(ended, tmp_path / str(number), COMMANDS[case[0]][0], case[1])
            for number, case in enumerate(cases)
        }
    for number, ((name, streams), job) in enumerate(jobs.items()):
        found, case = job.result(), (name, streams)
        answers = COMMANDS[name][1]
        lost = ">&-" in streams.replace("2>&-", "") or ">/dev/full" in streams.replace("2>/dev/full", "")
        assert found.code == (4 if lost and answers else 0), (case, found.err)
        assert "Traceback" not in found.err, case
        if lost and "2>" not in streams:
            assert found.err.count(LOST) == 1, (case, found.err)
            assert len(found.err.splitlines()) == 1, (case, found.err)
        elif "2>" not in streams:
            assert LOST not in found.err, case
        if name in ("make", "import"):
            assert load(tmp_path / str(number) / "out.cassette").state == "sound", case


@posix
@pytest.mark.wire
@pytest.mark.parametrize("words", [["report", "--open", "-"], ["capture", "http://127.0.0.1:9/", "-d", "@-"]], ids=len)
def test_a_command_that_reads_its_input_says_that_it_is_closed(words: list[str], tmp_path: Path) -> None:
    found = ended(tmp_path / "a", words, "<&-")
    assert (found.code, len(found.err.splitlines())) == (4 if words[0] == "report" else 2, 1), found.err
    assert "it is closed" in found.err


@posix
@pytest.mark.wire
@pytest.mark.parametrize("name", ["show text", "show json", "plan", "export", "help", "profiles"])
def test_a_reader_that_has_left_is_no_error(name: str, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        made = subprocess.run(
            words_of(COMMANDS[name][0]), cwd=tmp_path, env=ENV, stdout=pipe, stderr=subprocess.PIPE, timeout=PATIENCE
        )
    assert (made.returncode, made.stderr) == (0, b"")


@posix
@pytest.mark.wire
def test_a_disk_that_is_full_behind_standard_output_is_said(tmp_path: Path) -> None:
    """A limit on the size of files: some bytes get through, and then none."""
    words = " ".join(f"'{word}'" for word in words_of(["show", BIG, "--json"]))
    made = subprocess.run(
        ["bash", "-c", f"ulimit -f 8; {words} > out.json"], cwd=tmp_path, env=ENV, capture_output=True, timeout=PATIENCE
    )
    assert made.returncode == 4
    assert made.stderr.decode().count(LOST) == 1
    assert (tmp_path / "out.json").stat().st_size > 0


@posix
@pytest.mark.wire
def test_standard_output_that_does_not_block_gets_everything(tmp_path: Path) -> None:
    """Node makes the pipe that it shares with its children non-blocking."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    process = subprocess.Popen(words_of(["show", BIG, "--json"]), cwd=tmp_path, env=ENV, stdout=writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        read = pipe.read()
    assert process.wait(PATIENCE) == 0
    assert json.loads(read)


SERVERS: Final = {
    "record": ["record", "http://127.0.0.1:9", "-o", "out.cassette"],
    "play": ["play", SAMPLE],
    "play and record": ["play", "--upstream", "http://127.0.0.1:9", "--record", "new", "-o", "out.cassette"],
    "workers": ["play", SAMPLE, "--workers", "2"],
}


def served(folder: Path, words: list[str], streams: str, number: signal.Signals) -> Ended:
    """Start a server, ask it once, stop it."""
    folder.mkdir()
    ready = folder / "ready.json"
    command = in_shell([*words, "--port", "0", "--ready-file", str(ready)], streams)
    process = subprocess.Popen(command, cwd=folder, env=ENV, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    address = listening(ready, process).removeprefix("http://")
    connection = http.client.HTTPConnection(address, timeout=PATIENCE)
    connection.request("GET", "/nothing")
    connection.getresponse().read()
    connection.close()
    process.send_signal(number)
    _, err = process.communicate(timeout=PATIENCE)
    return Ended(process.returncode, b"", err.decode())


@posix
@pytest.mark.wire
@pytest.mark.parametrize("part", PARTS)
def test_a_server_goes_on_without_them(part: int, tmp_path: Path) -> None:
    signals = [signal.SIGINT, signal.SIGTERM]
    cases = pairs(list(SERVERS), STREAMS, part)
    with ThreadPoolExecutor(4) as pool:
        jobs = [
            pool.submit(served, tmp_path / str(number), SERVERS[name], streams, signals[number % 2])
            for number, (name, streams) in enumerate(cases)
        ]
    for number, (case, job) in enumerate(zip(cases, jobs, strict=True)):
        found = job.result()
        assert found.code == 0, (case, found)
        assert "Traceback" not in found.err, (case, found)
        if "record" in case[0]:
            assert load(tmp_path / str(number) / "out.cassette").state == "sound", case


@posix
@pytest.mark.wire
@pytest.mark.parametrize("streams", ["", ">&-", ">/dev/full", "<&-"])
def test_capture_records_also_what_it_can_t_show(streams: str, tmp_path: Path, free_url: str) -> None:
    ready = tmp_path / "ready.json"
    player = subprocess.Popen(
        words_of(["play", SAMPLE, "--speed", "max", "--match", "any", "--port", "0", "--ready-file", str(ready)]),
        env=ENV,
        stdout=subprocess.DEVNULL,
    )
    try:
        url = listening(ready, player)
        found = ended(tmp_path / "run", ["capture", url, "-o", "out.cassette"], streams)
    finally:
        player.terminate()
        assert player.wait(PATIENCE) == 0
    assert found.code == (4 if ">" in streams else 0), found
    assert "Traceback" not in found.err
    (one,) = load(tmp_path / "run" / "out.cassette").interactions
    assert one.body == load(SAMPLE).interactions[0].body
    if not streams:
        assert found.out == one.body


class Raw(io.RawIOBase):
    """A raw file that does what it is told."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        answer = self.answers.pop(0) if self.answers else len(data)
        if isinstance(answer, Exception):
            raise answer
        self.written.append(bytes(data[:answer]))
        return int(answer)


def test_a_guarded_stream_says_its_first_failure_once_and_takes_everything() -> None:
    said: list[str] = []
    raw = Raw(3, OSError(28, "No space left on device"))
    guarded = Guarded(raw, said.append)

    assert guarded.write(b"hello") == 3
    assert guarded.write(b"lo") == 2
    assert guarded.write(b"more") == 4
    assert raw.written == [b"hel"]
    assert said == [guarded.reason] == ["No space left on device"]


def test_a_reader_that_left_is_not_said() -> None:
    said: list[str] = []
    guarded = Guarded(Raw(BrokenPipeError(32, "Broken pipe")), said.append)

    assert guarded.write(b"hello") == 5
    assert (said, guarded.reason) == ([], "")


def test_lines_are_waited_for_while_they_are_written() -> None:
    lines: list[str] = []
    tell(lambda: lines.extend(map(str, range(1000))))
    assert len(lines) == 1000


@pytest.fixture
def streams(monkeypatch: pytest.MonkeyPatch) -> Any:
    fresh = standard_streams._Streams()
    monkeypatch.setattr(standard_streams, "_streams", fresh)
    return fresh


def test_lines_that_nobody_reads_are_left_behind(streams: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standard_streams, "STALL", 0)
    go = threading.Event()

    class Blocked(Raw):
        def write(self, data: Any) -> int:
            go.wait(PATIENCE)
            return len(data)

    streams.guarded[1] = Guarded(Blocked(), lambda reason: None)
    tell(lambda: streams.guarded[1].write(b"x") and None)
    assert streams.abandoned
    go.set()


@pytest.mark.skipif(os.name == "nt", reason="needs a pipe that can be polled")
def test_behind_a_signal_no_write_waits_for_a_reader() -> None:
    """Also one that had not begun when the signal came."""
    reading, writing = os.pipe()
    reasons: list[str] = []
    try:
        guarded = Guarded(io.FileIO(writing, "w", closefd=False), reasons.append)
        os.set_blocking(writing, False)
        with contextlib.suppress(BlockingIOError):
            while os.write(writing, bytes(4096)):
                pass
        os.set_blocking(writing, True)
        guarded.hurried = True
        assert guarded.write(b"x" * 100_000) == 100_000  # of what nobody reads, all
        os.read(reading, 1 << 20)
        assert guarded.write(b"more") == 4
        assert select.select([reading], [], [], 0)[0] == []  # it was given up
        assert reasons == []
    finally:
        os.close(reading)
        os.close(writing)


def test_a_long_text_goes_to_a_slow_reader_whole() -> None:
    reading, writing = os.pipe()
    got = bytearray()

    def read() -> None:
        while data := os.read(reading, 1000):
            got.extend(data)

    thread = threading.Thread(target=read)
    thread.start()
    out = io.BufferedWriter(Guarded(io.FileIO(writing, "w", closefd=False), lambda reason: None))
    out.write(b"0123456789" * 50_000)
    out.flush()
    os.close(writing)
    thread.join(PATIENCE)
    os.close(reading)
    assert bytes(got) == b"0123456789" * 50_000
