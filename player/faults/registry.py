"""Every fault by name. Rules

- A module of this package with a tuple `FAULTS` has one fault, or a few that are one idea; one that is not listed here
  does not exist.
- `stall` is also the name of a split: in the first place of a spec it is the split, behind a `+` it is the fault.
"""

from typing import Final

from player.faults.fault import Fault
from player.grammar.use import Use
from player.grammar.variants import Variants

#: name -> fault, in the order in which they are shown
FAULTS: Final = Variants[Fault](
    "player.faults",
    "FAULTS",
    {
        "resume": "resume retry",
        "reorder": "double drop swap",
        "error": "error",
        "heartbeat": "heartbeat",
        "corrupt": "corrupt bad-utf8",
        "done": "done late-done no-blank",
        "truncate": "truncate",
        "status": "status",
        "redirect": "redirect",
        "content_type": "content-type",
        "stall": "stall",
        "late": "slow-head hold-first burst",
        "narrow": "trickle bandwidth",
        "torn": "torn-size packed-chunks",
        "chunking": "padded-size chunk-extension trailers",
        "misframed": "bad-size no-last-chunk",
        "length": "content-length close-delimited",
        "reset": "reset close",
        "hold_open": "hold-open vanish",
        "slow_close": "slow-close",
        "idle_cut": "idle-cut",
    },
)


def edits_bytes(use: Use) -> bool:
    """Whether the fault changes the body, so that it is cut after it."""
    return FAULTS[use.name].on_tape is not None


def register(fault: Fault) -> None:
    """Add a user's own fault. Raises ValueError for a name that is taken."""
    if fault.name in FAULTS:
        raise ValueError(f"a fault is called {fault.name} already")
    FAULTS[fault.name] = fault
