"""Bodies that end otherwise than in a last chunk."""

import http.client

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.errors import SpecError
from cassettes.model import EndKind, Interaction, Mark
from player.schedule.schedule import Finish
from player.spec.perform import perform
from tests.support.peers.parsers import by_h11, by_http_client, on_wire
from tests.support.recordings import END, interaction

BODY = b"data: 0123456789abcdefghij\n\ndata: b\n\n"
STREAM = interaction([(10, 1, BODY[:28], END), (30, 2, BODY[28:33], Mark.NONE), (40, 3, BODY[33:], END)])
LATE = interaction([(10, 1, BODY, Mark.NONE), (30, 2, b"", END)], trailers=((b"X-A", b"1"),))
LENGTH = ((b"Content-Type", b"text/event-stream"), (b"Content-Length", b"37"))
SIZED = interaction([(10, 1, BODY[:28], Mark.NONE), (30, 2, BODY[28:], Mark.NONE)], headers=LENGTH)
CLOSED = interaction([(10, 1, BODY, Mark.NONE)], headers=LENGTH[:1])
EVERY = [STREAM, LATE, SIZED, CLOSED]


@given(st.sampled_from(EVERY), st.sampled_from(["recorded", "utf8,seed=3", "fixed,n=4"]), st.booleans())
def test_the_body_has_its_length(one: Interaction, split: str, old: bool) -> None:
    made = perform(one, f"{split}+content-length")
    data = on_wire(made, old=old)
    head, _, body = data.partition(b"\r\n\r\n")
    assert body == BODY
    assert head.count(b"\r\nContent-Length: 37") == 1
    assert b"chunked" not in head
    assert by_http_client(data) == by_h11(data)[0] == BODY
    assert made.frames().delimited
    assert made.schedule.finish is Finish.COMPLETE


def test_the_field_stands_where_the_other_one_stood() -> None:
    made = perform(STREAM, "recorded+content-length")
    assert made.head is not None
    assert made.head.headers == (
        (b"content-TYPE", b"text/event-stream"),
        (b"X-Two", b"1"),
        (b"x-two", b"2"),
        (b"Content-Length", b"37"),
    )


@pytest.mark.parametrize("one", EVERY)
def test_a_length_that_is_too_long_is_never_reached(one: Interaction) -> None:
    made = perform(one, "recorded+content-length,says=long,by=7")
    data = on_wire(made)
    assert b"\r\nContent-Length: 44\r\n" in data
    with pytest.raises(http.client.IncompleteRead):
        by_http_client(data)
    assert made.schedule.finish is Finish.CLOSE


@pytest.mark.parametrize("one", EVERY)
def test_a_length_that_is_too_short_leaves_bytes_behind(one: Interaction) -> None:
    data = on_wire(perform(one, "recorded+content-length,says=short,by=7"))
    assert b"\r\nContent-Length: 30\r\n" in data
    assert data.endswith(BODY)
    assert by_http_client(data) == BODY[:30]
    assert b"\r\nContent-Length: 0\r\n" in on_wire(perform(one, "recorded+content-length,says=short,by=99"))


@pytest.mark.parametrize("one", EVERY)
@pytest.mark.parametrize("old", [True, False])
def test_a_body_that_ends_with_its_connection(one: Interaction, old: bool) -> None:
    made = perform(one, "recorded+close-delimited")
    data = on_wire(made, old=old)
    head, _, body = data.partition(b"\r\n\r\n")
    assert body == BODY
    assert b"ransfer-" not in head
    assert b"ontent-Length" not in head
    assert by_http_client(data) == by_h11(data)[0] == BODY
    assert not made.frames().delimited


def test_what_was_cut_is_cut() -> None:
    one = interaction([(10, 1, BODY[:28], END)], kind=EndKind.RESET, end_at=20)
    assert perform(one, "recorded+close-delimited").schedule.finish is Finish.RESET
    assert perform(one, "recorded+content-length,says=long").schedule.finish is Finish.RESET


def test_a_reset_keeps_the_length_of_the_whole_body() -> None:
    made = perform(STREAM, "recorded+content-length+reset,at=byte:12")
    assert b"\r\nContent-Length: 37\r\n" in on_wire(made)
    assert on_wire(made).endswith(b"\r\n\r\n" + BODY[:12])


def test_a_body_with_another_transfer_coding_has_no_length() -> None:
    one = interaction([(10, 1, b"\x1f\x8b", END)], headers=((b"Transfer-Encoding", b"gzip, chunked"),))
    with pytest.raises(SpecError, match="transfer coding gzip"):
        perform(one, "recorded+content-length")
