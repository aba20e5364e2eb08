"""The facts of profiles, faults and rewrites: the same in a terminal and on a page, whatever marks what is typed."""

import pytest

from cassettes.messages import speaking
from chunktape.show.facts import asked, examples, facts
from player.faults.fault import Fault
from player.faults.registry import FAULTS
from player.rewrites.registry import REWRITES
from player.rewrites.rewrite import Rewrite
from player.splits import PROFILES, Profile

ALL: list[Profile | Fault | Rewrite] = [*PROFILES.values(), *FAULTS.values(), *REWRITES.values()]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("entry", ALL, ids=lambda entry: f"{type(entry).__name__}-{entry.name}")
def test_every_entry_has_facts_and_only_what_is_typed_is_marked(
    entry: Profile | Fault | Rewrite, language: str
) -> None:
    with speaking(language):
        plain, marked = dict(facts(entry)), dict(facts(entry, lambda text: f"⟦{text}⟧"))
    assert plain == {label: text.replace("⟦", "").replace("⟧", "") for label, text in marked.items()}
    assert all(label and text for label, text in plain.items())
    with speaking("en"):
        assert ("Takes" in dict(facts(entry))) is bool(entry.parameters)
        assert ("Ask" in dict(facts(entry))) is not isinstance(entry, Profile)


def test_a_fault_is_asked_for_with_its_seed_and_a_part_beside_it() -> None:
    stall = FAULTS["stall"]
    assert all(text.startswith("stall,") for text in examples(stall))
    assert all(option.startswith("--fault 'stall,") for option in asked(stall))
    assert dict(facts(stall, command="chunktape play "))["Ask"].startswith("chunktape play --fault 'stall,")
