"""`cassettes.providers.cadence`: made times are stated, seeded and integers."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cassettes.providers.cadence import Cadence, arrivals

STEPS = st.lists(st.integers(0, 5), max_size=40)
CADENCES = st.builds(Cadence, st.integers(1, 100_000), st.integers(0, 10**10), st.integers(0, 100), st.just("7"))


@given(STEPS, CADENCES)
def test_times_never_go_back_and_stand_still_without_steps(steps: list[int], cadence: Cadence) -> None:
    head, times = arrivals(steps, cadence)
    assert (head, times) == arrivals(steps, cadence)
    assert [head, *times] == sorted([head, *times])
    before = head
    for count, at in zip(steps, times, strict=True):
        assert count or at == before
        before = at


@given(st.integers(1, 200), CADENCES)
def test_gaps_stay_within_the_jitter(count: int, cadence: Cadence) -> None:
    _, times = arrivals([1] * count, cadence)
    assert times[0] == cadence.ttft_ns
    gap = 1_000_000_000 // cadence.tps
    low, high = gap * (100 - cadence.jitter) // 100, gap * (100 + cadence.jitter) // 100
    assert all(low <= later - earlier <= high for earlier, later in pairwise(times))


def test_golden() -> None:
    assert arrivals([0, 1, 1, 0, 2], Cadence()) == (
        400_000_000,
        [400_000_000, 800_000_000, 822_999_999, 822_999_999, 864_999_997],
    )
