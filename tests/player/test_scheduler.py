import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.scheduler import GRID_LIMIT, GRID_PER_STREAM
from tests.player.clockwork import Clockwork


class Steps:
    """A stream with fixed deadlines; notes when it was stepped."""

    def __init__(self, *deadlines: int, fails_at: int = -1) -> None:
        self.deadlines = list(deadlines)
        self.seen: list[int] = []
        self.error: Exception | None = None
        self.fails_at = fails_at

    def due(self, now: int) -> int | None:
        if len(self.seen) == self.fails_at:
            raise OSError("broken")
        self.seen.append(now)
        self.deadlines.pop(0)
        return self.deadlines[0] if self.deadlines else None

    def failed(self, error: Exception) -> None:
        self.error = error


@pytest.mark.core
@given(st.lists(st.lists(st.integers(0, 10**9), min_size=1, max_size=6).map(sorted), min_size=1, max_size=8))
def test_every_step_comes_never_early_and_at_most_a_grid_late(plans: list[list[int]]) -> None:
    clock = Clockwork()
    streams = [(plan, Steps(*plan)) for plan in plans]
    for plan, stream in streams:
        clock.scheduler.at(plan[0], stream)
    clock.run_until(2 * 10**9)

    for plan, stream in streams:
        assert len(stream.seen) == len(plan)
        # the steps of one stream that are due together take a turn of the loop (1 ns here) each
        late = min(GRID_LIMIT, GRID_PER_STREAM * len(plans)) + len(plan) * len(plans)
        assert all(0 <= seen - at <= late for seen, at in zip(stream.seen, plan, strict=True))
    assert clock.armed is None
    assert len(clock.scheduler) == 0


def test_all_that_is_due_is_stepped_in_one_callback_in_the_order_of_deadlines() -> None:
    clock, order = Clockwork(), []

    class Note(Steps):
        def due(self, now: int) -> int | None:
            order.append(self.deadlines[0])
            return super().due(now)

    for at in (30, 10, 20):
        clock.scheduler.at(at, Note(at))
    clock.arms.clear()
    clock.now = 100
    clock.scheduler.fire()

    assert order == [10, 20, 30]
    assert clock.arms == []


def test_an_error_ends_its_stream_and_no_other() -> None:
    clock = Clockwork()
    bad, good = Steps(10, 20, fails_at=0), Steps(10, 10**6)
    clock.scheduler.at(10, bad)
    clock.scheduler.at(10, good)
    clock.run_until(10**7)

    assert isinstance(bad.error, OSError)
    assert len(good.seen) == 2


def test_an_error_of_the_error_handler_leaves_the_timer_armed() -> None:
    class Worse(Steps):
        def failed(self, error: Exception) -> None:
            raise RuntimeError("worse")

    clock = Clockwork()
    later = Steps(10**6)
    clock.scheduler.at(10, Worse(10, fails_at=0))
    clock.scheduler.at(10**6, later)
    clock.run_until(10**7)

    assert len(later.seen) == 1


def test_a_cancelled_stream_is_not_stepped_and_does_not_stay() -> None:
    clock = Clockwork()
    streams = [Steps(10**9) for _ in range(200)]
    entries = [clock.scheduler.at(10**9, stream) for stream in streams]
    for entry in entries[:150]:
        clock.scheduler.cancel(entry)
        clock.scheduler.cancel(entry)

    assert len(clock.scheduler) == 50
    assert len(clock.scheduler._heap) < 150
    clock.run_until(2 * 10**9)
    assert [len(stream.seen) for stream in streams] == [0] * 150 + [1] * 50
    assert len(clock.scheduler) == 0


def test_a_stream_that_is_cancelled_by_another_ones_step_is_not_stepped() -> None:
    clock = Clockwork()
    victim = Steps(10)

    class Killer(Steps):
        def due(self, now: int) -> int | None:
            clock.scheduler.cancel(entry)
            return None

    clock.scheduler.at(5, Killer(5))
    entry = clock.scheduler.at(10, victim)
    clock.now = 100
    clock.scheduler.fire()

    assert victim.seen == []


def test_an_earlier_deadline_arms_anew_and_a_later_one_does_not() -> None:
    clock = Clockwork()
    for at in (10**6, 10**8, 10**5):
        clock.scheduler.at(at, Steps(at))

    assert clock.arms == [10**6, 10**5 + (-(10**5)) % (3 * GRID_PER_STREAM)]


def test_a_stream_that_wants_to_go_on_at_once_lets_the_loop_run_first() -> None:
    clock = Clockwork()
    greedy = Steps(0, 0, 0)
    clock.scheduler.at(0, greedy)
    clock.scheduler.fire()

    assert len(greedy.seen) == 1
    assert clock.armed == 1


def test_closing_forgets_what_waits() -> None:
    clock = Clockwork()
    clock.scheduler.at(10, Steps(10))
    clock.scheduler.close()

    assert clock.closed
    assert clock.scheduler.next_deadline is None
