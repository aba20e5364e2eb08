from pathlib import Path

import pytest

from benchmarks.harness.client import Client
from benchmarks.harness.install import Tools
from benchmarks.splits import beside


@pytest.mark.wire
def test_the_others_are_timed_alone_and_beside_a_plan(built: Path) -> None:
    found = beside.measure(Tools(built), Client(built / "streamclient", False), 30_000, seconds=1.0)

    assert [one["completed"] for one in found] == [beside.STREAMS] * 3
    assert all(0 <= one["p99_ms"] <= one["max_ms"] for one in found)
