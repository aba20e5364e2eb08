"""Pieces with more than one event, and other shapes that a plan with one event per piece never has (catalogue 4.10).
Rules

- A class is in a plan when at least one piece has the shape (M10: all pieces together). A piece may have several.
- Events here are SSE events, NDJSON records and lines of text; comment blocks count for M7 alone, blank lines never.
- M8, the first events together with the response head, is decided on the wire and not by a plan.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, pairwise
from typing import Final

from cassettes.boundaries.groups.sentinel import USAGE
from cassettes.boundaries.kinds import BoundaryClass
from cassettes.framing import Dialect, spans_of

_ERROR: Final = re.compile(rb'(?:^|[\r\n])event: ?error[\r\n]|\{"error" ?:|"type": ?"error"')
_DONE: Final = re.compile(rb"(?:^|[\r\n])data: ?\[DONE\]")


_class: Final = partial(BoundaryClass, group="merges", kind="merge")

CLASSES: Final = (
    _class(
        "merge2",
        "M1",
        title="two events in one piece",
        bug="only the first or the last is parsed",
        needs="two events",
    ),
    _class(
        "mergeN",
        "M2",
        title="three or more events in one piece",
        bug='split("data:")[1], a regular expression without g',
        needs="three events",
    ),
    _class(
        "tail",
        "M3",
        title="the last delta together with [DONE]",
        bug='includes("[DONE]") returns before the delta is shown',
        needs="an event before data: [DONE]",
    ),
    _class(
        "tail-usage",
        "M4",
        title="finish, usage and [DONE] together",
        bug="the usage is lost",
        needs="a usage event between an event and [DONE]",
    ),
    _class(
        "whole",
        "M5",
        title="everything in one piece",
        bug="anything that counts on many pieces; a typewriter without queue",
        needs="two events",
    ),
    _class(
        "half+k.5",
        "M6",
        title="half an event, whole ones, half an event",
        bug="behind a carried half only one event is handled",
        needs="three events",
    ),
    _class(
        "comment+events",
        "M7",
        title="a comment glued to events",
        bug="the rest of the piece is dropped with the comment",
        needs="a comment block and an event",
    ),
    _class(
        "error+delta",
        "M9",
        title="an error event together with another",
        bug="the error is swallowed",
        needs="an error event and another event",
    ),
    _class(
        "boundary-shift",
        "M10",
        title="every piece is a tail and a head",
        bug='endsWith("\\n\\n") is never true: the answer appears at the end',
        needs="two events",
    ),
)


@dataclass(frozen=True)
class Events:
    """The events of one body, indexed to tell what pieces hold. `size`: bytes of the body."""

    size: int
    starts: list[int]
    ends: list[int]
    comments: list[int]  # starts of comment blocks
    comment_ends: list[int]
    done: int | None  # indices of special events
    usage: int | None
    errors: list[int]

    @classmethod
    def of(cls, body: bytes, dialect: Dialect) -> "Events":
        starts: list[int] = []
        ends: list[int] = []
        comments: list[tuple[int, int]] = []
        for start, end, kind, _ in spans_of(body, dialect):
            if kind in ("event", "record", "text"):
                starts.append(start)
                ends.append(end)
            elif kind == "comment":
                comments.append((start, end))

        def event_at(match: re.Match[bytes] | None) -> int | None:
            # A match may begin with the line end before the event.
            return bisect_right(starts, match.end() - 1) - 1 if match and starts else None

        done = event_at(_DONE.search(body)) if dialect == "sse" else None
        errors = {bisect_right(starts, match.end() - 2) - 1 for match in _ERROR.finditer(body)} if starts else set()
        return cls(
            len(body),
            starts,
            ends,
            [start for start, _ in comments],
            [end for _, end in comments],
            done,
            event_at(USAGE.search(body)),
            sorted(error for error in errors if error >= 0),
        )

    def possible(self) -> tuple[str, ...]:
        """The classes that some plan of this body could have."""
        events = len(self.starts)
        has = {
            "merge2": events >= 2,
            "mergeN": events >= 3,
            "tail": self.done is not None and self.done >= 1,
            "tail-usage": None not in (self.done, self.usage) and self._before_usage() >= 0,
            "whole": events >= 2,
            "half+k.5": events >= 3,
            "comment+events": bool(self.comments) and events >= 1,
            "error+delta": bool(self.errors) and events >= 2,
            "boundary-shift": events >= 2,
        }
        return tuple(class_id for class_id, possible in has.items() if possible)

    def _before_usage(self) -> int:
        """The index of the event before the usage event that stands before `[DONE]`; negative where there is none."""
        if self.done is None or self.usage is None or self.usage >= self.done:
            return -1
        return self.usage - 1

    def of_piece(self, start: int, end: int) -> set[str]:
        """The classes of the piece from `start` to `end`; M5 and M10 are about all pieces."""
        first, stop = bisect_left(self.starts, start), bisect_right(self.ends, end)
        whole = stop - first
        found: set[str] = set()
        if whole <= 0:
            return self._comment(start, end, found)
        cut_front = first > 0 and start < self.ends[first - 1]
        cut_back = stop < len(self.starts) and self.starts[stop] < end
        if not cut_front and not cut_back and whole >= 2:
            found.add("merge2" if whole == 2 else "mergeN")
        if cut_front and cut_back:
            found.add("half+k.5")
        if whole >= 2:
            if self.done is not None and first < self.done < stop:
                found.add("tail")
                if first <= self._before_usage():
                    found.add("tail-usage")
            error = bisect_left(self.errors, first)
            if error < len(self.errors) and self.errors[error] < stop:
                found.add("error+delta")
        return self._comment(start, end, found)

    def _comment(self, start: int, end: int, found: set[str]) -> set[str]:
        comment = bisect_left(self.comments, start)
        if comment < len(self.comments) and self.comment_ends[comment] <= end:
            # Any byte of an event in the same piece: the first event that ends behind `start` begins before `end`.
            event = bisect_right(self.ends, start)
            if event < len(self.starts) and self.starts[event] < end:
                found.add("comment+events")
        return found

    def of_plan(self, cuts: Sequence[int]) -> tuple[str, ...]:
        """The merge classes of the plan with these cut offsets (strictly increasing), in the catalogue's order."""
        found: set[str] = set()
        for start, end in self._telling(cuts):
            found |= self.of_piece(start, end)
        if not cuts and len(self.starts) >= 2:
            found.add("whole")
        if self._shifted(cuts):
            found.add("boundary-shift")
        return tuple(one.id for one in CLASSES if one.id in found)

    def _telling(self, cuts: Sequence[int]) -> Iterable[tuple[int, int]]:
        """The pieces that may have a shape: all of them, or, where the plan has more cuts than the body has events and
        comments, those that hold a whole one.
        """
        edges = [0, *cuts, self.size]
        if len(cuts) <= len(self.starts) + len(self.comments):
            return pairwise(edges)
        spans = chain(zip(self.starts, self.ends, strict=True), zip(self.comments, self.comment_ends, strict=True))
        held = {index for start, end in spans if edges[index := bisect_right(edges, start)] >= end}
        return [(edges[index - 1], edges[index]) for index in held]

    def _shifted(self, cuts: Sequence[int]) -> bool:
        """Whether every cut lies inside an event, each in the event behind the one before, at least twice."""
        if len(cuts) > len(self.starts):
            return False
        events = [bisect_right(self.starts, cut) - 1 for cut in cuts]
        return len(cuts) >= 2 and all(
            event >= 0
            and self.starts[event] < cut < self.ends[event]
            and (index == 0 or event == events[index - 1] + 1)
            for index, (event, cut) in enumerate(zip(events, cuts, strict=True))
        )
