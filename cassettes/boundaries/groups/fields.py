"""Cuts inside the field syntax of server-sent events (catalogue 4.4). Rules

- Only the four fields of WHATWG HTML 9.2.6 count (data, event, id, retry): no decoder looks at others.
- One space behind the colon belongs to the syntax, not to the value.
"""

from functools import partial
from typing import Final

from cassettes.boundaries.kinds import BoundaryClass
from cassettes.boundaries.positions import Positions, Runs
from cassettes.boundaries.view import View
from cassettes.framing import spans_of

_class: Final = partial(BoundaryClass, group="fields")

CLASSES: Final = (
    _class(
        "inside-name",
        "F1",
        title="inside a field name (da|ta)",
        bug='startsWith("data: ") per piece: both halves are dropped',
        needs="a data line",
        dense=True,
        structural=False,
    ),
    _class(
        "name|colon",
        "F2",
        title="between name and colon",
        bug="a field without colon is taken for complete",
        needs="a data line",
    ),
    _class(
        "colon|space",
        "F3",
        title="between colon and space",
        bug="the optional space is lost or doubled",
        needs="a space behind the colon",
    ),
    _class(
        "space|value",
        "F4",
        title="between space and value",
        bug="slice(6) of a prefix gives an empty value",
        needs="a space behind the colon",
    ),
    _class(
        "colon|value",
        "F5",
        title="between colon and value, without space",
        bug='only "data: " with a space is known',
        needs="no space behind the colon (DashScope, Spring)",
    ),
    _class(
        "value:event",
        "F6",
        title="inside the value of event:",
        bug="an event of an unknown name is dropped",
        needs="an event: field",
        dense=True,
        structural=False,
    ),
    _class(
        "value:id",
        "F7",
        title="inside the value of id:",
        bug="half an id is sent as Last-Event-ID",
        needs="an id: field of two characters or more",
        dense=True,
        structural=False,
    ),
    _class(
        "value:retry",
        "F8",
        title="inside retry: or its value",
        bug="reconnects after 30 ms instead of 3000",
        needs="a retry: field",
        dense=True,
        structural=False,
    ),
    _class(
        "comment:before",
        "F9",
        title="before a comment",
        bug="a piece that begins with a comment is dropped whole, or ends the loop",
        needs="a comment (: keep-alive)",
    ),
    _class(
        "comment:inside",
        "F10",
        title="inside a comment",
        bug="the rest of a comment is handed to JSON.parse",
        needs="a comment (: keep-alive)",
        dense=True,
        structural=False,
    ),
    _class(
        "comment:after",
        "F11",
        title="after a comment",
        bug="a comment alone becomes an empty event",
        needs="a comment (: keep-alive)",
    ),
)


def find(view: View) -> dict[str, Positions]:
    if view.dialect != "sse":
        return {}
    text = view.text
    names: list[tuple[int, int]] = []
    colons: list[int] = []
    spaces: list[int] = []
    values: list[int] = []  # where values begin behind a space
    bare: list[int] = []  # where values begin right behind the colon
    inside: dict[str, list[tuple[int, int]]] = {"event": [], "id": [], "retry": []}
    comments = view.comments
    for kind, start, colon, value, end, _ in view.lines:
        names.append((start + 1, colon))
        if kind == "retry":
            inside[kind].append((start + 1, colon))
        if colon < value:
            colons.append(colon)
            if value - colon == 2:
                spaces.append(colon + 1)
            if value < end:
                (values if value - colon == 2 else bare).append(value)
                if kind != "data":
                    inside[kind].append((value + 1, end))
    after = [end + 2 if text[end : end + 2] == b"\r\n" else end + 1 for _, end in comments]
    if comments:
        after = sorted({*after, *(end for _, end, kind, _ in spans_of(view.body, view.dialect) if kind == "comment")})
    return {
        "inside-name": Runs(names),
        "name|colon": colons,
        "colon|space": spaces,
        "space|value": values,
        "colon|value": bare,
        "value:event": Runs(inside["event"]),
        "value:id": Runs(inside["id"]),
        "value:retry": Runs(inside["retry"]),
        "comment:before": [start for start, _ in comments],
        "comment:inside": Runs((start + 1, end + 1) for start, end in comments),
        "comment:after": after,
    }
