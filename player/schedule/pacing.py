"""Edits of recorded time: pure functions. Rules

- `capped` shortens every silence of a recording, the one before the head too, so that after speed none is longer than
  the cap; what comes behind moves up by as much. Order and simultaneity stay.
- `jitter` is a sequence of holds drawn from a seed: each write leaves up to so much later, never ahead of the one
  before. It has a profile name of its own (`gap`), so that it moves no cut.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import replace

from cassettes.model import Interaction
from cassettes.seeds import generator
from player.schedule.schedule import Speed


def capped(interaction: Interaction, cap_ns: int, speed: Speed) -> Interaction:
    """`interaction` without silences that last longer than `cap_ns` at `speed`; at `max` there are none."""
    if not cap_ns or speed is None:
        return interaction
    longest = cap_ns * speed.numerator // speed.denominator
    head, chunks, ending = interaction.head, interaction.chunks, interaction.ending
    moved = _shortened({*([head.at] if head else []), *chunks.times, ending.at}, longest)
    return replace(
        interaction,
        head=None if head is None else replace(head, at=moved[head.at]),
        chunks=replace(chunks, times=array("q", map(moved.__getitem__, chunks.times))),
        ending=replace(ending, at=moved[ending.at]),
    )


def _shortened(times: Iterable[int], longest: int) -> dict[int, int]:
    """Each of `times` and where it comes when no difference is larger than `longest`."""
    moved: dict[int, int] = {}
    before = at = 0
    for time in sorted(times):
        at += min(time - before, longest)
        before, moved[time] = time, at
    return moved


def jitter(limit_ns: int, seed: str) -> Iterator[int]:
    """Holds without end, each 0 to `limit_ns`; none at all where the limit is 0."""
    numbers = generator("gap", seed, "pace")
    while limit_ns:
        yield numbers.below(limit_ns + 1)
