"""Sizes of pieces that break decoders by themselves (catalogue 4.11). Rules

- Sizes are bytes. Those of buffers stand for the size itself, one less and one more.
- No plan has Z9, the empty piece: cut offsets strictly increase.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from cassettes.boundaries.kinds import BoundaryClass


@dataclass(frozen=True, slots=True)
class _Size:
    """`least`: bytes that a body must have; `has`: whether a plan's piece sizes show it."""

    id: str
    code: str
    least: int
    has: Callable[[Sequence[int]], bool]
    title: str
    bug: str
    needs: str


def _within(*limits: int) -> Callable[[Sequence[int]], bool]:
    wanted = frozenset(limit + step for limit in limits for step in (-1, 0, 1))
    return lambda sizes: not wanted.isdisjoint(sizes)


_SIZES: Final = (
    _Size(
        "size:one",
        "Z1",
        1,
        lambda sizes: 1 in sizes,
        title="a piece of one byte",
        bug="a piece is taken to hold at least a field name",
        needs="a body of 1 bytes or more",
    ),
    _Size(
        "size:all-one",
        "Z2",
        2,
        lambda sizes: len(sizes) > 1 and max(sizes) == 1,
        title="all pieces of one byte",
        bug="buffers that are copied with each piece: quadratic time",
        needs="a body of 2 bytes or more",
    ),
    _Size(
        "size:2-3",
        "Z3",
        2,
        lambda sizes: 2 in sizes or 3 in sizes,
        title="a piece of two or three bytes",
        bug="a piece shorter than a character is dropped",
        needs="a body of 2 bytes or more",
    ),
    _Size(
        "size:8192",
        "Z4",
        8_191,
        _within(8_192),
        title="a piece of 8192 bytes, one less or one more",
        bug="a full read buffer is taken for more to come, or the reverse",
        needs="a body of 8,191 bytes or more",
    ),
    _Size(
        "size:16384",
        "Z5",
        16_383,
        _within(16_384),
        title="a piece of 16384 bytes, one less or one more",
        bug="TLS record and libcurl buffer size: as 8192",
        needs="a body of 16,383 bytes or more",
    ),
    _Size(
        "size:32768|65536",
        "Z6",
        32_767,
        _within(32_768, 65_536),
        title="a piece of 32768 or 65536 bytes, one less or one more",
        bug="Cronet and Chromium buffer size: as 8192",
        needs="a body of 32,767 bytes or more",
    ),
    _Size(
        "size:128K",
        "Z7",
        131_072,
        lambda sizes: max(sizes, default=0) >= 131_072,
        title="a piece of 128 KiB or more",
        bug="a whole piece as arguments (fromCharCode.apply, push(...bytes)): RangeError",
        needs="a body of 131,072 bytes or more",
    ),
    _Size(
        "size:1M",
        "Z8",
        1_048_576,
        lambda sizes: max(sizes, default=0) >= 1_048_576,
        title="a piece of 1 MiB or more",
        bug="limits of bridges and buffers; the page freezes",
        needs="a body of 1,048,576 bytes or more",
    ),
)

CLASSES: Final = tuple(
    BoundaryClass(size.id, size.code, "sizes", size.title, size.bug, size.needs, kind="size") for size in _SIZES
)


def of_plan(sizes: Sequence[int]) -> tuple[str, ...]:
    """The size classes of a plan whose pieces have these sizes."""
    return tuple(size.id for size in _SIZES if size.has(sizes))


def possible(body_size: int) -> tuple[str, ...]:
    """The size classes that some plan of a body of this many bytes could have."""
    return tuple(size.id for size in _SIZES if body_size >= size.least)
