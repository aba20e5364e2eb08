"""The spec of a bug, settled: the same cuts for everybody who plays the cassette. Pure. Rules

- A split without a seed gets one, and offsets are given for the body that is shared.
- A spec for `check` alone (another text, a few events of it) is passed on unchanged.
"""

from dataclasses import dataclass, replace
from typing import Final

from cassettes.errors import SpecError
from cassettes.messages import say
from cassettes.model import Interaction
from chunktape.check.tapes.other_text import TEXTS
from chunktape.check.tapes.span import Span
from player.grammar.use import Use
from player.spec.perform import body_of
from player.spec.scenario import Scenario
from player.spec.settle import with_uses
from player.spec.spec import parse_spec
from player.splits import Split, plan_for, settled, wants_seed

#: the seed of parts that draw and name none
_SEED: Final = "0"


@dataclass(frozen=True, slots=True)
class Played:
    """How a bug is seen. `spec`: settled, empty where none was given. `for_check`: only `check` plays it. `drawn`: its
    seed was chosen here. `number`: the interaction that is cut, 0 for none; `pieces` of its plan, `size` of its body in
    bytes.
    """

    spec: str = ""
    for_check: bool = False
    drawn: bool = False
    number: int = 0
    pieces: int = 0
    size: int = 0


def played(spec: str, recorded: tuple[Interaction, ...], kept: tuple[Interaction, ...]) -> Played:
    """How `spec` plays the interactions `kept`, which are `recorded` without secrets. Raises SpecError."""
    if not spec:
        return Played()
    if _is_for_check(spec):
        return of_paste(spec.replace(" ", "+"))
    asked = parse_spec(spec)
    split = asked.split or Split()
    bare = Scenario(split=split, rewrites=asked.rewrites, faults=asked.faults)
    scenario = with_uses(bare, _SEED)
    place = _chosen(split, scenario, recorded)
    if place is None:
        raise SpecError(
            say("No response of the file has a body with digest {digest}.", digest=split.body)
            if split.body
            else say("No response of the file has a body that {spec!r} could cut.", spec=spec)
        )
    one = kept[place]
    split = replace(split, body="")  # redaction changes the digest, but no offsets
    source = body_of(one, scenario)
    plan = plan_for(source, split)
    whole = replace(
        asked,
        split=settled(split, source) if asked.split else None,
        rewrites=_gated(scenario.rewrites, asked.rewrites),
        faults=_gated(scenario.faults, asked.faults),
    )
    drawn = asked.split is not None and wants_seed(asked.split)
    return Played(str(whole), drawn=drawn, number=one.number, pieces=len(plan.cuts) + 1, size=len(source.data))


def _gated(settled_ones: tuple[Use, ...], asked: tuple[Use, ...]) -> tuple[Use, ...]:
    """Settled rewrites or faults, each for the requests for which it was asked."""
    return tuple(replace(one, when=use.when) for one, use in zip(settled_ones, asked, strict=True))


def _chosen(split: Split, scenario: Scenario, recorded: tuple[Interaction, ...]) -> int | None:
    """The place of the interaction that is meant: the one whose digest the split names, else the first with a body."""
    for place, one in enumerate(recorded):
        if one.body and (not split.body or body_of(one, scenario).digest == split.body):
            return place
    return None


def _own(part: str) -> bool:
    """Whether a part of a spec is a word of `check` alone."""
    return part in TEXTS or Span.read(part) is not None


def _is_for_check(spec: str) -> bool:
    return any(map(_own, spec.replace(" ", "+").split("+")))


def of_paste(spec: str) -> Played:
    """How the bug of a paste is seen. Raises SpecError for an invalid spec: a paste is untrusted text."""
    rest = "+".join(part for part in spec.replace(" ", "+").split("+") if not _own(part))
    if rest:
        parse_spec(rest)
    return Played(spec, for_check=_is_for_check(spec))
