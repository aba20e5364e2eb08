import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette

from cassettes import store
from cassettes.clock import MS
from cassettes.errors import SpecError
from cassettes.model import Header, Origin
from chunktape.cli.load_options import Loading
from chunktape.workers import VARIABLE
from network import descriptors
from network.listen import Bound, bind
from player.app import create_app
from player.config import Config
from player.library.library import Library
from player.matching.mix import Mix
from player.schedule.vary import Variation
from player.spec.play import Play
from tests.support.patience import PATIENCE
from tests.support.recordings import cassette, interaction

NOTHING = Loading(workers=1, max_streams=0, max_late=None, mix=None, vary=None, session_seed=None)


def test_the_words_become_the_settings() -> None:
    loading = replace(NOTHING, max_late="5ms", mix="a=7,b#2=2", vary="tps=40..80", session_seed="7", max_streams=9)
    config = loading.apply(Config(match="any"))

    assert (config.max_late, config.max_streams, config.session_seed) == (5 * MS, 9, "7")
    assert config.mix == Mix((("a", 7), ("b#2", 2)))
    assert config.vary == Variation(None, (40_000, 80_000))
    assert (config.worker, config.workers) == (0, 1)
    with pytest.raises(SpecError, match=r"There are: a;"):
        loading.check(config, Library([cassette(interaction())]))
    assert loading.start_lines(config) == ["Draws of this session: --session-seed 7"]
    _, seed = replace(loading, workers=2).start_lines(config)
    assert seed.startswith("Draws of this session: --session-seed 7. Each worker draws"), "against the line before it"


def test_without_words_nothing_is_drawn_and_nothing_said() -> None:
    loading = replace(NOTHING)
    config = loading.apply(Config())

    assert (config.mix, config.vary, config.max_late, config.max_streams) == (None, None, 0, 0)
    assert loading.start_lines(config) == []
    assert replace(NOTHING).apply(Config()).session_seed != config.session_seed


@pytest.mark.parametrize(
    ("words", "config", "said"),
    [
        ({"mix": "a=1"}, Config(), "--match any"),
        ({"vary": "tps=1"}, Config(play=Play(None)), "--speed max"),
        ({"max_late": "5"}, Config(), "--max-late takes a number with us, ms or s"),
        ({"max_late": "0ms"}, Config(), "--max-late takes a time above 0"),
        # an empty word is what a shell makes of a variable that isn't set: no reason to test less than was asked for
        ({"max_late": ""}, Config(), "--max-late"),
        ({"mix": ""}, Config(match="any"), "--mix takes"),
        ({"vary": ""}, Config(), "--vary takes"),
    ],
)
def test_what_contradicts_itself_is_refused(words: dict[str, str], config: Config, said: str) -> None:
    with pytest.raises(SpecError, match=said):
        replace(NOTHING, **words).apply(config)  # type: ignore[arg-type]


def test_a_worker_takes_its_number_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "2/4/7/9")
    config = replace(NOTHING).apply(Config())
    assert (config.worker, config.workers) == (2, 4)


def test_too_few_descriptors_are_said_with_the_number_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descriptors, "limit", lambda: 256)
    assert replace(NOTHING, max_streams=100).notices() == []
    (said,) = replace(NOTHING, max_streams=1000).notices()
    assert "as root: ulimit -n 1064 " in said, "raising the soft limit can't help: it is at the hard one by now"
    (said,) = replace(NOTHING, max_streams=100).notices(forwards=True)
    assert "as root: ulimit -n 264 " in said
    (said,) = NOTHING.notices()
    assert "2000 streams" in said
    monkeypatch.setattr(descriptors, "limit", lambda: None)
    assert NOTHING.notices() == []


def test_where_sockets_can_t_be_shared_one_process_serves(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("chunktape.workers.available", False)
    loading = replace(NOTHING, workers=4)
    loading.apply(Config())
    assert loading.workers == 1
    assert "one process serves" in capsys.readouterr().err


def test_coverage_can_t_be_asked_of_several_processes(tmp_path: Path) -> None:
    store.save(tmp_path / "a.cassette", Header("test", 0, Origin()), [interaction()])
    words = ["play", str(tmp_path / "a.cassette"), "--workers", "2", "--fail-under", "50", "--port", "0"]
    done = subprocess.run(
        [sys.executable, "-m", "chunktape", *words], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "leave out --fail-under, or --workers" in done.stderr


def test_what_is_late_is_said_at_most_once_a_second_with_the_count_and_is_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    loading = replace(NOTHING, max_late="5ms")
    app = create_app(Library([cassette(interaction())]), loading.apply(Config()))
    player = app.state.player
    lines: list[int] = []
    player.journal.ended = lambda entry: lines.append(entry.number)

    def served(_: Starlette, bound: Bound, ready: object) -> None:
        start = player.clock()
        for at, late in ((0, 9), (400, 7), (999, 6), (1000, 5), (1000, 8), (1001, 6), (5000, 1)):
            player.clock = lambda at=at: start + at * MS
            entry = player.journal.begin(0, "", "GET", f"/{at}")
            entry.answer, entry.progress.late = "replay", late * MS
            player.metrics.begin(entry)
            player.journal.end(entry)

    monkeypatch.setattr("player.server.server.run", served)
    bound = bind("127.0.0.1", 0)
    said: list[str] = []
    loading.serve(app, bound, lambda: None, said.append)
    bound.sock.close()

    assert said == [
        "LATE: GET /0 by up to 9.00 ms, --max-late is 5 ms; late so far: 1.",
        "LATE: GET /1000 by up to 8.00 ms, --max-late is 5 ms; late so far: 4.",
    ]
    assert lines == list(range(1, 8)), "whoever was told before is told still"
    assert loading.failed(player)
    assert loading.late_line(player).startswith("Responses later than --max-late: 5")
