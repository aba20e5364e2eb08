"""Bytes that are kept back: the head, the first ones, and those that were due in a silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.clock import MS
from cassettes.model import Mark
from player.schedule.performance import Performance
from player.spec.perform import perform
from tests.support.recordings import END, interaction

STREAM = interaction(
    [
        (10, 1, b"data: a\n\n", END),
        (30, 2, b"data: b\n", Mark.NONE),
        (40, 3, b"\n", END),
        (900, 4, b"data: c\n\n", END),
    ],
    head_at=5,
)
AT_ONCE = interaction([(5, 0, b"data: a\n\ndata: b\n\n", END), (40, 1, b"data: c\n\n", END)], head_at=5)


def rows(made: Performance) -> list[tuple[int, bytes]]:
    """(ms, bytes) of each write, without chunk framing."""
    frames = made.frames(chunked=False)
    return [(at // MS, data) for at, data in zip(frames.times, frames.writes, strict=True)]


def test_a_slow_head_moves_everything() -> None:
    plain, slow = rows(perform(STREAM, "recorded")), rows(perform(STREAM, "recorded+slow-head,by=3s"))
    assert slow == [(at + 3000, data) for at, data in plain]


def test_the_first_bytes_come_together_when_enough_have_gathered() -> None:
    assert rows(perform(STREAM, "recorded+hold-first,n=10")) == [
        (5, b""),
        (30, b"data: a\n\ndata: b\n"),
        (40, b"\n"),
        (900, b"data: c\n\n"),
    ]
    assert rows(perform(STREAM, "recorded+hold-first,n=1"))[1] == (10, b"data: a\n\n")


@pytest.mark.parametrize("n", [27, 28, 512])
def test_what_never_gathers_comes_at_the_end(n: int) -> None:
    late = perform(STREAM, f"recorded+hold-first,n={n}").frames()
    assert [at // MS for at in late.times] == [5, 900]
    assert late.writes[1].endswith(b"data: c\n\n\r\n0\r\n\r\n")


def test_a_body_that_came_with_its_head_is_parted_from_it() -> None:
    made = perform(AT_ONCE, "recorded+hold-first,n=20")
    assert [step.head for step in made.schedule.steps] == [True, False]
    assert rows(made) == [(5, b""), (40, b"data: a\n\ndata: b\n\ndata: c\n\n")]


def test_a_burst_has_all_that_was_due_in_one_write_and_the_rest_when_it_was_due() -> None:
    assert rows(perform(STREAM, "recorded+burst,at=byte:9,for=500ms")) == [
        (5, b""),
        (10, b"data: a\n\n"),
        (530, b"data: b\n\n"),
        (900, b"data: c\n\n"),
    ]


def test_a_burst_in_the_middle_of_a_write_leaves_what_stands_before_it() -> None:
    assert rows(perform(STREAM, "recorded+burst,at=byte:4,for=2s")) == [
        (5, b""),
        (10, b"data"),
        (2010, b": a\n\ndata: b\n\ndata: c\n\n"),
    ]


@pytest.mark.parametrize("at", ["end", "share:1"])
@pytest.mark.parametrize("fault", ["burst", "stall"])
def test_at_the_end_the_ending_is_put_off_which_gets_a_write_of_its_own(fault: str, at: str) -> None:
    one = interaction([(10, 1, b"data: a\n\n", END)], end_at=50)
    assert rows(perform(one, f"recorded+{fault},at={at},for=1s")) == [(0, b""), (10, b"data: a\n\n"), (1050, b"")]
    made = perform(STREAM, f"recorded+{fault},at={at},for=1s")
    assert rows(made) == [*rows(perform(STREAM, "recorded")), (1900, b"")]
    assert made.frames().writes[-1] == b"0\r\n\r\n"
    assert made.done[0][1:3] == (len(STREAM.body), 900 * MS)


@given(
    st.sampled_from(["recorded", "utf8,seed=3", "fixed,n=4"]),
    st.sampled_from(["slow-head,by=1s", "hold-first,n=13", "burst,at=byte:7,for=35ms", "burst,at=event:2,for=5s"]),
)
def test_no_byte_changes_and_none_is_early(split: str, fault: str) -> None:
    plain, late = perform(STREAM, split, seed="1"), perform(STREAM, f"{split}+{fault}", seed="1")
    assert b"".join(late.frames().writes) == b"".join(plain.frames().writes)
    assert late.real
    assert list(late.schedule.times) == sorted(late.schedule.times)
    due = [at for at, data in rows(plain) for _ in data]
    assert all(at >= was for was, at in zip(due, [at for at, data in rows(late) for _ in data], strict=True))
