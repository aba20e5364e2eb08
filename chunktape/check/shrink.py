"""Finds the smallest plan that still fails. Pure: the caller runs the plans. Rules

- A plan is what differs from the baseline: cuts added, boundaries dropped. Nothing added and nothing dropped passes.
- Single differences are tried first, because one extra cut reproduces almost every bug; then differences are taken back
  from both ends by halving, which suits bugs of size; then ddmin (Zeller and Hildebrandt, IEEE TSE 28(2), 2002).
- Where a failing run is `dear`, since it costs a time limit, plans are run one by one, and only those that fail count
  towards the budget: hundreds of single differences pass in a moment.
- The result fails, and is 1-minimal: with any one difference taken back it passes (law 11). Where the budget allows no
  run, it is the given plan.
- No plan is run twice.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

Cuts = tuple[int, ...]
#: runs plans in order, and says of each whether it fails
Fails = Callable[[Sequence[Cuts]], Sequence[bool]]

#: plans run at most, and in one batch
BUDGET: Final = 4_000
BATCH: Final = 16


class _Spent(Exception):
    """The budget is used up."""


class _Tried:
    """The plans that were run. A plan is known by its differences."""

    def __init__(self, base: frozenset[int], fails: Fails, budget: int, batch: int, *, dear: bool) -> None:
        self._base, self._fails, self._left, self._batch, self._dear = base, fails, budget, batch, dear
        self._known: dict[frozenset[int], bool] = {frozenset(): False}
        self.best: frozenset[int] = frozenset()  # the smallest failing one so far

    def cuts(self, differences: frozenset[int]) -> Cuts:
        return tuple(sorted(self._base ^ differences))

    def first(self, plans: Sequence[frozenset[int]]) -> frozenset[int] | None:
        """The first of `plans` that fails. Raises _Spent."""
        for start in range(0, len(plans), self._batch):
            batch = plans[start : start + self._batch]
            fresh = [one for one in batch if one not in self._known]
            if len(fresh) > self._left:
                raise _Spent
            failed = self._fails([self.cuts(one) for one in fresh]) if fresh else ()
            self._left -= sum(failed) if self._dear else len(fresh)
            self._known.update(zip(fresh, failed, strict=True))
            found = next((one for one in batch if self._known[one]), None)
            if found is not None:
                self.best = min(self.best, found, key=len)
                return found
        return None


def shrink(
    failing: Cuts, fails: Fails, base: Cuts, *, budget: int = BUDGET, batch: int = BATCH, dear: bool = False
) -> Cuts:
    """The smallest plan found that `fails`, from one that does; `base` is the baseline, which passes.

    `budget`: plans that are run at most, `batch` of them at once; where failing ones are `dear`, how many of these.
    """
    tried = _Tried(frozenset(base), fails, budget, 1 if dear else batch, dear=dear)
    best = frozenset(failing) ^ frozenset(base)
    tried.best = best
    try:
        single = tried.first([frozenset((one,)) for one in sorted(best)]) if len(best) > 1 else None
        if single is not None:
            return tried.cuts(single)
        best = _trimmed(best, tried)
        parts = 2
        while len(best) > 1:
            chunks = _chunks(sorted(best), parts)
            found = tried.first(chunks)
            if found is None:
                found = tried.first([best - chunk for chunk in chunks]) if parts > 2 else None
                if found is not None:
                    parts -= 1
            else:
                parts = 2
            if found is not None:
                best = found
            elif parts >= len(best):
                break
            else:
                parts = min(len(best), parts * 2)
            parts = max(2, min(parts, len(best)))
    except _Spent:
        pass
    return tried.cuts(tried.best)


def _trimmed(best: frozenset[int], tried: _Tried) -> frozenset[int]:
    """`best` without as many of its last, then of its first differences as halving finds. Raises _Spent."""
    for front in (False, True):
        items = sorted(best)
        low, high = 0, len(items) - 1  # `low` can be removed; up to `high` may be
        while low < high:
            middle = (low + high + 1) // 2
            kept = frozenset(items[middle:] if front else items[: len(items) - middle])
            if tried.first([kept]) is None:
                high = middle - 1
            else:
                low, best = middle, kept
    return best


def _chunks(items: Sequence[int], parts: int) -> list[frozenset[int]]:
    bounds = [len(items) * number // parts for number in range(parts + 1)]
    return [frozenset(items[start:end]) for start, end in pairwise(bounds) if start < end]
