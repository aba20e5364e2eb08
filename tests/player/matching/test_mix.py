import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.errors import SpecError
from player.matching.mix import Named, parse_mix, pick

GROUP = (Named("short.cassette", 1), Named("reasoning.cassette", 1), Named("reasoning.cassette", 2))


@given(st.integers(1, 50), st.integers(1, 50), st.text(max_size=5))
def test_a_draw_is_the_seed_s_and_gives_the_positions_of_one_name(short: int, long: int, seed: str) -> None:
    mix = parse_mix(f"short={short},reasoning={long}")
    assert pick(mix.tables(GROUP), seed) == pick(mix.tables(GROUP), seed)
    assert pick(mix.tables(GROUP), seed) in ((0,), (1, 2))


def test_names_come_as_often_as_their_weights_say() -> None:
    mix = parse_mix("short=70,reasoning=20,reasoning#2=10")
    drawn = [pick(mix.tables(GROUP), f"s/{number}") for number in range(5000)]

    assert abs(drawn.count((0,)) - 3500) < 200
    assert abs(drawn.count((1, 2)) - 1000) < 150
    assert abs(drawn.count((2,)) - 500) < 120


def test_a_name_that_can_t_answer_is_left_out_and_without_any_nothing_answers() -> None:
    mix = parse_mix("short=1,reasoning=1000")
    assert {pick(mix.tables(GROUP[:1]), str(seed)) for seed in range(20)} == {(0,)}
    assert pick(mix.tables((Named("other.cassette", 1),)), "0") == ()


def test_an_unknown_name_is_refused_with_the_names_that_there_are() -> None:
    parse_mix("short=1,reasoning#2=1").check(GROUP)
    for name in ("shrot", "short#2", "short.cassette"):
        with pytest.raises(SpecError, match="short, reasoning"):
            parse_mix(f"{name}=1").check(GROUP)


@pytest.mark.parametrize("text", ["", "short", "short=", "short=0", "short=-1", "short=1.5", "a=1,a=2", "a=1000001"])
def test_what_is_no_mix_is_refused(text: str) -> None:
    with pytest.raises(SpecError, match="--mix"):
        parse_mix(text)
