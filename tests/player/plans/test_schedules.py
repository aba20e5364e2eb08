import pytest

from cassettes.model import Interaction
from player.library.library import Library
from player.library.recordings import Recording
from player.plans.schedules import Schedules
from player.spec.perform import performed
from player.spec.scenario import Scenario, parse_scenario
from tests.support.recordings import END, cassette, interaction


def recordings(*ones: Interaction) -> list[Recording]:
    return Library([cassette(*ones)]).recordings


def test_frames_are_made_once_and_prepared_ones_are_there() -> None:
    one, headless = recordings(interaction([(1, 1, b"x", END)]), interaction(head_at=None, end_at=1))
    made = Schedules()
    made.prepare([one, headless], Scenario())

    assert made.framed(one, Scenario(), chunked=True) is not None
    assert made.framed(one, Scenario(), chunked=False) is None
    assert made.framed(one, Scenario(None), chunked=True) is None
    assert made.framed(headless, Scenario(), chunked=True) is None
    for scenario in (parse_scenario("utf8", Scenario()), Scenario(jitter="5"), Scenario(gap="assured")):
        made.prepare([one], scenario)
        assert made.framed(one, scenario, chunked=True) is None


def test_bytes_are_framed_once_and_shared_by_every_pace() -> None:
    (one,) = recordings(interaction([(10, 1, b"x", END), (30, 2, b"y", END)]))
    made = Schedules()
    first = made.keep_framed(one, Scenario(), made.frame(one, Scenario()), chunked=True)
    for text in ("speed,x=2", "gap,ms=50", "gap,jitter=5,seed=1", "speed,x=3,idle-cap=5ms"):
        other = made.frame(one, parse_scenario(text, Scenario()))
        assert other.writes is first.writes
        assert other.times != first.times
    assert made.frame(one, Scenario(), chunked=False).writes is not first.writes
    assert made.frame(one, parse_scenario("event", Scenario())).writes is not first.writes


def test_bytes_go_with_the_last_of_what_shares_them() -> None:
    (one,) = recordings(interaction([(10, 1, b"x" * 9, END)]))
    made = Schedules()
    gone = made.frame(one, Scenario()).writes[1]
    assert made.frame(one, Scenario()).writes[1] is not gone


@pytest.mark.parametrize("joins", [True, False])
def test_small_chunks_are_joined_at_full_speed_unless_each_is_to_be_a_write(joins: bool) -> None:
    (one,) = recordings(interaction([(read, read, b"x", END) for read in range(1, 10)]))
    made = Schedules(joins=joins)
    found = [made.frame(one, Scenario(None, idle_cap=cap)) for cap in ("", "1s", "2s")]
    for frames in found:
        assert b"".join(frames.writes).count(b"1\r\nx\r\n") == 9
        assert len(frames) == len(frames.times) == (1 if joins else 10)
        assert frames.joins is joins


def test_a_schedule_is_kept_by_what_the_recording_holds_and_how_it_is_played() -> None:
    one, other = recordings(interaction([(1, 1, b"x", END)]), interaction([(1, 1, b"x", END)]))
    made, play = Schedules(), parse_scenario("speed,x=2", Scenario())
    kept = made.keep(one, play, performed(one.interaction, play).schedule)
    assert made.kept(one, play) is kept
    assert made.kept(one, Scenario()) is None
    assert made.kept(other, play) is None
