"""Cuts at the line ends of NDJSON (catalogue 4.7). Rules

- A record ends with LF; a CR before it is white space that belongs to the line end.
"""

import re
from functools import partial
from typing import Final

from cassettes.boundaries.kinds import BoundaryClass
from cassettes.boundaries.positions import Positions
from cassettes.boundaries.view import View

_CRLF: Final = re.compile(rb"(?<=[^\r\n])\r\n")
_EOL: Final = re.compile(rb"(?<=[^\r\n])\r?\n")

_class: Final = partial(BoundaryClass, group="ndjson")

CLASSES: Final = (
    _class(
        "record|LF",
        "N1",
        title="record complete, its LF missing",
        bug="parsed early and then again, or never parsed",
        needs="an NDJSON record",
    ),
    _class(
        "record-boundary",
        "N2",
        title="between two records: the control",
        bug="none: a decoder that fails here fails everywhere",
        needs="two NDJSON records",
    ),
    _class(
        "record:CR|LF",
        "N3",
        title="inside the CRLF of a record",
        bug="the LF becomes an empty record",
        needs="an NDJSON record that ends in CRLF",
    ),
    _class(
        "record:no-final-LF",
        "N4",
        title="before a last record without LF",
        bug="the last record is lost",
        needs="a last NDJSON record without LF",
    ),
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
