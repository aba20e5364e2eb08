"""Chunk framing that breaks: other people's parsers refuse it, or see an answer cut short."""

import http.client

import h11
import pytest

from cassettes.model import EndKind, Interaction, Mark
from player.schedule.schedule import Finish
from player.spec.perform import perform
from tests.support.peers.parsers import by_h11, by_http_client, on_wire
from tests.support.recordings import END, interaction

BODY = b"data: 0123456789abcdefghij\n\ndata: b\n\n"
STREAM = interaction([(10, 1, BODY[:28], END), (30, 2, BODY[28:33], Mark.NONE), (40, 3, BODY[33:], END)])
LENGTH = ((b"Content-Type", b"text/event-stream"), (b"Content-Length", b"37"))
SIZED = interaction([(10, 1, BODY[:28], Mark.NONE), (30, 2, BODY[28:], Mark.NONE)], headers=LENGTH)


def sent(fault: str, one: Interaction = STREAM) -> list[bytes]:
    return list(perform(one, f"recorded+{fault}").frames().writes)


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("letters", b"xyz\r\n"),
        ("empty", b"\r\n"),
        ("negative", b"-9\r\n"),
        ("prefixed", b"0x9\r\n"),
        ("huge", b"ffffffffffffffffff\r\n"),
    ],
)
def test_one_size_is_none(kind: str, line: bytes) -> None:
    made = perform(STREAM, f"recorded+bad-size,kind={kind}")
    writes = made.frames().writes
    assert writes[1:] == (b"1c\r\n" + BODY[:28] + b"\r\n", line + BODY[28:33], BODY[33:] + b"\r\n")
    assert made.schedule.finish is Finish.CLOSE
    with pytest.raises(h11.RemoteProtocolError):
        by_h11(on_wire(made))


def test_it_is_the_first_that_begins_there_or_else_the_last() -> None:
    assert sent("bad-size,at=byte:0")[1].startswith(b"xyz\r\n")
    assert sent("bad-size,at=byte:1")[2].startswith(b"xyz\r\n")
    assert sent("bad-size,at=end")[2].startswith(b"xyz\r\n")
    assert sent("bad-size,at=event:2", SIZED)[2].startswith(b"xyz\r\n")


@pytest.mark.parametrize(("sends", "last"), [("nothing", b""), ("size", b"0"), ("line", b"0\r\n")])
def test_the_last_chunk_is_missing(sends: str, last: bytes) -> None:
    made = perform(STREAM, f"recorded+no-last-chunk,sends={sends}")
    assert made.frames().writes[-1] == BODY[33:] + b"\r\n" + last
    assert made.schedule.finish is Finish.CLOSE
    with pytest.raises(h11.RemoteProtocolError):
        by_h11(on_wire(made))
    if sends == "nothing":
        with pytest.raises(http.client.IncompleteRead):
            by_http_client(on_wire(made))


def test_what_has_no_last_chunk_loses_none() -> None:
    one = interaction([(10, 1, BODY[:28], END)], kind=EndKind.RESET, end_at=20)
    assert sent("no-last-chunk,sends=size", one) == sent("padded-size,case=lower,pad=1", one)


def test_a_client_of_http_1_0_sees_the_body_end() -> None:
    for fault in ("bad-size", "no-last-chunk,sends=size"):
        assert on_wire(perform(STREAM, f"recorded+{fault}"), old=True).endswith(b"\r\n\r\n" + BODY)


def test_a_reset_before_it_leaves_nothing_of_the_framing_behind() -> None:
    made = perform(STREAM, "recorded+no-last-chunk,sends=size+reset,at=byte:28")
    assert made.frames().writes == (b"", b"1c\r\n" + BODY[:28] + b"\r\n")
    made = perform(STREAM, "recorded+torn-size+reset,at=byte:28")
    assert made.frames().writes == (b"", b"1", b"c\r\n" + BODY[:28] + b"\r\n")
    made = perform(STREAM, "recorded+torn-size+reset,at=byte:29")
    assert made.frames().writes[3:] == (b"9", b"\r\n" + BODY[28:29])
