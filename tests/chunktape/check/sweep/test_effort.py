"""How much is tried."""

import pytest

from cassettes.errors import SpecError
from chunktape.check.sweep.effort import Effort


@pytest.mark.parametrize(
    ("text", "runs", "seconds"),
    [("5000", 5000, 0.0), ("1", 1, 0.0), ("30s", 0, 30.0), ("1.5m", 0, 90.0), ("5ms", 0, 0.005)],
)
def test_a_budget_is_runs_or_a_time(text: str, runs: int, seconds: float) -> None:
    effort = Effort().with_budget(text)
    assert (effort.runs, effort.seconds, effort.bounded) == (runs, seconds, True)


@pytest.mark.parametrize("text", ["", "0", "-5", "0s", "ten", "5000 runs", "1e3", "３０", "x"])
def test_another_budget_is_an_error_that_says_both_forms(text: str) -> None:
    with pytest.raises(SpecError, match=r"5000.*30s"):
        Effort().with_budget(text)


def test_it_is_spent_by_what_comes_first() -> None:
    assert not Effort().spent(10**9, 1e9)
    assert Effort(runs=10).spent(10, 0.0)
    assert not Effort(runs=10).spent(9, 1e9)
    assert Effort(seconds=2.0).spent(0, 2.0)
