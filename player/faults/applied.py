"""Applies the faults that change the bytes of a response, in the order of their phases. Pure; law 7. Rules

- A fault of the session (`Use.optional`) that the body can't have leaves the body unchanged.
- A body that begins later (`resume`) meets no fault at or before its beginning: the response before it met those.
  Otherwise a client that returns after a reset would be reset again, for ever.
"""

from collections.abc import Iterable
from typing import NamedTuple

from cassettes.errors import SpecError
from cassettes.messages import say
from player.faults.difference import edited_at
from player.faults.fault import Fault, Phase
from player.faults.places import recorded_offset
from player.faults.registry import FAULTS
from player.grammar.addresses import HEAD
from player.grammar.use import Use
from player.schedule.tape import Tape


class Met(NamedTuple):
    """A fault that a response meets. `offset`: the first byte of the body that it changes, -1 for none."""

    use: Use
    offset: int = -1


def damaged(tape: Tape, recorded: Tape, uses: Iterable[Use]) -> tuple[Tape, tuple[Met, ...]]:
    """The tape after those of `uses` that change bytes, and all of `uses` that the response meets, in order. Raises
    SpecError for a fault that the body can't have, and for an address beyond the recorded body.
    """
    met, start = list[Met](), HEAD
    for use in sorted(uses, key=lambda use: FAULTS[use.name].phase):
        fault = FAULTS[use.name]
        try:
            at = _place(recorded, use)
            if at is not None and HEAD < at <= start:
                continue
            _refuse_other(fault, tape)
            after = tape if fault.on_tape is None else fault.on_tape(tape, recorded, *use.given(fault.parameters))
        except SpecError:
            if not use.optional:
                raise
            continue
        if fault.phase is Phase.START and at is not None:
            start = at
        offset = edited_at(tape, after)
        tape = after if offset >= 0 else tape
        met.append(Met(use, offset))
    return tape, tuple(met)


def _place(recorded: Tape, use: Use) -> int | None:
    text = dict(use.parameters).get("at", "")
    return recorded_offset(recorded, text) if text else None


def _refuse_other(fault: Fault, tape: Tape) -> None:
    if fault.dialects and tape.kind not in fault.dialects:
        raise SpecError(
            say(
                "`{name}` changes {wanted}, and this body is {found}. Leave it out for this recording.",
                name=fault.name,
                wanted=", ".join(fault.dialects),
                found=tape.called,
            )
        )
