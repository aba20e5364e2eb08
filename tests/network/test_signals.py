import signal
import sys
import threading

import pytest

from network import signals
from network.signals import SAME, Stop, at_first, take, taken


def test_signals_of_one_key_press_are_one_and_a_second_one_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    now, ended = [1], list[int]()
    monkeypatch.setattr(signals, "now_ns", lambda: now[0])
    monkeypatch.setattr("os._exit", ended.append)
    stop = Stop()

    assert stop.asked()
    now[0] += SAME
    assert not stop.asked()
    assert ended == []
    now[0] += 1
    stop.asked()
    assert ended == [130]


def test_a_handler_calls_for_the_first_signal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signals, "now_ns", lambda: 1)
    called = list[int]()
    handler = at_first(lambda: called.append(1))
    handler(signal.SIGTERM, None)
    handler(signal.SIGINT, None)
    assert called == [1]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_all_signals_that_ask_to_end_are_taken_for_a_while(name: str) -> None:
    number, came = getattr(signal, name), list[int]()
    before = signal.getsignal(number)
    with taken(lambda number, frame: came.append(number)):
        signal.raise_signal(number)
    assert came == [number]
    assert signal.getsignal(number) is before


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_hangup_that_nohup_ignores_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with taken(lambda *_: pytest.fail("the terminal counts")):
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_another_thread_takes_nothing() -> None:
    found = list[object]()
    thread = threading.Thread(target=lambda: found.append(take(signal.default_int_handler)))
    thread.start()
    thread.join()
    assert found == [{}]
