"""Whether a session was what was asked for."""

import asyncio
from array import array
from functools import partial

import click
import pytest
from click.testing import CliRunner

from cassettes.clock import MS
from chunktape.cli.play import command
from chunktape.verdict import LateWatch, late_line, verdict
from player.app import PlayerApp
from player.journal.coverage import CoverageLedger, Planned
from player.journal.entry import Answer
from player.library.library import Library
from player.plans.plans import Plans
from player.settings import Settings
from tests.support.recordings import END, cassette, interaction


def _ledger(*cuts: int) -> CoverageLedger:
    library = Library([cassette(interaction([(0, 0, "data: 你\n\ndata: b\n\n".encode(), END)]))])
    ledger = CoverageLedger(Plans("0"))
    one = Planned(1, "explicit", "1", library.recordings[0], array("q", cuts))
    ledger.begun(one)
    asyncio.run(ledger.observed(1, [7]))
    return ledger


def test_too_little_coverage_is_a_failure() -> None:
    assert not verdict(_ledger(7), None).failure
    assert not verdict(_ledger(7), 1).failure
    found = verdict(_ledger(7), 90)
    (line,) = found.lines
    assert "boundary classes: planned 0/" in line
    assert "observed 1/" in line
    assert "--fail-under" in found.failure
    assert verdict(CoverageLedger(Plans("0")), 1).failure


def test_coverage_of_encoded_bodies_can_t_be_demanded() -> None:
    encoded = ((b"Content-Type", b"text/event-stream"), (b"Content-Encoding", b"gzip"))
    library = Library([cassette(interaction([(0, 0, b"data: a\n\n", END)], headers=encoded))])
    ledger = CoverageLedger(Plans("0"))
    one = Planned(1, "explicit", "1", library.recordings[0], array("q", [7]))
    ledger.begun(one)
    asyncio.run(ledger.ended(one, array("q", one.offsets())))

    found = verdict(ledger, 1)
    assert "boundary classes: none, the body is content-encoded" in found.lines[0]
    assert "--fail-under 1 can't be judged: the body is content-encoded" in found.failure
    assert not verdict(ledger, None).failure
    assert not verdict(ledger, 0).failure


def test_help_names_four_profiles_and_where_the_rest_is() -> None:
    words = " ".join(CliRunner().invoke(command, ["--help"]).output.split())

    assert "recorded, utf8, merge, smoke" in words
    assert "plan --profiles --all" in words
    assert isinstance(command, click.Command)


@pytest.mark.parametrize(("worker", "who"), [(0, ""), (2, "Worker 2 of 4: ")])
def test_what_is_late_is_said_at_most_once_a_second_with_the_count(worker: int, who: str) -> None:
    config = Settings(max_late=5 * MS, worker=worker, workers=4 if worker else 1)
    player = PlayerApp(Library([cassette(interaction())]), config).player
    said: list[str] = []
    watch = LateWatch(player, said.append)
    player.journal.listen(watch.ended)
    assert late_line(player) == ""

    start = player.clock()
    for at, late in ((0, 9), (400, 7), (999, 6), (1000, 5), (1000, 8), (1001, 6), (5000, 1)):
        player.clock = partial(int, start + at * MS)
        entry = player.journal.begin(0, "", "GET", f"/{at}")
        entry.answer, entry.progress.late = Answer.REPLAY, late * MS
        player.metrics.begin(entry)
        player.journal.end(entry)

    assert said == [
        f"{who}LATE: GET /0 by up to 9.00 ms, --max-late is 5 ms; late so far: 1.",
        f"{who}LATE: GET /1000 by up to 8.00 ms, --max-late is 5 ms; late so far: 4.",
    ]
    assert late_line(player).startswith("Responses later than --max-late: 5")
