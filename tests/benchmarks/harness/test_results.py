from pathlib import Path

from benchmarks.harness import results
from benchmarks.harness.results import Row, Section


def section(*rows: Row) -> Section:
    return Section("2026-01-02", "machine", "command", {"nginx": "1.22"}, ["wiremock: no java"], list(rows))


def test_runs_come_in_order_and_only_where_they_have_the_figure() -> None:
    rows = (
        Row("a", "1", 2, {"x": 5.0}),
        Row("a", "1", 1, {"x": 3.0}),
        Row("a", "1", 3, {"y": 1.0}),
        Row("b", "1", 1, {"x": 9.0}),
    )
    made = section(*rows)
    assert made.all("a", "1", "x") == [3.0, 5.0]
    assert made.median("a", "1", "x") == 4.0
    assert made.median("a", "2", "x") is None


def test_ratios_are_made_run_by_run() -> None:
    made = section(
        Row("a", "1", 1, {"x": 6.0}),
        Row("b", "1", 1, {"x": 2.0}),
        Row("a", "1", 2, {"x": 9.0}),
        Row("b", "1", 2, {"x": 9.0}),
    )
    assert made.ratios("a", "b", "1", "x") == [3.0, 1.0]
    assert made.ratios("a", "c", "1", "x") == []


def test_the_file_gives_back_what_was_saved(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    sections = {
        "replay": section(Row("a", "1", 1, {"x": 0.25})),
        "speed": section(),
        "load": section(Row("ü", "×", 1, {})),
    }
    results.save(file, sections)
    assert results.load(file) == sections
    assert results.load(tmp_path / "none.json") == {}
