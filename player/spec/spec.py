"""The text of a scenario: a split, rewrites, faults, speed and gap. One parser, one printer. Rules

- A split comes first, then rewrites and faults in any order, then `speed`, then `gap`; each may be missing. `stall` is
  a split in the first place and a fault behind a `+`. Its characters are those of `player.grammar.spec_text`.
- `speed` takes `x` and `idle-cap`, `gap` takes `ms`, `jitter` and the `seed` that the jitter is drawn from.
- A spec has at most 1,024 characters. A longer one is written `id=<16 hex digits>` and looked up in the caller's
  `plans`.
- `str` prints the canonical form, rewrites by their stages and faults by their phases; `parse_spec(str(spec)) == spec`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cassettes.errors import SpecError
from cassettes.messages import say
from cassettes.seeds import canonical_seed
from player.faults.registry import FAULTS
from player.grammar.pace import SETTINGS
from player.grammar.parameters import Offsets, Text
from player.grammar.spec_text import NoSpec, Pair, decoded, meant, part_text, read_value, written
from player.grammar.use import Use
from player.rewrites.registry import REWRITES
from player.spec.uses import in_order, read_fault, read_rewrite, read_version, refuse_unknown, shown_parameters
from player.splits.registry import ALIASES, PROFILES
from player.splits.split import Split

LIMIT: Final = 1024

_ID = re.compile(r"id=([0-9a-f]{16})")

_EDITS: Final = {"add": Offsets(), "drop": Offsets()}


def _digest(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{8}", text):
        raise ValueError(text)
    return text


_BODY: Final = Text(_digest, "[0-9a-f]{8}")
#: keys of every split besides the parameters of its profile
_COMMON: Final = (*_EDITS, "seed", "body", "v")


@dataclass(frozen=True, slots=True)
class Spec:
    """A whole spec. A value of None, or an empty one, was not given. `speed`: a decimal factor or `max`; `gap`: ms or a
    preset.

    `idle_cap`: the longest silence, a duration; `jitter`: ms that a write may be late, drawn from `jitter_seed`.
    """

    split: Split | None = None
    rewrites: tuple[Use, ...] = ()
    faults: tuple[Use, ...] = ()
    speed: str = ""
    gap: str = ""
    idle_cap: str = ""
    jitter: str = ""
    jitter_seed: str = ""

    def __str__(self) -> str:
        parts = [str(self.split)] if self.split else []
        parts += map(str, (*self.rewrites, *self.faults))
        if not self.split and self.faults and not self.rewrites and self.faults[0].name in PROFILES:
            parts.insert(0, str(Split()))  # in the first place it would be the split of that name
        for name, pairs in (
            ("speed", (("x", self.speed), ("idle-cap", self.idle_cap))),
            ("gap", (("ms", self.gap), ("jitter", self.jitter), ("seed", self.jitter_seed))),
        ):
            if given := tuple(pair for pair in pairs if pair[1]):
                parts.append(part_text(name, given))
        return "+".join(parts)


def plan_id(text: str) -> str:
    """The 16 hex digits that stand for a spec of more than 1,024 characters."""
    return sha256(text.encode()).hexdigest()[:16]


def brief(text: str) -> str:
    """`text`, or `id=<16 hex digits>` where it is too long for a header, a URL or a console line."""
    return text if len(text) <= LIMIT else f"id={plan_id(text)}"


def parse_spec(text: str, plans: Mapping[str, str] | None = None) -> Spec:
    """The spec that `text` says, raw or percent-encoded; `plans`, which a player has, knows long ones by `id`.

    Raises SpecError that names the character, what is allowed there and the nearest name; NoSpec where not even the
    first name is one.
    """
    whole = decoded(text)
    if len(whole) > LIMIT:
        raise SpecError(
            say(
                "A spec has at most {limit} characters, this one has {length}. "
                "POST a longer one to /@chunktape/plans while `chunktape play` runs: "
                "the answer has the `id` to ask for, as /@id=<id>/...",
                length=len(whole),
                limit=LIMIT,
            )
        )
    if match := _ID.fullmatch(whole):
        if plans is None or match[1] not in plans:
            raise SpecError(no_plan(match[1]))
        whole = plans[match[1]]
    return _spec(whole)


def no_plan(name: str) -> str:
    """The sentence about an id that names no plan."""
    return say(
        "No plan with id={id} is known here: an id holds for one run of `chunktape play`. POST the "
        "spec itself to /@chunktape/plans while it runs, then ask for /@id=<id>/...",
        id=name,
    )


def _spec(text: str) -> Spec:
    split: Split | None = None
    rewrites, faults, settings = list[Use](), list[Use](), dict[str, dict[str, str]]()
    for part in written(text, (*PROFILES, *ALIASES, *REWRITES, *FAULTS, *SETTINGS)):
        name, first = part.name, part.at == 1
        if first and (name in PROFILES or name in ALIASES):
            split = _split(ALIASES.get(name, name), part.pairs)
        elif name in SETTINGS:
            if name in settings or "gap" in settings:
                raise SpecError(_misplaced(name, part.at))
            settings[name] = _setting(name, part.pairs, part.at)
        elif name in REWRITES or name in FAULTS:
            if settings:
                raise SpecError(_misplaced(name, part.at))
            if name in REWRITES:
                rewrites.append(read_rewrite(part))
            else:
                faults.append(read_fault(part))
        else:
            raise (NoSpec if first else SpecError)(_unknown(name, part.at, first=first))
    speed, gap = settings.get("speed", {}), settings.get("gap", {})
    return Spec(
        split,
        *in_order(rewrites, faults),
        speed.get("x", ""),
        gap.get("ms", ""),
        speed.get("idle-cap", ""),
        gap.get("jitter", ""),
        gap.get("seed", ""),
    )


def _misplaced(name: str, at: int) -> str:
    return say(
        "Character {at}: `{name}` is in the wrong place or there twice. "
        "The order is split, rewrites and faults, `speed`, `gap`.",
        name=name,
        at=at,
    )


def _unknown(name: str, at: int, *, first: bool) -> str:
    if name in PROFILES or name in ALIASES:
        return say(
            "Character {at}: `{name}` is a split, and a spec has one split, in the first place.", name=name, at=at
        )
    names = [*REWRITES, *FAULTS, *SETTINGS]
    return say(
        (
            "Character {at}: no split, rewrite or fault is called {name!r}.{hint} "
            "`chunktape plan --profiles --all --rewrites --faults` lists them."
        )
        if first
        else (
            "Character {at}: no rewrite or fault is called {name!r}.{hint} Behind the split come rewrites and faults, "
            "then `speed`, then `gap`; `chunktape plan --rewrites --faults` lists them."
        ),
        name=name,
        at=at,
        hint=meant(name, [*PROFILES, *ALIASES, *names] if first else names),
    )


def _split(profile: str, pairs: Sequence[Pair]) -> Split:
    kinds = PROFILES[profile].parameters
    given = {pair.key: pair for pair in pairs}
    refuse_unknown(profile, pairs, (*kinds, *_COMMON))
    parameters = shown_parameters(kinds, given)
    edits = {key: read_value(given[key], kind) for key, kind in _EDITS.items() if key in given}
    return Split(
        profile,
        parameters,
        edits.get("add", ()),
        edits.get("drop", ()),
        canonical_seed(given["seed"].value) if "seed" in given else "",
        read_value(given["body"], _BODY) if "body" in given else "",
        read_version(given["v"], profile, PROFILES[profile].version) if "v" in given else 0,
    )


def _setting(name: str, pairs: Sequence[Pair], at: int) -> dict[str, str]:
    kinds = SETTINGS[name]
    if not pairs or any(pair.key not in kinds for pair in pairs):
        key, kind = next(iter(kinds.items()))
        more = ", ".join(f"{one}={other.allowed}" for one, other in kinds.items() if one != key)
        raise SpecError(
            say(
                "Character {at}: expected `{name},{key}=...` with {allowed}; it also takes {more}.",
                name=name,
                key=key,
                at=at,
                allowed=kind.allowed,
                more=more,
            )
        )
    return {pair.key: kinds[pair.key].show(read_value(pair, kinds[pair.key])) for pair in pairs}
