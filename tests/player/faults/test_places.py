"""Where an address lies in the recorded body, and what is said of one beyond it."""

import pytest

from cassettes.errors import SpecError
from cassettes.model import Mark
from player.faults.places import recorded_offset
from player.grammar.addresses import HEAD, At, read_address
from player.schedule.tape import Tape
from tests.support.recordings import END, interaction

STREAM = Tape(
    interaction(
        [
            (10, 1, b": hello\n\ndata: a\n\n", END),
            (30, 2, b"data: b\n", Mark.NONE),
            (40, 3, b"\ndata: c\n\n", END),
        ]
    )
)


@pytest.mark.parametrize(
    ("address", "offset"),
    [
        ("head", HEAD),
        ("byte:0", 0),
        ("byte:36", 36),
        ("event:1", 9),  # the comment is none
        ("event:3", 27),
        ("chunk:1", 0),
        ("chunk:3", 26),
        ("share:0", 0),
        ("share:0.5", 18),
        ("share:1", 36),
        ("time:0s", 0),
        ("time:10ms", 18),
        ("time:39ms", 26),
        ("time:40ms", 36),
        ("end", 36),
        ("inside:2", 22),
        ("blank:1", 17),
        ("blank:3", 35),
    ],
)
def test_an_address_is_the_place_before_what_it_names(address: str, offset: int) -> None:
    assert recorded_offset(STREAM, address) == offset


@pytest.mark.parametrize(
    ("address", "has"),
    [("byte:37", "36 bytes"), ("event:4", "3 events"), ("chunk:4", "3 chunks"), ("time:41ms", "40 ms")],
)
def test_beyond_the_body_is_an_error_that_says_what_it_has(address: str, has: str) -> None:
    with pytest.raises(SpecError, match=has):
        recorded_offset(STREAM, address)


def test_inside_a_character_is_behind_its_first_byte() -> None:
    body = "data: é 你 😀\n\n".encode()
    tape = Tape(interaction([(10, 1, body, END)]))
    assert [recorded_offset(tape, f"char:{number}") for number in (1, 2, 3)] == [7, 10, 14]
    with pytest.raises(SpecError, match="3 characters of more than one byte"):
        recorded_offset(tape, "char:4")


def test_before_the_blank_line_that_is_two_bytes_long() -> None:
    tape = Tape(interaction([(10, 1, b"data: a\r\n\r\ndata: b\r\n", END)]))
    assert recorded_offset(tape, "blank:1") == 9
    assert recorded_offset(tape, "blank:2") == 20, "it has none"


def test_before_the_line_end_of_a_record() -> None:
    headers = ((b"Content-Type", b"application/x-ndjson"),)
    tape = Tape(interaction([(10, 1, b'{"a":1}\n{"a":2}\n', END)], headers=headers))
    assert recorded_offset(tape, "blank:2") == 15


def test_what_is_encoded_has_no_characters() -> None:
    headers = ((b"Content-Type", b"text/event-stream"), (b"Content-Encoding", b"br"))
    with pytest.raises(SpecError, match="0 characters"):
        recorded_offset(Tape(interaction([(10, 1, "你".encode(), END)], headers=headers)), "char:1")


@pytest.mark.parametrize(
    "text", ["byte", "byte:", "byte:x", "event:0", "chunk:0", "share:1.1", "share:2", "end:1", "time:3x", "seconds:3"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - what is said of it stands where it is read
        read_address(text)


@pytest.mark.parametrize(
    ("text", "shown"), [("share:0.50", "share:0.5"), ("time:2000ms", "time:2s"), ("byte:007", "byte:7"), ("end", "end")]
)
def test_an_address_has_one_text(text: str, shown: str) -> None:
    assert At().read(text) == shown
    assert At().read(shown) == shown
