from pathlib import Path

import pytest

from benchmarks import overload, peers, recording, replay, report
from benchmarks.results import Row, Section
from benchmarks.servers import BenchmarkError

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
TIMED = {
    "streams": 2.0,
    "completed": 2.0,
    "p50_ms": 0.1,
    "p99_ms": 0.25,
    "min_ms": 0.01,
    "kept": 1.0,
    "cpu_ms_per_1000": 4.0,
}


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (0.0421, "0.042"), (-1.234, "-1.23"), (12.34, "12.3"), (234.5, "234"), (61234.0, "61,234")],
)
def test_figures_have_three_digits(value: float | None, text: str) -> None:
    assert report.short(value) == text


def test_only_marked_parts_are_replaced_and_replacing_twice_changes_nothing() -> None:
    text = "a\n<!-- measured: x -->\nold\n<!-- end: x -->\nb\n<!-- measured: y -->\n<!-- end: y -->\n"
    once = report.fill(text, {"x": r"new \1"})
    assert once == text.replace("old", r"new \1")
    assert report.fill(once, {"x": r"new \1"}) == once


def test_a_part_without_a_place_is_refused() -> None:
    with pytest.raises(BenchmarkError, match="'z'"):
        report.fill("", {"z": "text"})


def test_every_part_has_its_place_in_the_document() -> None:
    rows = [
        Row(peers.LIMIT, "500", 1, TIMED),
        Row("chunktape", "500", 1, {**TIMED, "cpu_ms_per_1000": 6.0}),
        Row("chunktape", "1", 1, TIMED),
    ]
    cells = {
        "replay": rows,
        "speed": [Row("chunktape", "300 × 100 B", 1, {"streams_per_s": 12_345.0})],
        "overload": [Row("chunktape", overload.BESIDE, 1, {**TIMED, "max_ms": 9.0, "p99_x": 1.5})],
        "recorder": [Row(recording.DIRECT, recording.LATENCY, 1, {"latency_p99_ms": 0.01})],
        "many": [Row("chunktape", "memory MiB at the end", 1, {"value": 234.0})],
        "load": [Row("x", "100000", 1, dict.fromkeys(("seconds", "grown_x", "held_x", "peak_x", "file_x"), 1.0))],
        "startup": [Row("chunktape", "first answer", 1, {"start_ms": 321.0})],
        "soak": [Row("chunktape", "seconds", 1, {"value": 20.0})],
    }
    sections = {name: Section("today", "here", "so", notes=["wiremock: no java"], rows=r) for name, r in cells.items()}
    made = report.parts(sections)
    filled = report.fill(DOCUMENT.read_text(encoding="utf-8"), made)
    assert all(part in filled for part in made.values())
    assert "| chunktape | 500 | 0.250 | 0.100 | 0.010 | – | 100.0% | 6.00 | 1.50 |" in made["replay"]
    assert "Not measured: wiremock: no java." in made["speed"]
    assert "12,345" in made["speed"]
    assert "| timing p99, 500 streams | ≤ 0.3 ms | 0.250 | kept |" in made["targets"]
    assert set(replay.CELLS) >= {"1", "500"}
