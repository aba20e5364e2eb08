"""`bom`: a byte order mark before everything, which WHATWG HTML 9.2.5 has the client drop."""

from cassettes.framing import BOM
from player.grammar.arguments import Arguments, Draw
from player.rewrites.rewrite import Rewrite, Stage
from player.schedule.offsets import Splice
from player.schedule.tape import Tape


def _marked(tape: Tape, arguments: Arguments, draw: Draw) -> Tape:
    if not tape.body or tape.body.startswith(BOM):
        return tape
    return tape.spliced([Splice(0, 0, BOM)])


REWRITES = (
    Rewrite(
        "bom",
        Stage.START,
        _marked,
        dialects=("sse", "ndjson", "text"),
        about="The body begins with a byte order mark.",
        finds="Clients whose first event is lost: its field is called `\\ufeffdata`, its JSON begins with U+FEFF.",
    ),
)
