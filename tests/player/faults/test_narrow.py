"""Bytes that pass slowly: how many in a write, and when."""

from hypothesis import given
from hypothesis import strategies as st

from cassettes.clock import MS, SECOND
from cassettes.model import Mark
from player.schedule.performance import Performance
from player.spec.perform import perform
from tests.support.recordings import END, interaction

STREAM = interaction([(10, 1, b"abcdefgh", END), (30, 2, b"ij", Mark.NONE), (40, 3, b"kl", END), (900, 4, b"mn", END)])


def rows(made: Performance) -> list[tuple[int, bytes]]:
    """(ms, bytes) of each write, without chunk framing."""
    frames = made.frames(chunked=False)
    return [(at // MS, data) for at, data in zip(frames.times, frames.writes, strict=True)]


def test_so_many_bytes_come_every_so_often() -> None:
    assert rows(perform(STREAM, "recorded+trickle,n=3,every=100ms")) == [
        (0, b""),
        (10, b"abc"),
        (110, b"def"),
        (210, b"ghi"),
        (310, b"jkl"),
        (900, b"mn"),
    ]


def test_transfer_chunks_stay_as_they_are() -> None:
    made = perform(STREAM, "recorded+trickle,n=3,every=100ms").frames()
    assert made.writes[1:] == (
        b"8\r\nabc",
        b"def",
        b"gh\r\n4\r\ni",
        b"jkl\r\n",
        b"2\r\nmn\r\n0\r\n\r\n",
    )


def test_a_byte_has_passed_when_the_rate_allows() -> None:
    # 20 bytes a second: two in a write, 100 ms each
    assert rows(perform(STREAM, "recorded+bandwidth,rate=20")) == [
        (0, b""),
        (110, b"ab"),
        (210, b"cd"),
        (310, b"ef"),
        (410, b"gh"),
        (510, b"ij"),
        (610, b"kl"),
        (1000, b"mn"),
    ]


def test_the_slowest_rate_is_a_byte_a_second() -> None:
    made = perform(STREAM, "recorded+bandwidth,rate=1")
    assert made.schedule.duration == 10 * MS + 14 * SECOND
    assert len(made.schedule.steps) == 15


def test_a_body_without_bytes_has_its_end() -> None:
    one = interaction(end_at=40)
    assert rows(perform(one, "recorded+trickle")) == rows(perform(one, "recorded"))


@given(
    st.sampled_from(["recorded", "utf8,seed=3", "fixed,n=4", "merge,k=2"]),
    st.one_of(
        st.tuples(st.integers(1, 20), st.integers(1, 300)).map(lambda two: f"trickle,n={two[0]},every={two[1]}ms"),
        st.integers(1, 2000).map(lambda rate: f"bandwidth,rate={rate}"),
    ),
)
def test_no_byte_changes_and_none_is_early(split: str, fault: str) -> None:
    plain, slow = perform(STREAM, split, seed="1"), perform(STREAM, f"{split}+{fault}", seed="1")
    assert b"".join(slow.frames().writes) == b"".join(plain.frames().writes)
    assert list(slow.schedule.times) == sorted(slow.schedule.times)
    assert slow.frames().chunks[-1] == plain.frames().chunks[-1]
    due = [at for at, data in rows(plain) for _ in data]
    assert all(at >= was for was, at in zip(due, [at for at, data in rows(slow) for _ in data], strict=True))


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 30)), min_size=1), st.integers(1, 400))
def test_no_second_has_more_than_the_rate(pieces: list[tuple[int, int]], rate: int) -> None:
    times = sorted(at for at, _ in pieces)
    one = interaction(
        [(at, index + 1, b"x" * size, END) for index, (at, (_, size)) in enumerate(zip(times, pieces, strict=True))]
    )
    schedule = perform(one, f"recorded+bandwidth,rate={rate}").frames(chunked=False)
    sent = [(at, len(data)) for at, data in zip(schedule.times, schedule.writes, strict=True)]
    for index, (start, _) in enumerate(sent):
        # a write leaves when its last byte has passed: those behind `start` passed after it
        for at, count in (
            (at, sum(size for _, size in sent[index + 1 : stop + 1])) for stop, (at, _) in enumerate(sent)
        ):
            assert count * SECOND <= (at - start) * rate or (at <= start and not count)
