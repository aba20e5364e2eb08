"""`data-first`: the fields of an event in another order, with the same meaning (WHATWG HTML 9.2.6)."""

from collections.abc import Iterator
from typing import Final

from player.rewrites.events import data_stands_apart, lines_of
from player.rewrites.rewrite import Rewrite, Splice, Stage, Tape, splicing

_ORDER: Final = {b"data": 0, b"event": 2, b"id": 3}
_OTHER: Final = 1


def _moved(tape: Tape) -> Iterator[Splice]:
    """Each line in the place of another one; line ends stay where they are. An event whose `data` lines stand apart
    stays as it is, as for the rewrites of payloads: joined here, it would have another payload the next time.
    """
    for frame in tape.events:
        lines = list(lines_of(tape, frame)) if frame.complete else []
        if data_stands_apart(lines):
            continue
        ordered = sorted(lines, key=lambda line: _ORDER.get(line.name, _OTHER))
        for line, other in zip(lines, ordered, strict=True):
            if line != other:
                yield Splice(line.start, line.end, tape.body[other.start : other.end])


REWRITES = (
    Rewrite(
        "data-first",
        Stage.FIELDS,
        splicing(_moved),
        about="In each event `data` stands before `event`, and `id` last.",
        finds="Decoders that act on a `data` line when it comes, under the name or id of the event before.",
    ),
)
