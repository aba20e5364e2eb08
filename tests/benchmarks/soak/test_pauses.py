import time

import pytest

from benchmarks.soak.pauses import Pauses, watch


def test_a_sleep_that_takes_long_is_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    sleeps = iter([1.0, 28.0, 1.0, 5.0, *[4.9] * 5, 40.0, 60.0])
    now = 0

    def sleep(seconds: float) -> None:
        nonlocal now
        now += int(next(sleeps) * 1e6)

    monkeypatch.setattr(time, "sleep", sleep)
    monkeypatch.setattr(time, "perf_counter_ns", lambda: now)

    assert watch(0.15) == [(0.035, 33.0), (0.1595, 100.0)]


def test_without_realtime_nothing_is_watched() -> None:
    with Pauses(0, 1000, realtime=False) as found:
        pass
    assert found.found == []


def test_what_the_watcher_prints_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Pauses(0, 0, realtime=True)
    monkeypatch.setattr(one, "_command", ["printf", "17.250 28.4\\n19.001 5.0\\n"])
    with one:
        pass
    assert one.found == [(17.25, 28.4), (19.001, 5.0)]
