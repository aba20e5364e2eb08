"""Transfer chunks and writes with other boundaries: the bytes are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.clock import MS
from cassettes.model import Interaction, Mark
from player.spec.perform import perform
from tests.support.recordings import END, interaction

BODY = b"data: 0123456789abcdefghij\n\ndata: b\n\n"
LENGTH = ((b"Content-Type", b"text/event-stream"), (b"Content-Length", b"37"))
STREAM = interaction([(10, 1, BODY[:28], END), (10, 1, BODY[28:33], Mark.NONE), (40, 3, BODY[33:], END)])
SIZED = interaction([(10, 1, BODY[:28], Mark.NONE), (30, 2, BODY[28:], Mark.NONE)], headers=LENGTH)


def sent(one: Interaction, fault: str) -> list[tuple[int, bytes]]:
    frames = perform(one, f"recorded+{fault}").frames()
    return [(at // MS, data) for at, data in zip(frames.times, frames.writes, strict=True)]


def test_a_size_line_comes_in_two_segments() -> None:
    assert sent(STREAM, "torn-size") == [
        (0, b""),
        (10, b"1"),
        (30, b"c\r\n" + BODY[:28] + b"\r\n9"),
        (50, b"\r\n" + BODY[28:33]),
        (50, BODY[33:] + b"\r\n0\r\n\r\n"),
    ]


@pytest.mark.parametrize(("behind", "first"), [("digit", b"1"), ("size", b"1c"), ("cr", b"1c\r")])
def test_it_is_torn_where_one_says(behind: str, first: bytes) -> None:
    assert sent(STREAM, f"torn-size,behind={behind},gap=5ms")[1] == (10, first)


def test_several_transfer_chunks_come_in_one_segment() -> None:
    made = perform(STREAM, "fixed,n=10+packed-chunks,k=2").frames()
    assert [data.count(b"\r\na\r\n") + data.startswith(b"a\r\n") for data in made.writes] == [0, 2, 1]
    assert made.writes[-1].endswith(b"\r\n7\r\n" + BODY[30:] + b"\r\n0\r\n\r\n")
    assert len(made.writes) == 3


def test_the_last_of_them_says_when() -> None:
    one = interaction([(at, at, b"abc", END) for at in (10, 20, 30, 40)], end_at=60)
    assert [at for at, _ in sent(one, "packed-chunks,k=3")] == [0, 30, 60]


def test_a_body_that_had_a_length_has_transfer_chunks() -> None:
    assert sent(SIZED, "packed-chunks,k=2")[1][1].startswith(b"1c\r\n")
    assert sent(SIZED, "torn-size")[1] == (10, b"1")


@given(
    st.sampled_from([STREAM, SIZED]),
    st.sampled_from(["recorded", "utf8,seed=3", "fixed,n=4", "fixed,n=30"]),
    st.sampled_from(
        ["torn-size", "torn-size,behind=cr", "torn-size,behind=size", "packed-chunks", "packed-chunks,k=9"]
    ),
)
def test_only_the_writes_differ(one: Interaction, split: str, fault: str) -> None:
    plain, torn = perform(one, f"{split}+padded-size,case=lower,pad=1"), perform(one, f"{split}+{fault}")
    assert b"".join(torn.frames().writes) == b"".join(plain.frames().writes)
    assert torn.frames().chunks[-1] == plain.frames().chunks[-1]
    assert b"".join(torn.frames(chunked=False).writes) == BODY
    assert list(torn.schedule.times) == sorted(torn.schedule.times)
    if fault.startswith("torn"):
        assert len(torn.schedule.steps) > len(plain.schedule.steps)
    else:
        assert len(torn.schedule.steps) <= len(plain.schedule.steps)
