"""Changes the framing around body bytes, for faults of the phase `FRAMING`. Pure."""

from collections.abc import Callable
from dataclasses import replace

from cassettes.errors import SpecError
from cassettes.headers import Framing
from cassettes.messages import say
from cassettes.model import Headers, ResponseHead
from player.schedule.performance import Performance
from player.schedule.schedule import Piece, Raw, Schedule, Step


def body_schedule(performance: Performance, name: str) -> Schedule:
    """The schedule, whose framing the fault `name` will change. Raises SpecError for a response without a body."""
    if performance.head is None or performance.schedule.framing in (Framing.NONE, Framing.RAW):
        raise SpecError(say("`{name}` changes the framing of a body, and this response can't have a body.", name=name))
    return performance.schedule


def in_chunks(performance: Performance, name: str) -> Schedule:
    """The schedule in transfer chunks; a body that has none gets one for each piece. Raises SpecError."""
    schedule = body_schedule(performance, name)
    if schedule.framing is Framing.CHUNKED:
        return schedule
    steps = each_piece(schedule.steps, lambda piece: _chunk(piece) if piece.end > piece.start else piece)
    return replace(schedule, steps=steps, framing=Framing.CHUNKED)


def _chunk(piece: Piece) -> Piece:
    return piece._replace(opens=piece.end - piece.start, closes=True)


def bare(schedule: Schedule, framing: Framing) -> Schedule:
    """The schedule without transfer chunks."""

    def bared(step: Step) -> Step:
        return step._replace(parts=tuple(Piece(one.start, one.end) for one in step.pieces if one.end > one.start))

    rows = ((at, bared(step)) for at, step in schedule.rows)
    kept = schedule.of((at, step) for at, step in rows if step.parts or step.head or step.end)
    return replace(kept, framing=framing)


def each_piece(steps: tuple[Step, ...], change: Callable[[Piece], Piece]) -> tuple[Step, ...]:
    """`steps` with `change` done to each piece."""

    def changed(part: Piece | Raw) -> Piece | Raw:
        return change(part) if isinstance(part, Piece) else part

    return tuple(step._replace(parts=tuple(map(changed, step.parts))) for step in steps)


def lined(schedule: Schedule, line: Callable[[int], bytes]) -> Schedule:
    """The schedule with the size lines that `line` gives, CRLF included, for the sizes of its transfer chunks."""
    steps = each_piece(
        schedule.steps, lambda piece: piece if piece.opens is None else piece._replace(line=line(piece.opens))
    )
    return replace(schedule, steps=steps)


def with_length(head: ResponseHead, length: int) -> ResponseHead:
    """`head` with this Content-Length, in place of the field that framed it."""
    framing = (b"transfer-encoding", b"content-length")
    stands = next((index for index, (name, _) in enumerate(head.headers) if name.lower() in framing), None)
    field: Headers = ((b"Content-Length", b"%d" % length),)
    if stands is None:
        return replace(head, headers=(*head.headers, *field))
    behind = tuple(one for one in head.headers[stands:] if one[0].lower() not in framing)
    return replace(head, headers=(*head.headers[:stands], *field, *behind))
