"""When which bytes leave: pure functions from an interaction to a schedule. Rules

- A schedule is two columns: steps say what one write carries, times say when it leaves, in ns from the last byte of the
  request. Edits of either column (`player.schedule.edits`) take a schedule and return one.
- `recorded` is the identity: one step per read at its time, transfer chunks opened and closed where they were, the
  head together with the chunks of its own read, the terminator together with the read that brought it.
- `cut` cuts the body elsewhere: one piece is one transfer chunk is one write, always chunked. A piece leaves when its
  last byte was recorded.
- Times never decrease. A file or a speed may give times too large for a clock's number: `FOREVER` is the latest.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from typing import Final, NamedTuple

from cassettes.headers import Framing
from cassettes.model import EndKind, Interaction, Mark

#: ns, 146 years: the latest time of a write; at half speed a file's times can exceed a clock's number
FOREVER: Final = 2**62

#: Speed is a positive factor on recorded time; None is `max`: no waiting at all.
Speed = Fraction | None
ORIGINAL: Final = Fraction(1)


class Piece(NamedTuple):
    """Body bytes `start` to `end` in one write, with their part of the chunk framing."""

    start: int
    end: int
    #: size in bytes of the transfer chunk that begins here, None when none begins
    opens: int | None = None
    #: the CRLF that closes the transfer chunk goes out here
    closes: bool = False
    #: a replacement for the size line of the transfer chunk that begins here, its CRLF included; b"" for none
    line: bytes = b""


class Raw(NamedTuple):
    """Bytes of ours, which are sent without framing around them. In a chunked body they are framing themselves, and are
    left out with the rest of it.
    """

    data: bytes


class Step(NamedTuple):
    """The content of one write: the head first if `head`, then the parts, then the terminator if `end`."""

    parts: tuple[Piece | Raw, ...] = ()
    head: bool = False
    end: bool = False

    @property
    def pieces(self) -> list[Piece]:
        """The parts that are bytes of the body."""
        return [part for part in self.parts if isinstance(part, Piece)]

    def reached(self, before: int = -1) -> int:
        """The body offset behind its last piece; `before` where it has none."""
        return max((piece.end for piece in self.pieces), default=before)


class Finish(StrEnum):
    """The connection's fate after the last write."""

    COMPLETE = "complete"  #: the body has its end, and the connection may go on
    CLOSE = "close"  #: closed, with the body cut off
    RESET = "reset"  #: reset (RFC 9293 section 3.10.7)
    HOLD = "hold"  #: nothing more: it stays open until the client leaves


_FINISH: Final = {EndKind.COMPLETE: Finish.COMPLETE, EndKind.RESET: Finish.RESET}


@dataclass(frozen=True, slots=True)
class Schedule:
    """Steps in order and their times in ns, as many of each; the first has the head (unless there is none), the last
    the ending.
    """

    steps: tuple[Step, ...]
    times: "array[int]"
    framing: Framing
    finish: Finish
    #: the size text of the last chunk (RFC 9112 section 7.1: one 0 or more, and extensions)
    last: bytes = b"0"

    @property
    def duration(self) -> int:
        """ns from the last byte of the request to the ending."""
        return self.times[-1]

    @property
    def rows(self) -> Iterator[tuple[int, Step]]:
        """(time in ns, step) of each write."""
        return zip(self.times, self.steps, strict=True)

    def of(self, rows: Iterable[tuple[int, Step]]) -> "Schedule":
        """The same with these writes."""
        times, steps = zip(*rows, strict=True)
        return replace(self, steps=steps, times=array("q", times))

    def at(self, other: "Schedule") -> "Schedule":
        """The same steps at the times of another schedule of them."""
        return replace(self, times=other.times, finish=other.finish)


def in_order(times: Iterable[int]) -> "array[int]":
    """`times` in ns, made so that none is before its predecessor or later than `FOREVER`."""
    return array("q", (min(at, FOREVER) for at in accumulate(times, max)))


def _schedule(interaction: Interaction, timed: Sequence[tuple[int, Step]], framing: Framing) -> Schedule:
    times, steps = zip(*timed, strict=True)
    finish = _FINISH.get(interaction.ending.kind, Finish.CLOSE)
    return Schedule(steps, array("q", accumulate(times, max)), framing, finish)


def _framing(interaction: Interaction) -> Framing:
    return Framing.RAW if interaction.head is None else interaction.framing


