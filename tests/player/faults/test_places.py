"""Where an address lies in the recorded body, and what is said of one beyond it."""

import pytest

from cassettes.errors import SpecError
from cassettes.model import Mark
from player.faults.places import recorded_offset
from player.grammar.addresses import HEAD, At, read_address
from player.schedule.tape import Tape
from tests.support.recordings import END, interaction

pytestmark = pytest.mark.core

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


@pytest.mark.parametrize(
    "text", ["byte", "byte:", "byte:x", "event:0", "chunk:0", "share:1.1", "share:2", "end:1", "time:3", "seconds:3"]
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
