from pathlib import Path

import pytest

from benchmarks.harness.bench import Bench
from benchmarks.harness.client import Client
from benchmarks.harness.install import Tools
from benchmarks.soak.soak import prometheus, soak
from benchmarks.soak.verdict import OURS, faults_of, unexplained

GOOD = {
    "witness streams": 50.0,
    "witness streams complete": 50.0,
    "lateness p99 ms, worst round": 0.4,
    OURS: 0.0,
    "earliest ms": 0.01,
    "memory MiB, before": 60.0,
    "memory MiB, after": 61.0,
    "descriptors, before": 12.0,
    "descriptors, after": 12.0,
    "the player said: chunktape_tasks": 5.0,
    "the player says: chunktape_tasks": 5.0,
    'the player says: chunktape_lateness_seconds{quantile="0.99"}': 0.0004,
    "the player says: active": 0.0,
}


def test_samples_are_read_with_their_labels() -> None:
    text = '# HELP a b\n# TYPE a gauge\na 3\nlate{quantile="0.99"} 0.25\n\n'
    assert prometheus(text) == {"a": 3.0, 'late{quantile="0.99"}': 0.25}


def test_a_sound_run_has_no_fault() -> None:
    assert faults_of(GOOD, [], 5) == []


def test_each_leak_and_each_late_or_wrong_stream_is_a_fault() -> None:
    bad = {
        "witness streams complete": 49.0,
        "lateness p99 ms, worst round": 5.1,
        "earliest ms": -0.2,
        "memory MiB, after": 69.0,
        "descriptors, after": 13.0,
        "the player says: active": 1.0,
        "the player says: chunktape_streams_active": 1.0,
        "the player says: chunktape_tasks": 6.0,
        'the player says: chunktape_lateness_seconds{quantile="0.99"}': 0.0051,
    }
    for name, value in bad.items():
        assert len(faults_of({**GOOD, name: value}, [], 5)) == 1, name
    assert faults_of(GOOD, ["finish: 3 of 4 body bytes"], 5) == ["wrong answer, finish: 3 of 4 body bytes"]


def test_a_late_stream_is_a_fault_unless_the_machine_stood_still() -> None:
    assert len(faults_of({**GOOD, OURS: 2.0}, [], 5)) == 1
    late = {**GOOD, "the player says: chunktape_streams_late_total": 2.0}
    late["the player says: chunktape_lateness_max_seconds"] = 0.031
    assert len(faults_of(late, [], 5)) == 1
    assert len(faults_of({**late, "the machine's longest pause, ms": 24.0}, [], 5)) == 1
    assert faults_of({**late, "the machine's longest pause, ms": 28.0}, [], 5) == []
    rounds = {**GOOD, "lateness p99 ms, worst round": 20.0}
    assert len(faults_of(rounds, [], 5)) == 1
    assert faults_of({**rounds, "the machine's longest pause, ms": 28.0}, [], 5) == []


def test_a_stream_is_the_machines_if_it_was_under_way_in_a_pause() -> None:
    late = [(0.0, 0.0), (1.0, 0.0), (2.0, 3.0), (3.0, 5.0), (20.0, 5.0), (21.0, 6.0)]

    assert unexplained(late, [], 10) == 6
    assert unexplained(late, [(1.5, 28.0)], 10) == 1
    assert unexplained(late, [(1.5, 9.0)], 10) == 6
    assert unexplained(late, [(2.5, 28.0)], 10) == 4
    assert unexplained(late, [(1.5, 28.0), (20.5, 11.0)], 10) == 0


@pytest.mark.wire
def test_clients_that_come_go_stall_and_reset_leave_nothing_behind(built: Path) -> None:
    bench = Bench(Tools(built), Client(built / "streamclient", False), 1, True, False, "test")
    section, faults = soak(bench, seconds=3, streams=16, late_ms=2000, worst_ms=5000)
    assert faults == []
    figures = {row.cell: row.values["value"] for row in section.rows}
    assert figures["witness streams"] >= 4
    assert sum(count for name, count in figures.items() if name.startswith("others: ")) >= 12
    assert figures["descriptors, most under load"] > figures["descriptors, before"]
    assert figures["the player says: chunktape_tasks"] <= figures["the player said: chunktape_tasks"]
    assert figures["the player says: chunktape_streams_started_total"] >= figures["witness streams"]
    # the connection that asks is one more
    assert figures["the player says: process_open_fds"] - figures["descriptors, after"] in (0, 1)
