"""Applies the faults that change a performance, in the order of their phases, and finds which faults happened. Pure.
Rules

- A fault happens where the client would get a different response without it.
- An address means the recorded body. Where another fault replaced that body (`status`), or ended it earlier, the place
  does not exist and the fault does not happen. The head and the end always exist.
- A client that gets no transfer chunks (HTTP/1.0, or a server that frames by itself) meets no fault of transfer chunks.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from cassettes.errors import SpecError
from cassettes.headers import Framing
from player.faults.applied import Met
from player.faults.difference import difference, leaves
from player.faults.fault import Phase
from player.faults.framing import bare
from player.faults.places import recorded_offset
from player.faults.registry import FAULTS, edits_bytes
from player.grammar.addresses import HEAD
from player.grammar.use import Use
from player.schedule.performance import Done, Performance
from player.schedule.schedule import Finish
from player.schedule.tape import Tape


class _Edit(NamedTuple):
    """One applied fault and the performance that it made. `place`: where and when that first differs; None: nowhere."""

    met: Met
    place: tuple[int, int] | None
    after: Performance


@dataclass(frozen=True, slots=True)
class _Editor:
    """Applies faults to the performance `first`."""

    first: Performance
    recorded: Tape
    chunked: bool

    def edited(self, edits: Sequence[_Edit], met: Iterable[Met]) -> list[_Edit]:
        """`edits`, and those of `met` after them. Raises SpecError for a fault that can't be applied and is not
        optional.
        """
        made = list(edits)
        for one in met:
            before = self.result(made)
            try:
                after = self._after(before, one.use)
            except SpecError:
                if not one.use.optional:
                    raise
                continue
            place = _place(one, before, after)
            made.append(_Edit(one, place, before if place is None else after))
        return made

    def without(self, edits: Sequence[_Edit], index: int) -> list[_Edit] | None:
        """`edits` without one of them; None where a later one needs it. The edits before it are not applied again."""
        try:
            return self.edited(edits[:index], (edit.met for edit in edits[index + 1 :]))
        except SpecError:
            return None

    def result(self, edits: Sequence[_Edit]) -> Performance:
        return edits[-1].after if edits else self.first

    def seen(self, edits: Sequence[_Edit]) -> tuple[object, ...]:
        """The response as a client sees it."""
        one = self.result(edits)
        schedule = one.schedule
        if schedule.framing is Framing.CHUNKED and not self.chunked:
            return one.head, one.body, (), bare(schedule, Framing.CLOSE)
        steps, times = schedule.steps, schedule.times
        if schedule.framing in (Framing.LENGTH, Framing.NONE) and schedule.finish is Finish.COMPLETE:
            if steps[-1].parts or steps[-1].head:
                steps = (*steps[:-1], steps[-1]._replace(end=False))
            else:  # there is no value for the end
                steps, times = steps[:-1], times[:-1]
        return one.head, one.body, one.trailers, replace(schedule, steps=steps, times=times)

    def _after(self, before: Performance, use: Use) -> Performance:
        fault, text = FAULTS[use.name], dict(use.parameters).get("at", "")
        if fault.edit is None or (text and not self._has(before, text)):
            return before
        after = fault.edit(before, self.recorded, *use.given(fault.parameters))
        if fault.phase is Phase.FRAMING and after.schedule.framing is Framing.CHUNKED and not self.chunked:
            return before
        return after

    def _has(self, made: Performance, text: str) -> bool:
        """Whether the place that the address `text` means is one of `made`."""
        offset, size = recorded_offset(self.recorded, text), len(self.recorded.body)
        if offset in (HEAD, size):
            return True
        if made.origin is not self.first.origin:  # the body was replaced
            return False
        return offset <= bisect_left(range(size), len(made.body), key=made.origin.performed)


def faulted(
    performance: Performance, recorded: Tape, met: Sequence[Met], *, chunked: bool = True
) -> tuple[Performance, tuple[Use, ...]]:
    """The performance after those of `met` that don't change bytes, and the faults without which it would be different.
    `chunked` False: the client gets no transfer chunks. Raises SpecError for a fault that can't be applied; an optional
    one is left out.
    """
    editor = _Editor(performance, recorded, chunked)
    tried = editor.edited((), met)
    edits = [edit for edit in tried if edit.place is not None]
    seen, index = editor.seen(edits), 0
    while index < len(edits):
        without = None if edits_bytes(edits[index].met.use) else editor.without(edits, index)
        if without is not None and editor.seen(without) == seen:
            edits = without
        else:
            index += 1
    after = editor.result(edits)
    done, kept = dict[Met, Done](), list[Use]()
    for one, place, _ in edits:
        if place is None or (edits_bytes(one.use) and after.origin is not performance.origin):
            continue  # a byte fault in a body that was replaced; in any other body the cuts depend on it
        kept.append(one.use)
        if not edits_bytes(one.use) or _is_sent(place[0], performance, after):
            at = leaves(after.schedule, place[0]) if _is_early(one.use) else place[1]
            done[one] = Done(str(one.use), place[0], at)
    idle = tuple(Done(str(one.use), changed=False) for one, _, _ in tried if one not in done)
    return replace(after, done=tuple(done.values()), idle=idle), tuple(kept)


def _place(met: Met, before: Performance, after: Performance) -> tuple[int, int] | None:
    """Where and when `after` first differs by a fault. An ending is where the response ends."""
    phase = FAULTS[met.use.name].phase
    if edits_bytes(met.use):
        return None if met.offset < 0 else (met.offset, 0)
    if _parts(before) == _parts(after):
        return None
    if phase is Phase.HEAD:
        return HEAD, after.schedule.times[0]
    if phase is Phase.END:
        return HEAD if after.head is None else len(after.body), after.schedule.duration
    return difference(before, after)


def _is_early(use: Use) -> bool:
    """Whether later faults may still move the time at which it happens."""
    return FAULTS[use.name].phase < Phase.TIME


def _is_sent(offset: int, before: Performance, after: Performance) -> bool:
    """Whether the first byte that a fault changed, or the end of a body that it ended, is sent."""
    whole = len(after.body) == len(before.body)
    return after.head is not None and (offset < len(after.body) or (whole and offset == len(after.body)))


def _parts(made: Performance) -> tuple[object, ...]:
    return made.head, made.body, made.trailers, made.schedule
