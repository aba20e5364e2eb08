"""Line ends: the same events in other bytes, whatever they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.content import events
from cassettes.errors import SpecError
from player.spec.perform import perform
from player.spec.spec import parse_spec
from tests.support.recordings import END, interaction


@given(st.lists(st.sampled_from([b"data: a", b"\n", b"\r\n", b"\r", b": c", "data: 你".encode()]), max_size=20))
def test_a_right_client_makes_the_same_of_it(parts: list[bytes]) -> None:
    one = interaction([(0, 1, b"data: x\n\n" + b"".join(parts), END)])
    for spec, eol in (("crlf", b"\r\n"), ("cr", b"\r")):
        made = perform(one, spec)
        assert events(made.body, "sse") == events(one.body, "sse")
        assert made.body.replace(eol, b"").count(b"\n") == made.body.replace(eol, b"").count(b"\r") == 0


def test_a_fault_finds_its_place_through_a_rewrite() -> None:
    one = interaction([(0, 1, b"data: a\n\ndata: b\n\n", END)])
    assert perform(one, "crlf+reset,at=event:2").body == b"data: a\r\n\r\n"
    assert perform(one, "crlf+truncate,at=byte:10").body == b"data: a\r\n\r\nd"


def test_two_of_one_stage_contradict_one_another() -> None:
    with pytest.raises(SpecError, match="crlf"):
        parse_spec("crlf+cr")


def test_what_is_no_event_stream_is_refused() -> None:
    with pytest.raises(SpecError, match="sse"):
        perform(interaction([(0, 1, b'{"a": 1}\n', END)], headers=((b"Content-Type", b"application/json"),)), "cr")


def test_records_end_in_lf_and_a_cr_is_white_space() -> None:
    one = interaction([(0, 1, b'{"a":\r1}\n\n{}\r\n{}', END)], headers=((b"Content-Type", b"application/x-ndjson"),))
    assert perform(one, "crlf").body == b'{"a":\r1}\r\n\r\n{}\r\n{}'
