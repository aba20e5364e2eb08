"""What failed the last time is run ahead: a report says the same with it and without it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chunktape.check.findings import Report
from chunktape.check.kept.memory import Memory
from chunktape.check.run import Check
from chunktape.check.sweep.effort import Effort
from chunktape.check.tapes import given
from chunktape.check.values import Judgement
from tests.chunktape.check.sweep.bugs.test_blame import ONE, SEVERAL
from tests.chunktape.check.test_run import Decoder, Fake, right

CLIENTS = {**{name: make for name, (make, _) in ONE.items()}, **{name: make for name, (make, _) in SEVERAL.items()}}


def checked(make: Callable[[int], Decoder], memory: Memory, *, budget: int | None = None) -> Report:
    effort = Effort() if budget is None else Effort(runs=budget)
    return Check(Report("fake"), Fake(make), memory=memory, effort=effort).run(given(["torture-lf", "torture-crlf"]))


def told(report: Report) -> object:
    """Everything that a report says but for the time."""
    return (
        [(one.tape.name, one.profile, one.baseline, one.plans, one.unjudged, one.failed) for one in report.swept],
        [(one.tape.name, one.verdict, one.spec, one.cause, one.also, one.least) for one in report.findings],
        report.classes,
        report.runs,
    )


@pytest.mark.parametrize("name", ["characters", "joins", "CRLF and escapes", "all four"])
def test_a_second_and_a_third_check_say_what_the_first_one_said(name: str, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "x.txt")
    first = told(checked(CLIENTS[name], memory))
    assert memory.splits()
    assert told(checked(CLIENTS[name], memory)) == first
    assert told(checked(CLIENTS[name], memory)) == first


def test_a_check_that_ends_early_has_the_failure_of_the_last_time(tmp_path: Path) -> None:
    """It ends before the tape on which the client fails."""
    memory = Memory(tmp_path / "x.txt")
    whole = checked(CLIENTS["CRLF"], memory)
    (failed,) = whole.findings
    assert "crlf" in failed.tape.name
    without, with_it = (checked(CLIENTS["CRLF"], one, budget=20) for one in (Memory(), memory))
    assert without.findings == []
    (kept,) = with_it.findings
    assert (kept.tape.name, kept.spec, kept.verdict) == (failed.tape.name, failed.spec, failed.verdict)
    assert memory.splits()


def test_what_was_mended_is_forgotten_and_leaves_no_trace(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "x.txt")
    checked(CLIENTS["characters"], memory)
    mended = checked(right, memory)
    assert mended.findings == []
    assert mended.judged
    assert all(one.baseline is not Judgement.FAIL for one in mended.swept)
    assert memory.splits() == []
    assert told(mended) == told(checked(right, Memory()))
