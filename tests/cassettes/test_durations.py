"""Durations that a person writes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.clock import MS, SECOND
from cassettes.durations import DAY, UNITS, duration_ns, parse
from cassettes.errors import SpecError


@pytest.mark.parametrize(
    ("text", "ns"),
    [
        ("800ms", 800_000_000),
        ("1.5s", 1_500_000_000),
        ("2m", 120_000_000_000),
        ("7us", 7_000),
        (" 1NS ", 1),
        ("0.1ns", 0),
    ],
)
def test_durations(text: str, ns: int) -> None:
    assert duration_ns(text) == ns


@pytest.mark.parametrize("text", ["", "800", "-1s", "1h", "1e3s", "٣s", "9999999999999s"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(SpecError, match="is not a duration"):
        duration_ns(text)


@pytest.mark.parametrize(
    ("text", "ns"),
    [
        ("5ms", 5 * MS),
        ("1.250s", 1_250 * MS),
        ("3600s", 3600 * SECOND),
        ("3600.001s", None),
        ("1.2505s", None),
        ("5ns", None),
        ("1m", None),
        (" 5ms", None),
        ("5 ms", None),
        ("5MS", None),
        ("5.ms", None),
        (".5ms", None),
        ("5", None),
        ("5h", None),
    ],
)
def test_what_a_caller_allows(text: str, ns: int | None) -> None:
    assert parse(text, units=("us", "ms", "s"), decimals=3, longest=3600 * SECOND) == ns


@given(number=st.integers(0, 10**12 - 1), unit=st.sampled_from(list(UNITS)))
def test_whole_numbers_are_exact(number: int, unit: str) -> None:
    ns = number * UNITS[unit]
    assert parse(f"{number}{unit}") == (ns if ns <= DAY else None)
