"""A plan, and the body that it is made from. Rules

- A body is a recorded response's bytes, its recorded cuts and times, and the headers about its content.
- A cut p ends a piece at byte p: it lies between body[p-1] and body[p], so 0 < p < len(body). Cuts increase.
- A hold is how many ns after the recorded time of its last byte a piece leaves, at speed 1. A piece never leaves
  before the one ahead of it, so `deadline = max(deadline ahead, recorded time + hold)`. No holds means all 0.
- A plan never holds bytes: the pieces of a body are the body cut at the plan's cuts, and nothing else.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from cassettes import headers
from cassettes.errors import SpecError
from cassettes.messages import say, sentence
from cassettes.model import Interaction

if TYPE_CHECKING:
    from cassettes.boundaries.classify import Boundaries


@dataclass(frozen=True)
class Body:
    """A recorded body. `times`: ns per recorded piece, one more than `cuts` (none for an empty body).

    `ended`: ns at which the body's end arrived; `content_type` and `content_encoding`: header values.
    """

    data: bytes
    content_type: bytes = b""
    content_encoding: bytes = b""
    cuts: tuple[int, ...] = ()
    times: tuple[int, ...] = ()
    ended: int = 0

    @classmethod
    def of(cls, interaction: Interaction) -> "Body":
        """The body of a recorded response: one piece per chunk that has bytes."""
        head, chunks = interaction.head, interaction.chunks
        pieces = [(at, size) for at, size in zip(chunks.times, chunks.sizes, strict=True) if size]
        times = tuple(at for at, _ in pieces)
        fields = head.headers if head is not None else ()
        return cls(
            interaction.body,
            headers.joined(fields, b"content-type"),
            headers.joined(fields, b"content-encoding"),
            tuple(accumulate(size for _, size in pieces))[:-1],
            times,
            max(interaction.ending.at, times[-1] if times else 0),
        )

    @cached_property
    def boundaries(self) -> "Boundaries":
        """The boundary classes of the body."""
        from cassettes.boundaries.classify import classify  # loads the catalogue of classes

        return classify(self.data, self.content_type, self.content_encoding)

    @cached_property
    def digest(self) -> str:
        """The first 8 hex digits of the body's SHA-256, with which `body=` in a spec is compared."""
        return sha256(self.data).hexdigest()[:8]

    @cached_property
    def events(self) -> tuple[int, ...]:
        """The cuts between events or records; for a body without them, the recorded cuts.

        A comment and the blank line behind it count as one.
        """
        if self.boundaries.dialect not in ("sse", "ndjson"):
            return self.cuts
        ends: list[int] = []
        for frame in self.boundaries.frames:
            if frame.kind == "blank" and ends:
                ends[-1] = frame.end
            else:
                ends.append(frame.end)
        return tuple(end for end in ends if 0 < end < len(self.data))

    def units(self) -> list[tuple[int, int]]:
        """(end, time in ns) of each event; none for an empty body."""
        return [(end, self.time_of(end)) for end in (*self.events, len(self.data))] if self.data else []

    def time_of(self, end: int) -> int:
        """The recorded time (ns) of the byte before offset `end`; 0 where no times were recorded."""
        if not self.times:
            return 0
        return self.times[bisect_left(self.cuts, end)]


@dataclass(frozen=True, slots=True)
class Plan:
    """Where to cut a body, and how long (ns) to hold each piece. `spec` is the split with this plan."""

    cuts: tuple[int, ...] = ()
    holds: tuple[int, ...] = ()
    spec: str = ""

    def spans(self, size: int) -> list[tuple[int, int]]:
        """(start, end) of each piece of a body of `size` bytes; none of an empty one."""
        return list(pairwise((0, *self.cuts, size))) if size else []

    def pieces(self, body: bytes) -> list[bytes]:
        """The pieces of `body`; joined they are `body`."""
        return [body[start:end] for start, end in self.spans(len(body))]


def check_cuts(cuts: Sequence[int], size: int) -> tuple[int, ...]:
    """`cuts` if they increase inside a body of `size` bytes; raises SpecError that names the first wrong one."""
    ahead = 0
    for cut in cuts:
        if cut <= ahead:
            raise SpecError(
                say("Cuts must increase and lie above 0: {cut} stands behind {ahead}.", cut=cut, ahead=ahead)
            )
        if cut >= size:
            words = (
                sentence("Cut {cut} is outside the body of {size} bytes: the last place to cut is {last}.")
                if size > 1
                else sentence("Cut {cut} is outside the body: one of {size} bytes has no place to cut.")
            )
            raise SpecError(say(words, cut=cut, size=size, last=size - 1))
        ahead = cut
    return tuple(cuts)


def joined(size: int, *groups: Iterable[int]) -> tuple[int, ...]:
    """All offsets of `groups` that lie inside a body of `size` bytes, in order, each once."""
    return tuple(sorted({cut for group in groups for cut in group if 0 < cut < size}))


def arrivals(source: Body, plan: Plan) -> list[int]:
    """The deadline (ns) of each piece at speed 1: law 3."""
    ends = (end for _, end in plan.spans(len(source.data)))
    times: list[int] = []
    ahead = 0
    for end, hold in zip(ends, plan.holds or (0,) * (len(plan.cuts) + 1), strict=False):
        ahead = max(ahead, source.time_of(end) + hold)
        times.append(ahead)
    return times


def arriving(source: Body, pieces: Iterable[tuple[int, int]]) -> Plan:
    """The plan whose pieces end at the given offsets and leave at the given times: (end, ns), in order.

    A time before the recorded one or before the piece ahead is moved up to it. Raises AssertionError unless the last
    piece ends where the body does.
    """
    ends: list[int] = []
    holds: list[int] = []
    ahead = 0
    for end, at in pieces:
        recorded = source.time_of(end)
        ahead = max(ahead, recorded, at)
        ends.append(end)
        holds.append(ahead - recorded)
    assert not ends or ends[-1] == len(source.data), "the last piece ends where the body does"
    return Plan(tuple(ends[:-1]), tuple(holds) if any(holds) else ())


def limited(start: int, end: int, size: int) -> Iterable[int]:
    """The ends of the reads that bring body[start:end] in at most `size` bytes each."""
    yield from range(start + size, end, size)
    yield end


def edited(source: Body, plan: Plan, add: Sequence[int], drop: Sequence[int]) -> Plan:
    """`plan` with cuts added, then cuts dropped; a byte still arrives when it did, or with the piece it is merged into.

    An added cut that is there already and a dropped one that is not change nothing: a rotating profile has it in some
    turns only. Raises SpecError for an offset outside the body.
    """
    check_cuts(add, len(source.data))
    check_cuts(drop, len(source.data))
    cuts = set(plan.cuts)
    wanted = tuple(sorted(cuts.union(add).difference(drop)))
    if not plan.holds:
        return Plan(wanted)
    times = arrivals(source, plan)
    return arriving(source, [(end, times[bisect_left(plan.cuts, end)]) for end in (*wanted, len(source.data))])
