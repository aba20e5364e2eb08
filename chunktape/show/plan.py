"""`chunktape plan`: a plan as lines for people and as plain values, and where faults lie."""

from collections.abc import Iterable, Iterator

from cassettes.boundaries.coverage import Report, coverage
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


def sent_bytes(source: Body, made: Performance | None) -> int:
    """How many bytes of the planned body are sent: all unless a fault of `made` ends it early or puts another in its
    place.
    """
    if made is None:
        return len(source.data)
    parts = (part for step in made.schedule.steps for part in step.parts)
    data = b"".join(made.body[part.start : part.end] for part in parts if isinstance(part, Piece))
    return len(data) if source.data.startswith(data) else 0


def sent_cuts(source: Body, plan: Plan, made: Performance | None) -> list[int]:
    """The cuts of `plan` with something sent behind them."""
    sent = sent_bytes(source, made)
    return [cut for cut in plan.cuts if cut < sent]


def plan_lines(
    source: Body,
    plan: Plan,
    file: str,
    number: int,
    whole: Scenario,
    made: Performance | None,
    *,
    seeded: bool,
    every: bool = False,
    width: int = 0,
) -> Iterator[str]:
    """The plan in a terminal: what is cut, each piece, what the cuts hit, and where faults lie. `whole`: its scenario;
    `made`: the performance, where it has faults; `seeded`: its seed was chosen here; `every`: name the classes that the
    body can't have; `width`: columns of a line, 0: any.
    """
    for line in _plan_lines(source, plan, file, number, whole, made, seeded=seeded, narrow=0 < width < _WIDE):
        yield from (
            [line] if line == str(whole) else [fit(line, width)] if line[:1] == " " and width else _lines(line, width)
        )
    report = Report(coverage(source.boundaries, sent_cuts(source, plan, made)), encoded=source.boundaries.encoded)
    for line in report.lines(cassette_for, every=every):
        if width and columns(line) > width:
            yield from indented(line.lstrip(" "), width, " " * (len(line) - len(line.lstrip(" "))), " " * _HANGING)
        else:
            yield line


def _lines(line: str, width: int) -> list[str]:
    return wrap(line, width) if width else [line]


def _plan_lines(
    source: Body,
    plan: Plan,
    file: str,
    number: int,
    whole: Scenario,
    made: Performance | None,
    *,
    seeded: bool,
    narrow: bool,
) -> Iterator[str]:
    spans, sent = plan.spans(len(source.data)), sent_bytes(source, made)
    times = arrivals(source, plan)
    boundaries = source.boundaries
    yield say(
        "{file} #{number}: {size} bytes of {dialect}, events: {events}, recorded pieces: {pieces}",
        file=file,
        number=number,
        size=len(source.data),
        dialect=boundaries.dialect,
        events=len(source.events) + 1 if source.data else 0,
        pieces=len(source.times),
    )
    yield str(whole)
    if seeded:
        yield say("No seed was given, so this is seed {seed}; another one cuts elsewhere.", seed=0)
    last, recorded = (f"{at / MS:.1f}" for at in (times[-1] if times else 0, source.times[-1] if source.times else 0))
    yield say(
        "Pieces: {pieces}, the last one at {last} ms (recorded: {recorded} ms), at speed 1 without a gap",
        pieces=len(spans),
        last=last,
        recorded=recorded,
    )
    if sent < len(source.data):
        yield say(
            "Sent: {bytes} of {size} bytes, {pieces} of {planned} pieces",
            bytes=sent,
            size=len(source.data),
            pieces=sum(1 for start, _ in spans if start < sent),
            planned=len(spans),
        )
    for one in (*made.done, *made.idle) if made is not None else ():
        yield _place(one, len(source.data))
    yield ""
    widths = " {:>5}  {:>13}  {:>8}  {}" if narrow else "{:>6}  {:>15}  {:>9}  {}"
    yield widths.format(*say("piece\tbytes\tat ms\tcut behind it").split("\t"))
    hidden = range(_HEAD, len(spans) - _TAIL)
    for index, ((start, end), at) in enumerate(zip(spans, times, strict=True)):
        if index in hidden:
            if index == hidden[0]:
                yield say("… {count} more pieces: --json has them all", count=len(hidden))
            continue
        cut = ""
        if start >= sent < len(source.data):
            cut = say("not sent")
        elif end > sent:
            cut = say("sent up to byte {sent}", sent=sent)
        elif index < len(plan.cuts):
            shown = around(source.data, end, text=boundaries.dialect != "binary", hexadecimal=not narrow)
            cut = f"{shown}  {' '.join(boundaries.classes_at(end)) or '-'}"
        yield widths.format(index + 1, f"{start}..{end}", f"{at / MS:.1f}", cut).rstrip()
    yield ""


def plan_json(source: Body, plan: Plan, whole: Scenario, made: Performance | None) -> dict[str, object]:
    """The plan as plain values: every piece with its time, how much of it is sent, the coverage, and the faults."""
    boundaries, sent = source.boundaries, sent_bytes(source, made)
    planned = coverage(boundaries, sent_cuts(source, plan, made))
    spans = plan.spans(len(source.data))
    pieces = zip(spans, arrivals(source, plan), plan.holds or (0,) * len(spans), strict=True)
    return {
        "spec": str(whole),
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
            {"id": row.id, "kind": row.kind, "positions": row.positions, "planned": row.hits} for row in planned.rows
        ],
        "sent": sent,
        "faults": _told((*made.done, *made.idle) if made is not None else ()),
        "absent": planned.absent(cassette_for),
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
