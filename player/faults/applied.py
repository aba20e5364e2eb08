"""Faults on one response, in the order of their phases. Pure; law 7. Rules

- Where the session asked for a fault that the body can't have, the body is left alone (`Use.optional`).
- A body that begins later (`resume`) meets no fault at or before its beginning: the response before it did. Else a
  client that returns behind a reset would be reset again, for ever.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from cassettes.errors import SpecError
from cassettes.messages import say
from player.faults.fault import Fault, Phase
from player.faults.places import offset_in, recorded_offset
from player.faults.registry import FAULTS
from player.grammar.addresses import HEAD
from player.grammar.arguments import Arguments, Draw
from player.grammar.use import Use
from player.schedule.performance import Done, Performance
from player.schedule.schedule import Piece
from player.schedule.tape import Tape


class Met(NamedTuple):
    """A fault that a response meets. `offset`: where the body that is cut first differs by it, -1 for nowhere."""

    use: Use
    offset: int = -1


def ordered(uses: Iterable[Use]) -> list[Use]:
    """`uses` in the order of their phases."""
    return sorted(uses, key=lambda use: FAULTS[use.name].phase)


def edits_bytes(use: Use) -> bool:
    """Whether the fault changes the body, so that it is cut after it."""
    return FAULTS[use.name].on_tape is not None


def damaged(tape: Tape, recorded: Tape, uses: Iterable[Use]) -> tuple[Tape, tuple[Met, ...]]:
    """The tape after those of `uses` that change bytes, and those of all `uses` that it meets, in order.

    Raises SpecError for what the body can't have, and for an address beyond the recorded body.
    """
    met, start = list[Met](), HEAD
    for use in ordered(uses):
        fault, before = FAULTS[use.name], tape.body
        try:
            at = _place(recorded, use)
            if at is not None and HEAD < at <= start:
                continue
            _refuse_other(fault, tape)
            if fault.on_tape is not None:
                tape = fault.on_tape(tape, recorded, *_given(fault, use))
        except SpecError:
            if not use.optional:
                raise
            continue
        if fault.phase is Phase.START and at is not None:
            start = at
        met.append(Met(use, _first_difference(before, tape.body)))
    return tape, tuple(met)


def _first_difference(one: bytes, other: bytes) -> int:
    """How many bytes two bodies begin with alike; -1 where they are the same."""
    if one == other:
        return -1
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


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
                found=say("one JSON document") if tape.kind == "json" else tape.kind,
            )
        )


def faulted(performance: Performance, recorded: Tape, met: Iterable[Met]) -> Performance:
    """The performance after those of `met` that don't change bytes; all of them stand in `done`.

    Raises SpecError for what can't be done to it; what is optional leaves it alone then.
    """
    for one in met:
        try:
            performance = _after(performance, recorded, one)
        except SpecError:
            if not one.use.optional:
                raise
    return performance


def _after(before: Performance, recorded: Tape, met: Met) -> Performance:
    fault, after = FAULTS[met.use.name], before
    if fault.edit is not None:
        after = fault.edit(before, recorded, *_given(fault, met.use))
    return replace(after, done=(*before.done, _done(fault, met, before, after, recorded)))


def _given(fault: Fault, use: Use) -> tuple[Arguments, Draw]:
    return Arguments.of(fault.parameters, dict(use.parameters)), Draw(use.name, use.seed or "0")


def _done(fault: Fault, met: Met, before: Performance, after: Performance, recorded: Tape) -> Done:
    """What the journal says of a fault: where its `at` lies, or else what it changed, and when what stands before that
    place leaves. An ending that finds its place by itself is where the response ends.
    """
    name, offset, schedule = str(met.use), met.offset, before.schedule
    if text := dict(met.use.parameters).get("at", ""):
        offset = offset_in(before, recorded, text)
        if offset == HEAD:
            return Done(name, HEAD, schedule.times[0])
    elif fault.phase is Phase.HEAD:
        return Done(name, HEAD, schedule.times[0])
    elif fault.phase is Phase.END and after.schedule is not schedule:
        return Done(name, HEAD if after.head is None else len(after.body), after.schedule.duration)
    elif offset < 0:
        return Done(name)
    for at, step in zip(schedule.times, schedule.steps, strict=True):
        if any(isinstance(part, Piece) and part.end >= offset for part in step.parts):
            return Done(name, offset, at)
    return Done(name, offset, schedule.times[-1])
