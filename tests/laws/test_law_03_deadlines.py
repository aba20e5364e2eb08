"""Law 3: deadlines never decrease, and no byte leaves before it was recorded."""

from bisect import bisect_left
from fractions import Fraction
from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from cassettes.clock import MS
from cassettes.model import Interaction
from player.schedule.edits import edited, gap, hold, paced, scaled
from player.schedule.schedule import cut, recorded
from tests.player.schedule.test_schedule import SPEEDS, plans, played, timed
from tests.support import strategies


@given(strategies.interactions(), SPEEDS, st.integers(0, 50 * MS))
def test_deadlines_never_decrease_and_nothing_leaves_before_it_was_recorded(
    one: Interaction, speed: Fraction | None, least: int
) -> None:
    """Law 3, and law 1 for the profile `recorded`."""
    schedule = edited(recorded(one), [paced(speed), gap(least)])
    times = list(schedule.times)
    sent = [at for at, _ in timed(schedule)]

    assert times == sorted(times)
    assert schedule.duration >= scaled(one.ending.at, speed)
    if schedule.framing != "none":
        assert played(schedule, one) == one.body
        assert all(at >= scaled(time, speed) for at, time in zip(sent, one.chunks.times, strict=True))
    bodies = [at for at, step in zip(schedule.times, schedule.steps, strict=True) if step.parts]
    assert all(later - earlier >= least for earlier, later in pairwise(bodies))


@given(plans(), SPEEDS, st.integers(0, 50 * MS))
def test_a_plan_never_sends_a_byte_before_it_was_recorded(
    plan: tuple[Interaction, list[int], list[int]], speed: Fraction | None, least: int
) -> None:
    one, cuts, holds = plan
    schedule = edited(cut(one, cuts), [paced(speed), hold(holds), gap(least)])
    sent = timed(schedule)
    arrival = [at for at, size in zip(one.chunks.times, one.chunks.sizes, strict=True) for _ in range(size)]

    assert played(schedule, one) == one.body
    assert [piece.end for _, piece in sent] == [*cuts, len(one.body)]
    assert all(piece.opens == piece.end - piece.start and piece.closes for _, piece in sent)
    assert all(at >= scaled(arrival[piece.end - 1], speed) for at, piece in sent)
    assert all(later[0] - earlier[0] >= least for earlier, later in pairwise(sent))
    assert list(schedule.times) == sorted(schedule.times)


@given(plans())
def test_the_last_deadline_is_the_recorded_one_plus_holds(plan: tuple[Interaction, list[int], list[int]]) -> None:
    one, cuts, holds = plan
    last = max(at for at, _ in timed(hold(holds)(cut(one, cuts))))

    ends = list(accumulate(one.chunks.sizes))
    arrivals = [one.chunks.times[bisect_left(ends, end)] for end in (*cuts, ends[-1])]
    held = max(at + hold for at, hold in zip(arrivals, holds or [0] * len(arrivals), strict=True))
    assert last == max(held, one.head.at if one.head else 0)
