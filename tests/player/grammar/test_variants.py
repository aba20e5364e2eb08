"""The three registries of variants: what a table says of a module is what the module has."""

import subprocess
import sys
from importlib import import_module
from typing import Any

import pytest

from player.faults.registry import FAULTS
from player.grammar.variants import Variants
from player.rewrites.registry import REWRITES
from player.splits.registry import ALIASES, PROFILES
from tests.support.patience import PATIENCE


@pytest.mark.parametrize(
    ("variants", "package", "attribute"),
    [
        (FAULTS, "player.faults", "FAULTS"),
        (REWRITES, "player.rewrites", "REWRITES"),
        (PROFILES, "player.splits.profiles", "PROFILES"),
    ],
    ids=["faults", "rewrites", "profiles"],
)
def test_a_module_has_the_variants_that_its_line_names(variants: Variants[Any], package: str, attribute: str) -> None:
    for module in filter(None, dict.fromkeys(variants.modules.values())):  # one that was registered has none
        named = [name for name, home in variants.modules.items() if home == module]
        assert [one.name for one in getattr(import_module(f"{package}.{module}"), attribute)] == named
    assert [one.name for one in variants.values()] == list(variants)
    assert len(variants) == len(list(variants))


def test_the_aliases_are_those_of_the_profiles() -> None:
    assert {alias: one.name for one in PROFILES.values() for alias in one.aliases} == ALIASES


def test_a_module_is_imported_when_one_of_its_variants_is_asked_for() -> None:
    code = (
        "import sys\n"
        "from player.faults.registry import FAULTS\n"
        "home = 'player.faults.truncate'\n"
        "assert 'truncate' in FAULTS and home not in sys.modules\n"
        "assert FAULTS['truncate'].name == 'truncate' and home in sys.modules\n"
        "assert 'player.faults.status' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=PATIENCE)


def test_what_is_not_there_is_no_variant() -> None:
    assert "nothing" not in FAULTS
    assert FAULTS.get("nothing") is None
    with pytest.raises(KeyError, match="nothing"):
        FAULTS["nothing"]
