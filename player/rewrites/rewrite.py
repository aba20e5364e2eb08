"""The definition of a rewrite: a name, parameters, a stage, and a pure edit of a tape. Rules

- A rewrite gives the same answer in other bytes: a correct client shows the same, unless `about` says otherwise.
- Rewrites are applied in the order of their stages, whatever order a spec has, and a scenario has one of each stage at
  most: the events first, then their contents, then the lines, then the whole body. Faults come after them.
- A body that is content-encoded, or of another dialect, is refused; a rewrite of the session leaves it unchanged.
- A change of a rewrite's effect on any body raises its `version` and keeps the old version working.
- A rewrite's module gets from here all that a rewrite is made of.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from player.grammar.arguments import Arguments, Draw
from player.grammar.parameters import Choice, Kind
from player.schedule.offsets import Splice
from player.schedule.tape import Tape

__all__ = ["Arguments", "Choice", "Draw", "Edit", "Rewrite", "Splice", "Stage", "Tape", "splicing"]


class Stage(IntEnum):
    """When a rewrite is applied; the one fixed order."""

    EVENTS = 1  #: which events there are
    ESCAPES = 2  #: how the characters of a payload's JSON are written
    LAYOUT = 3  #: the white space of a payload's JSON
    PAYLOAD = 4  #: how an event carries its payload
    FIELDS = 5  #: which fields an event has, in which order
    SPACE = 6  #: the space between a field's name and its value
    COMMENTS = 7  #: lines between events
    BLANKS = 8  #: how many blank lines
    LINES = 9  #: line ends
    START = 10  #: the start of the body
    HEAD = 11  #: the head


Edit = Callable[[Tape, Arguments, Draw], Tape]


def splicing(find: Callable[[Tape], Iterable[Splice]]) -> Edit:
    """The edit that makes the splices which `find` gives: the same whatever its arguments are."""
    return lambda tape, arguments, draw: tape.spliced(find(tape))


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
