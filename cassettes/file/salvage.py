"""Tells damage from a torn tail: does a sound record stand behind the break? Rules

- A record begins `92`, the head of a bin, then an array of at most eight whose first element is a short text; the
  CRC-32 behind the bin must be that of its bytes.
- The work is bounded, so that a file made to look like thousands of records does not take long.
"""

import re
import zlib
from typing import Final

#: how far behind a break a sound record is looked for, in bytes: the broken one may have a body of 32 MiB
WINDOW: Final = 64 << 20
#: how many bytes may be checksummed on the way
BUDGET: Final = 32 << 20

# The bytes behind a false beginning may hold a real one, so a match takes only the first byte.
_START: Final = re.compile(rb"\x92(?=(?:\xc4(.)|\xc5(..)|\xc6(....))[\x91-\x98][\xa3-\xa7])", re.DOTALL)
_WIDTH: Final = {0xCC: 1, 0xCD: 2, 0xCE: 4}


def sound_record_in(tail: bytes) -> bool:
    """Whether a whole record with the right checksum begins anywhere in `tail`."""
    budget = BUDGET
    for found in _START.finditer(tail):
        assert found.lastindex is not None
        begin = found.end(found.lastindex)
        end = begin + int.from_bytes(found[1] or found[2] or found[3], "big")
        if end >= len(tail):
            continue
        budget -= end - begin
        if budget < 0:
            return True  # the tail of one write has fewer beginnings
        if _integer(tail, end) == zlib.crc32(tail[begin:end]):
            return True
    return False


def _integer(data: bytes, at: int) -> int | None:
    """The msgpack unsigned integer of at most 32 bits at `at`; None if there is none."""
    first = data[at]
    if first < 0x80:
        return first
    width = _WIDTH.get(first, 0)
    digits = data[at + 1 : at + 1 + width]
    return int.from_bytes(digits, "big") if width and len(digits) == width else None
