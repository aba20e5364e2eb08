"""Which requests meet a fault: counted, by time, by chance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.clock import SECOND
from cassettes.errors import SpecError
from player.faults.gates import Chance, is_met
from player.grammar.use import Use
from player.spec.scenario import Scenario, parse_scenario
from player.spec.settle import Settler
from player.spec.spec import parse_spec


def met(spec: str, count: int = 6, every: int = 0) -> list[bool]:
    """Which of `count` requests of one client meet the fault of `spec`, `every` ns apart."""
    play, settler = parse_scenario(spec, Scenario()), Settler("1")
    return [bool(settler.met(play, "client", number * every)[0].faults) for number in range(count)]


def test_without_a_gate_every_request_meets_it() -> None:
    assert met("recorded+reset") == [True] * 6


@pytest.mark.parametrize(
    ("spec", "numbers"),
    [
        ("recorded+reset,nth=3", {3}),
        ("recorded+reset,after=2", {3, 4, 5, 6}),
        ("recorded+reset,times=2", {1, 2}),
        ("recorded+reset,after=1,times=2", {2, 3}),
        ("recorded+reset,p=0", set()),
        ("recorded+reset,p=1", {1, 2, 3, 4, 5, 6}),
    ],
)
def test_requests_are_counted_from_one(spec: str, numbers: set[int]) -> None:
    assert {number for number, yes in enumerate(met(spec), 1) if yes} == numbers


def test_a_session_fault_heals_by_time() -> None:
    assert met("recorded+reset,for=30s", every=10 * SECOND) == [True, True, True, True, False, False]


def test_a_request_that_chance_spares_counts_among_the_first() -> None:
    alone, gated = met("recorded+reset,p=0.5,seed=7"), met("recorded+reset,p=0.5,seed=7,times=3")

    assert alone[:3] != [True] * 3
    assert gated == alone[:3] + [False] * 3


def test_clients_are_counted_apart() -> None:
    play, settler = parse_scenario("recorded+reset,times=1", Scenario()), Settler("1")
    assert [bool(settler.met(play, client, 0)[0].faults) for client in "abab"] == [True, True, False, False]


def test_chance_is_the_seeds_and_the_same_every_time() -> None:
    first, again = met("recorded+reset,p=0.3,seed=5", 2000), met("recorded+reset,p=0.3,seed=5", 2000)
    assert first == again
    assert 500 < sum(first) < 700
    assert met("recorded+reset,p=0.3,seed=6", 2000) != first


def test_what_is_met_is_printed_without_its_gates() -> None:
    play, settler = parse_scenario("utf8,seed=1+reset,at=event:5,nth=1", Scenario()), Settler("1")
    assert str(settler.met(play, "a", 0)[0]) == "utf8,seed=1+reset,at=event:5,v=1"


@pytest.mark.parametrize(
    "spec", ["reset,nth=1,after=2", "reset,times=1,nth=2", "reset,p=1.1", "reset,p=-1", "reset,nth=0"]
)
def test_contradictions_and_impossible_numbers_are_refused(spec: str) -> None:
    with pytest.raises(SpecError):
        parse_spec(spec)


@given(st.integers(0, 1_000_000))
def test_a_probability_is_read_as_it_is_shown(millionths: int) -> None:
    assert Chance().read(Chance().show(millionths)) == millionths


def test_a_stall_keeps_its_own_duration() -> None:
    use = parse_spec("recorded+stall,for=5s,times=1").faults[0]
    assert (dict(use.parameters)["for"], use.when) == ("5s", (("times", "1"),))
    assert is_met(Use("stall", when=(("times", "1"),)), 1, 0, "0")
