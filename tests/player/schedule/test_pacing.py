from fractions import Fraction
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.clock import MS
from cassettes.model import Interaction
from player.schedule.pacing import capped, jitter
from player.schedule.schedule import ORIGINAL, recorded
from tests.support import strategies
from tests.support.recordings import END, interaction


def test_every_silence_longer_than_the_cap_is_as_long_as_the_cap() -> None:
    one = interaction([(900, 1, b"a", END), (905, 2, b"b", END), (4000, 3, b"c", END)], head_at=900, end_at=9000)
    short = capped(one, 100 * MS, ORIGINAL)

    assert short.head is not None
    assert [short.head.at // MS, *(at // MS for at in short.chunks.times), short.ending.at // MS] == [
        100,
        *(100, 105, 205),
        305,
    ]


def test_the_cap_is_what_the_client_sees() -> None:
    one = interaction([(0, 1, b"a", END), (1000, 2, b"b", END)])

    assert recorded(capped(one, 100 * MS, Fraction(2)), Fraction(2)).duration == 100 * MS
    assert capped(one, 100 * MS, None) is one
    assert capped(one, 0, ORIGINAL) is one


@given(strategies.interactions(), st.integers(1, 2**40))
def test_capping_keeps_bytes_order_and_what_came_together(one: Interaction, cap: int) -> None:
    short = capped(one, cap, ORIGINAL)

    assert (short.body, short.chunks.sizes, short.chunks.reads) == (one.body, one.chunks.sizes, one.chunks.reads)
    for before, after in zip(pairwise(one.chunks.times), pairwise(short.chunks.times), strict=True):
        assert min(before[1] - before[0], cap) == after[1] - after[0]
    assert capped(short, cap, ORIGINAL) == short


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
