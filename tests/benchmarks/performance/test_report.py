from benchmarks.harness.places import PERFORMANCE
from benchmarks.harness.results import Row, Section
from benchmarks.harness.tables import fill
from benchmarks.performance import overload, recording, replay, report
from benchmarks.subjects import peers

TIMED = {
    "streams": 2.0,
    "completed": 2.0,
    "p50_ms": 0.1,
    "p99_ms": 0.25,
    "min_ms": 0.01,
    "kept": 1.0,
    "cpu_ms_per_1000": 4.0,
}


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
    filled = fill(PERFORMANCE.read_text(encoding="utf-8"), made)
    assert all(part in filled for part in made.values())
    assert "| chunktape | 500 | 0.250 | 0.100 | 0.010 | – | 100.0% | 6.00 | 1.50 |" in made["replay"]
    assert "Not measured: wiremock: no java." in made["speed"]
    assert "12,345" in made["speed"]
    assert "| timing p99, 500 streams | ≤ 0.3 ms | 0.250 | kept |" in made["targets"]
    assert set(replay.CELLS) >= {"1", "500"}
