"""What every rewrite is: a name, parameters, a stage, and a pure edit of a tape. Rules

- A rewrite gives the same answer in other bytes: a right client makes the same of it, unless `about` says otherwise.
- Rewrites are applied in the order of their stages, whatever order a spec has, and a scenario has one of each stage at
  most: the events first, then what stands in them, then the lines, then the whole body. Faults come behind them.
- What has no text that can be seen (an encoded body) or is of another dialect is refused; where the session asked, it
  stays as it is.
- Whoever changes what a rewrite does to any body raises its `version` and keeps the old one working.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from player.grammar.arguments import Arguments, Draw
from player.grammar.parameters import Kind
from player.schedule.tape import Tape


class Stage(IntEnum):
    """When a rewrite is applied; the one fixed order."""

    EVENTS = 1  #: which events there are
    ESCAPES = 2  #: how the characters of a payload's JSON are written
    LAYOUT = 3  #: the white space of a payload's JSON
    PAYLOAD = 4  #: how a payload stands in its event
    FIELDS = 5  #: which fields an event has, in which order
    SPACE = 6  #: what stands between a field's name and its value
    COMMENTS = 7  #: what stands between events
    BLANKS = 8  #: how many blank lines
    LINES = 9  #: what ends a line
    START = 10  #: what the body begins with
    HEAD = 11  #: the head


Edit = Callable[[Tape, Arguments, Draw], Tape]


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One entry of the registry, with its own words, in English; `say` gives them in the person's language.

    `dialects`: bodies that it can rewrite, as `Tape.kind` calls them. `about`: what it does, in one sentence; `finds`:
    which bugs it finds. `shown`: parameters, once or several times, that show it best on the twelve events of
    `docs/faults.md`.
    """

    name: str
    stage: Stage
    edit: Edit
    parameters: Mapping[str, Kind] = field(default_factory=dict)
    dialects: tuple[str, ...] = ("sse",)
    seeded: bool = False
    version: int = 1
    about: str = ""
    finds: str = ""
    shown: tuple[str, ...] = ("",)
