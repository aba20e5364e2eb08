"""Times that no clock holds: a chunk that was recorded after 146 years, and everything that makes it later still."""

import http.client
import os
import signal
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes import store
from cassettes.clock import SECOND
from cassettes.errors import SpecError
from cassettes.file.codec import MAX_INT
from cassettes.model import Chunk, Chunks, Ending, EndKind, Header, Interaction, Mark, Origin, Request, ResponseHead
from player.journal.opening import start_lines
from player.library.library import Library
from player.schedule.schedule import FOREVER, recorded
from player.schedule.vary import Drawn
from player.schedule.writes import encode
from player.spec.scenario import Scenario, played
from player.spec.spec import parse_spec
from player.splits import PROFILES, Body, plan_for
from tests.support.patience import PATIENCE
from tests.support.recordings import CHUNKED
from tests.support.waiting import listening

EVENT: Final = "data: 你好\n\n".encode()


def recording(*times: int) -> Interaction:
    """A stream with one event at each of `times` ns."""
    chunks = Chunks.of([Chunk(at, number, EVENT, Mark.END) for number, at in enumerate(times, 1)])
    head = ResponseHead(0, 200, b"OK", CHUNKED)
    ending = Ending(EndKind.COMPLETE, times[-1], len(times))
    return Interaction(1, Request("GET", b"/x"), head, chunks, ending)


HUGE: Final = recording(0, MAX_INT - 5, MAX_INT)
SPECS: Final = ["", "speed,x=0.001", "speed,x=0.5+gap,ms=1000", "gap,jitter=60000,seed=1", "speed,x=0.5,idle-cap=3600s"]


@pytest.mark.parametrize("profile", [name for name in PROFILES if name not in ("explicit", "smoke")])
@pytest.mark.parametrize("more", SPECS)
def test_every_profile_at_every_pace_has_times_that_a_clock_holds(profile: str, more: str) -> None:
    settled = played(parse_spec("+".join(filter(None, (f"{profile},seed=1", more)))), Scenario(gap="60000"))
    for one in (HUGE, recording(1, 2, MAX_INT), recording(MAX_INT, MAX_INT, MAX_INT)):
        schedule = settled.schedule(one, plan_for(Body.of(one), settled.split) if settled.recut else None)

        times = list(schedule.times)
        assert all(earlier <= later for earlier, later in pairwise(times))
        assert times[0] >= 0
        assert times[-1] <= FOREVER
        assert encode(schedule, one.body, chunked=True).times[-1] == times[-1]


@given(
    st.lists(st.integers(0, MAX_INT), min_size=1, max_size=6).map(sorted),
    st.fractions(Fraction(1, 1000), 1000),
    st.integers(0, 60_000),
)
def test_any_times_at_any_speed(times: list[int], speed: Fraction, gap: int) -> None:
    one = recording(*times)
    for settled in (Scenario(speed, str(gap)), replace(played(parse_spec("event"), Scenario(speed, str(gap))))):
        plan = plan_for(Body.of(one), settled.split) if settled.recut else None
        deadlines = list(settled.schedule(one, plan).times)
        assert deadlines == sorted(deadlines)
        assert deadlines[-1] <= FOREVER
        assert deadlines[-1] >= min(settled.ending(one), FOREVER)


def test_varied_times_are_held_too() -> None:
    drawn = Drawn(3600 * SECOND, 1)
    times = Scenario(gap="60000").vary(recorded(recording(0, 5, FOREVER)), drawn, 1000).times
    assert list(times) == sorted(times)
    assert times[-1] <= FOREVER


def test_it_is_said_at_the_start() -> None:
    header = Header("chunktape 0", 5, Origin())
    library = Library([store.loads(store.dumps(header, [HUGE]), "h.cassette")])

    (line,) = [line for line in start_lines(library, Scenario(Fraction(1, 2))) if "146 years" in line]
    assert "h.cassette #1" in line
    assert not any("146 years" in line for line in start_lines(library, Scenario(None)))


def test_a_time_to_make_is_a_day_at_most() -> None:
    from cassettes.durations import duration_ns

    assert duration_ns("1440m") == 86_400 * SECOND
    for text in ("1440.1m", "999999999999m"):
        with pytest.raises(SpecError, match="a day at most"):
            duration_ns(text)


@pytest.fixture
def huge(tmp_path: Path) -> Path:
    path = tmp_path / "huge.cassette"
    store.save(path, Header("chunktape 0", 5, Origin()), [recording(MAX_INT)])
    return path


@pytest.mark.wire
@pytest.mark.portable
@pytest.mark.parametrize("options", [["--speed", "0.5"], ["--vary", "tps=0.001", "--jitter", "1"], []])
def test_it_is_served(huge: Path, tmp_path: Path, options: list[str]) -> None:
    ready = tmp_path / "ready.json"
    words = ["play", str(huge), *options, "--port", "0", "--ready-file", str(ready)]
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "chunktape", *words],
        env={**os.environ, "CHUNKTAPE_LANG": "en"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    address = listening(ready, process).removeprefix("http://")
    open_ones = []
    for spec in ("", "speed,x=0.5", "speed,x=0.001+gap,ms=1000", "utf8,all=1", "gap,jitter=60000"):
        connection = http.client.HTTPConnection(address, timeout=PATIENCE)
        connection.request("GET", "/x", headers={"X-Chunktape": spec} if spec else {})
        assert connection.getresponse().status == 200, spec  # the head is there, and 146 years are waited for
        open_ones.append(connection)
    for spec in ("speed,x=max", "speed,x=0.5,idle-cap=1ms"):
        connection = http.client.HTTPConnection(address, timeout=PATIENCE)
        connection.request("GET", "/x", headers={"X-Chunktape": spec})
        assert connection.getresponse().read() == EVENT
        connection.close()
    connection = http.client.HTTPConnection(address, timeout=PATIENCE)
    for path in ("journal", "metrics", "coverage", "health"):
        connection.request("GET", f"/@chunktape/{path}")
        answer = connection.getresponse()
        assert (answer.status, bool(answer.read())) == (200, True)
    connection.close()
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=PATIENCE)
    for connection in open_ones:
        connection.close()
    assert process.returncode == 0, out
    assert b"Traceback" not in out
    assert b"146 years" in out


@pytest.mark.wire
@pytest.mark.parametrize(
    "words",
    [
        ["show"],
        ["show", "--text"],
        ["show", "--json"],
        ["verify"],
        ["plan", "--split", "4g"],
        ["plan", "--split", "utf8,all=1", "--json"],
        ["plan", "--svg", "out.svg"],
        ["export", "--as", "har"],
        ["export", "--as", "yaml"],
        ["export", "--as", "sse"],
    ],
    ids=" ".join,
)
def test_every_command_reads_it(huge: Path, tmp_path: Path, words: list[str]) -> None:
    command = [sys.executable, "-P", "-m", "chunktape", words[0], str(huge), *words[1:]]
    made = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=PATIENCE)
    assert (made.returncode, made.stderr) == (0, b"")
