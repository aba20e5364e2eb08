"""Law 11: `shrink` returns a plan that still fails and is 1-minimal; known bugs shrink to their known smallest plan."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from chunktape.check.shrink import Cuts, shrink

SIZE = 60
cuts_of = st.sets(st.integers(1, SIZE - 1)).map(lambda some: tuple(sorted(some)))


def longest(cuts: Cuts) -> int:
    """The size of the longest piece."""
    ends = (0, *cuts, SIZE)
    return max(end - start for start, end in pairwise(ends))


class Bug:
    """A client with a bug: it fails at a plan in which `added` is cut and `dropped` is not, or with a long piece."""

    def __init__(self, added: Cuts = (), dropped: Cuts = (), size: int = SIZE + 1) -> None:
        self.added, self.dropped, self.size = set(added), set(dropped), size
        self.runs = 0

    def one(self, cuts: Cuts) -> bool:
        torn = bool(self.added or self.dropped) and self.added <= set(cuts) and not self.dropped & set(cuts)
        return torn or longest(cuts) >= self.size

    def __call__(self, some: Sequence[Cuts]) -> list[bool]:
        self.runs += len(some)
        return [self.one(cuts) for cuts in some]


def check(bug: Bug, failing: Cuts, base: Cuts) -> Cuts:
    """The smallest plan, which must fail and be 1-minimal."""
    found = shrink(failing, bug, base)
    differences = set(found) ^ set(base)
    assert bug.one(found)
    assert not [one for one in differences if bug.one(tuple(sorted(set(base) ^ (differences - {one}))))]
    return found


@given(base=cuts_of, added=cuts_of, failing=cuts_of)
def test_cuts_that_are_needed_together_are_what_is_left(base: Cuts, added: Cuts, failing: Cuts) -> None:
    bug = Bug(added=added)
    plan = tuple(sorted({*failing, *added}))
    if bug.one(base) or not added:
        return
    found = check(bug, plan, base)
    assert set(found) ^ set(base) == set(added) - set(base)


@given(base=cuts_of, dropped=cuts_of, failing=cuts_of)
def test_boundaries_that_must_be_joined_are_what_is_left(base: Cuts, dropped: Cuts, failing: Cuts) -> None:
    bug = Bug(dropped=dropped)
    if not dropped or bug.one(base):
        return
    found = check(bug, tuple(sorted(set(failing) - set(dropped))), base)
    assert set(found) ^ set(base) == set(dropped) & set(base)


@given(base=cuts_of, failing=cuts_of, size=st.integers(2, SIZE))
def test_a_piece_that_is_too_long_becomes_as_short_as_one_difference_allows(
    base: Cuts, failing: Cuts, size: int
) -> None:
    bug = Bug(size=size)
    if not bug.one(base) and bug.one(failing):
        check(bug, failing, base)


def test_a_single_cut_is_tried_before_any_pair() -> None:
    bug = Bug(added=(7,))
    assert shrink(tuple(range(1, SIZE)), bug, ()) == (7,)
    assert bug.runs <= 16


@given(base=cuts_of, alone=cuts_of.filter(bool), failing=cuts_of)
def test_where_several_cuts_fail_alone_the_first_is_what_is_left(base: Cuts, alone: Cuts, failing: Cuts) -> None:
    """So that every plan that fails for one bug shrinks to the same one."""
    new = sorted(set(alone) - set(base))
    if new:
        found = shrink(
            tuple(sorted({*base, *failing, *new})), lambda some: [bool({*new} & {*one}) for one in some], base
        )
        assert found == tuple(sorted({*base, new[0]}))


def test_only_what_fails_counts_where_failing_is_dear() -> None:
    bug = Bug(added=(50,))
    assert shrink(tuple(range(1, SIZE)), bug, (), budget=2, dear=True) == (50,)
    assert bug.runs <= 51


def test_what_the_budget_does_not_reach_still_fails() -> None:
    bug = Bug(added=(7, 31, 50))
    found = shrink(tuple(range(1, SIZE)), bug, (), budget=3)
    assert bug.one(found)
    assert bug.runs <= 3
