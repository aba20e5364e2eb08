"""The short form of a run's answer: only its differences from the baseline of the same body, driven the same way. Pure.
Rules

- A value that the answer lacks is the baseline's; `{}` is a run in which the client gave the same values as at the
  baseline, each with the piece that brings the last byte of the baseline's piece.
- `moved` has [number, by] for each value that the client gave `by` pieces later (earlier: below 0) than that.
- `delivered` is left out where the client took all pieces. None is a value that the run does not have.
- Where there is no baseline yet, answers are whole.
"""

import sys
from array import array
from base64 import b64encode
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from typing import Any, Final, overload

from chunktape.check.values import Mark, Run, Said

#: the values of a run that an answer gives by name
_OTHERS: Final = {
    field.name: field.default for field in fields(Run) if field.name not in ("cuts", "said", "delivered", "same")
}
#: cuts up to which a plan always lists them one by one
_FEW: Final = 4096


class Restored(Sequence[Said]):
    """The client's values at the baseline, with the pieces in which they are due when the body is cut at `cuts`."""

    __slots__ = ("_all", "_base", "_cuts", "_moved")

    def __init__(self, base: Run, cuts: tuple[int, ...], moved: Iterable[tuple[int, int]]) -> None:
        self._base, self._cuts, self._moved = base, cuts, moved
        self._all: tuple[Said, ...] | None = None

    def _restored(self) -> tuple[Said, ...]:
        if self._all is None:
            cuts, last = self._cuts, len(self._cuts)
            pieces = [*(bisect_left(cuts, end) for end in self._base.cuts), last, -1]  # the last one: before the first
            now = [pieces[one.piece] for one in self._base.said]
            for number, by in self._moved:
                now[number] += by
            self._all = tuple(
                Said(piece, one.source, one.value) for piece, one in zip(now, self._base.said, strict=True)
            )
        return self._all

    @overload
    def __getitem__(self, index: int) -> Said: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Said, ...]: ...
    def __getitem__(self, index: int | slice) -> Said | tuple[Said, ...]:
        return self._restored()[index]

    def __iter__(self) -> Iterator[Said]:
        return iter(self._restored())

    def __len__(self) -> int:
        return len(self._base.said)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._restored() == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple((one.piece, one.source) for one in self._restored()))

    def __repr__(self) -> str:
        return repr(self._restored())


def run_of(answer: dict[str, Any], cuts: tuple[int, ...], base: Run | None) -> Run:
    """The run that `answer` stands for. `base`: the run with which it was compared."""
    delivered = answer.get("delivered", len(cuts) + 1)
    others = {name: _value(name, value) for name, value in answer.items() if name in _OTHERS}
    if base is None or "said" in answer:
        said = tuple(Said(*one) for one in answer.get("said", ()))
        return replace(base or Run(), cuts=cuts, said=said, delivered=delivered, **others)
    moved = answer.get("moved", ())
    same = not others and delivered == len(cuts) + 1 and all(by < 0 for _, by in moved)
    return replace(base, cuts=cuts, said=Restored(base, cuts, moved), delivered=delivered, same=same, **others)


def _value(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(Mark(*one) for one in value) if name == "marks" else tuple(value)
    if isinstance(value, dict):
        return tuple(value.items())
    return _OTHERS[name] if value is None else value


def plan_of(cuts: tuple[int, ...], base: frozenset[int]) -> list[int] | str:
    """The short form of a plan: the cuts in which it differs from the baseline; or all cuts, as little-endian 32-bit
    numbers in base64, where they are far more than the baseline's.
    """
    if len(cuts) <= _FEW + 2 * len(base):
        return sorted(base.symmetric_difference(cuts))
    numbers = array("I", cuts)
    if sys.byteorder == "big":
        numbers.byteswap()
    return b64encode(numbers.tobytes()).decode()
