"""Which plans a tape is cut by, in which order. Pure.

The baseline comes first; then what finds most: every character cut (27 of 27 sampled split bugs fell to this and the
next), every line end cut, everything at once; then the rest of `smoke`; then chance from fixed seeds; then every place
of every structural class, packed, one per event.
"""

from collections.abc import Iterator
from typing import Final

from player.splits import Body, Plan, Split, plan_for
from player.splits.exhaust import Exhaustion
from player.splits.profiles.smoke import TEN

_FIRST: Final = ("utf8,all=1", "lines,all=1", "whole")
#: seeds of `adversarial`
SEEDS: Final = 3


def baseline(body: Body) -> Plan:
    """One event per piece."""
    return plan_for(body, Split("event"))


def plans(body: Body, *, dense: bool = True, packed: bool = True, seeds: int = SEEDS) -> Iterator[Plan]:
    """The plans of one body behind the baseline, each one once. A body that is not `dense` is only joined; with
    `packed` all structural places are cut at the end.
    """
    seen = {baseline(body).cuts}
    for plan in _all(body, packed, seeds) if dense else iter([plan_for(body, TEN["whole"])]):
        if plan.cuts not in seen:
            seen.add(plan.cuts)
            yield plan


def _all(body: Body, packed: bool, seeds: int) -> Iterator[Plan]:
    for text in (*_FIRST, *(text for text in TEN if text not in _FIRST)):
        yield plan_for(body, TEN[text])
    for seed in range(seeds):
        yield plan_for(body, Split("adversarial"), str(seed))
    if packed:
        yield from Exhaustion(body, "structural").unnamed()


def difference(body: Body, cuts: tuple[int, ...]) -> Split:
    """The split that says `cuts` as what differs from one event per piece."""
    base = set(baseline(body).cuts)
    added = tuple(sorted(set(cuts) - base))
    dropped = tuple(sorted(base - set(cuts)))
    return Split("event", add=added, drop=dropped, body=body.digest)