def _recorded_pieces(interaction: Interaction, chunked: bool) -> list[Piece]:
    """One piece per chunk. The size line of a transfer chunk goes with its first part, so its size is looked up ahead.

    The last transfer chunk may be unfinished. Its size is not known; one byte more than was sent shows the client
    that it is unfinished. An ending that says complete closes it instead (imported streams may have no marks).
    """
    chunks = interaction.chunks
    ends = list(accumulate(chunks.sizes))
    if not chunked:
        return [Piece(end - size, end) for size, end in zip(chunks.sizes, ends, strict=True)]
    complete = interaction.ending.kind is EndKind.COMPLETE
    parsed = [index for index, mark in enumerate(chunks.marks) if mark != Mark.UNPARSED]
    pieces: list[Piece] = [Piece(end - size, end) for size, end in zip(chunks.sizes, ends, strict=True)]
    first: int | None = None
    for index in parsed:
        first = index if first is None else first
        last = index == parsed[-1]
        closes = chunks.marks[index] == Mark.END or (last and complete)
        if not closes and not last:
            continue
        start, end = ends[first] - chunks.sizes[first], ends[index]
        pieces[index] = pieces[index]._replace(closes=closes)
        pieces[first] = pieces[first]._replace(opens=end - start + (0 if closes else 1))
        first = None
    return pieces


def _body_reads(interaction: Interaction, framing: Framing) -> list[tuple[int, int, tuple[Piece, ...]]]:
    """(recorded time in ns, read number, pieces) of every read that brought body bytes.

    A read has one time; where a file says otherwise, the time holds.
    """
    if framing is Framing.NONE:
        return []
    chunks = interaction.chunks
    rows = zip(chunks.times, chunks.reads, _recorded_pieces(interaction, framing is Framing.CHUNKED), strict=True)
    return [
        (time, read, tuple(piece for _, _, piece in group))
        for (time, read), group in groupby(rows, key=itemgetter(0, 1))
    ]


def _ended(interaction: Interaction, timed: list[tuple[int, Step]], last: tuple[int, int]) -> list[tuple[int, Step]]:
    """`timed` with the ending where it was recorded: in the write of its read, or in a write of its own.

    `last`: recorded time and number of the last read before it.
    """
    ending = interaction.ending
    if timed and (ending.at, ending.read) == last:
        at, step = timed[-1]
        timed[-1] = (at, step._replace(end=True))
    else:
        timed.append((ending.at, Step(end=True)))
    return timed


def recorded(interaction: Interaction) -> Schedule:
    """The interaction as it was recorded."""
    framing = _framing(interaction)
    timed: list[tuple[int, Step]] = []
    last = (-1, -1)
    if interaction.head is not None:
        timed.append((interaction.head.at, Step(head=True)))
        last = (interaction.head.at, 0)
    for time, read, pieces in _body_reads(interaction, framing):
        if timed and timed[-1][1].head and (time, read) == last:
            timed[-1] = (time, Step(pieces, head=True))
        else:
            timed.append((time, Step(pieces)))
        last = (time, read)
    return _schedule(interaction, _ended(interaction, timed, last), framing)


def can_cut(interaction: Interaction) -> bool:
    """Whether its body can get other cuts: not for HEAD, 204, 304, nor bytes that were not HTTP."""
    return (
        interaction.head is not None
        and not interaction.unparsed
        and interaction.framing is not Framing.NONE
        and bool(interaction.body)
    )


def cut(interaction: Interaction, cuts: Sequence[int]) -> Schedule:
    """The body cut at `cuts` (strictly increasing offsets inside it), each piece at the recorded time of its last byte.

    Where there is no body to cut (see `can_cut`) this is `recorded`. Raises ValueError for cuts that don't fit the
    body: plans are checked where they are read.
    """
    head, chunks, body = interaction.head, interaction.chunks, interaction.body
    if head is None or not can_cut(interaction):
        return recorded(interaction)
    edges = [0, *cuts, len(body)]
    if any(start >= end for start, end in pairwise(edges)):
        raise ValueError(f"cuts must increase strictly between 0 and {len(body)}: {list(cuts)!r}")
    ends = list(accumulate(chunks.sizes))
    timed = [(head.at, Step(head=True))]
    for start, end in pairwise(edges):
        # the chunk that holds byte end-1: the first whose end reaches it; empty END chunks never are the first
        arrives = chunks.times[bisect_left(ends, end)]
        timed.append((arrives, Step((Piece(start, end, end - start, True),))))
    # the terminator was recorded with the last bytes, so it leaves with them
    last = bisect_left(ends, len(body))
    return _schedule(interaction, _ended(interaction, timed, (chunks.times[last], chunks.reads[last])), Framing.CHUNKED)
