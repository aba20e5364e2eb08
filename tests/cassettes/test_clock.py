"""Time is whole nanoseconds that never go back."""

import time

from cassettes import clock


def test_the_clock_is_the_fine_one_and_never_goes_back() -> None:
    assert clock.now_ns is time.perf_counter_ns
    times = [clock.now_ns() for _ in range(1000)]
    assert times == sorted(times)
    assert all(isinstance(at, int) for at in times)


def test_the_wall_clock_is_nanoseconds_since_1970() -> None:
    before = int(time.time()) - 5
    assert before < clock.wall_clock_ns() // clock.SECOND < before + 600
    assert clock.SECOND == 1000 * clock.MS
