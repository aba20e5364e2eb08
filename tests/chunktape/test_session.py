"""A session of `play`, put together from its options."""

import subprocess
import sys
from pathlib import Path

import pytest

from cassettes import store
from cassettes.errors import SpecError
from cassettes.model import Header, Origin
from chunktape.options import Load, PlayOptions, Serving, Through
from chunktape.session import PlaySession, notices, open_session, start_lines
from chunktape.settings import settings_of
from chunktape.workers.pool import possible
from chunktape.workers.worker import VARIABLE, Worker
from network import descriptors
from network.listen import Bound, bind
from player.app import PlayerApp
from player.journal.entry import Answer, Entry
from tests.support.patience import PATIENCE
from tests.support.recordings import interaction


@pytest.fixture
def path(tmp_path: Path) -> Path:
    store.save(tmp_path / "a.cassette", Header("test", 0, Origin()), [interaction()])
    return tmp_path / "a.cassette"


def opened(path: Path, load: Load, ended: list[Entry], warned: list[str]) -> PlaySession:
    options = PlayOptions(serving=Serving((str(path),), port=0, mode="any"), load=load)
    return open_session(options, ended=ended.append, warn=warned.append, stopped=warned.append)


def test_a_mix_that_names_what_is_not_there_is_refused(path: Path) -> None:
    with pytest.raises(SpecError, match=r"There are: a;"):
        opened(path, Load(mix="b=1"), [], [])


def test_options_that_need_an_upstream_are_refused_without_one() -> None:
    for through, option in (
        (Through(word="new"), "--record"),
        (Through(output=Path("x")), "--output"),
        (Through(ca="x"), "--ca"),
        (Through(insecure=True), "--insecure"),
    ):
        with pytest.raises(SpecError, match=option):
            open_session(PlayOptions(through=through), ended=print, warn=print, stopped=print)


def test_a_port_is_free_again_where_the_upstream_is_the_player_itself(path: Path) -> None:
    bound = bind("127.0.0.1", 0)
    bound.sock.close()
    serving = Serving((str(path),), port=bound.port)
    options = PlayOptions(serving=serving, through=Through(f"http://127.0.0.1:{bound.port}"))
    for _ in range(2):
        with pytest.raises(SpecError, match="this server itself"):
            open_session(options, ended=print, warn=print, stopped=print)


def test_a_late_response_is_listed_and_warned_of(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[Entry] = []
    warned: list[str] = []
    session = opened(path, Load(max_late="5ms"), ended, warned)
    ready: list[str | None] = []

    def served(app: PlayerApp, bound: Bound, ready: object) -> None:
        player = app.player
        entry = player.journal.begin(0, "", "GET", "/x")
        entry.answer, entry.progress.late = Answer.REPLAY, 9_000_000
        player.metrics.begin(entry)
        player.journal.end(entry)

    monkeypatch.setattr("chunktape.session.run", served)
    assert session.serve(ready.append, [])
    session.bound.sock.close()
    assert [entry.target for entry in ended] == ["/x"]
    assert warned == ["LATE: GET /x by up to 9.00 ms, --max-late is 5 ms; late so far: 1."]


def test_a_worker_takes_its_number_and_its_socket_from_the_environment(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opened(path, Load(), [], [])
    monkeypatch.setenv(VARIABLE, str(Worker(2, 4, first.bound.sock.fileno(), 1)))
    second = opened(path, Load(), [], [])
    assert (second.settings.worker, second.settings.workers) == (2, 4)
    assert second.bound.port == first.bound.port
    second.bound.sock.detach()
    first.bound.sock.close()


def test_what_is_said_at_the_start() -> None:
    plain = settings_of(PlayOptions())
    assert start_lines(plain, 1) == []
    drawn = settings_of(PlayOptions(load=Load(vary="tps=40..80", session_seed="7")))
    assert start_lines(drawn, 1) == ["Draws of this session: --session-seed 7"]
    _, seed = start_lines(drawn, 2)
    assert seed.startswith("Draws of this session: --session-seed 7. Each worker draws"), "against the line before it"


def test_too_few_descriptors_are_said_with_the_number_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descriptors, "limit", lambda: 256)
    assert notices(100) == []
    (said,) = notices(1000)
    assert "as root: ulimit -n 1064 " in said, "raising the soft limit can't help: it is at the hard one by now"
    (said,) = notices(100, forwards=True)
    assert "as root: ulimit -n 264 " in said
    (said,) = notices(0)
    assert "2000 streams" in said
    monkeypatch.setattr(descriptors, "limit", lambda: None)
    assert notices(0) == []


def test_where_sockets_can_t_be_shared_one_process_serves(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert possible(4) == 4
    monkeypatch.setattr("chunktape.workers.pool.available", False)
    assert (possible(1), capsys.readouterr().err) == (1, "")
    assert possible(4) == 1
    assert "one process serves" in capsys.readouterr().err


def test_coverage_can_t_be_asked_of_several_processes(tmp_path: Path) -> None:
    store.save(tmp_path / "a.cassette", Header("test", 0, Origin()), [interaction()])
    words = ["play", str(tmp_path / "a.cassette"), "--workers", "2", "--fail-under", "50", "--port", "0"]
    done = subprocess.run(
        [sys.executable, "-m", "chunktape", *words], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "leave out --fail-under, or --workers" in done.stderr
