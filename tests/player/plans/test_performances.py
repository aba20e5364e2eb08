from array import array
from dataclasses import replace

import pytest

from cassettes.model import EndKind, Interaction
from player.library.library import Library
from player.library.recordings import Recording
from player.plans import performances
from player.plans.performances import Form, Performances
from player.schedule.schedule import Finish, Schedule
from player.schedule.writes import Writes
from player.spec.perform import performed
from player.spec.scenario import Scenario, parse_scenario
from tests.support.recordings import END, cassette, interaction

CHUNKED, BARE, STEPS = Form.CHUNKED, Form.BARE, Form.STEPS


def recordings(*ones: Interaction) -> tuple[Recording, ...]:
    return Library([cassette(*ones)]).recordings


def writes(made: Performances, one: Recording, scenario: Scenario, form: Form = CHUNKED) -> Writes:
    sent = made.make(one, scenario, form).sent
    assert isinstance(sent, Writes)
    return sent


def test_frames_are_made_once_and_prepared_ones_are_there() -> None:
    one, headless = recordings(interaction([(1, 1, b"x", END)]), interaction(head_at=None, end_at=1))
    made = Performances()
    made.prepare([one, headless], Scenario())

    assert made.find(one, Scenario(), CHUNKED) is not None
    assert made.find(one, Scenario(), BARE) is None
    assert made.find(one, Scenario(None), CHUNKED) is None
    assert made.find(headless, Scenario(), CHUNKED) is None
    for scenario in (parse_scenario("utf8", Scenario()), Scenario(jitter="5"), Scenario(gap="assured")):
        made.prepare([one], scenario)
        assert made.find(one, scenario, CHUNKED) is None


def test_bytes_are_framed_once_and_shared_by_every_pace() -> None:
    (one,) = recordings(interaction([(10, 1, b"x", END), (30, 2, b"y", END)]))
    made = Performances()
    first = made.keep(one, Scenario(), CHUNKED, made.make(one, Scenario(), CHUNKED)).sent
    for text in ("speed,x=2", "gap,ms=50", "gap,jitter=5,seed=1", "speed,x=3,idle-cap=5ms"):
        other = writes(made, one, parse_scenario(text, Scenario()))
        assert other.writes is first.writes
        assert other.times != first.times
    assert writes(made, one, Scenario(), BARE).writes is not first.writes
    assert writes(made, one, parse_scenario("event", Scenario())).writes is not first.writes


def test_bytes_go_with_the_last_of_what_shares_them() -> None:
    (one,) = recordings(interaction([(10, 1, b"x" * 9, END)]))
    made = Performances()
    gone = writes(made, one, Scenario()).writes[1]
    assert writes(made, one, Scenario()).writes[1] is not gone


@pytest.mark.parametrize("joins", [True, False])
def test_small_chunks_are_joined_at_full_speed_unless_each_is_to_be_a_write(joins: bool) -> None:
    (one,) = recordings(interaction([(read, read, b"x", END) for read in range(1, 10)]))
    made = Performances(joins=joins)
    found = [writes(made, one, Scenario(None, idle_cap=cap)) for cap in ("", "1s", "2s")]
    for frames in found:
        assert b"".join(frames.writes).count(b"1\r\nx\r\n") == 9
        assert len(frames) == len(frames.times) == (1 if joins else 10)
        assert frames.joins is joins


def test_what_was_made_is_kept_by_what_the_recording_holds_and_how_it_is_played() -> None:
    row = (1, 1, b"x", END)
    one, twin, other = recordings(
        interaction([row]), interaction([row], target=b"/b"), interaction([(2, 1, b"x", END)])
    )
    made, play = Performances(), parse_scenario("speed,x=2", Scenario())
    kept = made.keep(one, play, STEPS, made.make(one, play, STEPS))
    assert isinstance(kept.sent, Schedule)
    assert made.find(one, play, STEPS) is kept is made.find(twin, play, STEPS)
    assert made.find(one, Scenario(), STEPS) is None
    assert made.find(other, play, STEPS) is made.find(one, play, CHUNKED) is None


CONTENT = interaction([(1, 1, b"ab", END), (2, 2, b"c", END)], trailers=((b"X", b"1"),))


@pytest.mark.parametrize(
    "other",
    [
        interaction([(1, 1, b"a", END), (2, 2, b"bc", END)], trailers=((b"X", b"1"),)),
        interaction([(1, 1, b"ab", END), (3, 2, b"c", END)], trailers=((b"X", b"1"),)),
        interaction([(1, 1, b"ab", END), (2, 1, b"c", END)], trailers=((b"X", b"1"),)),
        interaction([(1, 1, b"ab", END), (2, 2, b"C", END)], trailers=((b"X", b"1"),)),
        replace(CONTENT, request=replace(CONTENT.request, method="HEAD")),
        replace(CONTENT, head=None),
        replace(CONTENT, ending=replace(CONTENT.ending, kind=EndKind.RESET)),
        replace(CONTENT, ending=replace(CONTENT.ending, at=99)),
        replace(CONTENT, ending=replace(CONTENT.ending, trailers=())),
    ],
)
def test_whatever_a_client_could_tell_apart_has_another_content(other: Interaction) -> None:
    def content(one: Interaction) -> bytes:
        return Recording(0, "a", one, ()).content

    assert content(other) != content(CONTENT) == content(replace(CONTENT, number=7))


@pytest.mark.parametrize("form", [CHUNKED, STEPS])
def test_all_that_is_sent_comes_from_the_performance(form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a fault or a rewrite changes is sent, whatever the recording holds."""
    (one,) = recordings(interaction([(1, 1, b"abc", END)]))

    def changed(*arguments: object, chunked: bool) -> object:
        found = performed(*arguments, chunked=chunked)  # type: ignore[arg-type]
        schedule = replace(found.schedule, finish=Finish.HOLD)
        return replace(found, head=None, body=b"xyz", schedule=schedule, real=False)

    monkeypatch.setattr(performances, "performed", changed)
    made = Performances()
    ready = made.keep(one, Scenario(), form, made.make(one, Scenario(), form))

    assert (ready.head, ready.body, ready.real, ready.sent.finish) == (None, b"xyz", False, Finish.HOLD)
    assert ready.length is None
    assert (ready.ends or array("q"))[-1] == 3
    if isinstance(ready.sent, Writes):
        assert b"xyz" in b"".join(ready.sent.writes)


def test_a_body_of_its_own_counts_also_where_its_bytes_are_recorded_ones() -> None:
    (one,) = recordings(interaction([(1, 1, b"x" * 100_000, END)]))
    for text, held in (
        ("recorded", False),
        ("recorded+stall,for=1ms", False),
        ("recorded+truncate,at=byte:99000", True),
    ):
        made = Performances()
        scenario = parse_scenario(text, Scenario())
        ready = made.keep(one, scenario, STEPS, made.make(one, scenario, STEPS))
        assert ready.real
        assert (made._kept.held > 90_000) == held
