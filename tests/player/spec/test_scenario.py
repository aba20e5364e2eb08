from fractions import Fraction

import pytest

from cassettes.clock import MS
from cassettes.errors import SpecError
from player.schedule.schedule import Schedule
from player.spec.scenario import Scenario, parse_scenario, read_option, read_speed
from player.splits import Plan
from tests.support.recordings import END, interaction

SESSION = Scenario(Fraction(2), "5")


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
        ("recorded+speed,x=max", Scenario(None, "5")),
        ("speed,x=0.5+gap,ms=20", Scenario(Fraction(1, 2), "20")),
        ("gap,ms=device", Scenario(Fraction(2), "device")),
        ("gap,ms=auto", Scenario(Fraction(2), "auto")),
    ],
)
def test_a_spec_adds_to_the_session(text: str, play: Scenario) -> None:
    assert parse_scenario(text, SESSION) == play


@pytest.mark.parametrize(
    "text",
    ["", "recorded,x=1", "speed", "speed,x=", "gap,ms=x", "gap,ms=99999", "speed,x=1,y=2", "a+recorded", "\x1b[31m"],
)
def test_what_is_no_spec(text: str) -> None:
    with pytest.raises(SpecError):
        parse_scenario(text, SESSION)


def test_the_settings_print_as_a_spec_that_reads_back() -> None:
    for play in (Scenario(), SESSION, Scenario(None), Scenario(Fraction(1, 2), "20")):
        assert parse_scenario(str(play), Scenario()) == play


def test_only_the_fastest_play_joins_writes() -> None:
    assert [play.joins for play in (Scenario(), Scenario(None), Scenario(None, "1"), SESSION)] == [
        False,
        True,
        False,
        False,
    ]


def test_the_schedule_is_that_of_speed_and_gap() -> None:
    one = interaction([(10, 1, b"a", END), (10, 2, b"b", END)])

    assert [at // MS for at in Scenario(Fraction(1, 2), "7").schedule(one).times] == [0, 20, 27]


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
    assert str(parse_scenario(text, Scenario())) == text


def test_faults_and_rewrites_of_a_request_stand_in_place_of_the_sessions() -> None:
    session = parse_scenario("recorded+crlf+reset,at=byte:7", SESSION)

    asked = parse_scenario("utf8+truncate,at=end", session)
    assert (str(asked.rewrites[0]), [str(use) for use in asked.faults]) == ("crlf", ["truncate,at=end"])


@pytest.mark.parametrize(
    ("option", "text", "found"), [("gap", "007", "7"), ("jitter", "5", "5"), ("idle-cap", "2000ms", "2s")]
)
def test_options_are_read_as_in_a_spec(option: str, text: str, found: str) -> None:
    assert read_option(option, text) == found


def test_jitter_only_delays_and_keeps_the_order() -> None:
    one = interaction([(10 * number, number + 1, b"x", END) for number in range(20)])
    plain = list(Scenario().schedule(one).times)
    late = list(Scenario(jitter="30", jitter_seed="1").schedule(one).times)

    assert late == sorted(late)
    assert all(0 <= after - before <= 30 * MS for before, after in zip(plain, late, strict=True))
    assert late != plain


def timed_pieces(schedule: Schedule) -> list[int]:
    return [at for at, step in zip(schedule.times, schedule.steps, strict=True) if step.parts]


def test_holds_and_jitter_of_a_plan_add_up() -> None:
    one = interaction([(0, 1, b"abcd", END)])
    plan = Plan((2,), (5 * MS, 9 * MS))
    held = timed_pieces(Scenario().schedule(one, plan))
    late = timed_pieces(Scenario(jitter="3", jitter_seed="1").schedule(one, plan))

    assert held == [5 * MS, 9 * MS]
    assert all(0 <= after - before <= 3 * MS for before, after in zip(held, late, strict=True))


def test_the_idle_cap_shortens_the_schedule_and_its_ending() -> None:
    one = interaction([(0, 1, b"a", END), (5000, 2, b"b", END)])
    play = Scenario(idle_cap="1s")

    assert play.schedule(one).duration == play.ending(one) == 1000 * MS
    assert play.schedule(one, Plan((1,))).duration == 1000 * MS


def test_recut_is_any_profile_but_recorded_and_recorded_with_other_cuts() -> None:
    found = [parse_scenario(text, Scenario()).recut for text in ("recorded", "speed,x=2", "recorded,add=3", "event")]
    assert found == [False, False, True, True]


@pytest.mark.parametrize("scenario", [Scenario(), Scenario(jitter="3", jitter_seed="1")])
def test_a_plan_has_a_hold_for_each_piece_or_none(scenario: Scenario) -> None:
    with pytest.raises(ValueError, match="holds"):
        scenario.schedule(interaction([(1, 1, b"ab", END)]), Plan((1,), (5,)))
