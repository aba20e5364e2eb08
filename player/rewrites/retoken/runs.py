"""Runs: sources that follow one another with one text, which is cut anew as a whole. Rules

- A run has sources of one stream. Sources of other choices may stand in between; any other event ends all runs, so
  nothing is ever moved past it.
- A source that opens something begins a piece, one that closes something ends its run.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from cassettes.providers.reading import Kind, Path
from player.rewrites.escapes import escape
from player.rewrites.retoken.source import Event, Source, Stream


@dataclass(frozen=True)
class Run:
    """Sources in order, as one text of units."""

    sources: tuple[Source, ...]

    @property
    def kind(self) -> Kind:
        return self.sources[0].stream[0]

    @cached_property
    def units(self) -> tuple[str, ...]:
        return tuple(unit for one in self.sources for unit in one.piece)

    @cached_property
    def text(self) -> str:
        """One character per unit."""
        value: str = json.loads('"' + "".join(self.units) + '"')
        if len(value) == len(self.units):
            return value
        return "".join(json.loads(f'"{unit}"') for unit in self.units)  # so that lone surrogates don't become a pair

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each source begins, and the end of the last."""
        return tuple(accumulate((len(one.piece) for one in self.sources), initial=0))

    @property
    def edges(self) -> tuple[int, ...]:
        """Where a source ends and another begins."""
        return self.starts[1:-1]

    @property
    def forced(self) -> tuple[int, ...]:
        """Where a piece must begin; a cumulative text that did not grow could be taken for a repeated one."""
        grows = self.edges[:1] if self.sources[0].cumulative else ()
        return (*grows, *(start for start, one in zip(self.starts, self.sources, strict=False) if one.opening))

    @property
    def halves(self) -> tuple[int, ...]:
        """Behind the first half of each character that `halved` has cut in two."""
        return tuple(
            place
            for place in range(1, len(self.units))
            if _surrogate(self.units[place - 1], "89ab") and _surrogate(self.units[place], "cdef")
        )


def _surrogate(unit: str, half: str) -> bool:
    return len(unit) == 6 and unit[:3].lower() == "\\ud" and unit[3].lower() in half


def halved(source: Source) -> Source:
    """The source with each character above U+FFFF as the escapes of its two surrogates, a unit each.

    A cumulative source stays: its next event has the whole character, which does not begin with a half.
    """

    def halves(units: Sequence[str]) -> tuple[str, ...]:
        return tuple(half for unit in units for half in _halves(unit))

    return source if source.cumulative else replace(source, units=halves(source.units))


def _halves(unit: str) -> tuple[str, ...]:
    if len(unit) == 1 and ord(unit) > 0xFFFF:
        unit = escape(unit)
    return (unit[:6], unit[6:]) if len(unit) == 12 else (unit,)


def runs_of(sources: Sequence[Source], found: Sequence[Event]) -> list[Run]:
    """The runs of a body's sources, in the order in which they begin."""
    by_event = {one.event: one for one in sources}
    runs = list[list[Source]]()
    open_runs = dict[int, tuple[tuple[Stream, Path], list[Source]]]()
    for number in range(len(found)):
        one = by_event.get(number)
        if one is None:
            open_runs.clear()
            continue
        key, choice = (one.stream, one.path), one.stream[1]
        if choice not in open_runs or open_runs[choice][0] != key:
            open_runs[choice] = (key, [])
            runs.append(open_runs[choice][1])
        open_runs[choice][1].append(one)
        if one.closing:
            del open_runs[choice]
    return [Run(tuple(run)) for run in runs]
