import json
import os
import re
import selectors
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import pytest

from cassettes import store
from cassettes.clock import now_ns
from cassettes.model import Header, Origin
from chunktape.cli.play import command
from chunktape.workers.pool import Pool, command_line, sockets
from network.listen import bind
from tests.support.patience import A_SECOND, PATIENCE
from tests.support.recordings import END, interaction
from tests.support.waiting import wait_until

ROWS = [(10 * at, at, f"data: 第{at}块\n\n".encode(), END) for at in range(1, 6)]

forking = pytest.mark.skipif(sys.platform == "win32", reason="no workers there")


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    path = tmp_path / "a.cassette"
    held = interaction([(0, 0, b"x", END), (3_600_000, 1, b"y", END)], target=b"/held")
    store.save(path, Header("test", 0, Origin()), [interaction(ROWS), held])
    return path


class Playing:
    """`chunktape play` in a process of its own; `out` and `err` once it has ended."""

    def __init__(self, folder: Path, arguments: tuple[str, ...], before: tuple[str, ...], env: dict[str, str]) -> None:
        ready = folder / "ready.json"
        self._files = [(folder / name).open("w+b") for name in ("out", "err")]
        self.process = subprocess.Popen(
            [*before, sys.executable, "-m", "chunktape", "play", *arguments, "--port", "0", "--ready-file", str(ready)],
            stdin=subprocess.DEVNULL,
            stdout=self._files[0],
            stderr=self._files[1],
            env={**os.environ, **env},
        )
        wait_until(lambda: ready.exists() or self.process.poll() is not None)
        self.url = json.loads(ready.read_text())["url"] if ready.exists() else ""

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(self.url + path, timeout=PATIENCE) as answer:
            body: bytes = answer.read()
        return body

    def tell(self, path: str) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.get(f"/@chunktape/{path}"))
        return told

    def stop(self, sent: int = signal.SIGINT) -> tuple[str, str]:
        self.process.send_signal(sent)
        self.process.wait(PATIENCE)
        return self.out, self.err

    @property
    def out(self) -> str:
        return self._read(0)

    @property
    def err(self) -> str:
        return self._read(1)

    def _read(self, which: int) -> str:
        self._files[which].seek(0)
        return self._files[which].read().decode()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for one in self._files:
            one.close()


@contextmanager
def playing(folder: Path, *arguments: str, before: tuple[str, ...] = (), **env: str) -> Iterator[Playing]:
    one = Playing(folder, arguments, before, env)
    try:
        yield one
    finally:
        one.close()


def seen_by_each(one: Playing, count: int, ask: Callable[[], Any]) -> dict[int, Any]:
    """What `ask` gives from each of `count` workers: connections are dealt out, so ask until all were met."""
    found: dict[int, Any] = {}

    def met() -> bool:
        told = ask()
        found[told["worker"]["number"]] = told
        return len(found) == count

    wait_until(met)
    return found


@forking
@pytest.mark.wire
@pytest.mark.portable
@pytest.mark.parametrize("portable", ["0", "1"])
def test_workers_share_a_port_and_one_signal_ends_all_with_one_summary(
    recorded: Path, tmp_path: Path, portable: str
) -> None:
    with playing(tmp_path, str(recorded), "--workers", "2", CHUNKTAPE_PORTABLE=portable) as one:
        healths = seen_by_each(one, 2, lambda: one.tell("health"))
        assert [healths[number]["worker"]["of"] for number in (1, 2)] == [2, 2]
        for _ in range(6):
            assert one.get("/a") == b"".join(row[2] for row in ROWS)
        held = urllib.request.urlopen(f"{one.url}/held", timeout=PATIENCE)
        assert held.read(1) == b"x"
        begun = now_ns()
        out, err = one.stop()
        held.close()

    assert now_ns() - begun < A_SECOND
    assert (one.process.returncode, err) == (0, "")
    assert out.count("Playing at") == out.count("2 workers.") == out.count("interactions: 2") == 1
    assert out.count("GET /a 200") == 6
    assert "Requests: 7, replayed: 7" in out
    assert "Streams: 7 started, 0 active, 1 aborted" in out
    assert re.search(r"Lateness \(writes: \d\d\): p50 \d", out)


@pytest.mark.skipif(sys.platform != "linux", reason="finds the workers in /proc")
@pytest.mark.wire
def test_a_worker_that_dies_is_started_again_and_the_exit_code_says_so(recorded: Path, tmp_path: Path) -> None:
    with playing(tmp_path, str(recorded), "--workers", "2") as one:
        parent = one.process.pid
        victim = int(Path(f"/proc/{parent}/task/{parent}/children").read_text().split()[0])
        os.kill(victim, signal.SIGKILL)
        wait_until(lambda: "ENDED (exit code -9)" in one.err)
        seen_by_each(one, 2, lambda: one.tell("health"))
        out, _ = one.stop()

    assert one.process.returncode == 1
    assert "Requests: 0," in out


