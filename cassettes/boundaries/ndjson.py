"""Cuts at the line ends of NDJSON (catalogue 4.7). Rules

- A record ends with LF; a CR before it is white space that belongs to the line end.
"""

import re
from typing import Final

from cassettes.boundaries.kinds import BoundaryClass
from cassettes.boundaries.positions import Positions
from cassettes.boundaries.view import View

_CRLF: Final = re.compile(rb"(?<=[^\r\n])\r\n")
_EOL: Final = re.compile(rb"(?<=[^\r\n])\r?\n")

CLASSES: Final = (
    BoundaryClass("record|LF", "N1", "ndjson", "record"),
    BoundaryClass("record-boundary", "N2", "ndjson", "two-records"),
    BoundaryClass("record:CR|LF", "N3", "ndjson", "record-crlf"),
    BoundaryClass("record:no-final-LF", "N4", "ndjson", "record-no-final-lf"),
)


def find(view: View) -> dict[str, Positions]:
    if view.dialect != "ndjson":
        return {}
    text = view.text
    ends = [match.span() for match in _EOL.finditer(text)]
    return {
        "record|LF": [start for start, _ in ends],
        "record-boundary": [end for _, end in ends],
        "record:CR|LF": [match.start() + 1 for match in _CRLF.finditer(text)],
        "record:no-final-LF": [text.rfind(b"\n") + 1] if not text.endswith(b"\n") else [],
    }
