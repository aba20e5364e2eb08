"""What a right client makes of a body, dialect by dialect."""

import json

import pytest
from hypothesis import given

from cassettes import content
from player.splits.plan import Body
from tests.support.bodies import sources

SSE = b"text/event-stream"


def events_of(source: Body) -> list[dict[str, str]]:
    return content.events(source.data, source.boundaries.dialect)


def _sse(body: bytes) -> list[dict[str, str]]:
    return events_of(Body(body, SSE))


@pytest.mark.parametrize("eol", ["\n", "\r\n", "\r"])
def test_line_ends_make_no_difference(eol: str) -> None:
    body = eol.join(["\ufeffid: 7", "event: delta", "data: a", "data:b", "", ": comment", "", "data", "", ""]).encode()

    assert _sse(body) == [
        {"event": "delta", "data": "a\nb", "id": "7"},
        {"event": "message", "data": "", "id": "7"},
    ]


def test_an_event_without_its_blank_line_or_without_data_is_none() -> None:
    assert _sse(b"event: x\n\ndata: lost\n") == []


def test_one_space_behind_the_colon_goes_and_no_more() -> None:
    assert [event["data"] for event in _sse(b"data:  a\n\ndata:a:b\n\n")] == [" a", "a:b"]


def test_an_id_with_nul_is_ignored() -> None:
    assert _sse(b"id: 1\nid: \0\ndata: a\n\n")[0]["id"] == "1"


def test_records_are_lines() -> None:
    body = b'{"message":{"content":"a"}}\r\n\n{"message":{"content":"b"}}'
    source = Body(body, b"application/x-ndjson")

    assert [event["data"] for event in events_of(source)] == [
        '{"message":{"content":"a"}}',
        '{"message":{"content":"b"}}',
    ]


@given(sources())
def test_any_bytes_have_events(source: Body) -> None:
    """No right client fails on any bytes; neither do we, and what we say can be written as JSON."""
    json.dumps(events_of(source)).encode("ascii")
