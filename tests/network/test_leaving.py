import threading

import pytest

from network import leaving
from network.leaving import SAME, Stop, Unwaited


def test_nobody_waits_for_a_thread_that_waits() -> None:
    go, executor = threading.Event(), Unwaited(1)
    waiting, dropped = executor.submit(go.wait), executor.submit(go.wait)

    executor.shutdown()

    assert dropped.cancelled()
    assert not waiting.done()
    go.set()
    waiting.result(60)


def test_signals_of_one_key_press_are_one_and_a_second_one_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    now, ended = [1], list[int]()
    monkeypatch.setattr(leaving, "now_ns", lambda: now[0])
    monkeypatch.setattr("os._exit", ended.append)
    stop = Stop()

    assert stop.asked()
    now[0] += SAME
    assert not stop.asked()
    assert ended == []
    now[0] += 1
    stop.asked()
    assert ended == [130]
