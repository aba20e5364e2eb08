"""Sets of cuts: as bits and back, and from the lengths of a client's callbacks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.boundaries.cuts import bits_of, observed_cuts, offsets_in
from cassettes.errors import SpecError


def test_observed_cuts_from_callback_lengths() -> None:
    assert observed_cuts([3, 0, 4, 2], 9) == (3, 7)
    assert observed_cuts([3], 9) == (3,)
    assert observed_cuts([], 9) == ()


@pytest.mark.parametrize(
    ("lengths", "words"),
    [
        ([5, 5], "callback lengths of at most 9 bytes together, found 10"),
        ([4, -1, 3], "callback lengths of 0 bytes or more, found -1 as number 2"),
        ([-1], "found -1 as number 1"),
    ],
)
def test_lengths_that_can_not_be(lengths: list[int], words: str) -> None:
    with pytest.raises(SpecError, match=words):
        observed_cuts(lengths, 9)


@given(st.integers(0, 300), st.lists(st.integers(-3, 310)))
def test_offsets_as_bits(size: int, cuts: list[int]) -> None:
    assert offsets_in(bits_of(cuts, size)) == sorted({cut for cut in cuts if 0 < cut < size})
