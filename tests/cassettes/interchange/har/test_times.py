"""`cassettes.interchange.har.times`: what was measured holds before a cadence is made."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cassettes.interchange.har.har_files import BODY, MESSAGES, entry, har

Read = Callable[[str, bytes], Any]


def test_times_of_events_are_real(read_bytes: Read) -> None:
    header, imported = read_bytes("har", har(entry(_eventSourceMessages=MESSAGES)))
    (one,) = imported.interactions
    assert one.head.at == 50_125_000
    assert list(one.chunks.times) == [50_125_000, 300_000_000]
    assert (header.origin.real_bytes, header.origin.real_times) == (True, True)


def test_comments_between_events_have_no_time_of_their_own(read_bytes: Read) -> None:
    with_comment = entry(_eventSourceMessages=MESSAGES)
    with_comment["response"]["content"]["text"] = ": ping\n\n" + BODY
    one = read_bytes("har", har(with_comment))[1].interactions[0]
    assert len(one.chunks) == 3
    assert one.chunks.times[-1] == 300_000_000


UNKNOWN: list[Any] = [None, -1, "soon", True, 1e300, -0.5, [], 10**30]


def timed(**timings: Any) -> dict[str, Any]:
    return entry(timings={"blocked": 1.5, "dns": -1, "connect": 8.25, "ssl": 5, "send": 0.25, **timings}, time=960.125)


def times_of(made: dict[str, Any], read_bytes: Read) -> tuple[int, list[int], str]:
    header, imported = read_bytes("har", har(made))
    (one,) = imported.interactions
    return one.head.at, list(one.chunks.times), header.origin.note


def test_wait_and_receive_hold_before_a_cadence_is_made(read_bytes: Read) -> None:
    head_at, at, note = times_of(timed(wait=50.125, receive=900), read_bytes)
    assert head_at == 50_125_000
    assert at[-1] == 950_125_000
    assert head_at < at[0] < at[-1]
    assert "only head and end at their real times: 1" in note


@pytest.mark.parametrize("value", UNKNOWN, ids=repr)
def test_what_was_not_measured_is_left_to_what_was(value: Any, read_bytes: Read) -> None:
    head_at, at, _ = times_of(timed(wait=50.125, receive=value), read_bytes)
    assert (head_at, at[-1]) == (50_125_000, 950_125_000), "from the entry's time"
    head_at, at, note = times_of(timed(wait=50.125, receive=value) | {"time": value}, read_bytes)
    assert head_at == 50_125_000
    assert at[-1] - head_at > 400_000_000
    assert "cadence" in note
    head_at, at, note = times_of(timed(wait=value, receive=900), read_bytes)
    assert (head_at, at[0]) == (400_000_000, 800_000_000)
    assert "real times" not in note


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity", "1e999", "1e9999999999999999999999", "9" * 5000])
def test_numbers_that_json_does_not_have(word: str, read_bytes: Read) -> None:
    text = har(entry(), timed(wait="@", receive=900) | {"time": "@"}).replace(b'"@"', word.encode())
    one = read_bytes("har", text)[1].interactions[1]
    assert one.head.at == 400_000_000


@pytest.mark.parametrize(
    ("started", "time"),
    [
        ("2026-01-01T00:00:00.500Z", 1767225600.560125),
        ("2026-01-01T08:00:00.5000000+08:00", 1767225600.560125),
        ("2026-01-01T00:00:00.500", 1767225600.560125),
        ("2026-01-01T08:00:00.500+0800", 1767225600.560125),
    ],
)
def test_when_an_entry_started(started: str, time: float, read_bytes: Read) -> None:
    messages = [MESSAGES[0] | {"time": time}, MESSAGES[1]]
    head_at, at, _ = times_of(entry(startedDateTime=started, _eventSourceMessages=messages), read_bytes)
    assert (head_at, at) == (50_125_000, [50_125_000, 300_000_000])


@pytest.mark.parametrize("started", ["yesterday", "", None, 5, "0001-01-01T00:00:00+23:00"])
def test_events_whose_times_can_not_be_placed(started: Any, read_bytes: Read) -> None:
    head_at, at, note = times_of(entry(startedDateTime=started, _eventSourceMessages=MESSAGES), read_bytes)
    assert (head_at, at[-1]) == (50_125_000, 950_125_000)
    assert "real times: 1" in note


def test_a_head_that_was_not_measured_comes_with_the_first_event(read_bytes: Read) -> None:
    head_at, at, note = times_of(timed(wait=-1) | {"_eventSourceMessages": MESSAGES}, read_bytes)
    assert (head_at, at) == (50_125_000, [50_125_000, 300_000_000])
    assert "real times: 1" in note
