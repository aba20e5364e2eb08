import asyncio
from array import array

import click
from click.testing import CliRunner

from chunktape.cli import splitting
from chunktape.cli.play import command
from player.journal.coverage import Ledger, Shown
from player.library.library import Library
from player.plans.planner import Planner
from tests.support.recordings import END, cassette, interaction


def _ledger(*cuts: int) -> Ledger:
    library = Library([cassette(interaction([(0, 0, "data: 你\n\ndata: b\n\n".encode(), END)]))])
    ledger = Ledger(Planner(library, "0"))
    one = Shown(1, "explicit", "1", library.recordings[0], array("q", cuts))
    ledger.begun(one)
    asyncio.run(ledger.observed(1, [7]))
    return ledger


def test_too_little_coverage_is_a_failure() -> None:
    assert not splitting.verdict(_ledger(7), None).failure
    assert not splitting.verdict(_ledger(7), 1).failure
    found = splitting.verdict(_ledger(7), 90)
    (line,) = found.lines
    assert "boundary classes: planned 0/" in line
    assert "observed 1/" in line
    assert "--fail-under" in found.failure
    library = Library([])
    assert splitting.verdict(Ledger(Planner(library, "0")), 1).failure


def test_coverage_of_encoded_bodies_can_t_be_demanded() -> None:
    encoded = ((b"Content-Type", b"text/event-stream"), (b"Content-Encoding", b"gzip"))
    library = Library([cassette(interaction([(0, 0, b"data: a\n\n", END)], headers=encoded))])
    ledger = Ledger(Planner(library, "0"))
    one = Shown(1, "explicit", "1", library.recordings[0], array("q", [7]))
    ledger.begun(one)
    asyncio.run(ledger.ended(one, array("q", one.planned())))

    found = splitting.verdict(ledger, 1)
    assert "boundary classes: none, the body is content-encoded" in found.lines[0]
    assert "--fail-under 1 can't be judged: the body is content-encoded" in found.failure
    assert not splitting.verdict(ledger, None).failure
    assert not splitting.verdict(ledger, 0).failure


def test_help_names_four_profiles_and_where_the_rest_is() -> None:
    words = " ".join(CliRunner().invoke(command, ["--help"]).output.split())

    assert "recorded, utf8, merge, smoke" in words
    assert "plan --profiles --all" in words
    assert isinstance(command, click.Command)
