from fractions import Fraction

import pytest

from cassettes.clock import MS
from cassettes.errors import SpecError
from player.plays import Play, parse_play, read_speed
from tests.player.recordings import END, interaction

SESSION = Play(Fraction(2), 5 * MS)


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
        ("recorded+speed,x=max", Play(None, 5 * MS)),
        ("speed,x=0.5+gap,ms=20", Play(Fraction(1, 2), 20 * MS)),
        ("gap,ms=device", Play(Fraction(2), 20 * MS)),
        ("gap,ms=auto", Play(Fraction(2), 0)),
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
    for play in (Play(), SESSION, Play(None), Play(Fraction(1, 2), 20 * MS)):
        assert parse_play(str(play), Play()) == play


def test_only_the_fastest_play_joins_writes() -> None:
    assert [play.joins for play in (Play(), Play(None), Play(None, MS), SESSION)] == [False, True, False, False]


def test_the_schedule_is_that_of_speed_and_gap() -> None:
    one = interaction([(10, 1, b"a", END), (10, 2, b"b", END)])

    assert [step.at // MS for step in Play(Fraction(1, 2), 7 * MS).schedule(one).steps] == [0, 20, 27]
