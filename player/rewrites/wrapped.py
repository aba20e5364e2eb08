"""`base64` and `url-encoded`: each event's data in a coding, as some self-made backends do. Rules

- The tape records the coding, so that a fault reads and writes payloads in it.
- A payload is coded in up to `PIECES` pieces, so that an address inside it keeps its relative place.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final
from urllib.parse import quote, unquote_to_bytes

from player.rewrites.events import lines_of
from player.rewrites.rewrite import Arguments, Draw, Edit, Rewrite, Splice, Stage, Tape
from player.schedule.tape import Coding

PIECES: Final = 8
#: bytes that base64 codes together
_GROUP: Final = 3
#: the characters that `encodeURIComponent` keeps beside letters and digits (ECMA-262 section 19.2.6.4)
_PLAIN: Final = "-_.!~*'()"


def _coded(coding: Coding) -> Edit:
    def edit(tape: Tape, arguments: Arguments, draw: Draw) -> Tape:
        return replace(tape.spliced(_lines(tape, coding.code)), coding=coding)

    return edit


def _lines(tape: Tape, code: Callable[[bytes], bytes]) -> Iterator[Splice]:
    """The coded data of each event in its first `data` line; the others are removed."""
    body = tape.body
    for frame in tape.events:
        lines = list(lines_of(tape, frame))
        data = [line for line in lines if line.name == b"data"]
        text = b"\n".join(body[line.value : line.end] for line in data)
        if text and frame.complete:
            first, *others = data
            colon = b": " if first.start + len(first.name) == first.end else b""
            if others or colon:
                yield Splice(first.value, first.end, colon + code(text))
            else:
                yield from _pieces(first.value, text, code)
            # a line is removed with the line end before it, so that no CR stands before an LF
            yield from (Splice(before.end, line.end, b"") for before, line in pairwise(lines) if line in others)


def _pieces(start: int, text: bytes, code: Callable[[bytes], bytes]) -> Iterator[Splice]:
    """`text`, which stands at `start`, coded."""
    size = -(-len(text) // (PIECES * _GROUP)) * _GROUP
    for at in range(0, len(text), size):
        yield Splice(start + at, min(start + at + size, start + len(text)), code(text[at : at + size]))


def _quoted(text: bytes) -> bytes:
    return quote(text, safe=_PLAIN).encode()


def _decoded(text: bytes) -> bytes:
    return b64decode(text, validate=True)


REWRITES = (
    Rewrite(
        "url-encoded",
        Stage.PAYLOAD,
        _coded(Coding("url-encoded", _quoted, unquote_to_bytes)),
        about=(
            "The data of each event is as `encodeURIComponent` writes it. This changes what a client sees: it has to "
            "decode the data."
        ),
        finds="`decodeURIComponent` on half a character, and on text that was not encoded.",
    ),
    Rewrite(
        "base64",
        Stage.PAYLOAD,
        _coded(Coding("base64", b64encode, _decoded)),
        about="The data of each event is in base64. This changes what a client sees: it has to decode the data.",
        finds="`atob` taken for text: characters above U+00FF come out as two or three.",
    ),
)
