import pytest

from player.control.endpoints import DIGITS, number_in


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), ("007", 7), ("9" * DIGITS, 10**DIGITS - 1)])
def test_a_number_is_its_digits(text: str, number: int) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize("text", ["", "-1", "+1", " 1", "1.0", "1_0", "x", "²", "٣", "\uff17", "9" * (DIGITS + 1)])
def test_what_is_no_number_or_too_long_is_none(text: str) -> None:
    assert number_in(text) is None
