"""Cuts at the line ends of NDJSON (catalogue 4.7). Rules

- A record ends with LF; a CR before it is white space that belongs to the line end.
"""

import re
from typing import Final

from cassettes.boundary.kinds import BoundaryClass
from cassettes.boundary.positions import Positions
from cassettes.boundary.view import View

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
    tail = [view.frames[-1].start] if view.frames and not view.frames[-1].complete else []
    return {
        "record|LF": [match.start() for match in _EOL.finditer(view.text)],
        "record-boundary": [frame.end for frame in view.frames],
        "record:CR|LF": [match.start() + 1 for match in _CRLF.finditer(view.text)],
        "record:no-final-LF": tail,
    }
