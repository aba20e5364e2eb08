"""Ctrl-C and SIGTERM: soon, with the summary and the right code, whatever the process waits for. Real processes.

What is asserted is the CPU time of the stop, or that the process is gone long before what it waited for would be over:
no limit is near what a slow machine takes.
"""

import fcntl
import http.client
import json
import os
import resource
import select
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Final, NamedTuple

import pytest

from cassettes import store
from cassettes.library import folder
from cassettes.model import EndKind, Header, Origin, Request
from cassettes.providers.cadence import Cadence
from cassettes.providers.make import Extras, make_interaction
from tests.support.pairs import marked
from tests.support.patience import PATIENCE
from tests.support.recordings import END, cassette, interaction
from tests.support.waiting import listening as listening_at
from tests.support.waiting import wait_until

pytestmark = [pytest.mark.wire, pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")]

#: s; what is waited for lasts ten times as long
FOREVER: Final = 600
ENV: Final = {**os.environ, "CHUNKTAPE_LANG": "en"}


@dataclass
class Process:
    process: "subprocess.Popen[bytes]"
    address: str
    folder: Path

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Ask it to stop; its exit code. Fails when it is not gone in time."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    @property
    def printed(self) -> str:
        return (self.folder / "printed").read_text()

    def ask(self, target: str, method: str = "GET", body: bytes | None = None) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection(self.address, timeout=PATIENCE * 5)
        connection.request(method, target, body)
        return connection

    def get(self, target: str) -> int:
        """One whole answer; its status."""
        connection = self.ask(target)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status


Start = Callable[..., Process]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts commands, and ends them whatever happens."""
    running: list[subprocess.Popen[bytes]] = []

    def begin(*words: str, env: dict[str, str] | None = None, stdout: int | IO[bytes] | None = None) -> Process:
        place = tmp_path / str(len(running))
        place.mkdir()
        listens = words[0] in ("play", "record")
        more = ["--port", "0", "--ready-file", str(place / "ready.json")] if listens else []
        with (place / "printed").open("wb") as printed:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "chunktape", *words, *more],
                cwd=place,
                env={**ENV, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=printed if stdout is None else stdout,
                stderr=printed,
            )
        running.append(process)
        if listens:
            return Process(process, listening_at(place / "ready.json", process).removeprefix("http://"), place)
        return Process(process, "", place)

    yield begin
    for process in running:
        if process.poll() is None:
            process.kill()
        process.wait()


@contextmanager
def listening() -> Iterator[tuple[str, "threading.Event"]]:
    """The URL of an upstream that takes connections and says nothing, and an event once one came."""
    came = threading.Event()
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            while True:
                try:
                    held.append(server.accept()[0])
                except OSError:
                    return
                came.set()

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", came
    for one in held:
        one.close()


@pytest.fixture(scope="session")
def preload(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, str]]:
    """Environments in which a call of the system takes ten minutes."""
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        if os.environ.get("CHUNKTAPE_REQUIRE_ALL") == "1":
            raise AssertionError("no C compiler: install gcc")
        pytest.skip("no C compiler to slow a call of the system down with")
    place = tmp_path_factory.mktemp("preload")

    def made(code: str) -> dict[str, str]:
        source = place / f"slow{len(list(place.iterdir()))}.c"
        source.write_text("#include <unistd.h>\n" + code)
        library = source.with_suffix(".so")
        subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source], check=True)
        return {"LD_PRELOAD": str(library)}

    return made


def test_after_many_requests_with_a_piece_for_every_byte(start: Start, tmp_path: Path) -> None:
    """28 s of CPU time after 244 requests on 20 cassettes: all was counted at the end."""
    for number in range(4):
        one = make_interaction(f"你好，世界。Hello there! 😀 {number} " * 40, "text", Cadence(), Extras())
        path = tmp_path / "cassettes" / f"{number}.cassette"
        target = Request("GET", b"/%d" % number)
        store.save(path, Header("t", 0, Origin()), [replace(one, request=target)])
    player = start("play", str(tmp_path / "cassettes"), "--speed", "max", "--gap", "0", "--fail-under", "100")
    targets = [f"/@{spec}/{number}" for spec in ("utf8,all=1", "bytes,n=1") for number in range(4)] * 5
    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(player.get, targets)) == {200}
    before, used = resource.getrusage(resource.RUSAGE_CHILDREN), _cpu(player.process.pid)

    code = player.stop(signal.SIGTERM)

    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    stop = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime - used
    assert stop < 3, f"{stop} s of CPU time"  # some hundredths
    assert code == 0, player.printed
    assert player.printed.count("requests with a split: 10, boundary classes: planned") == 4
    assert "Requests: 40, replayed: 40" in player.printed


def _cpu(pid: int) -> float:
    """s that the process has computed so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.portable
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("workers", [(), ("--workers", "2")])
def test_open_streams_and_a_client_that_does_not_read(
    start: Start, tmp_path: Path, number: signal.Signals, workers: tuple[str, ...]
) -> None:
    body = b"x" * (8 << 20)
    made = cassette(
        interaction([(0, 0, b"data: a\n\n", END), (FOREVER * 1000, 1, b"data: b\n\n", END)], target=b"/slow"),
        interaction([(0, 0, body, END)], target=b"/big"),
    )
    path = tmp_path / "two.cassette"
    store.save(path, made.headers[0], made.interactions)
    player = start("play", str(path), *workers)
    waiting = [player.ask("/slow") for _ in range(5)]
    waiting += [player.ask("/@bytes,n=1/slow") for _ in range(5)]
    assert [one.getresponse().status for one in waiting] == [200] * 10
    waiting += [player.ask("/big") for _ in range(3)]

    assert player.stop(number) == 0
    assert "Requests: " in player.printed
    for one in waiting:
        one.close()


def test_a_plan_and_a_large_request_that_are_under_way(start: Start) -> None:
    player = start("play", str(folder() / "torture-big.cassette"), str(folder() / "chat-openai.cassette"))
    chat = json.dumps({"messages": [f"word {number}" for number in range(300_000)]}).encode()
    planned = [player.ask(f"/@bytes,n=1,seed={number}/torture/big") for number in range(2)]
    asked = [player.ask("/v1/chat/completions", "POST", chat) for _ in range(2)]
    half = socket.create_connection(("127.0.0.1", int(player.address.rpartition(":")[2])))
    half.sendall(b"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999\r\n\r\n{")

    assert player.stop() == 0
    assert "Requests: " in player.printed
    half.close()
    for one in (*planned, *asked):
        one.close()


@pytest.mark.parametrize(
    "words",
    [["record", "-o", "a.cassette"], ["play", "--upstream"], ["capture", "-o", "a.cassette"]],
    ids=lambda w: w[0],
)
@pytest.mark.parametrize("portable", ["0", "1"])
def test_an_upstream_that_hangs_in_the_lookup_of_its_name(
    start: Start, preload: Callable[[str], dict[str, str]], words: list[str], portable: str
) -> None:
    slow = preload(
        "#include <dlfcn.h>\n"
        "int getaddrinfo(const char *name, const char *port, const void *hints, void *found) {\n"
        '  int (*real)(const char *, const char *, const void *, void *) = dlsym((void *)-1, "getaddrinfo");\n'
        "  if (name && *name == 's') sleep(600);\n"
        "  return real(name, port, hints, found);\n}"
    )
    env = {**slow, "CHUNKTAPE_PORTABLE": portable}
    command = words[0]
    if command == "capture":
        process = start("capture", "http://slow.example", *words[1:], env=env)
        wait_until(lambda: (process.folder / "a.cassette").exists())
        assert process.stop() == 130
        return
    process = start(*words, "http://slow.example", env=env)
    connection = process.ask("/nothing")
    assert process.stop() == 0
    connection.close()
    if command == "record":
        assert store.load(process.folder / "a.cassette").state == "sound"


def test_an_upstream_that_says_nothing(start: Start) -> None:
    with listening() as (url, came):
        recorder = start("record", url, "-o", "a.cassette")
        connection = recorder.ask("/")
        assert came.wait(PATIENCE)
        assert recorder.stop() == 0
        connection.close()
    (one,) = store.load(recorder.folder / "a.cassette").interactions
    assert one.ending.kind is EndKind.INTERRUPTED


def test_a_disk_that_takes_its_time(start: Start, preload: Callable[[str], dict[str, str]], free_url: str) -> None:
    recorder = start("record", free_url, "-o", "a.cassette", env=preload("int fsync(int f) { sleep(600); return 0; }"))
    assert recorder.get("/") == 502

    assert recorder.stop(signal.SIGTERM) == 0
    assert store.load(recorder.folder / "a.cassette").state == "sound"


@pytest.mark.skipif(not hasattr(fcntl, "F_SETPIPE_SZ"), reason="pipes of a page are Linux's")
@pytest.mark.parametrize("words", [["play"], ["play", "--workers", "2"], ["record", "http://127.0.0.1:9"]], ids=len)
def test_a_pipe_that_nobody_reads(start: Start, words: list[str]) -> None:
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    os.write(writing, b"x" * 4096)  # full from the start
    more = ["-o", "a.cassette"] if words[0] == "record" else []
    server = start(*words, *more, stdout=writing)
    assert server.get("/nothing") in (404, 502)

    assert server.stop() == 0
    os.close(reading)
    os.close(writing)


def test_a_terminal_that_was_stopped(start: Start) -> None:
    import pty
    import termios

    ours, theirs = pty.openpty()
    player = start("play", stdout=theirs)
    termios.tcflow(theirs, termios.TCOOFF)
    for _ in range(3):
        assert player.get("/nothing") == 404

    assert player.stop() == 0
    os.close(ours)
    os.close(theirs)


@pytest.mark.parametrize(
    "words", [["play"], ["play", "--workers", "2"], ["record", "http://127.0.0.1:9", "-o", "a.cassette"]], ids=len
)
def test_a_terminal_that_is_closed(start: Start, words: list[str]) -> None:
    import pty

    ours, theirs = pty.openpty()
    server = start(*words, stdout=theirs)
    os.close(theirs)
    assert server.get("/nothing") in (404, 502)
    os.close(ours)

    assert server.stop(signal.SIGHUP) == 0
    if words[0] == "record":
        assert store.load(server.folder / "a.cassette").state == "sound"


@pytest.mark.parametrize("words", [["play"], ["play", "--workers", "2"], ["record"]], ids=len)
def test_no_line_begins_with_what_the_terminal_shows_for_ctrl_c(start: Start, tmp_path: Path, words: list[str]) -> None:
    import pty

    path = tmp_path / "slow.cassette"
    made = cassette(interaction([(0, 0, b"data: a\n\n", END), (FOREVER * 1000, 1, b"data: b\n\n", END)]))
    store.save(path, made.headers[0], made.interactions)
    ours, theirs = pty.openpty()
    with listening() as (url, came):
        more = [url, "-o", "a.cassette"] if words[0] == "record" else [str(path)]
        server = start(*words, *more, stdout=theirs, env={"TERM": "dumb", "COLUMNS": "100"})
        connection = server.ask("/a")
        if words[0] == "play":
            connection.getresponse().read(3)
        else:
            assert came.wait(PATIENCE)
        os.write(ours, b"\x03")
        assert server.stop() == 0
        connection.close()
    os.close(theirs)
    lines = screen(ours)
    assert any("^C" in one for one in lines.raw), lines
    assert [one for one in lines.shown if "^C" in one] == []
    os.close(ours)


class Screen(NamedTuple):
    """Lines as they were written, and as they are seen once each `\\r` has led back to the beginning."""

    raw: list[str]
    shown: list[str]


def screen(terminal: int) -> Screen:
    """All that a terminal has got."""
    got = b""
    while select.select([terminal], [], [], 0)[0]:
        try:
            got += os.read(terminal, 65536)
        except OSError:  # Linux: the other side is closed
            break
    raw = got.decode().replace("\r\n", "\n").split("\n")
    shown = []
    for line in raw:
        seen = ""
        for part in line.split("\r"):
            seen = part + seen[len(part) :]
        shown.append(seen)
    return Screen(raw, shown)


#: commands that end by themselves -> their words, and what shows that they are at work
AT_WORK: Final = {
    "plan": (["plan", str(folder() / "torture-big.cassette"), "--exhaust", "single", "--fail-under", "100"], "printed"),
    "demo": (["demo"], "printed"),
    "import": (["import", "sse", "never", "--output", "a.cassette"], "fifo"),
    "make": (["make", "never", "--like", "openai", "--output", "a.cassette"], "fifo"),
    "show": (["show", str(folder() / "torture-big.cassette"), "--text"], "pipe"),
    "export": (["export", str(folder() / "torture-big.cassette"), "--as", "json"], "pipe"),
}


@pytest.mark.parametrize(("name", "number"), marked(list(AT_WORK), [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]))
def test_a_command_that_is_at_work(start: Start, tmp_path: Path, name: str, number: signal.Signals) -> None:
    """`import` and `make` read a pipe that says nothing, `show` and `export` write to one that nobody reads."""
    words, sign = AT_WORK[name]
    never = tmp_path / "never"
    os.mkfifo(never)
    reading, writing = os.pipe()
    process = start(
        *[str(never) if word == "never" else word for word in words], stdout=writing if sign == "pipe" else None
    )
    os.close(writing)
    held = -1
    if sign == "fifo":
        held = os.open(never, os.O_WRONLY)  # waits until the command has opened it
    elif sign == "pipe":
        select.select([reading], [], [], PATIENCE)
    else:
        wait_until(lambda: bool(process.printed))

    assert process.stop(number) == 130, process.printed
    assert "Traceback" not in process.printed
    os.close(reading)
    if held >= 0:
        os.close(held)


def test_capture_whose_reader_does_not_read(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "big.cassette"
    made = cassette(interaction([(0, 0, b"x" * (4 << 20), END)]))
    store.save(path, made.headers[0], made.interactions)
    player = start("play", str(path))
    reading, writing = os.pipe()
    capture = start("capture", f"http://{player.address}/a", "-o", "a.cassette", stdout=writing)
    os.close(writing)
    select.select([reading], [], [], PATIENCE)

    assert capture.stop() in (0, 130)  # 0: all of it had come when it was stopped
    assert store.load(capture.folder / "a.cassette").state == "sound"
    assert player.stop() == 0
    os.close(reading)


def _delete(path: Path) -> None:
    path.unlink()


def _replace(path: Path) -> None:
    path.with_name("other").write_bytes(b"something else")
    path.with_name("other").replace(path)


def _truncate(path: Path) -> None:
    os.truncate(path, 10)


HARMS: Final = [(_delete, "deleted"), (_replace, "replaced"), (_truncate, "changed")]
#: a command, and whether the file is lost just before the end instead of while it runs
MOMENTS: Final = [(command, late) for command in ("record", "play") for late in (False, True)]


@pytest.mark.parametrize(("harmed", "moment"), marked(HARMS, MOMENTS))
def test_a_cassette_that_is_lost_under_its_recorder(
    start: Start, free_url: str, harmed: tuple[Callable[[Path], None], str], moment: tuple[str, bool]
) -> None:
    (harm, words), (command, late) = harmed, moment
    upstream = [free_url] if command == "record" else ["--upstream", free_url, "--record", "all"]
    server = start(command, *upstream, "-o", "a.cassette")
    assert server.get("/one") == 502
    harm(server.folder / "a.cassette")
    if not late:
        assert server.get("/two") == 502  # and no stream is disturbed

    assert server.stop() == 4
    printed = server.printed
    assert words in printed
    assert "Traceback" not in printed
    assert "chunktape play" not in printed.partition(words)[2]
    assert "recorded into" not in printed.partition(words)[2]
