"""Text that stands there twice is told apart from other text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunktape.check.repeats import first_repeated, halved

PARTS = ["你好", "，", "世界", "！", "世"]


@pytest.mark.parametrize(
    ("shown", "again"),
    [
        ("你好，世界！世", None),  # as it is
        ("你好你好，世界！世", "你好"),
        ("你好，世界！世世", "世"),
        ("你好，世界！世你好，世界！世", "你好"),  # all of it
        ("你好，你好，世界！世", "你好"),  # two parts
        ("你好，世界", None),  # less
        ("你好，世界！世x", None),  # something else
        ("世界你好，世界！世", None),  # shown before it had come
        ("你好，界世界！世", None),  # half a part
        ("", None),
    ],
)
def test_a_repeated_part_is_named(shown: str, again: str | None) -> None:
    assert first_repeated(shown, PARTS) == again


def test_events_are_compared_as_a_whole() -> None:
    assert first_repeated(("a", "ab", "a"), ("a", "ab")) == "a"
    assert first_repeated(("a", "aba"), ("a", "ab")) is None
    assert first_repeated(("a", "b", "c"), ("a", "b")) is None


@given(st.lists(st.text("ab你", min_size=1, max_size=3), min_size=1, max_size=12), st.data())
def test_any_part_again_behind_itself_is_found(parts: list[str], data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(parts) - 1))
    at = data.draw(st.integers(number + 1, len(parts)))
    assert first_repeated("".join([*parts[:at], parts[number], *parts[at:]]), parts) is not None


def test_a_text_of_one_letter_ends_in_time() -> None:
    assert first_repeated("a" * 3000 + "b", ["a"] * 2000) is None


@pytest.mark.parametrize(
    ("shown", "after", "once"),
    [
        ("你好你好，，", (4, 4, 6), "你好，"),
        ("aaaa", (4,), "aa"),
        ("你好你好，", (4, 5), ""),  # the last part stands there once
        ("你好，你好，", (3, 6), ""),  # all of it again, but not part by part
        ("ab", (2,), ""),
        ("", (0, 0), ""),
    ],
)
def test_a_text_each_part_of_which_stands_twice_is_told_once(shown: str, after: tuple[int, ...], once: str) -> None:
    assert halved(shown, after) == once
