"""Every fault by name. Rules

- A module of this package with a tuple `FAULTS` has one fault, or a few that are one idea; one that is not listed here
  does not exist.
- `stall` is also the name of a split: in the first place of a spec it is that one, behind a `+` it is the fault.
"""

from typing import Final

from player.faults import (
    content_type,
    corrupt,
    done,
    error,
    heartbeat,
    hold_open,
    redirect,
    reorder,
    reset,
    resume,
    stall,
    status,
    truncate,
)
from player.faults.fault import Fault

_MODULES = (
    status,
    redirect,
    content_type,
    reorder,
    error,
    heartbeat,
    corrupt,
    done,
    resume,
    truncate,
    stall,
    reset,
    hold_open,
)

#: name -> fault, in the order in which they are shown
FAULTS: Final[dict[str, Fault]] = {fault.name: fault for module in _MODULES for fault in module.FAULTS}


def register(fault: Fault) -> None:
    """Add a fault of one's own, under a name that no other has. Raises ValueError for a name that is taken."""
    if fault.name in FAULTS:
        raise ValueError(f"a fault is called {fault.name} already")
    FAULTS[fault.name] = fault
