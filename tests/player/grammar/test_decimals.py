import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.grammar import decimals


@given(st.integers(0, 10**12), st.integers(1, 6))
def test_a_number_reads_back(number: int, places: int) -> None:
    assert decimals.read(decimals.show(number, places), places) == number


@pytest.mark.parametrize(
    ("text", "number", "shown"),
    [("0", 0, "0"), ("1", 1000, "1"), ("1.50", 1500, "1.5"), ("0.001", 1, "0.001"), (".25", 250, "0.25")],
)
def test_the_shortest_text_is_shown(text: str, number: int, shown: str) -> None:
    assert (decimals.read(text, 3), decimals.show(number, 3)) == (number, shown)
