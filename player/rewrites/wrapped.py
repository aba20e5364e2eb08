"""`base64` and `url-encoded`: each event's data in a coding that backends of their own put around it."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final
from urllib.parse import quote

from player.grammar.arguments import Arguments, Draw
from player.rewrites.events import lines_of
from player.rewrites.rewrite import Edit, Rewrite, Stage
from player.schedule.offsets import Splice
from player.schedule.tape import Tape

#: what `encodeURIComponent` leaves alone beside letters and digits (ECMA-262 section 19.2.6.4)
_PLAIN: Final = "-_.!~*'()"


def _coded(code: Callable[[bytes], bytes]) -> Edit:
    def edit(tape: Tape, arguments: Arguments, draw: Draw) -> Tape:
        return tape.spliced(_lines(tape, code))

    return edit


def _lines(tape: Tape, code: Callable[[bytes], bytes]) -> Iterator[Splice]:
    """The data of each event in its first `data` line; the others go."""
    body = tape.body
    for frame in tape.events:
        lines = list(lines_of(body, frame))
        data = [line for line in lines if line.name == b"data"]
        text = b"\n".join(body[line.value : line.end] for line in data)
        if text and frame.complete:
            first, *others = data
            colon = b": " if first.start + len(first.name) == first.end else b""
            yield Splice(first.value, first.end, colon + code(text))
            # the line end before it goes with a line, so that no CR meets an LF
            yield from (Splice(before.end, line.end, b"") for before, line in pairwise(lines) if line in others)


REWRITES = (
    Rewrite(
        "url-encoded",
        Stage.PAYLOAD,
        _coded(lambda text: quote(text, safe=_PLAIN).encode()),
        about=(
            "The data of each event is as `encodeURIComponent` writes it. This changes what a client sees: it has to "
            "decode the data."
        ),
        finds="`decodeURIComponent` on half a character, and on text that was not encoded.",
    ),
    Rewrite(
        "base64",
        Stage.PAYLOAD,
        _coded(b64encode),
        about="The data of each event is in base64. This changes what a client sees: it has to decode the data.",
        finds="`atob` taken for text: characters above U+00FF come out as two or three.",
    ),
)
