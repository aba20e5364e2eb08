from fractions import Fraction

import pytest

from cassettes.clock import MS
from cassettes.errors import SpecError
from player.spec.play import Play, parse_play, read_option, read_speed
from player.splits import Plan
from tests.support.recordings import END, interaction

SESSION = Play(Fraction(2), "5")


@pytest.mark.parametrize(
    ("text", "speed"), [("1", 1), ("2", 2), ("0.5", Fraction(1, 2)), ("max", None), ("0.001", Fraction(1, 1000))]
)
def test_speeds(text: str, speed: Fraction | None) -> None:
    assert read_speed(text) == speed


@pytest.mark.parametrize("text", ["", "0", "0.0", "-1", "1e3", "nan", "inf", "2x", "1/2", "١", "9999999"])
def test_what_is_no_speed(text: str) -> None:
    with pytest.raises(SpecError, match="factor"):
        read_speed(text)


@pytest.mark.parametrize(
    ("text", "play"),
    [
        ("recorded", SESSION),
        ("recorded+speed,x=max", Play(None, "5")),
        ("speed,x=0.5+gap,ms=20", Play(Fraction(1, 2), "20")),
        ("gap,ms=device", Play(Fraction(2), "device")),
        ("gap,ms=auto", Play(Fraction(2), "auto")),
    ],
)
def test_a_spec_adds_to_the_session(text: str, play: Play) -> None:
    assert parse_play(text, SESSION) == play


@pytest.mark.parametrize(
    "text",
    ["", "recorded,x=1", "speed", "speed,x=", "gap,ms=x", "gap,ms=99999", "speed,x=1,y=2", "a+recorded", "\x1b[31m"],
)
def test_what_is_no_spec(text: str) -> None:
    with pytest.raises(SpecError):
        parse_play(text, SESSION)


def test_the_settings_print_as_a_spec_that_reads_back() -> None:
    for play in (Play(), SESSION, Play(None), Play(Fraction(1, 2), "20")):
        assert parse_play(str(play), Play()) == play


def test_only_the_fastest_play_joins_writes() -> None:
    assert [play.joins for play in (Play(), Play(None), Play(None, "1"), SESSION)] == [False, True, False, False]


def test_the_schedule_is_that_of_speed_and_gap() -> None:
    one = interaction([(10, 1, b"a", END), (10, 2, b"b", END)])

    assert [step.at // MS for step in Play(Fraction(1, 2), "7").schedule(one).steps] == [0, 20, 27]


@pytest.mark.parametrize(
    "text",
    [
        "utf8,seed=7+speed,x=0.5,idle-cap=2s+gap,ms=20,jitter=5,seed=9",
        "event+gap,ms=assured",
        "recorded+speed,x=max",
        "merge,k=3+speed,idle-cap=500ms",
    ],
)
def test_a_whole_spec_reads_back(text: str) -> None:
    assert str(parse_play(text, Play())) == text


def test_a_fault_is_refused_until_faults_are_played() -> None:
    with pytest.raises(SpecError, match="reset,at=byte:7"):
        parse_play("utf8+reset,at=byte:7", SESSION)


@pytest.mark.parametrize(
    ("option", "text", "found"), [("gap", "007", "7"), ("jitter", "5", "5"), ("idle-cap", "2000ms", "2s")]
)
def test_options_are_read_as_in_a_spec(option: str, text: str, found: str) -> None:
    assert read_option(option, text) == found


def test_jitter_only_delays_and_keeps_the_order() -> None:
    one = interaction([(10 * number, number + 1, b"x", END) for number in range(20)])
    plain = [step.at for step in Play().schedule(one).steps]
    late = [step.at for step in Play(jitter="30", jitter_seed="1").schedule(one).steps]

    assert late == sorted(late)
    assert all(0 <= after - before <= 30 * MS for before, after in zip(plain, late, strict=True))
    assert late != plain


def test_holds_and_jitter_of_a_plan_add_up() -> None:
    one = interaction([(0, 1, b"abcd", END)])
    plan = Plan((2,), (5 * MS, 9 * MS))
    held = [step.at for step in Play().schedule(one, plan).steps if step.pieces]
    late = [step.at for step in Play(jitter="3", jitter_seed="1").schedule(one, plan).steps if step.pieces]

    assert held == [5 * MS, 9 * MS]
    assert all(0 <= after - before <= 3 * MS for before, after in zip(held, late, strict=True))


def test_the_idle_cap_shortens_the_schedule_and_its_ending() -> None:
    one = interaction([(0, 1, b"a", END), (5000, 2, b"b", END)])
    play = Play(idle_cap="1s")

    assert play.schedule(one).duration == play.ending(one) == 1000 * MS
    assert play.schedule(one, Plan((1,))).duration == 1000 * MS


def test_recut_is_any_profile_but_recorded_and_recorded_with_other_cuts() -> None:
    found = [parse_play(text, Play()).recut for text in ("recorded", "speed,x=2", "recorded,add=3", "event")]
    assert found == [False, False, True, True]
