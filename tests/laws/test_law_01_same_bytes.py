"""Law 1: the pieces, joined, are the body, for every profile, parameter and seed; 3 and 4 of the same plans."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.splits.plan import Body, arrivals
from player.splits.planner import plan_for
from player.splits.registry import PROFILES
from tests.player.splits.test_planner import MORE, split
from tests.support.bodies import sources


@pytest.mark.parametrize("text", [*PROFILES, *MORE])
@settings(max_examples=40)
@given(source=sources(), seed=st.integers(0, 20).map(str))
def test_every_plan_keeps_the_laws(text: str, source: Body, seed: str) -> None:
    plan = plan_for(source, split(text), seed)

    # 1: the pieces are the body, and none is empty
    pieces = plan.pieces(source.data)
    assert b"".join(pieces) == source.data
    assert all(pieces)
    # 3: one hold per piece or none, never before the recorded time, never back in time
    assert len(plan.holds) in (0, len(pieces))
    assert all(hold >= 0 for hold in plan.holds)
    ends = [end for _, end in plan.spans(len(source.data))]
    held = [source.time_of(end) + hold for end, hold in zip(ends, plan.holds or (0,) * len(ends), strict=True)]
    assert held == sorted(held) == arrivals(source, plan)
    # 4: its own text gives it again
    assert plan_for(source, split(plan.spec)) == plan
    assert str(split(plan.spec)) == plan.spec
