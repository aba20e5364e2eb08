"""The lines of a head or of trailers as bytes: where they end, and the fields that they are. Pure. Rules

- A line ends with LF, CR before it or not, and is one with the lines that continue it (RFC 9112 section 5.2): one space
  stands for a fold.
- The bytes of lines stay as they are; a line that RFC 9110 section 5 does not allow is no field.
"""

import re
from typing import Final

from cassettes.headers import MAX_HEADERS, is_legal
from cassettes.model import Headers

_EMPTY_LINE: Final = re.compile(rb"\n\r?\n")
#: a CR in the middle of a line, or a line of several CR, which some clients take for the empty line
_BARE_CR: Final = re.compile(rb"\r[^\r\n]|\n\r\r+\n")
_LINE: Final = re.compile(rb"[^\n]*\n(?:[ \t][^\n]*\n)*")


def end_of(buffer: bytes, start: int) -> int:
    """The position behind the first empty line that follows a line which begins at or behind `start`; -1: not there."""
    found = _EMPTY_LINE.search(buffer, start)
    return found.end() if found is not None else -1


def never_ends(buffer: bytes, start: int) -> bool:
    """Whether the lines from `start` on, without an empty line behind them yet, can't become fields any more. Waiting
    for the empty line could then last for ever.
    """
    return _BARE_CR.search(buffer, start) is not None


def lines_of(raw: bytes) -> list[bytes]:
    """The lines with their line ends, each with its continuation lines in the same item. The last one is empty."""
    return _LINE.findall(raw)


def line_end(line: bytes) -> bytes:
    """How this line ends: CRLF or LF."""
    return b"\r\n" if line.endswith(b"\r\n") else b"\n"


def field_of(line: bytes) -> tuple[bytes, bytes] | None:
    """Name and value of a field's line; None if RFC 9110 section 5 forbids it."""
    name, colon, value = line.partition(b":")
    parts = [part.rstrip(b"\r").strip(b" \t") for part in value.split(b"\n")]
    name, value = name.rstrip(b" \t"), b" ".join([part for part in parts if part])
    return (name, value) if colon and is_legal(name, value) else None


def fields_of(lines: list[bytes]) -> Headers | None:
    """The fields of header or trailer lines; None if a line is not a field, or if there are too many."""
    if len(lines) > MAX_HEADERS:
        return None
    legal = tuple(field for line in lines if (field := field_of(line)) is not None)
    return legal if len(legal) == len(lines) else None
