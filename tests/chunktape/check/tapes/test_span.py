"""A few events of a body."""

import pytest

from cassettes.errors import SpecError
from chunktape.check.tapes import given
from chunktape.check.tapes.span import Span

BODY = given(["torture-lf"])[0].body


def test_spans_side_by_side_are_the_body() -> None:
    count = len(BODY.events) + 1
    parts = [Span(number, number).of(BODY) for number in range(1, count + 1)]

    assert b"".join(part.data for part in parts) == BODY.data
    assert Span(1, count).of(BODY).data == BODY.data
    assert Span(3, 5).of(BODY).data == b"".join(part.data for part in parts[2:5])


def test_bytes_keep_the_times_at_which_they_were_recorded() -> None:
    span = Span(4, 9)
    start, end = span.edges(BODY)
    part = span.of(BODY)

    assert len(part.times) == len(part.cuts) + 1
    for offset in range(1, end - start + 1):
        assert part.time_of(offset) == BODY.time_of(start + offset)


@pytest.mark.parametrize("span", [Span(0, 1), Span(2, 1), Span(1, 1000), Span(27, 27)])
def test_events_that_are_not_there_are_refused(span: Span) -> None:
    with pytest.raises(SpecError, match="the body has 26 events"):
        span.of(BODY)


def test_the_text_of_a_span_is_read_again() -> None:
    assert Span.read(str(Span(12, 345))) == Span(12, 345)
    for text in ("", "events", "events,from=0,to=1", "events,from=1", "events,from=1,to=2 ", "events,from=١,to=2"):
        assert Span.read(text) is None
