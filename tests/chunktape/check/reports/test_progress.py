"""The line on a terminal while a check runs."""

import io

import pytest

from cassettes.messages.columns import columns
from chunktape.check.findings import Finding, Report
from chunktape.check.oracles import Verdict
from chunktape.check.reports.progress import Progress, line
from chunktape.check.tapes import given
from chunktape.check.values import Judgement


def running(runs: int = 250, seconds: float = 5.0, planned: int = 1000) -> Report:
    return Report("x", runs=runs, seconds=seconds, planned=planned)


def test_the_line_has_the_share_the_runs_the_rate_and_the_time_left() -> None:
    assert line(running(), 80) == "[#####---------------]  250 runs  50 a second  failures 0  0:15 left"


def test_the_same_failure_on_several_tapes_counts_once() -> None:
    report = running()
    for words, name in (("found ''", "torture-lf"), ("found ''", "torture-crlf"), ("TypeError", "torture-bom")):
        report.add(Finding(given([name])[0], "node", Verdict("content", Judgement.FAIL, words)))
    assert "failures 2" in line(report, 80)


def test_where_the_end_is_not_known_no_share_is_shown() -> None:
    assert line(running(planned=0), 80) == "250 runs  50 a second  failures 0"


def test_more_runs_than_were_planned_are_not_the_end() -> None:
    assert line(running(runs=2000), 80).startswith("[###################-]  2000 runs")
    assert line(running(runs=3599, seconds=3600, planned=3600 * 2), 80).endswith("60:02 left")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_never_as_wide_as_the_terminal(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNKTAPE_LANG", language)
    for width in range(2, 100):
        assert columns(line(running(), width)) < width


class Screen(io.StringIO):
    """A terminal of one line: what stands there after carriage returns."""

    @property
    def shown(self) -> str:
        cells: list[str] = []
        for part in self.getvalue().split("\r"):
            cells[: len(part)] = part
        return "".join(cells).rstrip()


def test_it_is_redrawn_ten_times_a_second_and_gone_at_the_end() -> None:
    screen, now = Screen(), [0.0]
    bar = Progress(screen, lambda: now[0], lambda: 80)
    for runs in range(1000):
        now[0] = runs / 1000
        bar(running(runs=runs + 1, seconds=now[0]))
        assert "\n" not in screen.getvalue()
    assert screen.getvalue().count("\r") <= 11
    assert screen.shown.startswith("[###")

    bar.clear()
    assert screen.shown == ""
    bar.clear()
    assert screen.getvalue().endswith("\r")


def test_a_shorter_line_leaves_nothing_of_a_longer_one() -> None:
    screen, now, width = Screen(), [0.0], [80]
    bar = Progress(screen, lambda: now[0], lambda: width[0])
    bar(running())
    now[0], width[0] = 1.0, 12
    bar(running())
    assert screen.shown == "250 runs"


def test_the_bar_stands_where_a_failure_brings_more_runs() -> None:
    screen, now = Screen(), [0.0]
    bar = Progress(screen, lambda: now[0], lambda: 80)
    for planned, runs, shown in ((1000, 500, 10), (2000, 600, 10), (2000, 1500, 15)):
        now[0] += 1.0
        bar(running(runs=runs, planned=planned))
        assert screen.shown.split("]")[0].count("#") == shown


def test_a_terminal_that_is_gone_stops_nothing() -> None:
    screen = Screen()
    bar = Progress(screen, lambda: 1.0, lambda: 80)
    screen.close()
    bar(running())
    bar.clear()
