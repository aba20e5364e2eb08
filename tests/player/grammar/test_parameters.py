"""Each kind reads what it shows and refuses the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.clock import MS, SECOND
from cassettes.errors import SpecError
from player.grammar.addresses import At
from player.grammar.parameters import Choice, Count, Duration, EventNumber, Flag, Kind, Offsets, Span, Value


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Count(1, 9, 3), "9", 9),
        (Flag(), "1", 1),
        (Choice(("a", "b")), "b", "b"),
        (Span(1, 9, (3, 3)), "4", (4, 4)),
        (Span(1, 9, (3, 3)), "2..5", (2, 5)),
        (Duration(SECOND), "200ms", 200 * MS),
        (Duration(SECOND), "5s", 5 * SECOND),
        (EventNumber(), "event:12", 12),
        (Offsets(), "1:22:333", (1, 22, 333)),
    ],
)
def test_it_reads_what_it_shows(kind: Kind, text: str, value: Value) -> None:
    assert kind.read(text) == value
    assert kind.show(value) == text
    assert kind.allowed


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Count(1, 9, 3), "0"),
        (Count(1, 9, 3), "10"),
        (Count(1, 9, 3), "-1"),
        (Count(1, 9, 3), "1e1"),
        (Flag(), "2"),
        (Flag(), "true"),
        (Choice(("a", "b")), "c"),
        (Span(1, 9, (3, 3)), "5..2"),
        (Span(1, 9, (3, 3)), "2.."),
        (Span(1, 9, (3, 3)), "..2"),
        (Duration(SECOND), "12345678"),
        (Duration(SECOND), "5mss"),
        (Duration(SECOND), "ms"),
        (Duration(SECOND), "3601s"),
        (EventNumber(), "12"),
        (EventNumber(), "event12"),
        (EventNumber(), "event:"),
        (Offsets(), ""),
        (Offsets(), "0"),
    ],
)
def test_it_refuses_the_rest(kind: Kind, text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text itself is the message
        kind.read(text)


@pytest.mark.parametrize(("text", "cut", "ahead"), [("3:3", 3, 3), ("1:9:5:7", 5, 9)])
def test_offsets_that_do_not_increase_are_named(text: str, cut: int, ahead: int) -> None:
    with pytest.raises(SpecError, match=f"must increase .*: {cut} stands behind {ahead}"):
        Offsets().read(text)


@given(st.text(max_size=12))
def test_any_text_is_a_value_or_refused(text: str) -> None:
    bounded = (Count(1, 9, 3), Flag(), Choice(("a",)), Span(1, 9, (3, 3)), Duration(SECOND))
    for kind in (*bounded, EventNumber(), Offsets()):
        try:
            value = kind.read(text)
        except (ValueError, SpecError):
            continue
        assert kind.read(kind.show(value) or text) == value


def test_what_need_not_be_printed_is_not() -> None:
    assert Count(0, 9, 3, quiet=True).show(3) == ""
    assert Count(0, 9, 3).show(3) == "3"
    assert (Flag().show(0), EventNumber().show(0), Offsets().show(())) == ("", "", "")


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        (Duration(SECOND), "5", "`5` has no unit: write 5s or 5ms (1ms..3600s)."),
        (EventNumber(), "event:0", "`event:0` is nowhere: counted from 1. Write event:1."),
        (At(), "chunk:00", "`chunk:00` is nowhere: counted from 1. Write chunk:1."),
        (At(), "time:3", "`3` has no unit: write 3s or 3ms (1ms..3600s)."),
        (At(), "share:1.5", "`share:1.5` is not in the body: a share goes from 0 to 1. Half of it is share:0.5."),
        (At(), "share:-1", "`share:-1` is not in the body: a share goes from 0 to 1. Half of it is share:0.5."),
        (At(), "5", "`5` may count anything: write event:5, byte:5 or chunk:5."),
    ],
)
def test_where_signs_do_not_say_what_is_wrong_a_sentence_does(kind: Kind, text: str, words: str) -> None:
    with pytest.raises(SpecError) as caught:
        kind.read(text)
    assert str(caught.value) == words


@pytest.mark.parametrize("text", ["", "head", "event", "event:", "event:x", "byte:-1", "0", "-3", "share:x", "time:0x"])
def test_an_address_that_is_none_is_refused_with_its_forms(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - `allowed` is the message
        At(without=("head",)).read(text)
