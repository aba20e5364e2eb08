"""Cuts at the end of an SSE stream: `[DONE]` and the tail (catalogue 4.6). Rules

- The sentinel is a data line whose whole value is `[DONE]`; the same text inside content is a look-alike.
- `no-final-newline` is the start of what stands behind the last whole event: WHATWG HTML 9.2.6 discards it.
"""

import re
from bisect import bisect_left
from functools import partial
from typing import Final

from cassettes.boundaries.kinds import BoundaryClass
from cassettes.boundaries.positions import Positions, Runs
from cassettes.boundaries.view import View

_DONE: Final = re.compile(rb"(?<![^\r\n])data:[ \t]*+(\[DONE\])[ \t]*+(?=[\r\n]|\Z)((?>\r\n|\n|\r)(?=[\r\n]))?")
_ENDED: Final = re.compile(rb"(?:\n|\r(?!\n))(?:\r\n|\n|\r)\Z")  # a body that ends with a blank line
USAGE: Final = re.compile(rb'"usage"\s*+:\s*+\{')

_class: Final = partial(BoundaryClass, group="sentinel")

CLASSES: Final = (
    _class(
        "done:inside",
        "S1",
        title="inside [DONE]",
        bug="the end is found by comparing the piece: never",
        needs="a data: [DONE] line",
    ),
    _class(
        "done:before",
        "S2",
        title="before [DONE], behind data:",
        bug="[DONE] alone is handed to JSON.parse",
        needs="a data: [DONE] line",
    ),
    _class(
        "done:before-EOL",
        "S3",
        title="after [DONE], its line end missing",
        bug="the line end that comes later counts as an event",
        needs="a data: [DONE] line",
    ),
    _class(
        "done:between-newlines",
        "S4",
        title="between the line ends behind [DONE]",
        bug="the end is seen only with both line ends in one piece",
        needs="a data: [DONE] line",
    ),
    _class(
        "no-final-newline",
        "S5",
        title="before a tail that no blank line ends",
        bug="the last text is lost, or never shown",
        needs="a last event that no blank line ends",
    ),
    _class(
        "usage|done",
        "S6",
        title="between the usage event and [DONE]",
        bug="choices[0] of an empty list",
        needs="a usage event right before [DONE]",
    ),
)


def find(view: View) -> dict[str, Positions]:
    if view.dialect != "sse" or not view.body:
        return {}
    tail = [] if _ENDED.search(view.text[-4:]) or view.tail is None else [view.tail]
    found = list(_DONE.finditer(view.text))
    if not found:
        return {"no-final-newline": tail}
    frames = [frame for frame in view.frames if frame.kind == "event"]
    starts = [frame.start for frame in frames]
    after_usage = []
    for index in sorted({bisect_left(starts, match.end(1)) - 1 for match in found}):
        if index > 0 and USAGE.search(view.text, frames[index - 1].start, frames[index - 1].end):
            after_usage.append(frames[index].start)
    return {
        "done:inside": Runs((match.start(1) + 1, match.end(1)) for match in found),
        "done:before": [match.start(1) for match in found],
        "done:before-EOL": [match.end(1) for match in found],
        "done:between-newlines": [match.end(2) for match in found if match.end(2) >= 0],
        "no-final-newline": tail,
        "usage|done": after_usage,
    }
