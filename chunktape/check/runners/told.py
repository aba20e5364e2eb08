"""What an answer says of a run: only what differs from the baseline of the same body, driven the same way. Pure. Rules

- An answer without a value has the one of the baseline; `{}` is a run in which the client said what it says at the
  baseline, each thing with the piece that brings the last byte of the baseline's piece.
- `moved` has [number, by] for each thing that the client said `by` pieces later (earlier: below 0) than that.
- `delivered` is left out where the client took all pieces.
- Where there is no baseline yet, answers are whole.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, overload

from chunktape.check.values import Run, Said

#: the values of an answer that are told apart from the baseline's
_OWN: Final = ("said", "moved", "delivered")
#: those that are the baseline's where they are left out
_OTHERS: Final = ("error", "asked", "ended", "late", "ends", "past", "where", "lines")


class Retold(Sequence[Said]):
    """What the client said at the baseline, with the pieces in which it said so when the body is cut at `cuts`."""

    __slots__ = ("_all", "_base", "_cuts", "_moved")

    def __init__(self, base: Run, cuts: tuple[int, ...], moved: Iterable[tuple[int, int]]) -> None:
        self._base, self._cuts, self._moved = base, cuts, moved
        self._all: tuple[Said, ...] | None = None

    def _told(self) -> tuple[Said, ...]:
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
        return self._told()[index]

    def __iter__(self) -> Iterator[Said]:
        return iter(self._told())

    def __len__(self) -> int:
        return len(self._base.said)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._told() == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple((one.piece, one.source) for one in self._told()))

    def __repr__(self) -> str:
        return repr(self._told())


def run_of(answer: dict[str, Any], cuts: tuple[int, ...], base: Run | None) -> Run:
    """The run behind `answer`. `base`: the run that it is told apart from."""
    said: Sequence[Said]
    delivered = answer.get("delivered", len(cuts) + 1)
    if base is None or "said" in answer:
        said, same = tuple(Said(*one) for one in answer.get("said", ())), False
    else:
        moved = answer.get("moved", ())
        said = Retold(base, cuts, moved)
        same = delivered == len(cuts) + 1 and all(by < 0 for _, by in moved)
    others = {name: answer[name] for name in _OTHERS if name in answer}
    if "lines" in others:
        others["lines"] = tuple(others["lines"])
    if "ends" in others:
        others["ends"] = tuple(others["ends"].items())
    if base is None:
        return Run(cuts, said, delivered=delivered, **others)
    same = same and not answer.keys() - set(_OWN)
    return Run(
        cuts,
        said,
        **{**{name: getattr(base, name) for name in _OTHERS}, **others},
        delivered=delivered,
        same=same,
    )


def flips(cuts: Iterable[int], base: frozenset[int]) -> list[int]:
    """What differs between a plan and the baseline: cuts added, and cuts of the baseline that are not there."""
    return sorted(base.symmetric_difference(cuts))
