"""`bom`: a byte order mark before everything, which WHATWG HTML 9.2.5 has the client drop."""

from cassettes.framing import BOM
from player.rewrites.rewrite import Rewrite, Splice, Stage, Tape, splicing


def _mark(tape: Tape) -> list[Splice]:
    return [Splice(0, 0, BOM)] if tape.body and not tape.body.startswith(BOM) else []


REWRITES = (
    Rewrite(
        "bom",
        Stage.START,
        splicing(_mark),
        dialects=("sse", "ndjson", "text"),
        about="The body begins with a byte order mark.",
        finds="Clients whose first event is lost: its field is called `\\ufeffdata`, its JSON begins with U+FEFF.",
    ),
)
