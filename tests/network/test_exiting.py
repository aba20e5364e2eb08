import threading

from network.exiting import Unwaited


def test_nobody_waits_for_a_thread_that_waits() -> None:
    go, executor = threading.Event(), Unwaited(1)
    waiting, dropped = executor.submit(go.wait), executor.submit(go.wait)

    executor.shutdown()

    assert dropped.cancelled()
    assert not waiting.done()
    go.set()
    waiting.result(60)
