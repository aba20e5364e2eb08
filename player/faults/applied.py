"""Faults on one response, in the order of their phases. Pure; law 7."""

from collections.abc import Iterable
from dataclasses import replace

from cassettes.errors import SpecError
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
    """The tape after those of `uses` that change bytes. Raises SpecError as `faulted` does."""
    for use in ordered(uses):
        fault = FAULTS[use.name]
        try:
            if fault.on_tape is not None:
                tape = fault.on_tape(tape, recorded, *_given(fault, use))
        except SpecError:
            if not use.optional:
                raise
    return tape


def faulted(performance: Performance, recorded: Tape, uses: Iterable[Use]) -> Performance:
    """The performance after those of `uses` that don't change bytes; all of them stand in `done`.

    Raises SpecError for what can't be done to it; what is optional leaves it alone then.
    """
    for use in ordered(uses):
        try:
            performance = _after(performance, recorded, use)
        except SpecError:
            if not use.optional:
                raise
    return performance


def _after(before: Performance, recorded: Tape, use: Use) -> Performance:
    fault, after = FAULTS[use.name], before
    if fault.edit is not None:
        after = fault.edit(before, recorded, *_given(fault, use))
    return replace(after, done=(*before.done, _done(fault, use, before, after, recorded)))


def _given(fault: Fault, use: Use) -> tuple[Arguments, Draw]:
    return Arguments.of(fault.parameters, dict(use.parameters)), Draw(use.name, use.seed or "0")


def _done(fault: Fault, use: Use, before: Performance, after: Performance, recorded: Tape) -> Done:
    """What the journal says of `use`: where its `at` lies, and when what stands before that place leaves.

    An ending that finds its place by itself is where the response ends.
    """
    text, schedule = dict(use.parameters).get("at", ""), before.schedule
    if not text:
        if fault.phase is not Phase.END or after.schedule is schedule:
            return Done(str(use))
        return Done(str(use), HEAD if after.head is None else len(after.body), after.schedule.duration)
    offset = offset_in(before, recorded, text)
    if offset == HEAD:
        return Done(str(use), HEAD, schedule.times[0])
    for at, step in zip(schedule.times, schedule.steps, strict=True):
        if any(isinstance(part, Piece) and part.end >= offset for part in step.parts):
            return Done(str(use), offset, at)
    return Done(str(use), offset, schedule.times[-1])
