from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.errors import BadRequest, SpecError
from player.spec.changes import CHARACTERS, CLIENTS, Changes, asked_spec, read_spec
from player.spec.scenario import Scenario, parse_scenario
from player.spec.spec import LIMIT, Spec, parse_spec

START = parse_scenario("utf8,all=1+reset,at=byte:2+speed,x=2", Scenario())


def test_without_a_change_there_is_one_object_for_all() -> None:
    changes = Changes(START)

    assert changes.play("a") is changes.play("b") is START
    assert changes.setting("a") == ""
    assert not changes.held("a")


def test_a_change_names_parts_and_leaves_the_rest() -> None:
    changes = Changes(START)
    changes.put("", parse_spec("speed,x=4"))
    changes.put("phone", parse_spec("bytes+gap,ms=7"))

    assert changes.play("other") == parse_scenario("speed,x=4", START)
    assert changes.play("phone") == parse_scenario("bytes+reset,at=byte:2+speed,x=4+gap,ms=7", Scenario())
    assert (changes.setting("other"), changes.setting("phone")) == ("speed,x=4", "bytes,n=1+speed,x=4+gap,ms=7")


def test_alone_leaves_nothing_of_what_is_under_it() -> None:
    changes = Changes(START)
    changes.put("", parse_spec("crlf"), alone=True)
    changes.put("phone", Spec(), alone=True)

    assert changes.play("other") == parse_scenario("crlf", Scenario())
    assert changes.play("phone") == Scenario()
    assert changes.setting("phone") == "recorded", "nothing is done, and that was set"


def test_a_change_takes_the_place_of_the_one_before_and_can_be_taken_back() -> None:
    changes = Changes(START)
    changes.put("", parse_spec("bytes"))
    changes.put("", parse_spec("speed,x=3"))
    changes.put("phone", parse_spec("speed,x=5"))
    assert changes.play("other") == parse_scenario("speed,x=3", START)

    changes.take_back("phone")
    assert changes.play("phone") is changes.play("other")
    changes.put("phone", parse_spec("speed,x=5"))
    changes.take_back("")
    assert changes.play("phone") is changes.play("other") is START


def test_holds() -> None:
    changes = Changes(START)
    changes.put("", parse_spec("bytes"))
    changes.hold("a", True)
    assert (changes.held("a"), changes.held("b")) == (True, False)
    changes.hold("", True)
    changes.hold("b", False)
    assert (changes.held("a"), changes.held("b")) == (True, False)
    changes.hold("", False)
    assert (changes.held("a"), changes.held("b")) == (False, False)
    assert changes.setting("a") == "bytes,n=1", "a hold sets nothing else"

    changes.put("a", None, hold=True)
    changes.put("a", parse_spec("crlf"))
    assert changes.held("a"), "a spec leaves the hold"
    assert changes.play("b") == parse_scenario("bytes", START)


def test_a_hold_alone_keeps_the_object() -> None:
    changes = Changes(START)
    changes.hold("", True)

    assert changes.play("a") is START
    assert changes.setting("a") == ""


def test_too_much_is_refused_and_changes_nothing() -> None:
    changes = Changes(START)
    for number in range(CLIENTS):
        changes.put(f"c{number}", parse_spec("bytes"))
    before = changes.state()

    with pytest.raises(BadRequest, match="100 clients"):
        changes.put("one more", parse_spec("bytes"))
    with pytest.raises(BadRequest, match="characters"):
        changes.put("c1", read_spec(f"recorded,add={':'.join(map(str, range(1, CHARACTERS // 4)))}", {}))
    assert changes.state() == before


def test_a_long_spec_is_read_whole() -> None:
    text = f"recorded,add={':'.join(map(str, range(1, LIMIT)))}"

    assert str(read_spec(text, {})) == text
    assert read_spec("", {}) == Spec()
    with pytest.raises(SpecError, match="utf8"):
        read_spec("utf9", {})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({}, None),
        ({"client": "a", "hold": True}, None),
        ({"spec": " utf8+speed,x=2 "}, "utf8+speed,x=2"),
        ({"spec": ""}, ""),
        (
            {"split": "utf8", "faults": ["reset,at=byte:2", "error"], "speed": "max", "gap": 20},
            "utf8+reset,at=byte:2+error+speed,x=max+gap,ms=20",
        ),
        ({"rewrites": "crlf+bom", "speed": 0.5}, "crlf+bom+speed,x=0.5"),
        ({"faults": "stall,ms=5"}, "recorded+stall,ms=5"),
        ({"gap": "ms=5,jitter=3"}, "gap,ms=5,jitter=3"),
        ({"split": ""}, ""),
    ],
)  # fmt: skip
def test_the_parts_of_a_setting_are_one_spec(value: dict[str, Any], text: str | None) -> None:
    assert asked_spec(value) == text


def test_a_spec_and_parts_of_one_are_too_much() -> None:
    with pytest.raises(BadRequest, match="not both"):
        asked_spec({"spec": "utf8", "speed": 2})


SPECS = st.sampled_from(["utf8", "bytes+crlf", "speed,x=2", "reset,after=1", "gap,ms=3", "crlf+bom+speed,x=max", ""])


STEPS = st.tuples(st.sampled_from(["", "a", "b"]), SPECS, st.booleans(), st.sampled_from([None, True, False]))


@given(st.lists(STEPS, max_size=6))
def test_another_process_takes_over_the_whole_state(steps: list[tuple[str, str, bool, bool | None]]) -> None:
    one, other = Changes(START), Changes(START)
    for client, text, alone, hold in steps:
        one.put(client, read_spec(text, {}), alone=alone, hold=hold)
        other.take(one.state())

    for client in ("a", "b", "c"):
        assert other.play(client) == one.play(client)
        assert other.held(client) == one.held(client)
        assert other.setting(client) == one.setting(client)
    assert other.as_json() == one.as_json()
