"""Cuts inside characters of UTF-8 and around special ones (catalogue 4.1). Rules

- Only well-formed characters count (RFC 3629 section 4): a stray byte has no inside.
- The byte order mark at the start of the body is E8 and E9, not a three-byte character.
- `utf8-multi` is hit by two cuts in one character: its position is the second of them, next to the first.
"""

import re
from functools import partial
from typing import Final

from cassettes.boundaries.kinds import BoundaryClass
from cassettes.boundaries.positions import Positions
from cassettes.boundaries.view import View
from cassettes.framing import BOM

_TWO: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]")
_THREE: Final = re.compile(rb"[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]")
_FOUR: Final = re.compile(rb"(?:[\xf1-\xf3][\x80-\xbf]|\xf0[\x90-\xbf]|\xf4[\x80-\x8f])[\x80-\xbf]{2}")
_SEPARATOR: Final = re.compile(rb"\xe2\x80[\xa8\xa9]|\xc2\x85")  # U+2028, U+2029, U+0085

MULTI: Final = "utf8-multi"

_class: Final = partial(BoundaryClass, group="encoding")

CLASSES: Final = (
    _class(
        "utf8-2b/1",
        "E1",
        title="inside a two-byte character",
        bug="each piece decoded by itself: U+FFFD in place of accents and Cyrillic",
        needs="two-byte characters (accents, Cyrillic)",
    ),
    _class(
        "utf8-3b/1",
        "E2",
        title="after 1 of 3 bytes of a character",
        bug="each piece decoded by itself: Chinese turns into U+FFFD",
        needs="characters of three or more bytes (Chinese)",
    ),
    _class(
        "utf8-3b/2",
        "E3",
        title="after 2 of 3 bytes of a character",
        bug="a polyfill that looks at the last byte only and misses 2 of 3",
        needs="characters of three or more bytes (Chinese)",
    ),
    _class(
        "utf8-4b/1",
        "E4",
        title="after 1 of 4 bytes of a character",
        bug="carry code made for three bytes only: broken emoji",
        needs="four-byte characters (emoji)",
    ),
    _class(
        "utf8-4b/2",
        "E5",
        title="after 2 of 4 bytes of a character",
        bug="carry code made for three bytes only: broken emoji",
        needs="four-byte characters (emoji)",
    ),
    _class(
        "utf8-4b/3",
        "E6",
        title="after 3 of 4 bytes of a character",
        bug="carry code made for three bytes only: half a surrogate pair",
        needs="four-byte characters (emoji)",
    ),
    _class(
        MULTI,
        "E7",
        title="two cuts in one character",
        bug="the carried bytes are overwritten instead of added to",
        needs="characters of three or more bytes (Chinese)",
    ),
    _class(
        "bom/1",
        "E8",
        title="inside the byte order mark",
        bug="the mark is not stripped: the first field is called \\ufeffdata",
        needs="a byte order mark at the start",
    ),
    _class(
        "bom/2",
        "E8",
        title="inside the byte order mark",
        bug="the mark is not stripped: the first field is called \\ufeffdata",
        needs="a byte order mark at the start",
    ),
    _class(
        "bom|rest",
        "E9",
        title="the byte order mark alone in the first piece",
        bug="the first piece must start with data:",
        needs="a byte order mark at the start",
    ),
    _class(
        "feff-at-chunk-start",
        "E10",
        title="just before U+FEFF in the middle of the stream",
        bug="a decoder made anew for each piece eats it",
        needs="U+FEFF in the middle of the text",
    ),
    _class(
        "ls-ps-nel",
        "E12",
        title="before or after U+2028, U+2029 or U+0085",
        bug="splitlines() and its like take them for line ends",
        needs="U+2028, U+2029 or U+0085 in the text",
    ),
)


def find(view: View) -> dict[str, Positions]:
    if view.dialect == "binary":
        return {}
    body = view.body
    bom = len(BOM) if body.startswith(BOM) else 0
    two = [match.start() for match in _TWO.finditer(body)]
    three = [match.start() for match in _THREE.finditer(body, bom)]
    four = [match.start() for match in _FOUR.finditer(body)]
    # Adjacent separators share a position; dict keeps order and drops the double.
    separators = dict.fromkeys(p for match in _SEPARATOR.finditer(body) for p in match.span())
    long = three if not four else sorted(three + four)
    return {
        "utf8-2b/1": [start + 1 for start in two],
        "utf8-3b/1": [start + 1 for start in three],
        "utf8-3b/2": [start + 2 for start in three],
        "utf8-4b/1": [start + 1 for start in four],
        "utf8-4b/2": [start + 2 for start in four],
        "utf8-4b/3": [start + 3 for start in four],
        MULTI: [start + 2 for start in long],
        "bom/1": [1] if bom else [],
        "bom/2": [2] if bom else [],
        "bom|rest": [bom] if bom else [],
        "feff-at-chunk-start": [match.start() for match in re.finditer(BOM, body)],
        "ls-ps-nel": list(separators),
    }
