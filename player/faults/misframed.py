"""`bad-size` and `no-last-chunk`: chunk framing that a client has to refuse, or to treat as an answer cut short."""

from dataclasses import replace
from typing import Final

from player.faults.fault import Arguments, At, Choice, Draw, Fault, Performance, Phase, Tape
from player.faults.framing import each_piece, in_chunks
from player.faults.places import offset_in
from player.schedule.schedule import Finish, Piece, Raw

#: texts in place of the size; %x is the right one
_SIZES: Final = {
    "letters": b"xyz",
    "empty": b"",
    "negative": b"-%x",
    "prefixed": b"0x%x",
    "huge": b"ffffffffffffffffff",
}
_SENT: Final = {"nothing": b"", "size": b"0", "line": b"0\r\n"}


def bad_size(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """The first transfer chunk from `at` on, or else the last one, gets an invalid size."""
    schedule = in_chunks(performance, "bad-size")
    offset = offset_in(performance, recorded, arguments.word("at"))
    starts = [piece.start for step in schedule.steps for piece in step.pieces if piece.opens is not None]
    if not starts:
        return performance
    bad, text = next((start for start in starts if start >= offset), starts[-1]), _SIZES[arguments.word("kind")]

    def spoilt(piece: Piece) -> Piece:
        if piece.opens is None or piece.start != bad:
            return piece
        return piece._replace(line=(text % piece.opens if b"%" in text else text) + b"\r\n")

    finish = Finish.CLOSE if schedule.finish is Finish.COMPLETE else schedule.finish
    return replace(
        performance, schedule=replace(schedule, steps=each_piece(schedule.steps, spoilt), finish=finish), trailers=()
    )


def no_last_chunk(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """The connection is closed where the last chunk, or the rest of it, should stand."""
    schedule = in_chunks(performance, "no-last-chunk")
    if schedule.finish is not Finish.COMPLETE:
        return performance
    steps, sent = list(schedule.steps), _SENT[arguments.word("sends")]
    if sent:
        steps[-1] = steps[-1]._replace(parts=(*steps[-1].parts, Raw(sent)))
    return replace(performance, schedule=replace(schedule, steps=tuple(steps), finish=Finish.CLOSE), trailers=())


FAULTS = (
    Fault(
        "bad-size",
        Phase.FRAMING,
        bad_size,
        parameters={"at": At(without=("head",)), "kind": Choice(tuple(_SIZES))},
        about=(
            "The first transfer chunk that begins at `at` or behind it has a size that is none, and the connection "
            "is closed at the end."
        ),
        meets="A server that writes body bytes behind a length that it miscounted; two writers on one connection.",
        shown=("", "kind=huge"),
    ),
    Fault(
        "no-last-chunk",
        Phase.FRAMING,
        no_last_chunk,
        parameters={"sends": Choice(tuple(_SENT))},
        about=(
            "The last chunk is missing, or breaks off behind its `size` or its `line`; then the connection is closed."
        ),
        meets="A worker that is killed behind its last event; a proxy that closes without an end.",
        shown=("", "sends=line"),
    ),
)
