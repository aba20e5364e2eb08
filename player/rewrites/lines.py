"""`crlf` and `cr`: other line ends for server-sent events (WHATWG HTML 9.2.5), or for records of NDJSON."""

from player.grammar.arguments import Arguments, Draw
from player.rewrites.rewrite import Edit, Rewrite, Stage
from player.schedule.offsets import Splice
from player.schedule.tape import Tape


def _ending(eol: bytes) -> Edit:
    def edit(tape: Tape, arguments: Arguments, draw: Draw) -> Tape:
        found = tape.line_end.finditer(tape.body)
        return tape.spliced(Splice(one.start(), one.end(), eol) for one in found if one[0] != eol)

    return edit


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
