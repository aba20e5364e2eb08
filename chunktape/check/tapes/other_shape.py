"""Two tapes of one check whose shapes differ: one client reads one of them. Pure. Rules

- A client is led by the first tape that it reads. On a tape of another shape it may throw, or show nothing but the
  words of missing values; that says nothing of its cuts.
- A client that reads both is held to both.
"""

import re
from typing import Final

from cassettes.messages import say
from cassettes.printable import safe
from chunktape.check.tapes.tape import Tape

#: what is shown where a value is missing
_MISSING: Final = re.compile(r"undefined|null|None|NaN|\[object \w+\]|\s")


def is_of_another(tape: Tape, led: Tape) -> bool:
    """Whether the shape of `tape` is not that of the tape by which the client is led."""
    return tape.want.shape != led.want.shape


def is_read_past(tape: Tape, led: Tape, shown: str) -> bool:
    """Whether the client reads nothing of a tape of another shape."""
    return is_of_another(tape, led) and not _MISSING.sub("", shown)


def sentence_on(tape: Tape, led: Tape) -> str:
    """What happened, and what to do."""
    return say(
        "{file} has {shape}, and {read} has {other}: the client reads the second, and nothing of the first. Check each "
        "with the client that reads it, or leave {file} out.",
        file=safe(tape.file),
        shape=_shape(tape),
        read=safe(led.file),
        other=_shape(led),
    )


def _shape(tape: Tape) -> str:
    if tape.want.shape == "text":
        return say("plain text, no events")
    what = say("records of NDJSON") if tape.body.boundaries.dialect == "ndjson" else say("events")
    return say("{what} of the shape `{shape}`", what=what, shape=tape.want.shape) if tape.want.shape else what