@forking
@pytest.mark.wire
def test_workers_end_when_their_parent_is_gone(recorded: Path, tmp_path: Path) -> None:
    with playing(tmp_path, str(recorded), "--workers", "2") as one:
        host, port = one.url.removeprefix("http://").split(":")
        one.process.kill()
        one.process.wait()

        def gone() -> bool:
            try:
                socket.create_connection((host, int(port)), 5).close()
            except OSError:
                return True
            return False

        wait_until(gone)


@forking
@pytest.mark.wire
@pytest.mark.parametrize("workers", ["1", "2"])
def test_what_is_late_is_said_and_sets_the_exit_code(recorded: Path, tmp_path: Path, workers: str) -> None:
    with playing(tmp_path, str(recorded), "--workers", workers, "--max-late", "1us") as one:
        one.get("/a")
        out, err = one.stop()

    assert one.process.returncode == 1
    who = "" if workers == "1" else "Worker [12] of 2: "
    assert re.search(f"^{who}LATE: GET /a by up to", err, re.MULTILINE)
    assert "Responses later than --max-late: 1." in err
    assert "Requests: 1, replayed: 1" in out


@forking
@pytest.mark.wire
def test_what_is_not_later_than_allowed_is_not_late(recorded: Path, tmp_path: Path) -> None:
    with playing(tmp_path, str(recorded), "--max-late", "1000s") as one:
        one.get("/a")
        _, err = one.stop()

    assert (one.process.returncode, err) == (0, "")


@forking
@pytest.mark.wire
def test_too_few_descriptors_are_said_at_the_start(recorded: Path, tmp_path: Path) -> None:
    few = ("sh", "-c", 'ulimit -n 64; exec "$@"', "sh")
    with playing(tmp_path, str(recorded), "--max-streams", "100", before=few) as one:
        assert one.get("/a")
        _, err = one.stop()

    assert one.process.returncode == 0
    assert err.startswith("This process may have 64 files open and can't raise that; 100 streams at once need 164. ")


def answer_of(one: Playing, target: str) -> tuple[int, bytes]:
    """Which worker answers a new connection, by its health, and what the same one answers to `target`."""
    host, port = one.url.removeprefix("http://").split(":")
    get = "GET {} HTTP/1.1\r\nHost: localhost\r\nConnection: {}\r\n\r\n"
    with socket.create_connection((host, int(port)), PATIENCE) as link:
        link.sendall((get.format("/@chunktape/health", "keep-alive") + get.format(target, "close")).encode())
        with link.makefile("rb") as stream:
            whole = stream.read()
    health, _, answer = whole.partition(b"HTTP/1.1 200 Fine By Me\r\n")
    return json.loads(health.partition(b"\r\n\r\n")[2])["worker"]["number"], answer


@forking
@pytest.mark.wire
def test_a_seed_gives_the_same_from_every_worker_and_turns_and_journal_are_each_one_s_own(tmp_path: Path) -> None:
    path = tmp_path / "a.cassette"
    turns = [interaction([(0, 0, b"turn %d" % turn, END)], target=b"/turns") for turn in range(2)]
    store.save(path, Header("test", 0, Origin()), [interaction(ROWS), *turns])
    answers: dict[int, set[bytes]] = {}
    heard: dict[int, list[bytes]] = {}

    with playing(tmp_path, str(path), "--workers", "2", "--speed", "max") as one:

        def met() -> bool:
            number, seeded = answer_of(one, "/@mixed,seed=3/a")
            # the number of the request is the worker's own
            answers.setdefault(number, set()).add(re.sub(rb"X-Chunktape-Request: \d+\r\n", b"", seeded))
            number, repeated = answer_of(one, "/turns")
            heard.setdefault(number, []).append(repeated.partition(b"turn ")[2][:1])
            return len(answers) == 2 and len(heard) == 2 and min(map(len, heard.values())) >= 3

        wait_until(met)
        journals = seen_by_each(one, 2, lambda: one.tell("journal"))
        out, _ = one.stop()

    (answer,) = answers[1]
    assert answers == {1: {answer}, 2: {answer}}
    assert b"X-Chunktape-Plan: " in answer
    for number in (1, 2):
        assert heard[number] == [b"%d" % (turn % 2) for turn in range(len(heard[number]))]
        asked = [entry["target"] for entry in journals[number]["entries"]]
        assert asked.count("/turns") == len(heard[number])
    assert "2 workers. A request with a seed gets the same answer from each" in out


