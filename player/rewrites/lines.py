"""`crlf` and `cr`: other line ends for server-sent events (WHATWG HTML 9.2.5), or for records of NDJSON."""

from collections.abc import Iterator

from player.rewrites.rewrite import Edit, Rewrite, Splice, Stage, Tape, splicing


def _ending(eol: bytes) -> Edit:
    def others(tape: Tape) -> Iterator[Splice]:
        return (Splice(*one.span(), eol) for one in tape.line_end.finditer(tape.body) if one[0] != eol)

    return splicing(others)


REWRITES = (
    Rewrite(
        "crlf",
        Stage.LINES,
        _ending(b"\r\n"),
        dialects=("sse", "ndjson"),
        about="Every line ends in CR LF.",
        finds="Decoders that split at `\\n\\n`, and those that lose a CR whose LF comes in the next piece.",
    ),
    Rewrite(
        "cr",
        Stage.LINES,
        _ending(b"\r"),
        about="Every line ends in CR alone, which the standard allows and hardly any server sends.",
        finds="Decoders that know LF only.",
    ),
)
