"""Sizes of pieces that break decoders by themselves (catalogue 4.11). Rules

- Sizes are bytes. Those of buffers stand for the size itself, one less and one more.
- Z9, the empty piece, is no plan's: cut offsets strictly increase.
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


def _within(*limits: int) -> Callable[[Sequence[int]], bool]:
    wanted = frozenset(limit + step for limit in limits for step in (-1, 0, 1))
    return lambda sizes: not wanted.isdisjoint(sizes)


_SIZES: Final = (
    _Size("size:one", "Z1", 1, lambda sizes: 1 in sizes),
    _Size("size:all-one", "Z2", 2, lambda sizes: len(sizes) > 1 and max(sizes) == 1),
    _Size("size:2-3", "Z3", 2, lambda sizes: 2 in sizes or 3 in sizes),
    _Size("size:8192", "Z4", 8_191, _within(8_192)),
    _Size("size:16384", "Z5", 16_383, _within(16_384)),
    _Size("size:32768|65536", "Z6", 32_767, _within(32_768, 65_536)),
    _Size("size:128K", "Z7", 131_072, lambda sizes: max(sizes, default=0) >= 131_072),
    _Size("size:1M", "Z8", 1_048_576, lambda sizes: max(sizes, default=0) >= 1_048_576),
)

CLASSES: Final = tuple(BoundaryClass(size.id, size.code, "sizes", f"bytes-{size.least}", "size") for size in _SIZES)


def of_plan(sizes: Sequence[int]) -> tuple[str, ...]:
    """The size classes of a plan whose pieces have these sizes."""
    return tuple(size.id for size in _SIZES if size.has(sizes))


def possible(body_size: int) -> tuple[str, ...]:
    """The size classes that some plan of a body of this many bytes could have."""
    return tuple(size.id for size in _SIZES if body_size >= size.least)
