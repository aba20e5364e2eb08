"""`commented` and `blank-lines`: lines without meaning, which WHATWG HTML 9.2.6 has the client ignore."""

from collections.abc import Iterator
from typing import Final

from cassettes.framing import Frame
from player.rewrites.events import lines_of
from player.rewrites.rewrite import Arguments, Choice, Draw, Rewrite, Splice, Stage, Tape, splicing

#: the comment of DeepSeek while a request is queued
_COMMENT: Final = b": keep-alive"


def _eol(tape: Tape, frame: Frame) -> bytes:
    """The first line end of `frame`; LF where it has none."""
    match = tape.line_end.search(tape.body, frame.start, frame.end)
    return match[0] if match else b"\n"


def _commented(tape: Tape, arguments: Arguments, draw: Draw) -> Tape:
    return tape.spliced(_within(tape) if arguments.word("at") == "inside" else _between(tape))


def _between(tape: Tape) -> Iterator[Splice]:
    for frame in tape.events:
        start = tape.begin(frame)
        yield Splice(start, start, _COMMENT + _eol(tape, frame) * 2)


def _within(tape: Tape) -> Iterator[Splice]:
    for frame in tape.events:
        for line in lines_of(tape, frame):
            if line.name == b"data":
                yield Splice(line.start, line.start, _COMMENT + _eol(tape, frame))


def _blanks(tape: Tape) -> Iterator[Splice]:
    for frame in tape.events:
        if frame.complete:
            yield Splice(frame.end, frame.end, _eol(tape, frame))


REWRITES = (
    Rewrite(
        "commented",
        Stage.COMMENTS,
        _commented,
        {"at": Choice(("between", "inside"))},
        about="A comment `: keep-alive` stands before every event; with `at=inside` before the `data` lines within it.",
        finds="Comments given to `JSON.parse`, loops that a comment ends, events told by how their block begins.",
        shown=("", "at=inside"),
    ),
    Rewrite(
        "blank-lines",
        Stage.BLANKS,
        splicing(_blanks),
        dialects=("sse", "ndjson"),
        about="One more blank line stands behind every event or record.",
        finds="Decoders that make an empty event of it, or parse an empty string.",
    ),
)
