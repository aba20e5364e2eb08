from collections.abc import Iterable
from pathlib import Path

import pytest

from benchmarks.harness.bench import Bench
from benchmarks.harness.client import Client, Values
from benchmarks.harness.install import Tools
from benchmarks.harness.schedule import drawn
from benchmarks.harness.servers import BenchmarkError, Running, Subject
from benchmarks.performance import replay, startup
from benchmarks.subjects import ours, peers


def bench(work: Path, runs: int = 1) -> Bench:
    tools = Tools(work, missing={"wiremock": "no java"})
    return Bench(tools, Client(tools.client, False), runs, True, False, "test")


def never() -> Subject:
    raise BenchmarkError("broken")


def test_subjects_take_turns_within_a_run_and_a_missing_one_is_named_once(tmp_path: Path) -> None:
    one = bench(tmp_path, runs=2)
    section = one.section()
    turns = [(run, name) for run, name, _ in one.turns(section, dict.fromkeys(("a", "wiremock", "b"), never))]
    assert turns == [(1, "a"), (1, "b"), (2, "a"), (2, "b")]
    assert section.notes == ["wiremock: no java"]


def test_a_subject_that_fails_is_left_out_from_then_on(tmp_path: Path) -> None:
    one = bench(tmp_path, runs=3)
    section = one.section()
    one.each(section, {"a": never}, lambda running, base: ())
    assert section.notes == ["a: broken"]
    assert section.rows == []


@pytest.mark.wire
def test_two_streams_of_the_c_writer_through_the_whole_chain(built: Path) -> None:
    one = bench(built)
    plan = drawn(10)
    rows = plan.write(built / "timed.json")
    section = one.section()

    def cells(running: Running, base: int) -> Iterable[tuple[str, Values]]:
        if running.subject.path == "/max":
            yield "fast", one.client.fastest(running, 2, 0.3, base)
        else:
            yield "2", one.client.timed(running, rows, 2, 0.1, 20, base, stamped=True)

    makers = {
        peers.LIMIT: lambda: peers.limit(one.tools, rows, stamp=True),
        "fast": lambda: peers.limit(one.tools, rows, "/max", name="fast"),
    }
    one.each(section, makers, cells)
    timed, fast = section.rows
    assert section.notes == []
    assert (timed.values["completed"], timed.values["kept"], timed.values["arrived"]) == (2.0, 1.0, 1.0)
    assert timed.values["min_ms"] >= 0
    assert timed.values["latency_p50_ms"] > 0
    assert fast.values["streams_per_s"] > 1
    assert fast.values["errors"] == 0


@pytest.mark.wire
def test_two_streams_of_our_player(built: Path) -> None:
    one = bench(built)
    plan = drawn(10)
    rows, tape = plan.write(built / "ours.json"), ours.cassette(plan, built / "ours.cassette")
    section = one.section()

    def cells(running: Running, base: int) -> Iterable[tuple[str, Values]]:
        yield "2", one.client.timed(running, rows, 2, 0.1, 20, base)

    one.each(section, {ours.NAME: lambda: ours.player(tape)}, cells)
    assert section.notes == []
    (row,) = section.rows
    assert (row.values["completed"], row.values["kept"], row.values["arrived"]) == (2.0, 1.0, 1.0)
    assert row.values["min_ms"] >= 0
    assert startup.first_answer_ms(ours.player(tape), one) > 0


def test_every_cell_that_is_asked_for_exists() -> None:
    assert {cell for cells in (*replay._ASKED.values(), replay._FULL) for cell in cells} <= set(replay.CELLS)
