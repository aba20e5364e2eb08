import asyncio
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import chunktape
from cassettes.errors import SpecError
from cassettes.model import Interaction
from player.library.library import Library
from player.plans.performances import Form
from player.plans.plans import Plans
from player.schedule.performance import Performance
from player.schedule.schedule import Piece, recorded
from player.spec.perform import perform
from player.spec.scenario import Scenario, parse_scenario
from player.spec.settle import Meeting
from tests.support import strategies
from tests.support.recordings import END, WIRED, cassette, interaction

STREAM = interaction([(10, 1, "data: 你\n\ndata: 好\n\n".encode(), END), (30, 2, b"data: c\n\n", END)])


def pieces(performance: Performance) -> list[bytes]:
    steps = performance.schedule.steps
    parts = [part for step in steps for part in step.parts if isinstance(part, Piece)]
    return [performance.body[part.start : part.end] for part in parts]


@given(strategies.interactions())
def test_without_a_scenario_it_is_the_recording(one: Interaction) -> None:
    performance = perform(one)

    assert performance.schedule == recorded(one)
    assert (performance.head, performance.body, performance.real) == (one.head, one.body, True)


@given(
    strategies.interactions(),
    st.sampled_from(["utf8", "event", "smoke", "merge,k=3+speed,x=2", "gap,jitter=20", "nginx+speed,x=max+gap,ms=0"]),
    st.text(max_size=5),
)
def test_its_spec_gives_it_again_whatever_the_seed(one: Interaction, spec: str, seed: str) -> None:
    """Law 4: nothing but the arguments decides."""
    first = perform(one, spec, seed=seed)
    again = perform(one, first.spec, seed="another")

    assert again == first == perform(one, spec, seed=seed)
    assert b"".join(pieces(first)) == (b"" if first.schedule.framing == "none" else one.body)


@pytest.mark.parametrize("spec", ["utf8,seed=3", "event+speed,x=2", "smoke,seed=4+gap,ms=7", "gap,jitter=9,seed=1"])
@pytest.mark.parametrize("chunked", [True, False])
def test_a_player_gives_the_same_answer(spec: str, chunked: bool) -> None:
    (recording,) = Library([cassette(STREAM)]).recordings
    plans, met = Plans("0"), Meeting(parse_scenario(spec, Scenario()))
    choice = asyncio.run(plans.settling.settled(met, recording, "", {}, can=False))
    played = asyncio.run(plans.ready(recording, choice, Form.CHUNKED if chunked else Form.BARE)).sent
    plans.background.close()
    alone = perform(STREAM, spec).frames(chunked=chunked)

    assert replace(alone, joins=played.joins) == played


def test_a_seed_decides_what_names_none() -> None:
    long = interaction([(0, 1, STREAM.body * 40, END)])
    found = {one.spec: tuple(pieces(one)) for one in (perform(long, "utf8", seed=seed) for seed in "123")}
    assert len(found) == len(set(found.values())) == 3


def test_where_nobody_asks_a_gap_is_what_a_client_of_no_kind_gets() -> None:
    specs = ("utf8,all=1", "utf8,all=1+gap,ms=assured", "recorded", "recorded+gap,ms=assured")
    assert [parse_scenario(perform(STREAM, spec).spec, Scenario()).gap for spec in specs] == ["5", "5", "0", "5"]


@pytest.mark.parametrize("name", WIRED)
def test_whatever_was_recorded_is_performed(name: str) -> None:
    one = WIRED[name][0]
    for spec in ("recorded", "utf8", "fixed,n=1", "gap,jitter=5"):
        assert perform(one, spec).head is one.head


def test_what_does_not_fit_is_refused_in_a_sentence() -> None:
    for spec in ("explicit,cuts=9999", "utf9", "utf8,body=00000000", "utf8+resets"):
        with pytest.raises(SpecError):
            perform(STREAM, spec)
    with pytest.raises(SpecError):
        perform(interaction(), "explicit,cuts=5")


def test_it_is_public_and_needs_no_server() -> None:
    assert chunktape.perform is perform
    code = (
        "import sys; before = set(sys.modules); import chunktape; chunktape.perform, chunktape.Scenario; "
        "print(sorted({'asyncio', 'socket', 'starlette', 'uvicorn', 'msgpack'} & (set(sys.modules) - before)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"[]\n"
