import pytest

from cassettes.errors import SpecError
from player.spec.memory import KEPT, SpecMemory, whole_spec
from player.spec.scenario import Scenario, parse_scenario
from player.spec.spec import brief, plan_id


def test_long_plans_are_asked_for_by_their_id() -> None:
    memory = SpecMemory()
    text = "explicit,cuts=" + ":".join(map(str, range(1, 500)))
    name = memory.add(whole_spec(text))

    assert brief(memory[name]) == f"id={name}"
    assert name == plan_id(memory[name])
    assert str(parse_scenario(f"id={name}", Scenario(), memory)) == memory[name]
    with pytest.raises(SpecError):
        parse_scenario(f"id={name}", Scenario(), SpecMemory())
    with pytest.raises(SpecError, match="utf8"):
        whole_spec("utg8")


def test_only_the_latest_plans_are_remembered() -> None:
    memory = SpecMemory()
    first = memory.add("first")
    for number in range(KEPT):
        memory.add(f"utf8,seed={number}")

    assert first not in memory
    assert len(memory) == KEPT
    assert list(memory)[-1] == plan_id(f"utf8,seed={KEPT - 1}")
