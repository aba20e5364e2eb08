from dataclasses import replace

import pytest

from benchmarks.harness.results import Row, Section
from benchmarks.performance.targets import TARGETS, Target

MOST = Target("p99", "replay", "us", ("100", "500"), "p99", "most", 0.3)
ROWS = [
    Row("us", "100", 1, {"p99": 0.1, "rate": 30.0, "drift": -0.7}),
    Row("us", "500", 1, {"p99": 0.2}),
    Row("us", "100", 2, {"p99": 0.4}),
    Row("us", "500", 2, {"p99": 0.2}),
    Row("it", "100", 1, {"p99": 0.05, "rate": 60.0}),
]
SECTIONS = {"replay": Section("", "", "", rows=ROWS)}


def test_each_run_counts_with_its_worst_cell_and_one_bad_run_misses() -> None:
    assert MOST.runs(SECTIONS) == [0.2, 0.4]
    assert MOST.kept([0.2, 0.4]) is False
    assert MOST.kept([0.2, 0.3]) is True


def test_least_is_judged_by_the_smallest() -> None:
    least = replace(MOST, kind="least", bound=0.1)
    assert least.runs(SECTIONS) == [0.1, 0.2]
    assert least.kept([0.1, 0.2]) is True
    assert least.kept([0.09, 0.2]) is False


def test_nothing_measured_is_neither_kept_nor_missed() -> None:
    assert MOST.runs({}) == []
    assert MOST.kept([]) is None


@pytest.mark.parametrize(
    ("target", "runs"),
    [
        (replace(MOST, cells=("100",), key="rate", per="it"), [0.5]),
        (replace(MOST, cells=("100",), minus="it"), [0.05]),
        (replace(MOST, cells=("100",), key="drift", absolute=True), [0.7]),
    ],
)
def test_ratios_differences_and_amounts(target: Target, runs: list[float]) -> None:
    assert target.runs(SECTIONS) == pytest.approx(runs)


def test_every_target_of_the_issue_is_there_once() -> None:
    assert len({target.text for target in TARGETS}) == len(TARGETS) == 22
