"""Seeds: golden vectors, equal chances, canonical form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.seeds import SessionSeeds, SplitMix64, canonical_seed, generator, seed_number, state_for


def test_published_vector_of_splitmix64() -> None:
    numbers = SplitMix64(1234567)

    assert [numbers.next() for _ in range(5)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]


def test_golden_key() -> None:
    """The vector that architecture.md section 4 fixes for every implementation."""
    assert state_for("uniform", "42", "cut") == 0xDC586071FC784EF7
    numbers = generator("uniform", "42", "cut")
    assert [numbers.below(1000) for _ in range(10)] == [189, 98, 797, 982, 334, 473, 328, 532, 635, 95]


def test_each_axis_has_its_own_sequence() -> None:
    assert len({state_for("uniform", "42", axis) for axis in ("cut", "merge", "pace", "fault", "token")}) == 5


@given(st.integers(0, 2**64 - 1), st.integers(1, 2**64))
def test_below_stays_below(state: int, n: int) -> None:
    assert 0 <= SplitMix64(state).below(n) < n


def test_below_rejects_what_would_favour_small_numbers() -> None:
    """With n = 2**63 + 1 nearly half of all draws are rejected; the first kept one is given, modulo n."""
    n = 2**63 + 1
    numbers = SplitMix64(1234567)
    kept = next(x for x in (6457827717110365317, 3203168211198807973, 9817491932198370423) if x >= (2**64 - n) % n)

    assert numbers.below(n) == kept % n


@pytest.mark.parametrize("n", [0, -1, 2**64 + 1])
def test_below_refuses_an_impossible_range(n: int) -> None:
    with pytest.raises(ValueError, match="below"):
        SplitMix64(1).below(n)


@pytest.mark.parametrize(
    ("text", "seed"),
    [
        ("42", "42"),
        ("007", "7"),
        ("18446744073709551615", "18446744073709551615"),
        ("h0123456789abcdef", "h0123456789abcdef"),
        ("你好", "h670d9743542cae3e"),
        ("", "he3b0c44298fc1c14"),
    ],
)
def test_canonical_seed(text: str, seed: str) -> None:
    assert canonical_seed(text) == seed


def test_a_number_that_does_not_fit_is_text() -> None:
    assert canonical_seed("18446744073709551616").startswith("h")
    assert canonical_seed("٤٢").startswith("h")


@given(st.text())
def test_canonical_seed_is_idempotent(text: str) -> None:
    assert canonical_seed(canonical_seed(text)) == canonical_seed(text)


def test_a_session_takes_consecutive_seeds() -> None:
    seeds = SessionSeeds("7")

    assert [seeds.take() for _ in range(3)] == ["7", "8", "9"]


def test_workers_share_the_seeds_of_a_session() -> None:
    workers = [SessionSeeds("7", (number, 3)) for number in (1, 2, 3)]

    assert sorted(int(one.take()) for one in workers for _ in range(2)) == list(range(7, 13))


def test_a_session_at_the_end_of_the_range_has_room() -> None:
    """Seeds that wrap around would break the rotation of a profile with three turns."""
    seeds = SessionSeeds(str(2**64 - 1))

    assert [seeds.take() for _ in range(2)] == [str(2**63 - 1), str(2**63)]


def test_a_session_named_by_a_word_starts_at_its_hash() -> None:
    assert SessionSeeds("release-7").take() == str(seed_number("release-7") % 2**63)
