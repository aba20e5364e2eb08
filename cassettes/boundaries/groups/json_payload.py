r"""Cuts inside JSON, in data lines and records (catalogue 4.5). Rules

- One pass finds strings; numbers, literals and structure are looked for in a copy whose strings are only quotes.
- "Inside" a string or key means behind the opening quote and between its bytes; before the closing quote is class J3.
- A string followed by a colon is a key. Payloads are read line by line: a string that its line does not close ends
  with the line.
- Escapes are read from the left, so `\\n` is an escaped backslash and an n (RFC 8259 section 7).
"""

import re
from array import array
from functools import partial
from typing import Final

from cassettes.boundaries.kinds import BoundaryClass
from cassettes.boundaries.positions import Positions, Runs
from cassettes.boundaries.view import View

_STRING: Final = re.compile(rb'"[^"\\\r\n]*+(?:\\[^\r\n][^"\\\r\n]*+)*+(?:\\(?=[\r\n]|\Z))?+(?:(")([ \t]*+:)?+)?+')
_ESCAPE: Final = re.compile(rb'\\(?:(u[0-9A-Fa-f]{4})|(")|(\\)|[^\r\n])')
_HIGH_LOW: Final = re.compile(rb"\\u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}")
_NUMBER: Final = re.compile(rb"[0-9\-][0-9.eE+\-]++")  # of two characters or more: others have no inside
_LITERAL: Final = re.compile(rb"true|false|null")
_STRUCTURE: Final = re.compile(rb'[^"0-9A-Za-z.+\-\r\n]++')

_class: Final = partial(BoundaryClass, group="json")

CLASSES: Final = (
    _class(
        "structural",
        "J1",
        title="between JSON tokens",
        bug="JSON.parse per piece with the error swallowed: tokens are lost",
        needs="JSON payload",
        dense=True,
        structural=False,
    ),
    _class(
        "inside-string",
        "J2",
        title="inside a JSON string",
        bug="JSON.parse per piece with the error swallowed: tokens are lost",
        needs="a JSON string",
        dense=True,
        structural=False,
    ),
    _class(
        "before-close-quote",
        "J3",
        title="before a closing quote",
        bug="a scanner takes the quote for an opening one",
        needs="a JSON string",
        dense=True,
        structural=False,
    ),
    _class(
        "esc:|n",
        "J4",
        title="inside a short escape (\\|n)",
        bug="a hand-written scanner forgets the backslash: n instead of a new line",
        needs="a short escape such as \\n in JSON",
    ),
    _class(
        'esc:|"',
        "J5",
        title='inside an escaped quote (\\|")',
        bug="a hand-written scanner forgets the backslash: the string ends early",
        needs='an escaped quote (\\") in JSON',
    ),
    _class(
        "esc:|\\",
        "J6",
        title="inside an escaped backslash (\\|\\)",
        bug="a hand-written scanner takes the second backslash for a new escape",
        needs="an escaped backslash (\\\\) in JSON",
    ),
    _class(
        "esc:\\uXXXX",
        "J7",
        title="inside \\uXXXX, at five places",
        bug="a partial-JSON parser decodes fewer than four digits",
        needs="a \\uXXXX escape in JSON",
    ),
    _class(
        "surrogate-escape",
        "J8",
        title="between the two escapes of a surrogate pair",
        bug="half an emoji is shown as a box",
        needs="an escaped surrogate pair (\\ud83d\\ude42)",
    ),
    _class(
        "inside-number",
        "J9",
        title="inside a number (12|.50)",
        bug="an incremental parser gives out 12",
        needs="a JSON number of two characters or more",
        dense=True,
        structural=False,
    ),
    _class(
        "inside-literal",
        "J10",
        title="inside true, false or null",
        bug="an incremental parser stops at half a literal",
        needs="true, false or null in JSON",
        dense=True,
        structural=False,
    ),
    _class(
        "before-close-brace",
        "J11",
        title="before the last closing brace",
        bug="brace counting without string state, or partial JSON completed and shown twice",
        needs="JSON payload",
        dense=True,
    ),
    _class(
        "key",
        "J12",
        title="inside a key",
        bug="a regular expression for the key finds nothing",
        needs="JSON payload",
        dense=True,
    ),
)


def find(view: View) -> dict[str, Positions]:
    if not view.json_values:
        return {}
    text = view.json
    keys: list[tuple[int, int]] = []
    strings: list[tuple[int, int]] = []
    closes = array("I")
    bare, done = [], 0  # the payload with the insides of its strings blanked
    for match in _STRING.finditer(text):
        (start, end), (close, after), (colon, _) = match.regs
        if close < 0:
            strings.append((start + 1, end))
            after = end
        else:
            closes.append(close)
            (strings if colon < 0 else keys).append((start + 1, close))
        bare.append(text[done:start])
        bare.append(b'"' * (after - start))
        done = after
    bare.append(text[done:])
    return {
        **_escapes(text),
        **_outside_strings(b"".join(bare)),
        "inside-string": Runs(strings),
        "before-close-quote": closes,
        "key": Runs(keys),
        "before-close-brace": [
            end - 1 for start, end in view.json_values if end - start > 1 and text[end - 1] in b"}]"
        ],
    }


def _escapes(text: bytes) -> dict[str, Positions]:
    simple, quotes, backslashes, unicode = array("I"), array("I"), array("I"), array("I")
    by_group = {None: simple, 1: unicode, 2: quotes, 3: backslashes}
    for match in _ESCAPE.finditer(text):
        by_group[match.lastindex].append(match.start() + 1)
    starts = set(unicode)
    pairs = [match.start() + 6 for match in _HIGH_LOW.finditer(text) if match.start() + 1 in starts]
    return {
        "esc:|n": simple,
        'esc:|"': quotes,
        "esc:|\\": backslashes,
        "esc:\\uXXXX": Runs((point, point + 5) for point in unicode),
        "surrogate-escape": pairs,
    }


def _outside_strings(bare: bytes) -> dict[str, Positions]:
    # A stretch of structure gives the position before it, those inside it, and the one behind it; at the start and
    # the end of a payload there is nothing to cut off.
    eol, last = b"\r\n", len(bare) - 1
    stretches = (match.span() for match in _STRUCTURE.finditer(bare))
    structural = Runs(
        (start + (start == 0 or bare[start - 1] in eol), end + (end <= last and bare[end] not in eol))
        for start, end in stretches
    )
    return {
        "structural": structural,
        "inside-number": Runs((start + 1, end) for start, end in (match.span() for match in _NUMBER.finditer(bare))),
        "inside-literal": Runs((start + 1, end) for start, end in (match.span() for match in _LITERAL.finditer(bare))),
    }
