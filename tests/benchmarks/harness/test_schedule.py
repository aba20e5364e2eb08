import json
from pathlib import Path

from benchmarks.harness.schedule import drawn, even, steady


def test_a_drawn_schedule_is_the_same_every_time_and_within_its_bounds() -> None:
    plan = drawn(300)
    assert plan == drawn(300)
    assert plan != drawn(300, seed=2)
    assert plan.rows[0][0] == 50.0
    assert all(40 <= size <= 200 for _, size in plan.rows)
    assert all(10 <= gap <= 30.0000001 for gap in plan.gaps_ms())
    assert 5000 < plan.last_ms < 7000


def test_a_shorter_schedule_is_the_beginning_of_a_longer_one() -> None:
    assert drawn(300).rows[:30] == drawn(30).rows


def test_an_even_schedule_is_due_at_once() -> None:
    plan = even(300, 100)
    assert (plan.size, plan.last_ms, len(plan.rows)) == (30_000, 0.0, 300)


def test_the_file_is_a_list_of_pairs(tmp_path: Path) -> None:
    plan = drawn(3)
    assert [tuple(row) for row in json.loads(plan.write(tmp_path / "s.json").read_text())] == list(plan.rows)


def test_a_steady_schedule_has_a_chunk_every_5_ms() -> None:
    assert steady(0.02).rows == ((5.0, 100), (10.0, 100), (15.0, 100), (20.0, 100))
