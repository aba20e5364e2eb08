"""When which bytes leave: pure functions from an interaction to a schedule. Rules

- One step is one write. Its deadline counts in ns from the last byte of the request; deadlines never decrease, and
  nothing leaves before it was recorded (times scaled by the speed, rounded up).
- `recorded` is the identity: one step per read at its time, transfer chunks opened and closed where they were, the
  head together with the chunks of its own read, the terminator together with the read that brought it.
- `planned` cuts the body elsewhere: one piece is one transfer chunk is one write, always chunked. A piece leaves
  when its last byte was recorded plus its hold, never ahead of the piece before, and at least `gap` after it. A hold
  delays one piece: what a network held back comes in a burst, and the stream is on time again.
- Speed scales recorded time only. Holds and gaps are times of a network, so they stay as they were asked for.
- A file may have times, and a speed make ones, that no clock's number holds: no deadline is later than `FOREVER`.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, chain, groupby, pairwise, repeat
from operator import itemgetter
from typing import Final, NamedTuple

from cassettes.model import Ending, EndKind, Interaction, Mark

#: ns beyond which no write is put off, 146 years: at half speed a file's times can be more than a clock's number holds
FOREVER: Final = 2**62

#: Speed is a positive factor on recorded time; None is `max`: no waiting at all.
Speed = Fraction | None
ORIGINAL: Final = Fraction(1)


class Piece(NamedTuple):
    """Body bytes `start` to `end` in one write, and what of the chunk framing goes with them."""

    start: int
    end: int
    #: size in bytes of the transfer chunk that begins here, None when none begins
    opens: int | None = None
    #: the CRLF that closes the transfer chunk goes out here
    closes: bool = False


class Step(NamedTuple):
    """One write at `at` ns: the head first if `head`, then the pieces, then the ending if `end`."""

    at: int
    pieces: tuple[Piece, ...] = ()
    head: bool = False
    end: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """Steps in order; the first has the head (unless there is none), the last the ending.

    `framing` is `chunked`, `length`, `close`, `none` (no body is possible) or `raw` (no head: bytes as they are).
    `lengthened`: ns that the gap adds to the last piece.
    """

    steps: tuple[Step, ...]
    framing: str
    ending: EndKind
    lengthened: int = 0

    @property
    def duration(self) -> int:
        """ns from the last byte of the request to the ending."""
        return self.steps[-1].at


def scaled(at: int, speed: Speed) -> int:
    """`at` ns at `speed`, rounded up to a whole ns, at most `FOREVER`."""
    if speed is None:
        return 0
    return min(-(-at * speed.denominator // speed.numerator), FOREVER)


def _framing(interaction: Interaction) -> str:
    return "raw" if interaction.head is None else interaction.framing


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


def _body_reads(interaction: Interaction, framing: str) -> list[tuple[int, int, tuple[Piece, ...]]]:
    """(recorded time in ns, read number, pieces) of every read that brought body bytes.

    A read has one time; where a file says otherwise, the time holds.
    """
    if framing == "none":
        return []
    chunks = interaction.chunks
    rows = zip(chunks.times, chunks.reads, _recorded_pieces(interaction, framing == "chunked"), strict=True)
    return [
        (time, read, tuple(piece for _, _, piece in group))
        for (time, read), group in groupby(rows, key=itemgetter(0, 1))
    ]


def _finish(steps: list[Step], ending: Ending, last: tuple[int, int], speed: Speed, later: int) -> None:
    """Put the ending where it was: in the write of its read, or `later` ns behind its own time.

    `last`: recorded time and number of the last read before it.
    """
    if steps and (ending.at, ending.read) == last:
        steps[-1] = steps[-1]._replace(end=True)
    else:
        earliest = steps[-1].at if steps else 0
        steps.append(Step(min(max(earliest, scaled(ending.at, speed) + later), FOREVER), end=True))


def recorded(interaction: Interaction, speed: Speed = ORIGINAL, gap_ns: int = 0, holds: Iterable[int] = ()) -> Schedule:
    """The interaction as it was recorded; `gap_ns` is the least time between two writes that carry body bytes.

    `holds`: ns that each read is held, in their order, as in `planned`; reads that it has no value for are not held,
    nor is the one that came with the head.
    """
    framing = _framing(interaction)
    steps: list[Step] = []
    last = (-1, -1)
    earliest = lengthened = wanted = hold = 0
    if interaction.head is not None:
        earliest = scaled(interaction.head.at, speed)
        steps.append(Step(earliest, head=True))
        last = (interaction.head.at, 0)
    for (time, read, pieces), hold in zip(_body_reads(interaction, framing), chain(holds, repeat(0))):  # noqa: B905
        if steps and steps[-1].head and (time, read) == last:
            steps[-1] = steps[-1]._replace(pieces=pieces)
        else:
            wanted = max(wanted, scaled(time, speed) + hold)
            steps.append(Step(min(max(wanted, earliest), FOREVER), pieces))
            lengthened = max(0, steps[-1].at - wanted)
        earliest = steps[-1].at + gap_ns
        last = (time, read)
    _finish(steps, interaction.ending, last, speed, hold)
    return Schedule(tuple(steps), framing, interaction.ending.kind, lengthened)


def can_cut(interaction: Interaction) -> bool:
    """Whether it has a body that can be cut elsewhere: not HEAD, 204, 304, nor bytes that were no HTTP."""
    return (
        interaction.head is not None
        and not interaction.unparsed
        and interaction.framing != "none"
        and bool(interaction.body)
    )


def planned(
    interaction: Interaction,
    cuts: Sequence[int],
    holds: Sequence[int] = (),
    speed: Speed = ORIGINAL,
    gap_ns: int = 0,
) -> Schedule:
    """The body cut at `cuts` (strictly increasing offsets inside it); `holds` in ns, one per piece, or none at all.

    Where no body can be cut (HEAD, 204, 304, bytes that were no HTTP) this is `recorded`.
    Raises ValueError for cuts or holds that don't fit the body: plans are checked where they are read.
    """
    head, chunks, body = interaction.head, interaction.chunks, interaction.body
    if head is None or not can_cut(interaction):
        return recorded(interaction, speed, gap_ns, holds)
    edges = [0, *cuts, len(body)]
    if any(start >= end for start, end in pairwise(edges)):
        raise ValueError(f"cuts must increase strictly between 0 and {len(body)}: {list(cuts)!r}")
    if holds and len(holds) != len(edges) - 1:
        raise ValueError(f"{len(holds)} holds for {len(edges) - 1} pieces")
    ends = list(accumulate(chunks.sizes))
    at = scaled(head.at, speed)
    steps = [Step(at, head=True)]
    earliest = wanted = at
    for number, (start, end) in enumerate(pairwise(edges)):
        # the chunk that holds byte end-1: the first whose end reaches it; empty END chunks never are the first
        arrives = scaled(chunks.times[bisect_left(ends, end)], speed) + (holds[number] if holds else 0)
        wanted = max(wanted, arrives)
        at = min(max(wanted, earliest), FOREVER)
        steps.append(Step(at, (Piece(start, end, end - start, True),)))
        earliest = at + gap_ns
    # the terminator came with the last bytes: it goes with them here too
    last = bisect_left(ends, len(body))
    _finish(steps, interaction.ending, (chunks.times[last], chunks.reads[last]), speed, holds[-1] if holds else 0)
    return Schedule(tuple(steps), "chunked", interaction.ending.kind, max(0, at - wanted))
