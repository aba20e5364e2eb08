from hypothesis import given
from hypothesis import strategies as st

from cassettes.clock import MS
from player.stream.scheduler import GRID_LIMIT, NEAR, TURN, Scheduler, Waiting, grid
from tests.support.clockwork import Clockwork


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
        late = grid(len(plans)) + len(plan) * len(plans)
        assert all(0 <= seen - at <= late for seen, at in zip(stream.seen, plan, strict=True))
    assert clock.armed is None
    assert len(clock.scheduler) == 0


def test_the_grid_widens_with_the_streams_up_to_its_end() -> None:
    widths = [grid(streams) for streams in range(3000)]

    assert widths == sorted(widths)
    assert (grid(0), grid(1), grid(500), grid(1000), grid(10**6)) == (1, 1, 31_250, 250_000, GRID_LIMIT)


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
    assert sum(map(len, clock.scheduler._waiting.values())) < 150
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

    assert clock.arms == [10**6, 10**5]


def test_what_is_due_within_one_step_of_the_grid_wakes_the_loop_once() -> None:
    clock = Clockwork()
    for _ in range(2000):
        clock.scheduler.at(10**9, Steps(10**9))
    early, late = Steps(GRID_LIMIT + 1), Steps(2 * GRID_LIMIT)
    clock.scheduler.at(late.deadlines[0], late)
    clock.scheduler.at(early.deadlines[0], early)
    clock.arms.clear()
    clock.run_until(5 * GRID_LIMIT)

    assert early.seen == late.seen == [2 * GRID_LIMIT]
    assert clock.arms == [10**9]


def test_the_dead_of_a_turn_that_is_under_way_are_counted_once() -> None:
    clock, entries = Clockwork(), list[Waiting]()

    class Killer(Steps):
        def due(self, now: int) -> int | None:
            for entry in entries:
                clock.scheduler.cancel(entry)
            return super().due(now)

    survivor = Steps(2 * 10**6)
    clock.scheduler.at(10, Killer(10))
    entries += [clock.scheduler.at(10, Steps(10)) for _ in range(100)]
    entries += [clock.scheduler.at(10**6, Steps(10**6)) for _ in range(100)]
    clock.scheduler.at(2 * 10**6, survivor)
    clock.now = 10**5
    clock.scheduler.fire()

    assert len(clock.scheduler) == 1
    clock.run_until(10**7)
    assert len(survivor.seen) == 1
    assert len(clock.scheduler) == 0


def test_a_stream_that_wants_to_go_on_at_once_lets_the_loop_run_first() -> None:
    clock = Clockwork()
    greedy = Steps(0, 0, 0)
    clock.scheduler.at(0, greedy)
    clock.scheduler.fire()

    assert len(greedy.seen) == 1
    assert clock.armed == 1


class Long:
    """A stream whose step takes `takes` ns, every `every` ns."""

    def __init__(self, clock: Clockwork, every: int, takes: int) -> None:
        self.clock, self.every, self.takes = clock, every, takes
        self.seen: list[int] = []

    def due(self, now: int) -> int:
        self.seen.append(now)
        self.clock.now += self.takes
        return now + self.every

    def failed(self, error: Exception) -> None:
        raise error


def test_in_a_long_turn_each_stream_sees_the_time_of_its_own_step_and_is_stepped_once() -> None:
    clock = Clockwork()
    streams = [Long(clock, MS, 3 * MS) for _ in range(3)]
    for stream in streams:
        clock.scheduler.at(MS, stream)
    clock.now = MS
    clock.scheduler.fire()

    assert [stream.seen for stream in streams] == [[MS], [4 * MS], [7 * MS]]


