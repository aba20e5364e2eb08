"""Cuts inside characters of UTF-8 and around special ones (catalogue 4.1). Rules

- Only well-formed characters count (RFC 3629 section 4): a stray byte has no inside.
- The byte order mark at the start of the body is E8 and E9, not a three-byte character.
- `utf8-multi` is hit by two cuts in one character: its position is the second of them, next to the first.
"""

import re
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

CLASSES: Final = (
    BoundaryClass("utf8-2b/1", "E1", "encoding", "two-byte"),
    BoundaryClass("utf8-3b/1", "E2", "encoding", "three-byte"),
    BoundaryClass("utf8-3b/2", "E3", "encoding", "three-byte"),
    BoundaryClass("utf8-4b/1", "E4", "encoding", "four-byte"),
    BoundaryClass("utf8-4b/2", "E5", "encoding", "four-byte"),
    BoundaryClass("utf8-4b/3", "E6", "encoding", "four-byte"),
    BoundaryClass(MULTI, "E7", "encoding", "three-byte"),
    BoundaryClass("bom/1", "E8", "encoding", "bom"),
    BoundaryClass("bom/2", "E8", "encoding", "bom"),
    BoundaryClass("bom|rest", "E9", "encoding", "bom"),
    BoundaryClass("feff-at-chunk-start", "E10", "encoding", "feff"),
    BoundaryClass("ls-ps-nel", "E12", "encoding", "separators"),
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
