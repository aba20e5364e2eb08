"""`chunktape plan`: a plan as lines for people and as plain values, and where faults lie."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from cassettes.boundaries.coverage import Coverage, Report, coverage
from cassettes.clock import MS
from cassettes.library import cassette_for
from cassettes.messages import say
from cassettes.messages.columns import columns, fit, indented, wrap
from player.schedule.performance import Done, Performance
from player.schedule.schedule import Piece
from player.spec.scenario import Scenario
from player.splits import Body, Plan, arrivals
from player.splits.describe import around

#: pieces shown before and behind a gap in a long table
_HEAD, _TAIL = 300, 20
#: columns by which the rest of a row is set off where it takes more than one line
_HANGING = 4
#: columns from which on the bytes of a cut have room beside its words
_WIDE = 110


@dataclass(frozen=True)
class Planned:
    """A plan of a body. `whole`: its scenario; `made`: the performance, where it has faults."""

    source: Body
    plan: Plan
    whole: Scenario
    made: Performance | None = None

    @cached_property
    def sent(self) -> int:
        """How many bytes of the body are sent: all unless a fault ends it early or puts another in its place."""
        if self.made is None:
            return len(self.source.data)
        parts = (part for step in self.made.schedule.steps for part in step.parts)
        data = b"".join(self.made.body[part.start : part.end] for part in parts if isinstance(part, Piece))
        return len(data) if self.source.data.startswith(data) else 0

    @property
    def sent_cuts(self) -> list[int]:
        """The cuts with something sent behind them."""
        return [cut for cut in self.plan.cuts if cut < self.sent]

    @cached_property
    def coverage(self) -> Coverage:
        """The boundary classes that these cuts hit."""
        return coverage(self.source.boundaries, self.sent_cuts)

    @property
    def done(self) -> tuple[Done, ...]:
        """What the faults do, also those that change nothing."""
        return (*self.made.done, *self.made.idle) if self.made is not None else ()


def plan_lines(
    one: Planned, file: str, number: int, *, seeded: bool, every: bool = False, width: int = 0
) -> Iterator[str]:
    """The plan in a terminal: what is cut, each piece, what the cuts hit, and where faults lie. `seeded`: its seed was
    chosen here; `every`: name the classes that the body can't have; `width`: columns of a line, 0: any.
    """
    for line in (*_head(one, file, number, seeded=seeded), *_pieces(one, narrow=0 < width < _WIDE), ""):
        if not width or line == str(one.whole):
            yield line
        else:
            yield from [fit(line, width)] if line[:1] == " " else wrap(line, width)
    report = Report(one.coverage, encoded=one.source.boundaries.encoded)
    for line in report.lines(cassette_for, every=every):
        if width and columns(line) > width:
            yield from indented(line.lstrip(" "), width, " " * (len(line) - len(line.lstrip(" "))), " " * _HANGING)
        else:
            yield line


def _head(one: Planned, file: str, number: int, *, seeded: bool) -> Iterator[str]:
    """The lines before the table."""
    source, spans = one.source, one.plan.spans(len(one.source.data))
    times = arrivals(source, one.plan)
    yield say(
        "{file} #{number}: {size} bytes of {dialect}, events: {events}, recorded pieces: {pieces}",
        file=file,
        number=number,
        size=len(source.data),
        dialect=source.boundaries.dialect,
        events=len(source.events) + 1 if source.data else 0,
        pieces=len(source.times),
    )
    yield str(one.whole)
    if seeded:
        yield say("No seed was given, so this is seed {seed}; another one cuts elsewhere.", seed=0)
    last, recorded = (f"{at[-1] / MS if at else 0:.1f}" for at in (times, source.times))
    yield say(
        "Pieces: {pieces}, the last one at {last} ms (recorded: {recorded} ms), at speed 1 without a gap",
        pieces=len(spans),
        last=last,
        recorded=recorded,
    )
    if one.sent < len(source.data):
        yield say(
            "Sent: {bytes} of {size} bytes, {pieces} of {planned} pieces",
            bytes=one.sent,
            size=len(source.data),
            pieces=sum(start < one.sent for start, _ in spans),
            planned=len(spans),
        )
    for done in one.done:
        yield _place(done, len(source.data))
    yield ""


def _pieces(one: Planned, *, narrow: bool) -> Iterator[str]:
    """The table: a row for each piece."""
    source, boundaries, sent = one.source, one.source.boundaries, one.sent
    spans = one.plan.spans(len(source.data))
    widths = " {:>5}  {:>13}  {:>8}  {}" if narrow else "{:>6}  {:>15}  {:>9}  {}"
    yield widths.format(*say("piece\tbytes\tat ms\tcut behind it").split("\t"))
    hidden = range(_HEAD, len(spans) - _TAIL)
    for index, ((start, end), at) in enumerate(zip(spans, arrivals(source, one.plan), strict=True)):
        if index in hidden:
            if index == hidden[0]:
                yield say("… {count} more pieces: --json has them all", count=len(hidden))
            continue
        cut = ""
        if start >= sent < len(source.data):
            cut = say("not sent")
        elif end > sent:
            cut = say("sent up to byte {sent}", sent=sent)
        elif index < len(one.plan.cuts):
            shown = around(source.data, end, text=boundaries.dialect != "binary", hexadecimal=not narrow)
            cut = f"{shown}  {' '.join(boundaries.classes_at(end)) or '-'}"
        yield widths.format(index + 1, f"{start}..{end}", f"{at / MS:.1f}", cut).rstrip()


def plan_json(one: Planned) -> dict[str, object]:
    """The plan as plain values: every piece with its time, how much of it is sent, the coverage, and the faults."""
    source, boundaries, sent = one.source, one.source.boundaries, one.sent
    spans = one.plan.spans(len(source.data))
    pieces = zip(spans, arrivals(source, one.plan), one.plan.holds or (0,) * len(spans), strict=True)
    return {
        "spec": str(one.whole),
        "body": {
            "size": len(source.data),
            "digest": source.digest,
            "dialect": boundaries.dialect,
            "encoded": boundaries.encoded,
        },
        "pieces": [
            {
                "start": start,
                "end": end,
                "sent": max(0, min(end, sent) - start),
                "at_ns": at,
                "hold_ns": hold,
                "classes": list(boundaries.classes_at(end)) if end < len(source.data) else [],
            }
            for (start, end), at, hold in pieces
        ],
        "coverage": [
            {"id": row.id, "kind": row.kind, "positions": row.positions, "planned": row.hits}
            for row in one.coverage.rows
        ],
        "sent": sent,
        "faults": _told(one.done),
        "absent": one.coverage.absent(cassette_for),
    }


def _told(done: Iterable[Done]) -> list[dict[str, object]]:
    """Faults for JSON: before which byte of the body, and when; null for no place or time."""
    return [
        {
            "fault": one.fault,
            "offset": one.offset if one.offset >= 0 else None,
            "at_ns": one.at if one.at >= 0 else None,
            "happens": one.changed,
        }
        for one in done
    ]


def _place(one: Done, size: int) -> str:
    """Where a fault lies, in words."""
    if not one.changed:
        return say("{fault}: nothing to change here", fault=one.fault)
    if one.at < 0:
        return say("{fault}: at no place of its own", fault=one.fault)
    at = f"{one.at / MS:.1f}"
    if one.offset < 0:
        return say("{fault}: before the head, at {at} ms", fault=one.fault, at=at)
    return say(
        "{fault}: behind byte {offset} of {size}, at {at} ms", fault=one.fault, offset=one.offset, size=size, at=at
    )
