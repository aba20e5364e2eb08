from pathlib import Path

import pytest

from benchmarks import beside
from benchmarks.client import Client
from benchmarks.install import Tools


@pytest.mark.wire
def test_the_others_are_timed_alone_and_beside_a_plan(built: Path) -> None:
    found = beside.measure(Tools(built), Client(built / "streamclient", False), 30_000, seconds=1.0)

    assert [one["completed"] for one in found] == [beside.STREAMS] * 3
    assert all(0 <= one["p99_ms"] <= one["max_ms"] for one in found)
