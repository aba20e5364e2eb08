from array import array
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.clock import MS
from cassettes.headers import Framing
from cassettes.model import Interaction
from player.schedule.edits import Edit, edited, gap, hold, idle_cap, jitter, paced, scaled, shortened
from player.schedule.schedule import FOREVER, ORIGINAL, Finish, Piece, Schedule, Step, recorded
from player.schedule.vary import Drawn, vary
from tests.support import strategies
from tests.support.recordings import END, interaction


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Writes of a body with anything in them, at any times in order."""
    steps, end = [Step(head=True)], 0
    for size in draw(st.lists(st.integers(0, 9) | st.none(), max_size=8)):
        if size is not None:
            steps.append(Step((Piece(end, end + size),)))
            end += size
    steps.append(Step(end=True))
    times = draw(st.lists(st.integers(0, 2**42) | st.integers(0, FOREVER), min_size=len(steps), max_size=len(steps)))
    return Schedule(tuple(steps), array("q", sorted(times)), Framing.LENGTH, Finish.COMPLETE)


HOLDS = st.lists(st.integers(0, 2**63), max_size=9)
#: edits that move no write ahead of where it was
DELAYS: dict[str, st.SearchStrategy[Callable[[Schedule], Edit]]] = {
    "hold": HOLDS.map(lambda holds: lambda schedule: hold(holds)),
    "jitter": st.text(max_size=3).map(lambda seed: lambda schedule: hold(jitter(50 * MS, seed))),
    "gap": st.integers(0, 60_000 * MS).map(lambda least: lambda schedule: gap(least)),
    "gap, all apart": st.integers(0, 60_000 * MS).map(lambda least: lambda schedule: gap(least, all_apart=True)),
    "slower": st.fractions(Fraction(1, 1000), 1).map(lambda speed: lambda schedule: paced(speed)),
}
#: and those that do, because that is what they are asked for
OTHERS: dict[str, st.SearchStrategy[Callable[[Schedule], Edit]]] = {
    "faster": st.fractions(1, 1000).map(lambda speed: lambda schedule: paced(speed)),
    "max": st.just(lambda schedule: paced(None)),
    "vary": st.builds(Drawn, st.none() | st.integers(0, 3600 * 1000 * MS), st.none() | st.integers(1, 10**9)).map(
        lambda drawn: lambda schedule: vary(drawn, 3)
    ),
}


@pytest.mark.parametrize("name", [*DELAYS, *OTHERS])
@given(st.data(), schedules())
def test_no_edit_of_time_changes_what_is_sent_or_its_order(name: str, data: st.DataObject, before: Schedule) -> None:
    """Law 3, for each edit: times never decrease, and none is more than a clock holds; the steps stay the same ones."""
    after = data.draw((DELAYS | OTHERS)[name])(before)(before)

    assert after.steps is before.steps
    assert (after.framing, after.finish) == (before.framing, before.finish)
    assert len(after.times) == len(before.times)
    assert all(earlier <= later for earlier, later in pairwise(after.times))
    assert after.times[0] >= 0
    assert after.times[-1] <= FOREVER


@pytest.mark.parametrize("name", DELAYS)
@given(st.data(), schedules())
def test_what_delays_never_lets_a_write_leave_before_its_time(name: str, data: st.DataObject, before: Schedule) -> None:
    after = data.draw(DELAYS[name])(before)(before)
    assert all(later >= min(earlier, FOREVER) for earlier, later in zip(before.times, after.times, strict=True))


@given(schedules(), st.integers(0, 50 * MS))
def test_the_gap_lies_between_writes_with_parts_of_the_body(before: Schedule, least: int) -> None:
    after = gap(least)(before)
    bodies = [at for at, step in zip(after.times, after.steps, strict=True) if step.parts]
    assert all(later - earlier >= least or later == FOREVER for earlier, later in pairwise(bodies))
    assert gap(least)(after).times == after.times
    assert gap(0)(before).times == before.times


def test_the_ending_is_kept_apart_only_where_all_are() -> None:
    steps = (Step(head=True), *(Step((Piece(at, at + 1),)) for at in range(3)), Step(end=True))
    schedule = Schedule(steps, array("q", [0, 0, 1, 2, 2]), Framing.LENGTH, Finish.COMPLETE)
    assert list(gap(5)(schedule).times) == [0, 0, 5, 10, 10]
    assert list(gap(5, all_apart=True)(schedule).times) == [0, 0, 5, 10, 15]
    assert list(gap(5)(replace(schedule, times=array("q", [0, 0, 9, 20, 20]))).times) == [0, 0, 9, 20, 20]


@given(strategies.interactions(), st.fractions(Fraction(1, 50), 50) | st.none())
def test_a_speed_scales_each_recorded_time(one: Interaction, speed: Fraction | None) -> None:
    before = recorded(one)
    assert list(paced(speed)(before).times) == [scaled(at, speed) for at in before.times]


def test_speed_scales_recorded_time_and_rounds_up() -> None:
    assert [scaled(7, Fraction(speed)) for speed in ("1", "2", "0.5", "3")] == [7, 4, 14, 3]
    assert scaled(7, None) == 0


def test_every_silence_longer_than_the_cap_is_as_long_as_the_cap() -> None:
    one = interaction([(900, 1, b"a", END), (905, 2, b"b", END), (4000, 3, b"c", END)], head_at=900, end_at=9000)
    short = idle_cap(one, 100 * MS, ORIGINAL)(recorded(one))

    assert [at // MS for at in short.times] == [100, 100, 105, 205, 305]


def test_the_cap_is_what_the_client_sees() -> None:
    one = interaction([(0, 1, b"a", END), (1000, 2, b"b", END)])
    speed = Fraction(2)

    assert edited(recorded(one), [idle_cap(one, 100 * MS, speed), paced(speed)]).duration == 100 * MS


@given(strategies.interactions(), st.integers(1, 2**40))
def test_capping_keeps_order_and_what_came_together(one: Interaction, cap: int) -> None:
    before = recorded(one)
    short = idle_cap(one, cap, ORIGINAL)(before)

    moved = shortened(one, cap, ORIGINAL)
    for earlier, later in pairwise(sorted(moved)):
        assert min(later - earlier, cap) == moved[later] - moved[earlier]
    assert short.steps is before.steps
    assert all(after <= at for at, after in zip(before.times, short.times, strict=True))
    assert list(short.times) == sorted(short.times)


def test_what_came_with_the_head_is_not_held_and_the_ending_is_held_with_the_last() -> None:
    steps = (Step((Piece(0, 1),), head=True), Step((Piece(1, 2),)), Step((Piece(2, 3),)), Step(end=True))
    schedule = Schedule(steps, array("q", [0, 10, 20, 21]), Framing.LENGTH, Finish.COMPLETE)
    assert list(hold([7, 15, 3])(schedule).times) == [0, 25, 25, 25]
    assert list(hold([7, 15])(schedule).times) == [0, 25, 25, 25]
    assert list(hold([0, 0, 3])(schedule).times) == [0, 10, 23, 24]


@pytest.mark.parametrize("limit", [1, 5 * MS])
def test_jitter_is_drawn_from_the_seed_and_stays_below_its_limit(limit: int) -> None:
    drawn = list(islice(jitter(limit, "42"), 200))

    assert drawn == list(islice(jitter(limit, "42"), 200))
    assert drawn != list(islice(jitter(limit, "43"), 200))
    assert min(drawn) >= 0
    assert max(drawn) <= limit
    assert len(set(drawn)) > 1


def test_no_jitter_is_no_hold() -> None:
    assert list(jitter(0, "42")) == []
