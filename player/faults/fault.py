"""The definition of a fault: a name, parameters, a phase, and a pure edit. Rules

- A fault is a function of values: no clock, no I/O. All its chance comes from `draw`, on the axis `fault`.
- Faults are applied in the order of their phases, whatever order a spec has, and a scenario has one of each phase at
  most: so every composition has one meaning. A fault of the phases `START` and `BYTES` edits a tape, before it is cut;
  every other one edits a performance.
- Only a fault marked `invents` puts bytes into a body that were not recorded there (law 7).
- Addresses mean the recorded body (`player.faults.places`).
- A fault that the body can't have (another dialect, no such event) raises SpecError; one of the session is left out.
- A change of a fault's effect raises its `version` and keeps the old version working.
- A fault's module gets from here all that a fault is made of.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from player.grammar.addresses import HEAD, At
from player.grammar.arguments import Arguments, Draw
from player.grammar.parameters import Choice, Count, Duration, Flag, Kind, Text
from player.schedule.offsets import Splice
from player.schedule.performance import Performance
from player.schedule.tape import Tape

__all__ = ["HEAD", "Arguments", "At", "Choice", "Count", "Draw", "Duration", "Flag", "Kind", "Text"]
__all__ += ["Edit", "Fault", "Performance", "Phase", "Splice", "Tape", "TapeEdit"]


class Phase(IntEnum):
    """When a fault is applied; the one fixed order."""

    START = 0  #: the body begins later
    BYTES = 1  #: the bytes of the body change
    CUT = 2  #: the body ends early
    HEAD = 3  #: status, headers, or the whole response instead of the recorded one
    TIME = 4  #: writes leave later
    FRAMING = 5  #: the framing around the body bytes
    END = 6  #: how, and where, the response ends


#: an edit takes the tape or performance, the response as it was recorded (for addresses), the parameters and the source
#: of chance
TapeEdit = Callable[[Tape, Tape, Arguments, Draw], Tape]
Edit = Callable[[Performance, Tape, Arguments, Draw], Performance]


@dataclass(frozen=True, slots=True)
class Fault:
    """One entry of the registry, with its own words, in English; `say` gives them in the person's language.

    `on_tape` is the edit of the phases `START` and `BYTES`, `edit` that of any other. `dialects`: bodies that it can
    change, as `Tape.kind` calls them, empty for any. `about`: what it does, in one sentence; `meets`: when real streams
    do so; `invents`: it may put bytes into the body; `seeded`: it draws. `shown`: parameters that show it best on the
    twelve events of `docs/faults.md`, once or several times, with waits that clients outlive.
    """

    name: str
    phase: Phase
    edit: Edit | None = None
    on_tape: TapeEdit | None = None
    parameters: Mapping[str, Kind] = field(default_factory=dict)
    dialects: tuple[str, ...] = ()
    #: key -> (another key, the values of that key with which it has an effect)
    only: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    seeded: bool = False
    invents: bool = False
    version: int = 1
    about: str = ""
    meets: str = ""
    shown: tuple[str, ...] = ("",)
