"""Exhaustive levels: every variant once, packed, and counted before the first plan is made."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.spec.spec import parse_spec
from player.splits.exhaust import LEVELS, Exhaustion, named
from player.splits.plan import Body, check_cuts
from player.splits.planner import plan_for
from tests.support.bodies import GOLDEN, recorded, sources


def _inside(source: Body, level: str) -> list[list[tuple[int, ...]]]:
    """For each event, the cuts inside it of every plan that has any there."""
    edges = (0, *source.events, len(source.data))
    return [
        [cuts for plan in Exhaustion(source, level).plans() if (cuts := tuple(c for c in plan.cuts if start < c < end))]
        for start, end in pairwise(edges)
    ]


@settings(max_examples=40)
@given(source=sources(), level=st.sampled_from(LEVELS))
def test_every_plan_is_legal_and_counted(source: Body, level: str) -> None:
    exhaustion = Exhaustion(source, level)
    plans = list(exhaustion.plans())

    assert len(plans) == exhaustion.requests
    for plan in plans[:20]:
        assert check_cuts(plan.cuts, len(source.data)) == plan.cuts
        assert set(source.events) <= set(plan.cuts)
        assert b"".join(plan.pieces(source.data)) == source.data


@settings(max_examples=40)
@given(sources())
def test_single_cuts_every_byte_once(source: Body) -> None:
    size = len(source.data)
    cuts = [cut for plan in Exhaustion(source, "single").plans() for cut in plan.cuts if cut not in set(source.events)]

    assert sorted(cuts) == [cut for cut in range(1, size) if cut not in set(source.events)]


def test_as_many_requests_as_the_longest_event_has_places() -> None:
    source = GOLDEN["lf"]
    longest = max(end - start for start, end in pairwise((0, *source.events, len(source.data))))

    assert Exhaustion(source, "single").requests == longest - 1
    assert Exhaustion(source, "single").cuts == len(source.data) - 1 - len(source.events)


def test_adjacent_pairs_are_all_there() -> None:
    source = recorded(b"data: ab\n\ndata: c\n\n", 5, b"text/event-stream")
    first, second = _inside(source, "adjacent")

    assert sorted(first) == [(a, b) for a, b in combinations(range(1, 10), 2) if b - a <= 3]
    assert sorted(second) == [(a, b) for a, b in combinations(range(11, 19), 2) if b - a <= 3]


def test_same_token_takes_every_choice_of_cuts_in_a_token() -> None:
    source = recorded("data: 你\r\n\r\n".encode(), 4, b"text/event-stream")
    (found,) = _inside(source, "same-token")
    tokens = (range(1, 6), range(7, 9), range(10, 13))
    wanted = [cuts for places in tokens for n in range(1, 6) for cuts in combinations(places, n)]

    assert sorted(found) == sorted(wanted)
    exhaustion = Exhaustion(source, "same-token")
    assert exhaustion.cuts == len(found) == 31 + 3 + 7


def test_structural_leaves_out_what_is_dense() -> None:
    source = GOLDEN["lf"]
    cuts = {cut for plan in Exhaustion(source, "structural").plans() for cut in plan.cuts}

    assert set(source.boundaries.positions("utf8-3b/2")) <= cuts
    assert set(source.boundaries.positions("done:inside")) <= cuts
    assert len(cuts) < len(source.data) // 2


def test_a_plan_of_a_level_can_be_given_again() -> None:
    source = recorded("data: 你\n\ndata: b\n\n".encode(), 4, b"text/event-stream")

    for plan in Exhaustion(source, "structural").plans():
        split = parse_spec(plan.spec).split
        assert split is not None
        assert plan_for(source, split) == plan
    assert named(source, ()).spec == f"explicit,body={source.digest},v=1"


@pytest.mark.parametrize("level", LEVELS)
def test_an_empty_body_takes_no_request(level: str) -> None:
    assert Exhaustion(Body(b""), level).requests == 0
    assert list(Exhaustion(Body(b""), level).plans()) == []
