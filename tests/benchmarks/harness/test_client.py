import json

import pytest

from benchmarks.harness.client import parse
from benchmarks.harness.servers import BenchmarkError

TIMED = {
    "streams": 2,
    "completed": 2,
    "errors": 0,
    "chunks": 20,
    "elapsed_s": 1.5,
    "expected": 20,
    "arrived": 19,
    "boundaries_kept": 0.95,
    "err_ms": {"min": -0.5, "p50": 0.1, "abs_p50": 0.1, "abs_p99": 0.7, "abs_p999": 0.8, "max": 0.6, "n": 19},
    "drift_ms": None,
}


def test_percentiles_are_flat_and_signed_where_they_should_be() -> None:
    values = parse(json.dumps(TIMED))
    assert (values["min_ms"], values["p50_ms"], values["p99_ms"]) == (-0.5, 0.1, 0.7)
    assert values["arrived"] == 0.95
    assert values["kept"] == 0.95


def test_what_was_not_measured_is_missing() -> None:
    values = parse(json.dumps(TIMED))
    assert "drift_ms" not in values
    assert "latency_p99_ms" not in values
    assert "streams_per_s" not in values


def test_other_output_is_refused_with_its_beginning() -> None:
    with pytest.raises(BenchmarkError, match="Segmentation"):
        parse("Segmentation fault")
