"""Cuts inside the field syntax of server-sent events (catalogue 4.4). Rules

- Only the four fields of WHATWG HTML 9.2.6 count (data, event, id, retry): no decoder looks at others.
- One space behind the colon belongs to the syntax, not to the value.
"""

from typing import Final

from cassettes.boundaries.kinds import BoundaryClass
from cassettes.boundaries.positions import Positions, Runs
from cassettes.boundaries.view import View
from cassettes.framing import spans_of

CLASSES: Final = (
    BoundaryClass("inside-name", "F1", "fields", "data"),
    BoundaryClass("name|colon", "F2", "fields", "data"),
    BoundaryClass("colon|space", "F3", "fields", "space"),
    BoundaryClass("space|value", "F4", "fields", "space"),
    BoundaryClass("colon|value", "F5", "fields", "no-space"),
    BoundaryClass("value:event", "F6", "fields", "event-field"),
    BoundaryClass("value:id", "F7", "fields", "id-field"),
    BoundaryClass("value:retry", "F8", "fields", "retry-field"),
    BoundaryClass("comment:before", "F9", "fields", "comment"),
    BoundaryClass("comment:inside", "F10", "fields", "comment"),
    BoundaryClass("comment:after", "F11", "fields", "comment"),
)


def find(view: View) -> dict[str, Positions]:
    if view.dialect != "sse":
        return {}
    text = view.text
    names: list[tuple[int, int]] = []
    colons: list[int] = []
    spaces: list[int] = []
    values: list[int] = []  # that a space stands before
    bare: list[int] = []  # that follow the colon
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
