"""Faults on one response, in the order of their phases. Pure; law 7."""

from collections.abc import Iterable
from dataclasses import replace

from player.faults.fault import Fault, Phase
from player.faults.places import offset_in
from player.faults.registry import FAULTS
from player.grammar.addresses import HEAD
from player.grammar.arguments import Arguments, Draw
from player.grammar.use import Use
from player.schedule.performance import Done, Performance
from player.schedule.schedule import Piece
from player.schedule.tape import Tape


def ordered(uses: Iterable[Use]) -> list[Use]:
    """`uses` in the order of their phases."""
    return sorted(uses, key=lambda use: FAULTS[use.name].phase)


def edits_bytes(use: Use) -> bool:
    """Whether the fault changes the body, so that it is cut after it."""
    return FAULTS[use.name].phase is Phase.BYTES


def damaged(tape: Tape, recorded: Tape, uses: Iterable[Use]) -> Tape:
    """The tape after those of `uses` that change bytes. Raises SpecError for an address beyond the recorded body."""
    for use in ordered(uses):
        fault = FAULTS[use.name]
        if fault.on_tape is not None:
            tape = fault.on_tape(tape, recorded, *_given(fault, use))
    return tape


def faulted(performance: Performance, recorded: Tape, uses: Iterable[Use]) -> Performance:
    """The performance after those of `uses` that don't change bytes; all of them stand in `done`. Raises SpecError."""
    for use in ordered(uses):
        fault = FAULTS[use.name]
        done = _done(performance, recorded, use)
        if fault.edit is not None:
            performance = fault.edit(performance, recorded, *_given(fault, use))
        performance = replace(performance, done=(*performance.done, done))
    return performance


def _given(fault: Fault, use: Use) -> tuple[Arguments, Draw]:
    return Arguments.of(fault.parameters, dict(use.parameters)), Draw(use.name, use.seed or "0")


def _done(performance: Performance, recorded: Tape, use: Use) -> Done:
    """What the journal says of `use`: where its `at` lies, and when what stands before that place leaves."""
    text = dict(use.parameters).get("at", "")
    if not text:
        return Done(str(use))
    offset, schedule = offset_in(performance, recorded, text), performance.schedule
    if offset == HEAD:
        return Done(str(use), HEAD, schedule.times[0])
    for at, step in zip(schedule.times, schedule.steps, strict=True):
        if any(isinstance(part, Piece) and part.end >= offset for part in step.parts):
            return Done(str(use), offset, at)
    return Done(str(use), offset, schedule.times[-1])
