"""Reads the parts of a spec: parameters, seed, version and gates of a rewrite or fault."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter

from cassettes.errors import SpecError
from cassettes.messages import say, sentence
from cassettes.seeds import canonical_seed
from player.faults.fault import Fault, Phase
from player.faults.gates import GATES, contradiction
from player.faults.registry import FAULTS
from player.grammar.parameters import Kind
from player.grammar.spec_text import Pair, Written, meant, read_value
from player.grammar.use import Use
from player.rewrites.registry import REWRITES
from player.rewrites.rewrite import Stage


def refuse_unknown(name: str, pairs: Sequence[Pair], allowed: Sequence[str]) -> None:
    """Raise SpecError for a key that is not in `allowed`."""
    for pair in pairs:
        if pair.key not in allowed:
            gate = name in REWRITES and pair.key in GATES
            hint = say(" A rewrite has no gates: every request gets it.") if gate else meant(pair.key, allowed)
            raise SpecError(
                say(
                    "Character {at}: `{profile}` has no parameter {key!r}.{hint} It takes: {allowed}.",
                    key=pair.key,
                    at=pair.at,
                    profile=name,
                    allowed=", ".join(allowed),
                    hint=hint,
                )
            )


def shown_parameters(kinds: Mapping[str, Kind], given: Mapping[str, Pair]) -> tuple[tuple[str, str], ...]:
    """(key, canonical text) of every parameter that is worth printing, in the order of `kinds`."""
    parameters = []
    for key, kind in kinds.items():
        value = read_value(given[key], kind) if key in given else kind.default
        if shown := kind.show(value):
            parameters.append((key, shown))
    return tuple(parameters)


def read_version(pair: Pair, name: str, known: int) -> int:
    """The version of `name` that `pair` asks for. Raises SpecError for one newer than `known`."""
    if pair.value not in map(str, range(1, known + 1)):
        raise SpecError(
            say(
                "Character {at}: this chunktape knows `{name}` up to v={known}, "
                "the spec asks for v={found}. Update chunktape.",
                at=pair.value_at,
                name=name,
                found=pair.value,
                known=known,
            )
        )
    return int(pair.value)


def read_rewrite(part: Written) -> Use:
    """The rewrite that `part` asks for."""
    rewrite = REWRITES[part.name]
    return _use(part, rewrite.parameters, (), rewrite.seeded, rewrite.version)


def read_fault(part: Written) -> Use:
    """The fault that `part` asks for, and which requests meet it."""
    fault = FAULTS[part.name]
    gates = [key for key in GATES if key not in fault.parameters]
    _refuse_pointless(part, fault)
    return _use(part, fault.parameters, gates, True, fault.version)


def _refuse_pointless(part: Written, fault: Fault) -> None:
    """Raise SpecError for a part that would have no effect: a seed without chance, a key that another one rules out."""
    given = {pair.key: pair for pair in part.pairs}
    if "seed" in given and not fault.seeded and "p" not in given:
        raise SpecError(
            say(
                "Character {at}: `{name}` draws nothing, so a seed changes nothing. Leave it out, or add a probability "
                "such as `p=0.5`.",
                at=given["seed"].at,
                name=part.name,
            )
        )
    for key, (other, values) in fault.only.items():
        said = given[other].value if other in given else fault.parameters[other].default
        if key in given and said not in values:
            raise SpecError(
                say(
                    "Character {at}: `{key}` means something only with {wanted}. Leave it out, or add one of them.",
                    at=given[key].at,
                    key=key,
                    wanted=", ".join(f"`{other}={value}`" for value in values),
                )
            )


def _use(part: Written, kinds: Mapping[str, Kind], gates: Sequence[str], seeded: bool, version: int) -> Use:
    given = {pair.key: pair for pair in part.pairs}
    refuse_unknown(part.name, part.pairs, (*kinds, *gates, *(("seed",) if seeded else ()), "v"))
    when = {key: GATES[key].show(read_value(given[key], GATES[key])) for key in gates if key in given}
    if both := contradiction(when):
        raise SpecError(
            say(
                "Character {at}: `{one}` and `{other}` contradict one another in `{name}`. Leave one of them out.",
                at=given[both[1]].at,
                one=both[0],
                other=both[1],
                name=part.name,
            )
        )
    return Use(
        part.name,
        shown_parameters(kinds, given),
        canonical_seed(given["seed"].value) if "seed" in given else "",
        read_version(given["v"], part.name, version) if "v" in given else 0,
        tuple(when.items()),
    )


def in_order(rewrites: Iterable[Use], faults: Iterable[Use]) -> tuple[tuple[Use, ...], tuple[Use, ...]]:
    """Rewrites by their stages, faults by their phases.

    Raises SpecError for two of one stage or phase: their order would decide what they mean.
    """
    same_stage = sentence(
        "`{one}` and `{other}` are of the same stage ({place}), and a spec has one of each. Leave one of them out."
    )
    same_phase = sentence(
        "`{one}` and `{other}` are of the same phase ({place}), and a spec has one of each. Leave one of them out."
    )
    return (
        _one_of_each(((REWRITES[use.name].stage, use) for use in rewrites), same_stage),
        _one_of_each(((FAULTS[use.name].phase, use) for use in faults), same_phase),
    )


def _one_of_each(placed: Iterable[tuple[Stage | Phase, Use]], words: str) -> tuple[Use, ...]:
    ordered = sorted(placed, key=itemgetter(0))
    for (place, one), (next_place, other) in pairwise(ordered):
        if place == next_place:
            raise SpecError(say(words, one=one.name, other=other.name, place=place.name.lower()))
    return tuple(use for _, use in ordered)
