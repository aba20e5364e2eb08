"""`header-case`: the names of header lines in other letters (RFC 9110 section 5.1: case means nothing)."""

from player.rewrites.rewrite import Arguments, Choice, Draw, Rewrite, Stage, Tape


def _cased(tape: Tape, arguments: Arguments, draw: Draw) -> Tape:
    head, to = tape.interaction.head, arguments.word("to")
    if head is None:
        return tape
    return tape.headed(tuple((_written(name, to), value) for name, value in head.headers))


def _written(name: bytes, to: str) -> bytes:
    if to == "title":
        return b"-".join(word.capitalize() for word in name.split(b"-"))
    return name.upper() if to == "upper" else name.lower()


REWRITES = (
    Rewrite(
        "header-case",
        Stage.HEAD,
        _cased,
        {"to": Choice(("lower", "upper", "title"))},
        dialects=("sse", "ndjson", "json", "text", "binary"),
        about="Names of response headers are in lower case, as HTTP/2 has them; `to` gives `upper` or `title` instead.",
        finds="Clients that look up `res.header['Content-Type']` as one server happened to write it.",
        shown=("", "to=upper"),
    ),
)
