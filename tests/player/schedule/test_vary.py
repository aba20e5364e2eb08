import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.clock import MS, SECOND
from cassettes.errors import SpecError
from player.schedule.schedule import recorded
from player.schedule.vary import Drawn, Variation, frames_in, parse_vary, read_time, vary
from tests.support.recordings import END, NONE, interaction

TIMES = st.lists(st.integers(0, 10 * SECOND), min_size=2, max_size=30).map(sorted)


def test_what_is_asked_for_is_read_in_ns_and_thousandths() -> None:
    assert parse_vary("ttft=200ms..2s,tps=40..80.5") == Variation((200 * MS, 2 * SECOND), (40_000, 80_500))
    assert parse_vary("tps=40") == Variation(None, (40_000, 40_000))
    assert [read_time(text, "--x") for text in ("250us", "1.5ms", "0.001s", "3600s")] == [
        250_000,
        1_500_000,
        MS,
        3600 * SECOND,
    ]


@pytest.mark.parametrize(
    "text",
    ["", "ttft", "ttft=200", "ttft=2s..1s", "tps=0", "tps=4..", "tps=1..2..3", "ttft=1s,ttft=2s", "x=1", "ttft=3601s"],
)
def test_what_is_no_variation_is_refused(text: str) -> None:
    with pytest.raises(SpecError):
        parse_vary(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ttft=200..400ms", "--vary ttft takes a number with us, ms or s"),
        ("tps=0.0001", "--vary tps takes frames per second from 0.001 to 999999"),
        ("tps=40..80tps", "found '80tps'"),
    ],
)
def test_a_bad_value_is_said_with_its_place(text: str, said: str) -> None:
    with pytest.raises(SpecError, match=re.escape(said)):
        parse_vary(text)


@given(st.text(max_size=5))
def test_a_draw_is_the_seed_s_lies_in_its_range_and_each_part_keeps_its_own(seed: str) -> None:
    both = parse_vary("ttft=200ms..2s,tps=40..80").draw(seed)
    assert both.ttft is not None
    assert both.mtps is not None
    assert 200 * MS <= both.ttft <= 2 * SECOND
    assert 40_000 <= both.mtps <= 80_000
    assert parse_vary("tps=40..80").draw(seed) == Drawn(None, both.mtps)


def test_draws_spread_over_the_range() -> None:
    variation = parse_vary("ttft=0ms..100ms")
    drawn = sorted(one.ttft or 0 for one in (variation.draw(str(seed)) for seed in range(500)))
    assert drawn[0] < 5 * MS
    assert 40 * MS < drawn[250] < 60 * MS
    assert drawn[-1] > 95 * MS


def test_the_first_bytes_come_at_ttft_and_the_rest_keeps_its_shape() -> None:
    times = [10 * MS, 100 * MS, 120 * MS, 180 * MS]  # the head, three writes
    assert Drawn(50 * MS, None).times(times, 1, 3, 3) == [10 * MS, 50 * MS, 70 * MS, 130 * MS]
    assert Drawn(5 * MS, None).times(times, 1, 3, 3) == [5 * MS, 5 * MS, 25 * MS, 85 * MS]


def test_the_gaps_are_scaled_to_the_rate() -> None:
    times = [0, 100 * MS, 120 * MS, 180 * MS, 200 * MS]  # the last one only ends it
    # three frames in 80 ms are 25 a second: at 50 everything behind the first takes half as long
    assert Drawn(None, 50_000).times(times, 1, 3, 3) == [0, 100 * MS, 110 * MS, 140 * MS, 150 * MS]


@given(TIMES, st.integers(0, SECOND), st.integers(1, 10**6), st.integers(0, 50), st.data())
def test_times_never_decrease_and_the_rate_is_the_wanted_one(
    times: list[int], ttft: int, mtps: int, frames: int, data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(times) - 1))
    last = data.draw(st.integers(first, len(times) - 1))
    new = Drawn(ttft, mtps).times(times, first, last, frames)

    assert all(earlier <= later for earlier, later in pairwise(new))
    assert new[first] == ttft
    if frames > 1 and times[last] > times[first]:
        wanted = (frames - 1) * 1000 * SECOND
        assert wanted <= (new[last] - ttft) * mtps < wanted + mtps
    else:
        assert new[last] - ttft == times[last] - times[first]


def test_frames_are_events_or_records_and_none_where_the_body_is_encoded() -> None:
    events = [(0, 0, b": hello\n\ndata: a\n\ndata: b\n\n", END)]
    assert frames_in(interaction(events)) == 2
    assert (
        frames_in(interaction(events, headers=((b"Content-Type", b"text/event-stream"), (b"Content-Encoding", b"br"))))
        == 0
    )
    assert (
        frames_in(interaction([(0, 0, b"{}\n{}\n", END)], headers=((b"Content-Type", b"application/x-ndjson"),))) == 2
    )
    assert frames_in(interaction([(0, 0, b"abc", END)], headers=((b"Content-Type", b"image/png"),))) == 0
    assert frames_in(interaction(events, headers=((b"Content-Encoding", b"identity"),))) == 2


def test_what_is_varied_counts_from_the_first_write_with_bytes_to_the_last() -> None:
    one = interaction([(100, 1, b"a", NONE), (120, 2, b"b", NONE), (120, 3, b"", END), (180, 4, b"c", END)], end_at=200)
    schedule = recorded(one)
    varied = vary(Drawn(50 * MS, 50_000), 3)(schedule)

    assert varied.steps is schedule.steps
    assert [at // MS for at in varied.times] == [0, 50, 60, 60, 90, 100]
    assert vary(Drawn(None, 25_000), 0)(schedule).times == vary(Drawn(None, 25_000), 3)(schedule).times


def test_where_there_is_no_body_nothing_is_varied() -> None:
    schedule = recorded(interaction(status=204))
    assert vary(Drawn(50 * MS, None), 3)(schedule) is schedule
