"""Where a body can be cut, and what each place is called. Rules

- `classify` takes any bytes, never fails, and does no work itself: a group's positions are found when the first of its
  classes is asked for, and kept. `benchmarks/splits/classify.py` measures all groups together.
- A cut position p means: a piece ends at byte p, between body[p-1] and body[p]; 0 < p < len(body).
- A content-encoded body has no positions at all: its bytes are not those that a decoder sees.
- Ids are stable: they stand in plans, coverage and reports.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import chain
from operator import sub
from typing import Final

from cassettes.boundaries.groups import (
    encoding,
    fields,
    json_payload,
    lines,
    lookalike,
    merges,
    ndjson,
    sentinel,
    sizes,
)
from cassettes.boundaries.groups.merges import Events
from cassettes.boundaries.kinds import BoundaryClass
from cassettes.boundaries.positions import Positions, clip, holds
from cassettes.boundaries.view import View
from cassettes.framing import Dialect, Frame, dialect_of
from cassettes.headers import is_encoded

__all__ = ["CATALOGUE", "Boundaries", "BoundaryClass", "classify"]

#: the groups, in the catalogue's order
_GROUPS: Final = (encoding, lines, fields, json_payload, sentinel, ndjson, lookalike, merges, sizes)
#: every class, in the catalogue's order
CATALOGUE: Final = {one.id: one for module in _GROUPS for one in module.CLASSES}

_CUTS: Final = tuple(one for one in CATALOGUE.values() if one.kind == "cut")
#: group of cuts -> its positions by class
_FIND: Final[dict[str, Callable[[View], dict[str, Positions]]]] = {
    module.CLASSES[0].group: module.find for module in _GROUPS if hasattr(module, "find")
}


class Boundaries:
    """The boundary classes of one body. A value: equal bytes and types give equal answers."""

    def __init__(self, body: bytes, dialect: Dialect, *, encoded: bool = False) -> None:
        self.body = body
        self.dialect: Dialect = dialect
        #: the body is content-encoded: there are no positions
        self.encoded = encoded
        self._view = View(body, dialect)
        self._found: dict[str, dict[str, Positions]] = {}

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The frames of the body, in order; they tile it."""
        return self._view.frames

    def positions(self, class_id: str) -> Positions:
        """The sorted positions of a cut class; empty where the body has none. Raises KeyError for another id."""
        one = CATALOGUE[class_id]
        if one.kind != "cut":
            raise KeyError(class_id)
        if self.encoded:
            return ()
        if one.group not in self._found:
            found = _FIND[one.group](self._view)
            self._found[one.group] = {key: clip(points, len(self.body)) for key, points in found.items()}
        return self._found[one.group].get(class_id, ())

    def classes_at(self, offset: int) -> tuple[str, ...]:
        """The cut classes of a piece that ends at `offset`, in the catalogue's order."""
        return tuple(one.id for one in _CUTS if holds(self.positions(one.id), offset))

    def present(self) -> tuple[str, ...]:
        """The cut classes with at least one position."""
        return tuple(one.id for one in _CUTS if len(self.positions(one.id)))

    def missing(self) -> tuple[str, ...]:
        """The cut classes without a position in this body; `CATALOGUE[id].needs` says what it lacks."""
        return tuple(one.id for one in _CUTS if not len(self.positions(one.id)))

    @cached_property
    def events(self) -> Events:
        """The events as merges see them."""
        return Events.of(self.body, self.dialect)

    def merges_of(self, cuts: Sequence[int]) -> tuple[str, ...]:
        """The merge classes of the plan with these cuts (strictly increasing, inside the body)."""
        return () if self.encoded else self.events.of_plan(cuts)

    def sizes_of(self, cuts: Sequence[int]) -> tuple[str, ...]:
        """The size classes of the plan with these cuts."""
        return sizes.of_plan(list(map(sub, chain(cuts, (len(self.body),)), chain((0,), cuts))))

    def possible(self) -> tuple[str, ...]:
        """The merge and size classes that some plan of this body could have."""
        return (() if self.encoded else self.events.possible()) + sizes.possible(len(self.body))


def classify(body: bytes, content_type: bytes = b"", content_encoding: bytes = b"") -> Boundaries:
    """The boundaries of `body`, whose dialect follows from its media type and its first bytes."""
    encoded = is_encoded(((b"content-encoding", content_encoding),))
    return Boundaries(body, "binary" if encoded else dialect_of(content_type, body), encoded=encoded)
