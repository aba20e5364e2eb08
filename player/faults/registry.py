"""Every fault by name. Rules

- A module of this package with a tuple `FAULTS` has one fault, or a few that are one idea; one that is not listed here
  does not exist.
- `stall` is also the name of a split: in the first place of a spec it is that one, behind a `+` it is the fault.
"""

from typing import Final

from player.faults import (
    chunking,
    content_type,
    corrupt,
    done,
    error,
    heartbeat,
    hold_open,
    idle_cut,
    late,
    length,
    misframed,
    narrow,
    redirect,
    reorder,
    reset,
    resume,
    slow_close,
    stall,
    status,
    torn,
    truncate,
)
from player.faults.fault import Fault

_MODULES = (
    resume, reorder, error, heartbeat, corrupt, done,
    truncate,
    status, redirect, content_type,
    stall, late, narrow,
    torn, chunking, misframed, length,
    reset, hold_open, slow_close, idle_cut,
)  # fmt: skip

#: name -> fault, in the order in which they are shown
FAULTS: Final[dict[str, Fault]] = {fault.name: fault for module in _MODULES for fault in module.FAULTS}


def register(fault: Fault) -> None:
    """Add a fault of one's own, under a name that no other has. Raises ValueError for a name that is taken."""
    if fault.name in FAULTS:
        raise ValueError(f"a fault is called {fault.name} already")
    FAULTS[fault.name] = fault