def test_what_becomes_due_in_a_turn_is_stepped_in_it_up_to_its_end() -> None:
    clock = Clockwork()
    first, later = Long(clock, MS, TURN // 2), Long(clock, MS, TURN)
    meanwhile, too_late = Steps(MS + TURN // 4), Steps(MS + TURN + 1)
    clock.scheduler.at(MS, first)
    clock.scheduler.at(meanwhile.deadlines[0], meanwhile)
    clock.scheduler.at(MS + TURN // 2, later)
    clock.scheduler.at(too_late.deadlines[0], too_late)
    clock.now = MS
    clock.scheduler.fire()

    assert (first.seen, meanwhile.seen, later.seen) == ([MS], [MS + TURN // 2], [MS + TURN // 2])
    assert too_late.seen == []  # the loop has its round first, although it is due
    assert clock.armed == MS + TURN + 1 < clock.now


def ticking(tick: int) -> tuple[Scheduler, Clockwork]:
    """A scheduler whose clock goes on by `tick` ns each time that it is read."""
    clock = Clockwork()

    def now() -> int:
        clock.now += tick
        return clock.now

    return Scheduler(lambda _: clock, now), clock


@given(st.integers(1, 2 * NEAR), st.integers(1, 3000))
def test_what_is_due_soon_is_waited_for_without_the_timer_and_never_early(distance: int, tick: int) -> None:
    scheduler, clock = ticking(tick)
    first, second = Steps(MS), Steps(MS + distance)
    scheduler.at(MS, first)
    scheduler.at(MS + distance, second)
    clock.now = MS
    clock.arms.clear()
    scheduler.fire()
    waited = MS + 2 * tick + NEAR >= MS + distance  # the clock was read twice: before the first step and behind it

    assert bool(second.seen) == waited
    assert all(seen >= MS + distance for seen in second.seen)
    assert clock.arms == ([] if waited else [scheduler.next_deadline])


def test_who_keeps_the_loop_lets_the_streams_go_first_and_has_half_of_the_time() -> None:
    clock = Clockwork()
    stream = Long(clock, 100 * MS, 5 * MS)
    clock.scheduler.at(10 * MS, stream)
    clock.scheduler.catch_up(9 * MS)
    assert stream.seen == []
    clock.now = 12 * MS
    clock.scheduler.catch_up(clock.now)
    assert stream.seen == [12 * MS]

    other = Long(clock, 100 * MS, 0)
    clock.scheduler.at(18 * MS, other)
    for now in (18, 21):  # the turn before ended at 17 ms and had taken 5
        clock.now = now * MS
        clock.scheduler.catch_up(clock.now)
        assert other.seen == []
    clock.now = 22 * MS
    clock.scheduler.catch_up(clock.now)
    assert other.seen == [22 * MS]


def test_other_work_is_owed_as_long_as_the_last_turn_took() -> None:
    clock = Clockwork()
    assert clock.scheduler.owed(clock.now) == 0
    clock.scheduler.at(10 * MS, Long(clock, 100 * MS, 5 * MS))
    clock.now = 10 * MS
    clock.scheduler.fire()

    assert [clock.scheduler.owed(now * MS) for now in (15, 17, 20, 99)] == [5 * MS, 3 * MS, 0, 0]


def test_a_wake_up_with_nothing_to_do_takes_nothing_of_what_is_owed() -> None:
    """The loop may have found the timer before other work had the streams catch up."""
    clock = Clockwork()
    clock.scheduler.at(10 * MS, Long(clock, 100 * MS, 5 * MS))
    clock.now = 10 * MS
    clock.scheduler.catch_up(clock.now)
    clock.armed = None
    clock.scheduler.fire()

    assert clock.scheduler.owed(clock.now) == 5 * MS
    assert clock.armed == 110 * MS  # a timer that fired is set again in any case


def test_a_stream_that_asks_in_its_own_turn_begins_no_other() -> None:
    clock = Clockwork()

    class Asking(Long):
        def due(self, now: int) -> int:
            clock.scheduler.catch_up(now + 1000 * MS)
            return super().due(now)

    stream = Asking(clock, MS, 0)
    clock.scheduler.at(MS, stream)
    clock.now = MS
    clock.scheduler.fire()
    assert stream.seen == [MS]


def test_closing_forgets_what_waits() -> None:
    clock = Clockwork()
    clock.scheduler.at(10, Steps(10))
    clock.scheduler.close()

    assert clock.closed
    assert clock.scheduler.next_deadline is None
