"""`resume` and `retry`: an EventSource that returns gets the rest; what its times are; who gets nothing more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.clock import MS
from cassettes.content import events
from cassettes.model import Interaction
from player.faults.resume import rest
from player.schedule.tape import Tape
from player.spec.perform import perform
from player.spec.scenario import Scenario, parse_scenario
from player.spec.settle import resumed
from tests.support.recordings import END, interaction, made
from tests.support.strategies import sse

STREAM = interaction(
    [
        (10, 1, b"id: a\ndata: 1\n\n", END),
        (30, 2, b"data: 2\n\n", END),  # a client that had it still says a
        (40, 3, b"id: b\ndata: 3\n\n", END),
        (90, 4, b"id\ndata: 4\n\n", END),  # none any more
    ]
)
PLAIN = interaction([(10, 1, b"data: 1\n\n", END), (30, 2, b"data: 2\n\n", END), (40, 3, b"data: 3\n\n", END)])


def asked(one: Interaction, last_id: str) -> str | None:
    use = rest(one, last_id)
    return None if use is None else str(use)


@pytest.mark.parametrize(
    ("last_id", "use"),
    [("a", "resume,at=event:2"), ("b", "resume,at=event:4"), ("c", None), ("", None), ("1", None)],
)
def test_the_rest_is_behind_the_last_event_with_that_id(last_id: str, use: str | None) -> None:
    assert asked(STREAM, last_id) == use


def test_without_recorded_ids_a_number_is_the_event() -> None:
    assert [asked(PLAIN, last_id) for last_id in ("1", "2", "3", "4", "0", "x")] == [
        "resume,at=event:2,ids=1",
        "resume,at=event:3,ids=1",
        "status,code=204,as=empty",  # nothing is left: the client is told to return no more
        None,
        None,
        None,
    ]


def test_what_is_no_event_stream_has_no_rest() -> None:
    assert asked(made("ndjson"), "1") is None
    assert asked(interaction([]), "1") is None


def test_dashscope_numbers_its_events_itself() -> None:
    one = made("dashscope")
    count = len(Tape(one).events)
    assert [asked(one, str(number)) for number in (1, count)] == ["resume,at=event:2", "status,code=204,as=empty"]


@pytest.mark.parametrize("split", ["recorded", "utf8,seed=1", "merge"])
def test_the_rest_begins_at_once_and_keeps_its_gaps(split: str) -> None:
    made = perform(STREAM, f"{split}+resume,at=event:3")
    assert made.body == b"id: b\ndata: 3\n\nid\ndata: 4\n\n"
    assert (made.schedule.times[0], made.schedule.times[-1]) == (0, 50 * MS)
    assert perform(STREAM, f"{split}+crlf+resume,at=event:3").body == made.body.replace(b"\n", b"\r\n")
    assert perform(STREAM, f"{split}+resume,at=byte:0").body == STREAM.body


def test_addresses_of_other_faults_still_mean_the_recorded_body() -> None:
    cut = perform(STREAM, "recorded+resume,at=event:3+reset,at=event:4")
    assert cut.body == b"id: b\ndata: 3\n\n"
    double = perform(STREAM, "recorded+resume,at=event:3+double,at=event:4")
    assert double.body == b"id: b\ndata: 3\n\n" + b"id\ndata: 4\n\n" * 2


@pytest.mark.parametrize("fault", ["reset,at=event:2", "error,at=event:1", "stall,at=time:20ms", "retry,at=event:3"])
def test_what_lies_before_the_rest_was_met_by_the_request_before(fault: str) -> None:
    """Else a client would be cut off at the start of each rest, for ever."""
    alone = perform(STREAM, "recorded+resume,at=event:3")
    both = perform(STREAM, f"recorded+resume,at=event:3+{fault}")
    assert (both.body, both.schedule, both.done) == (alone.body, alone.schedule, alone.done)


@pytest.mark.parametrize("split", ["recorded", "utf8,seed=1", "merge"])
def test_a_server_that_ends_on_purpose_says_when_to_return(split: str) -> None:
    assert perform(STREAM, f"{split}+retry,at=event:3").body == b"id: a\ndata: 1\n\ndata: 2\n\nretry: 1000\n\n"
    assert perform(PLAIN, f"{split}+retry,at=event:3,ms=20").body == (
        b"id: 1\ndata: 1\n\nid: 2\ndata: 2\n\nretry: 20\n\n"
    )
    assert perform(PLAIN, f"{split}+crlf+retry,at=event:2").body == b"id: 1\r\ndata: 1\r\n\r\nretry: 1000\r\n\r\n"
    assert perform(PLAIN, f"{split}+retry,at=event:1").body == b"retry: 1000\n\n"
    assert perform(PLAIN, f"{split}+retry,at=byte:12").body.count(b"data") == 1  # no event is torn


def test_it_ends_at_the_time_of_its_last_event() -> None:
    writes = perform(PLAIN, "recorded+retry,at=event:3").frames()
    assert list(writes.times) == [0, 10 * MS, 30 * MS]
    assert writes.writes[-1].endswith(b"retry: 1000\n\n\r\n0\r\n\r\n")


def client(one: Interaction, spec: str, then: str) -> list[str]:
    """The data of all events that an EventSource gets that returns until it is told not to (WHATWG HTML 9.2.3): first
    under `spec`, then under `then`. One that has no id to return with would begin anew, and is not asked again.
    """
    got, last_id = list[str](), ""
    for number in range(20):
        use = rest(one, last_id)
        if use is not None and use.name == "status":
            return got
        asked = then if number else spec
        found = events(perform(one, asked if use is None else f"{asked}+{use}").body, "sse")
        got += [event["data"] for event in found]
        last_id = found[-1]["id"] if found else last_id
        if not last_id:
            return got
    raise AssertionError("it returns for ever")


@given(sse(2), st.integers(2, 8), st.sampled_from(["recorded", "utf8", "merge"]))
def test_a_client_that_returns_gets_every_event_once(one: Interaction, number: int, split: str) -> None:
    """With numbers of events for ids, whatever ids the recording lacks."""
    body = one.body.replace(b"id: 7", b": none").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    plain = interaction([(10, 1, body, END)])
    recorded = [event["data"] for event in events(body, "sse")]
    number = min(number, len(Tape(plain).events))
    retry = f"{split}+retry,at=event:{number},ms=1"
    assert client(plain, retry, retry) == recorded
    assert client(plain, retry, split) == recorded, "it heals after the first response"


def test_a_request_that_returns_meets_the_sessions_faults_behind_it() -> None:
    play = parse_scenario("utf8,seed=1+reset,at=event:4", Scenario())
    assert str(resumed(play, STREAM, "a")) == "utf8,seed=1+resume,at=event:2,v=1+reset,at=event:4"
    assert str(resumed(play, PLAIN, "3")) == "utf8,seed=1+status,code=204,as=empty,v=1"
    assert resumed(play, STREAM, "unknown") is play
    own = parse_scenario("recorded+resume,at=event:2", Scenario())
    assert resumed(own, STREAM, "b") is own
