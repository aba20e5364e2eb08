"""One request on one time axis, in three lanes: recorded, sent, and seen as its client reported it. Pure. Rules

- Each lane has offsets in its own body, since a rewrite or a fault changes the recorded one.
- A cut lies inside the body, and is given with its classes and the bytes on both sides.
- A lane in an answer has its first `most` pieces.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from cassettes.clock import MS
from cassettes.model import Interaction
from cassettes.printable import preview
from player.journal.entry import Entry
from player.splits import Body
from player.stream.progress import Outcome

if TYPE_CHECKING:
    from cassettes.boundaries.classify import Boundaries

#: bytes that are shown on each side of a cut
SIDE: Final = 16


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane. `pieces`: ns (None: not known) and the offset at which a piece ends, in order; `end`: ns; `left_out`:
    number of pieces that were not kept.
    """

    body: Body
    pieces: list[tuple[int | None, int]]
    end: int | None
    left_out: int = 0

    def as_json(self, most: int) -> dict[str, object]:
        """For GET /@chunktape/journal/<number>."""
        size, boundaries = len(self.body.data), self.body.boundaries
        told = self.pieces[:most]
        ends = dict.fromkeys(end for _, end in told if 0 < end < size)
        return {
            "size": size,
            "pieces": [[_ms(at), end] for at, end in told],
            "end_ms": _ms(self.end),
            "cuts": [cut(boundaries, end) for end in ends],
            "left_out": len(self.pieces) - len(told) + self.left_out,
        }


def recorded(one: Interaction, body: Body) -> Lane:
    """The recorded lane: a piece per chunk with bytes."""
    chunks = one.chunks
    ends = accumulate(chunks.sizes)
    pieces = [(at, end) for at, size, end in zip(chunks.times, chunks.sizes, ends, strict=True) if size]
    return Lane(body, list(pieces), one.ending.at)


def sent(entry: Entry, body: Body) -> Lane | None:
    """The sent lane; None where it is no longer known."""
    progress = entry.progress
    if progress.bytes and not progress.sent:
        return None
    pieces = _growing(progress.pieces())
    reached = pieces[-1][1] if pieces else 0
    over = progress.outcome is not None
    return Lane(body, pieces, progress.elapsed if over else None, 1 if progress.bytes > reached else 0)


def observed(entry: Entry, body: Body) -> Lane | None:
    """The lane that the client reported; None where it reported nothing."""
    if entry.observed is None:
        return None
    times = entry.observed_at or [None] * len(entry.observed)
    pieces = _growing(zip(times, entry.observed, strict=True))
    return Lane(body, pieces, entry.observed_at[-1] if entry.observed_at else None)


def left(entry: Entry) -> dict[str, object] | None:
    """Where the client left; None where it did not."""
    progress = entry.progress
    if progress.outcome is not Outcome.LEFT:
        return None
    return {"at_ms": _ms(progress.elapsed), "bytes": progress.bytes, "chunks": progress.chunks}


def cut(boundaries: "Boundaries", at: int) -> dict[str, object]:
    """A cut, its classes, and the bytes on both sides of it."""
    body = boundaries.body
    before, after = body[max(0, at - SIDE) : at], body[at : at + SIDE]
    return {"at": at, "classes": boundaries.classes_at(at), "before": side(before), "after": side(after)}


def side(part: bytes) -> dict[str, str]:
    """Bytes for people: text without anything that moves a cursor, and hex."""
    return {"text": preview(part), "hex": part.hex()}


def _growing(pieces: Iterable[tuple[int | None, int]]) -> list[tuple[int | None, int]]:
    """The pieces that add bytes: a head and a terminator add none."""
    found, reached = list[tuple[int | None, int]](), 0
    for at, end in pieces:
        if end > reached:
            found.append((at, end))
            reached = end
    return found


def _ms(at: int | None) -> float | None:
    return None if at is None else round(at / MS, 3)
