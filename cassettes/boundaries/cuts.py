"""Sets of cuts of one body: as the bits of one number, and from the sizes of a client's callbacks. Pure; without
classes.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate, compress
from typing import Final

from cassettes.errors import SpecError
from cassettes.messages import say

_ONE: Final = ord("1")
#: digits of a binary number -> truth values
_TRUTH: Final = bytes.maketrans(b"01", b"\x00\x01")


def bits_of(cuts: Iterable[int], size: int) -> int:
    """Offsets as the bits of one number, which takes an eighth of the body's size at most. Offsets outside a body of
    `size` bytes are left out.
    """
    digits = bytearray(b"0") * size
    for cut in cuts:
        if 0 < cut < size:
            digits[-1 - cut] = _ONE
    return int(digits, 2) if size else 0


def offsets_in(bits: int) -> list[int]:
    """The offsets whose bits are set, in order."""
    if not bits:
        return []
    digits = bin(bits)[:1:-1].encode().translate(_TRUTH)
    return list(compress(range(len(digits)), digits))


def observed_cuts(lengths: Sequence[int], size: int) -> tuple[int, ...]:
    """The cuts that a client saw, from the lengths in bytes of its callbacks; empty callbacks are left out.

    Raises SpecError for negative lengths, or more bytes than the body's `size`.
    """
    for number, length in enumerate(lengths, 1):
        if length < 0:
            raise SpecError(
                say(
                    "expected callback lengths of 0 bytes or more, found {found} as number {number}; post how "
                    "many bytes each callback got",
                    found=length,
                    number=number,
                )
            )
    if sum(lengths) > size:
        raise SpecError(
            say(
                "expected callback lengths of at most {size} bytes together, found {found}; "
                "post them in bytes, in order",
                size=size,
                found=sum(lengths),
            )
        )
    return tuple(sorted({cut for cut in accumulate(lengths) if 0 < cut < size}))