def test_bad_words_are_found_before_any_worker_is_started(recorded: Path, tmp_path: Path) -> None:
    for words, said in (
        (("--mix", "a=1"), "--match any"),
        (("--match", "any", "--mix", "b=1"), "There are: a;"),
        (("--vary", "ttft=1s", "--speed", "max"), "--speed max"),
        (("--max-late", "5"), "5ms"),
    ):
        folder = tmp_path / words[1].replace("=", "-")
        folder.mkdir()
        with playing(folder, str(recorded), "--workers", "2", *words) as one:
            assert one.process.wait(PATIENCE) == 2
            assert said in one.err or "200ms" in one.err
            assert "Traceback" not in one.err


def test_the_command_line_of_a_worker_gives_the_same_parameters() -> None:
    words = [
        "a.cassette",
        "-x.cassette",
        "--speed",
        "2",
        "--ignore",
        "query:a",
        "--ignore",
        "body:/b",
        "--workers",
        "3",
    ]
    context = command.make_context("play", [*words[2:], "--", *words[:2]])
    again = command.make_context("play", command_line(context, workers=None))

    assert again.params == {**context.params, "workers": 1}


def test_flags_and_what_was_not_given() -> None:
    @click.command()
    @click.option("--flag", is_flag=True)
    @click.option("--other", is_flag=True)
    @click.option("--none")
    def given(**_: object) -> None: ...

    assert command_line(given.make_context("given", ["--flag"])) == ["--flag", "--"]


@pytest.mark.parametrize("portable", ["0", "1"])
def test_sockets_of_one_port(portable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNKTAPE_PORTABLE", portable)
    bound = bind("127.0.0.1", 0)
    made = sockets(bound, 3)
    own = portable == "0" and sys.platform == "linux"
    assert {sock.getsockname()[1] for sock in made} == {bound.port}
    assert len(set(map(id, made))) == (3 if own else 1)
    another = bind("127.0.0.1", bound.port)  # a second player must not join them
    assert another.moved
    for sock in (*made, another.sock):
        sock.close()


class Impatient(selectors.DefaultSelector):
    """A selector with which nothing hangs."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(10)
        assert found, "waits for a worker that nobody asked to end"
        return found


class StandIn:
    """In place of a worker's process: it ends when its standard input does, as a worker does."""

    def __init__(self, report: int) -> None:
        self._report = os.dup(report)
        self.stdin, self._open = self, True

    def say(self, line: bytes) -> None:
        os.write(self._report, line)

    def close(self) -> None:
        if self._open:
            self._open = False
            os.close(self._report)

    def wait(self) -> int:
        return 0


def standing_in(monkeypatch: pytest.MonkeyPatch, *lives: Callable[[StandIn], None]) -> list[StandIn]:
    """Workers are stand-ins from now on, each with the next of `lives`; gives those that were started."""
    started: list[StandIn] = []

    def start(*_: Any, pass_fds: tuple[int, int], **__: Any) -> StandIn:
        one = StandIn(pass_fds[1])
        started.append(one)
        lives[len(started) - 1](one)
        return one

    monkeypatch.setattr("chunktape.workers.pool.subprocess.Popen", start)
    monkeypatch.setattr("chunktape.workers.pool.selectors.DefaultSelector", Impatient)
    return started


def interrupt(_: StandIn) -> None:
    os.kill(os.getpid(), signal.SIGINT)


@forking
def test_a_signal_while_workers_are_being_started_ends_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    started = standing_in(monkeypatch, interrupt)
    pool = Pool(bind("127.0.0.1", 0), 3, [])
    pool.run(lambda _: pytest.fail("nothing is ready"))

    assert len(started) == 1
    assert not pool.died


@forking
def test_a_worker_that_ends_by_itself_before_all_listen_is_started_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its counts are the last that it says, and no answer to whether the wire is there."""

    def asked_to_end_by_somebody_else(one: StandIn) -> None:
        one.say(b'{"wire": null}\n{"metrics": 1}\n')
        one.close()

    def interrupted(one: StandIn) -> None:
        one.say(b'{"wire": null}\n')
        interrupt(one)

    standing_in(monkeypatch, asked_to_end_by_somebody_else, interrupted)
    pool = Pool(bind("127.0.0.1", 0), 1, [])
    said: list[dict[str, Any]] = []
    pool.run(said.append)

    assert said == [{"wire": None}]
    assert pool.reports == [{"metrics": 1}]
    assert pool.died
    assert "WORKER 1 ENDED (exit code 0); it is started again." in capsys.readouterr().err
