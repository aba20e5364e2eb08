from hypothesis import given
from hypothesis import strategies as st

from player.stream.lateness import BITS, BUCKETS, LONGEST, Histogram, Lateness, bucket, upper
from player.stream.progress import Progress

ANY = st.integers(0, LONGEST)


@given(ANY)
def test_a_bucket_ends_at_most_a_thirty_second_part_above_what_it_holds(late: int) -> None:
    assert bucket(late) < BUCKETS
    assert late <= upper(bucket(late)) <= late + (late >> BITS)


def test_the_buckets_tile_the_range() -> None:
    assert [bucket(upper(number)) for number in range(BUCKETS)] == list(range(BUCKETS))
    assert [bucket(upper(number) + 1) for number in range(BUCKETS - 1)] == list(range(1, BUCKETS))


@given(st.lists(ANY, min_size=1), st.integers(1, 100))
def test_percentiles_are_those_of_the_sorted_values_but_for_the_bucket(values: list[int], share: int) -> None:
    histogram = Histogram()
    for one in values:
        histogram.add(one)
    exact = sorted(values)[max(0, -(-len(values) * share // 100) - 1)]

    assert exact <= histogram.percent(share) <= exact + (exact >> BITS)
    assert (histogram.count, histogram.total, histogram.max) == (len(values), sum(values), max(values))


@given(st.lists(ANY), st.lists(ANY))
def test_merging_is_counting_both(one: list[int], other: list[int]) -> None:
    parts, whole, merged = (Histogram(), Histogram()), Histogram(), Histogram()
    for part, values in zip(parts, (one, other), strict=True):
        for value in values:
            part.add(value)
            whole.add(value)
        merged.merge(part.as_counts())

    assert merged.as_counts() == whole.as_counts()
    assert (merged.count, merged.max) == (whole.count, whole.max)


@given(st.lists(st.integers(0, 2 * LONGEST)))
def test_what_is_added_at_once_is_what_is_added_one_by_one(values: list[int]) -> None:
    one_by_one, at_once = Histogram(), Histogram()
    for late in values:
        one_by_one.add(late)
    at_once.add_all(values)

    assert at_once.as_counts() == one_by_one.as_counts()
    assert (at_once.count, at_once.max) == (len(values), max(values, default=0))


def test_without_a_write_nothing_was_late() -> None:
    assert Histogram().percent(99) == 0


def test_each_write_is_measured_when_it_is_noted_and_counted_once() -> None:
    now = [1000]
    lateness, one, other = Lateness(lambda: now[0]), Progress(), Progress()
    lateness.note(0, one)
    now[0] = 1200
    lateness.note(300, other)
    lateness.note(500, one)

    assert (one.late, other.late) == (1000, 900)
    for _ in range(2):
        assert (lateness.histogram.count, lateness.histogram.total, lateness.histogram.max) == (3, 2600, 1000)
    assert not lateness.late
