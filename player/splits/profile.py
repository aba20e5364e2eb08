"""The definition of a profile: a name, parameters, and a splitter. Rules

- A splitter is a pure function of values: (source, arguments, draw) -> plan. No clock, no I/O, integers only.
- All chance comes from `draw`, one sequence per axis; a profile that draws nothing is not `seeded`.
- A profile with `targets` cuts at the positions of those boundary classes: over `rotation` consecutive seeds it hits
  each of them that the body has, and with `all=1` in one request.
- A change of a splitter's effect on any body raises the profile's `version` and keeps the old version working.
- A family's module gets from here all that a profile is made of.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from player.grammar.arguments import Arguments, Draw
from player.grammar.parameters import Choice, Count, Duration, EventNumber, Flag, Kind, Offsets, Span
from player.splits.plan import Body, Plan

__all__ = ["Arguments", "Choice", "Count", "Draw", "Duration", "EventNumber", "Flag", "Kind", "Offsets", "Span"]
__all__ += ["Body", "Plan", "Profile", "Splitter"]


class Splitter(Protocol):
    """A named way to cut."""

    def __call__(self, source: Body, arguments: Arguments, draw: Draw, /) -> Plan: ...


@dataclass(frozen=True, slots=True)
class Profile:
    """One entry of the registry, with its own words, in English; `say` gives them in the person's language.

    `targets`: ids of boundary classes. `about`: what it does, in one sentence; `finds`: which bugs it finds;
    `evidence`: which parts of its model are measured, documented, guessed; empty where there is no model. `shown`:
    parameters that show it best on the small stream of `docs/splits.md`.
    """

    name: str
    splitter: Splitter
    family: str
    parameters: Mapping[str, Kind] = field(default_factory=dict)
    seeded: bool = False
    targets: tuple[str, ...] = ()
    rotation: int = 1
    aliases: tuple[str, ...] = ()
    version: int = 1
    about: str = ""
    finds: str = ""
    evidence: str = ""
    shown: str = ""
