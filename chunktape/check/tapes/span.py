"""A few events of a body alone: `events,from=5,to=6` in a spec of `check`. Pure."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

from cassettes.errors import SpecError
from cassettes.messages import say
from player.splits import Body

_SPAN: Final = re.compile(r"events,from=([1-9][0-9]{0,8}),to=([1-9][0-9]{0,8})", re.ASCII)


class Span(NamedTuple):
    """The events of a body from `first` to `last`, which count from 1."""

    first: int
    last: int

    @classmethod
    def read(cls, text: str) -> "Span | None":
        """The span that a part of a spec says; None for another part."""
        found = _SPAN.fullmatch(text)
        return cls(int(found[1]), int(found[2])) if found else None

    def __str__(self) -> str:
        return f"events,from={self.first},to={self.last}"

    def edges(self, body: Body) -> tuple[int, int]:
        """Where the events begin and end. Raises SpecError for events that the body does not have."""
        spans = list(pairwise((0, *body.events, len(body.data))))
        if not 1 <= self.first <= self.last <= len(spans):
            raise SpecError(say("{span}: the body has {count} events.", span=str(self), count=len(spans)))
        return spans[self.first - 1][0], spans[self.last - 1][1]

    def of(self, body: Body) -> Body:
        """The body of these events alone, with their recorded times. Raises SpecError."""
        start, end = self.edges(body)
        ends = [one for one in body.cuts if start < one < end]
        times = tuple(body.time_of(one) for one in (*ends, end)) if body.times else ()
        return replace(body, data=body.data[start:end], cuts=tuple(one - start for one in ends), times=times)
