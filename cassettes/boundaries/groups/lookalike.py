"""Cuts that make a piece look like something else (catalogue 4.9). Rules

- They catch decoders that guess whether a piece looks like a new event, the end or whole JSON, instead of keeping the
  incomplete rest. Cuts anywhere else in the same stream don't break such decoders.
- Only payload is searched. A colon behind a quote is JSON and does not look like a comment.
"""

import re
from functools import partial
from typing import Final

from cassettes.boundaries.kinds import BoundaryClass
from cassettes.boundaries.positions import Positions
from cassettes.boundaries.view import View

_FIELD: Final = re.compile(rb'(?:data|event|id|retry):|(?<=[^"\r\n]): ')
#: group 1 is `[DONE]` inside a payload; the sentinel itself, which is a whole payload, has no match
_DONE: Final = re.compile(rb"(?<![^\r\n])[ \t]*+\[DONE\][ \t]*+(?![^\r\n])|(\[DONE\])")
_NUMBER_RECORD: Final = re.compile(rb"(?<![^\r\n])[ \t]*+([0-9\-][0-9.eE+\-]++)[ \t]*+(?![^\r\n])")
_CLOSED: Final = re.compile(rb"\}(?=[^\r\n])")
_OPEN: Final = re.compile(rb"(?<=[^\r\n])\{")
_BLANK: Final = re.compile(rb"\}(?=\{)|\\n(?=\\n)")

_class: Final = partial(BoundaryClass, group="lookalike")

CLASSES: Final = (
    _class(
        "lookalike:field",
        "A1",
        title="before payload text like data: or id:",
        bug="a piece that looks like a new event throws the rest away",
        needs="content with text like data: or id:",
    ),
    _class(
        "lookalike:done",
        "A2",
        title="after the text [DONE] inside content",
        bug='endsWith("[DONE]") ends the stream early',
        needs="content with the text [DONE]",
    ),
    _class(
        "lookalike:complete",
        "A3",
        title="after what closes like whole JSON",
        bug="a closing brace at the end is taken for a whole event",
        needs="an object inside a JSON object",
        dense=True,
    ),
    _class(
        "lookalike:brace",
        "A4",
        title="before a nested opening brace",
        bug="an opening brace at the start is taken for a new record",
        needs="an object inside a JSON object",
        dense=True,
    ),
    _class(
        "lookalike:blank",
        "A5",
        title="between two braces back to back, or inside \\n\\n, in content",
        bug="content is split at what looks like a border of events",
        needs="content with braces back to back or \\n\\n",
    ),
)


def find(view: View) -> dict[str, Positions]:
    text, json = view.payload, view.json
    complete = [match.end() for match in _CLOSED.finditer(json)]
    numbers = [p for match in _NUMBER_RECORD.finditer(json) for p in range(match.start(1) + 1, match.end(1))]
    return {
        "lookalike:field": [match.start() for match in _FIELD.finditer(text)],
        "lookalike:done": [match.end(1) for match in _DONE.finditer(text) if match.lastindex],
        "lookalike:complete": sorted(complete + numbers),
        "lookalike:brace": [match.start() for match in _OPEN.finditer(json)],
        "lookalike:blank": [match.end() for match in _BLANK.finditer(text)],
    }
