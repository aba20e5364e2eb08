"""Cuts at and around the line ends of server-sent events (catalogue 4.3). Rules

- A line end is CRLF, LF or CR; the one that ends an empty line ends the event.
- `event-boundary` is the control: a cut there breaks no correct decoder and hardly ever a faulty one.
- `empty-data` and `cr-only` are about content; their positions are the ends of such lines.
"""

import re
from functools import partial
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

_class: Final = partial(BoundaryClass, group="lines")

CLASSES: Final = (
    _class(
        "line:CR|LF",
        "L1",
        title="inside the CRLF of a line",
        bug="CR and LF taken for two line ends: an event is dispatched early",
        needs="server-sent events with CRLF line ends",
    ),
    _class(
        "event-end:CR|LF",
        "L2",
        title="inside the CRLF of the blank line",
        bug="an event dispatched twice, or a stray LF before the next one",
        needs="server-sent events with CRLF line ends",
    ),
    _class(
        "between-newlines",
        "L3",
        title="between the two line ends that end an event",
        bug='endsWith("\\n\\n") per piece, or white-space-only pieces dropped',
        needs="a server-sent event",
    ),
    _class(
        "line:before-EOL",
        "L4",
        title="data complete, its line end missing (json:complete|EOL)",
        bug="parsed early and then again, or never parsed",
        needs="a data line",
    ),
    _class(
        "between-fields",
        "L5",
        title="between two fields of one event",
        bug="the event's name is forgotten with each piece",
        needs="an event with two different fields (event:, id:)",
    ),
    _class(
        "multi-data",
        "L6",
        title="between two data lines of one event",
        bug="the last line wins, or each line is parsed as JSON",
        needs="an event with two data lines",
    ),
    _class(
        "event-boundary",
        "L7",
        title="between two events: the control",
        bug="none: a decoder that fails here fails everywhere",
        needs="two events",
        structural=False,
    ),
    _class(
        "cr-only",
        "L8",
        title="after a line end that is CR alone",
        bug="only LF is known as a line end, or a CR at the end waits for ever",
        needs="server-sent events with CR line ends",
    ),
    _class(
        "empty-data",
        "L9",
        title="at the end of an empty data line",
        bug='JSON.parse("")',
        needs="an empty data line",
    ),
    _class(
        "leading-newline",
        "L10",
        title="a piece that starts with LF",
        bug='trim() or startsWith("data:") per piece',
        needs="server-sent events with LF in their line ends",
        dense=True,
    ),
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
