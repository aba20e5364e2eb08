"""`nospace`: no blank behind the colon of a field (WHATWG HTML 9.2.6 drops one, if it is there)."""

from collections.abc import Iterator

from player.rewrites.events import lines_of
from player.rewrites.rewrite import Rewrite, Splice, Stage, Tape, splicing


def _blanks(tape: Tape) -> Iterator[Splice]:
    body = tape.body
    for frame in tape.events:
        for line in lines_of(tape, frame):
            # a value that begins with a blank of its own would lose that one
            if line.name and line.value - line.start > len(line.name) + 1 and body[line.value : line.value + 1] != b" ":
                yield Splice(line.value - 1, line.value, b"")


REWRITES = (
    Rewrite(
        "nospace",
        Stage.SPACE,
        splicing(_blanks),
        about="No blank stands behind the colon of a field, as DashScope and Coze send it.",
        finds="Decoders that look for `data: ` with its blank, or always drop six characters.",
    ),
)
