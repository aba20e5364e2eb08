"""Law 5: over one rotation a targeted profile hits every class that it names and that the body has."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from player.splits.plan import Body
from player.splits.planner import plan_for
from player.splits.registry import PROFILES
from tests.player.splits.test_planner import hit, split
from tests.support.bodies import recorded, sources

_TARGETED = [name for name, profile in PROFILES.items() if profile.targets]


@pytest.mark.parametrize("name", _TARGETED)
@settings(max_examples=50)
@given(source=sources(), first=st.integers(0, 2**63))
@example(source=recorded(b"0000\xf0\x90\x80\x80\xc2\x85", 8, b"text/plain"), first=0)
def test_a_rotation_hits_every_target_that_the_body_has(name: str, source: Body, first: int) -> None:
    """Law 5, from any seed on."""
    profile = PROFILES[name]
    wanted = set(profile.targets) & set(source.boundaries.present())
    plans = [plan_for(source, split(name), str(first + turn)) for turn in range(profile.rotation)]

    assert wanted <= hit(source, plans)
    assert wanted <= hit(source, [plan_for(source, split(f"{name},all=1"), str(first))])
