"""`torn-size` and `packed-chunks`: writes whose boundaries are not those of transfer chunks."""

from collections.abc import Iterator
from dataclasses import replace

from cassettes.clock import MS
from player.faults.fault import Arguments, Choice, Count, Draw, Duration, Fault, Performance, Phase, Tape
from player.faults.framing import in_chunks
from player.schedule.schedule import FOREVER, Piece, Raw, Schedule, Step


def tear(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """Each size line begins in one write and goes on, `gap` later, in the next."""
    schedule, gap = in_chunks(performance, "torn-size"), arguments.number("gap")
    behind, rows = arguments.word("behind"), list[tuple[int, Step]]()

    def write(parts: list[Piece | Raw], at: int, *, head: bool = False, end: bool = False) -> int:
        at = min(max(at, rows[-1][0] if rows else 0), FOREVER)
        rows.append((at, Step(tuple(parts), head, end)))
        return at

    for at, step in schedule.rows:
        parts, head = list[Piece | Raw](), step.head
        for part in step.parts:
            if isinstance(part, Piece) and part.opens is not None:
                line = b"%x\r\n" % part.opens
                tear_at = {"digit": 1, "size": len(line) - 2, "cr": len(line) - 1}[behind]
                at = write([*parts, Raw(line[:tear_at])], at, head=head) + gap
                parts, head = [part._replace(line=line[tear_at:])], False
            else:
                parts.append(part)
        write(parts, at, head=head, end=step.end)
    return replace(performance, schedule=schedule.of(rows))


def pack(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """`k` transfer chunks leave in one write, when the last of them is due."""
    schedule = in_chunks(performance, "packed-chunks")
    return replace(performance, schedule=schedule.of(_packed(schedule, arguments.number("k"))))


def _packed(schedule: Schedule, most: int) -> Iterator[tuple[int, Step]]:
    parts, closed = list[Piece | Raw](), 0
    for at, step in schedule.rows:
        if step.head:
            yield at, Step(head=True)
        for part in step.parts:
            parts.append(part)
            closed += isinstance(part, Piece) and part.closes
            if closed == most and part is not step.parts[-1]:
                yield at, Step(tuple(parts))
                parts, closed = [], 0
        if step.end or closed == most:
            yield at, Step(tuple(parts), end=step.end)
            parts, closed = [], 0


FAULTS = (
    Fault(
        "torn-size",
        Phase.FRAMING,
        tear,
        parameters={"behind": Choice(("digit", "size", "cr")), "gap": Duration(20 * MS)},
        about=(
            "The size line of every transfer chunk comes in two segments, `gap` apart: torn behind its first digit, "
            "behind the size, or between CR and LF."
        ),
        meets="TCP, which may cut anywhere; it hurts clients that read HTTP themselves.",
    ),
    Fault(
        "packed-chunks",
        Phase.FRAMING,
        pack,
        parameters={"k": Count(2, 1000, 3)},
        about="`k` transfer chunks come in one segment, when the last of them is due.",
        meets="Nagle's algorithm, a TLS record with several writes, a busy client that reads late.",
    ),
)
