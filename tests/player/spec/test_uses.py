"""Parts of a spec that mean nothing are refused with a sentence that says what would."""

import pytest

from cassettes.errors import SpecError
from player.faults.registry import FAULTS
from player.spec.spec import parse_spec


@pytest.mark.parametrize("name", FAULTS)
def test_a_seed_is_for_a_fault_that_draws_or_that_comes_by_chance(name: str) -> None:
    assert parse_spec(f"recorded+{name},p=0.5,seed=7").faults[0].seed == "7"
    if FAULTS[name].seeded:
        assert parse_spec(f"recorded+{name},seed=7").faults[0].seed == "7"
        return
    with pytest.raises(SpecError) as refused:
        parse_spec(f"recorded+{name},times=1,seed=7")
    at = len(f"recorded+{name},times=1,") + 1
    assert str(refused.value).startswith(f"Character {at}: `{name}` draws nothing, so a seed changes nothing.")


@pytest.mark.parametrize("says", ["", ",says=right"])
def test_a_parameter_that_another_denies_is_refused(says: str) -> None:
    with pytest.raises(SpecError, match="`by` means something only with `says=long`, `says=short`"):
        parse_spec(f"recorded+content-length{says},by=5")
    assert parse_spec("recorded+content-length,says=short,by=5").faults
    assert parse_spec("recorded+content-length,by=5,says=long").faults
