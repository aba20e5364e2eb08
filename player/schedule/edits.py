"""Edits of a schedule: each takes one and gives one. Rules

- They are applied in one order, which stands in `player.spec.scenario`: idle cap, speed, holds, gap; then, for each
  request, the variation, and the gap once more.
- `idle_cap` shortens every silence of a recording, the one before the head too, so that after speed none is longer than
  the cap; later writes move up by as much. Order and simultaneity stay. Only `idle_cap`, `speed` above 1 and
  `player.schedule.vary` make a write leave earlier (law 3).
- `speed` scales recorded time only. Holds and gaps are times of a network, so they stay as they were asked for.
- `hold` delays one write: bytes that a network held back come in a burst, and the stream is on time again.
- `gap` keeps writes with parts of the body apart; the others only stay in order. After a variation the ending, too,
  keeps the gap (`all_apart`): it did so before there was one rule, and the times of a spec never change (law 4).
- An edit of times keeps the very same steps object, so that their framed bytes can be shared.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, repeat

from cassettes.model import Interaction
from cassettes.seeds import generator
from player.schedule.schedule import FOREVER, Schedule, Speed, in_order

Edit = Callable[[Schedule], Schedule]


def edited(schedule: Schedule, edits: Iterable[Edit]) -> Schedule:
    """`schedule` after all of `edits`, in their order."""
    for edit in edits:
        schedule = edit(schedule)
    return schedule


def scaled(at: int, speed: Speed) -> int:
    """`at` ns at `speed`, rounded up to a whole ns, at most `FOREVER`."""
    if speed is None:
        return 0
    return min(-(-at * speed.denominator // speed.numerator), FOREVER)


def paced(speed: Speed) -> Edit:
    """Recorded time at `speed`."""

    def edit(schedule: Schedule) -> Schedule:
        if speed is None:
            return replace(schedule, times=array("q", bytes(8 * len(schedule.times))))
        over, under = speed.denominator, speed.numerator
        if over == under:
            return replace(schedule, times=in_order(schedule.times))
        return replace(schedule, times=in_order(-(-at * over // under) for at in schedule.times))

    return edit


def idle_cap(interaction: Interaction, cap_ns: int, speed: Speed) -> Edit:
    """No silence lasts longer than `cap_ns` at `speed`, in a schedule of `interaction` at its recorded times."""
    moved = shortened(interaction, cap_ns, speed)
    return lambda schedule: replace(schedule, times=array("q", map(moved.__getitem__, schedule.times)))


def shortened(interaction: Interaction, cap_ns: int, speed: Speed) -> dict[int, int]:
    """Each time of `interaction` (ns) and where it comes when no silence is longer than `cap_ns` at `speed`."""
    head, moved = interaction.head, dict[int, int]()
    longest = cap_ns if speed is None else cap_ns * speed.numerator // speed.denominator
    before = at = 0
    for time in sorted({*([head.at] if head else []), *interaction.chunks.times, interaction.ending.at}):
        at += min(time - before, longest)
        before, moved[time] = time, at
    return moved


def hold(holds: Iterable[int]) -> Edit:
    """Each write with parts of the body leaves later by the next value of `holds` (ns), and the ending with the last of
    them. A write together with the head is not held, nor one for which `holds` has no value.
    """

    def edit(schedule: Schedule) -> Schedule:
        values, late, times = chain(holds, repeat(0)), 0, list[int]()
        for at, step in zip(schedule.times, schedule.steps, strict=True):
            late = next(values) if step.parts else late
            times.append(at if step.head else at + late)
        return replace(schedule, times=in_order(times))

    return edit


def jitter(limit_ns: int, seed: str) -> Iterator[int]:
    """Holds without end, each 0 to `limit_ns`; none at all where the limit is 0. Its generator is named `gap`, so that
    it moves no cut.
    """
    numbers = generator("gap", seed, "pace")
    while limit_ns:
        yield numbers.below(limit_ns + 1)


def gap(least_ns: int, *, all_apart: bool = False) -> Edit:
    """Two writes with parts of the body are at least `least_ns` apart; with `all_apart` any write from one of them."""

    def edit(schedule: Schedule) -> Schedule:
        times, at, free = list[int](), 0, 0
        for wanted, step in zip(schedule.times, schedule.steps, strict=True):
            at = min(max(wanted, at, free if step.parts or all_apart else 0), FOREVER)
            times.append(at)
            if step.parts:
                free = at + least_ns
        return replace(schedule, times=array("q", times))

    return edit
