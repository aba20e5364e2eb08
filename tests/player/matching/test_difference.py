"""Where two requests differ."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from player.matching.difference import Difference, differences, differing
from tests.player.matching.making import JSON, said


@given(JSON, JSON)
def test_what_differs_is_told_and_ignoring_it_makes_it_match(one: Any, other: Any) -> None:
    first, second = {"a": one}, {"a": other}
    found = differences(said(body=first), said(body=second))
    options = tuple(difference.option for difference in found)

    assert bool(found) == (said(body=first).fingerprint != said(body=second).fingerprint)
    assert said(body=first, ignore=options) == said(body=second, ignore=options)


@given(JSON, JSON, st.integers(0, 9))
def test_counting_what_differs_is_telling_it(one: Any, other: Any, most: int) -> None:
    first, second = said(body={"a": one, "q": 1}), said(b"/a?x=1", body={"a": other})
    found = differences(first, second)

    assert differing(first, second) == differing(second, first) == len(found)
    assert differences(first, second, most) == found[:most]


def test_forms_are_compared_by_field() -> None:
    kind = b"application/x-www-form-urlencoded; charset=utf-8"
    one, other = said(body=b"a=1&b=%E4%BD%A0", kind=kind), said(body=b"b=%e4%bd%a0&a=2", kind=kind)

    assert [str(found) for found in differences(one, other)] == ["body /a"]


def test_a_difference_names_the_option_that_lets_it_be() -> None:
    found = differences(said(b"/a?q=1", {"b": {"c": 1}}), said(b"/a?z=1", {"b": {"c": 2}, "a": 1}))
    assert [(one.option, str(one)) for one in found] == [
        ("query:q", "query q"),
        ("query:z", "query z"),
        ("body:/a", "body /a"),
        ("body:/b/c", "body /b/c"),
    ]
    assert (found[0].recorded, found[0].asked) == (("1",), None)
    assert (found[2].recorded, found[2].asked) == (None, ("number", 1))
    (whole,) = differences(said(body=b"one"), said(body=b"two"))
    assert (whole.option, str(whole)) == ("", "body")
    assert (whole.recorded, whole.asked) == (b"one", b"two")
    long = Difference(("query", "n" * 300), None, None)
    assert str(long) == "query " + "n" * 197 + "..."
    assert str(Difference(("query", "n" * 200), None, None)) == "query " + "n" * 200
