from pathlib import Path

import pytest

from benchmarks.harness.schedule import drawn
from benchmarks.performance import load
from benchmarks.subjects import ours


@pytest.mark.wire
def test_loading_is_measured_in_processes_of_its_own(tmp_path: Path) -> None:
    plan = drawn(2000)
    figures = load.figures(ours.cassette(plan, tmp_path / "long.cassette"))
    assert figures["chunks"] == 2000
    assert figures["body_mib"] == pytest.approx(plan.size / 2**20)
    assert 1 < figures["file_x"] < 1.5
    assert 1 <= figures["held_x"] <= figures["peak_x"]
