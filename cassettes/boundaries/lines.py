"""Cuts at and around the line ends of server-sent events (catalogue 4.3). Rules

- A line end is CRLF, LF or CR; the one that ends an empty line ends the event.
- `event-boundary` is the control: a cut there breaks no right decoder and hardly a wrong one.
- `empty-data` and `cr-only` are about content; their positions are the ends of such lines.
"""

import re
from itertools import pairwise
from typing import Final

from cassettes.boundaries.kinds import BoundaryClass
from cassettes.boundaries.positions import Positions, Runs
from cassettes.boundaries.view import View

_LINE_CRLF: Final = re.compile(rb"(?<=[^\r\n])\r\n")
_BLANK_CRLF: Final = re.compile(rb"(?<![^\r\n])\r\n")
#: the line ends of an event's last line and of the blank line behind it
_EVENT_END: Final = re.compile(rb"(?<=[^\r\n])((?>\r\n|\n|\r))(?>\r\n|\n|\r)")
_LONE_CR: Final = re.compile(rb"\r(?!\n)")
_LF_RUN: Final = re.compile(rb"\n+")

CLASSES: Final = (
    BoundaryClass("line:CR|LF", "L1", "lines", "crlf"),
    BoundaryClass("event-end:CR|LF", "L2", "lines", "crlf"),
    BoundaryClass("between-newlines", "L3", "lines", "event"),
    BoundaryClass("line:before-EOL", "L4", "lines", "data"),
    BoundaryClass("between-fields", "L5", "lines", "two-fields"),
    BoundaryClass("multi-data", "L6", "lines", "multi-line"),
    BoundaryClass("event-boundary", "L7", "lines", "two-events"),
    BoundaryClass("cr-only", "L8", "lines", "cr"),
    BoundaryClass("empty-data", "L9", "lines", "empty-data"),
    BoundaryClass("leading-newline", "L10", "lines", "lf"),
)


def find(view: View) -> dict[str, Positions]:
    if view.dialect != "sse":
        return {}
    text, lines = view.text, view.lines
    fields: list[int] = []
    multi: list[int] = []
    for before, line in pairwise(lines):
        if line[5]:
            (multi if before[0] == line[0] == "data" else fields).append(line[1])
    data = [(value, end) for kind, _, _, value, end, _ in lines if kind == "data"]
    event_ends = [(match.end(1), match.end()) for match in _EVENT_END.finditer(text)]
    return {
        "line:CR|LF": [match.start() + 1 for match in _LINE_CRLF.finditer(text)],
        "event-end:CR|LF": [match.start() + 1 for match in _BLANK_CRLF.finditer(text)],
        "between-newlines": [end for end, _ in event_ends],
        "line:before-EOL": [end for value, end in data if value < end],
        "between-fields": fields,
        "multi-data": multi,
        "event-boundary": [end for _, end in event_ends],
        "cr-only": [match.end() for match in _LONE_CR.finditer(text)],
        "empty-data": [end for value, end in data if value == end],
        "leading-newline": Runs(match.span() for match in _LF_RUN.finditer(view.body)),
    }
