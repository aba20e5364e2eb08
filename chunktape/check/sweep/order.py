"""The plans of one body, in their order. Pure. Rules

- The baseline comes first; then the plans that find most: every character cut and every line end cut (27 of 27 sampled
  split bugs fell to these two; the line ends first where they are CRLF), everything at once; then the rest of `smoke`;
  then chance from fixed seeds; then every place of every structural class, packed, one per event.
- A long body (not `dense`) is only cut as buffers cut it, and joined: cutting every character of 150 KB costs more than
  it finds.
- No plan comes twice.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Final

from chunktape.check.sweep.effort import Effort
from player.splits import Body, Plan, Split, plan_for
from player.splits.exhaust import LEVELS, Exhaustion
from player.splits.profiles.smoke import TEN

_LINES: Final = "lines,all=1"
_FIRST: Final = ("utf8,all=1", _LINES, "whole")
#: how buffers cut a long body, in bytes: segments, records of TLS, pages of proxies
_BUFFERS: Final = ("16384", "4096", "1460")


def baseline(body: Body) -> Plan:
    """One event per piece."""
    return plan_for(body, Split("event"))


def plans(body: Body, effort: Effort | None = None, *, dense: bool = True, packed: bool = True) -> Iterator[Plan]:
    """The plans of one body behind the baseline; with `packed` all structural places are cut at the end."""
    made = _dense(body, effort or Effort(), packed=packed) if dense else _long(body)
    return _once(made, {baseline(body).cuts})


def further(body: Body, effort: Effort, *, packed: bool) -> Iterator[Plan]:
    """The further plans of a deeper check: the levels up to the one that is asked for; with a budget alone all levels,
    and seeds without end. `packed`: the structural places were tried.
    """
    last = LEVELS.index(effort.level) if effort.level else len(LEVELS) - 1 if effort.bounded else -1
    levels = [level for level in LEVELS[: last + 1] if not (packed and level == LEVELS[0])]
    yield from _once((plan for level in levels for plan in Exhaustion(body, level).unnamed()), {baseline(body).cuts})
    if effort.bounded and not effort.level:
        for seed in count(effort.seeds):
            yield plan_for(body, Split("adversarial"), str(seed))


def _once(made: Iterator[Plan], seen: set[tuple[int, ...]]) -> Iterator[Plan]:
    for plan in made:
        if plan.cuts not in seen:
            seen.add(plan.cuts)
            yield plan


def _dense(body: Body, effort: Effort, *, packed: bool) -> Iterator[Plan]:
    first = sorted(_FIRST, key=lambda text: text != _LINES) if b"\r\n" in body.data[:1000] else _FIRST
    for text in (*first, *(text for text in TEN if text not in _FIRST)):
        yield plan_for(body, TEN[text])
    for seed in range(effort.seeds):
        yield plan_for(body, Split("adversarial"), str(seed))
    if packed:
        yield from Exhaustion(body, LEVELS[0]).unnamed()


def _long(body: Body) -> Iterator[Plan]:
    yield plan_for(body, TEN["whole"])
    for size in _BUFFERS:
        yield plan_for(body, Split("fixed", (("n", size),)))


def difference(body: Body, cuts: tuple[int, ...]) -> Split:
    """The split for `cuts`: their differences from one event per piece, or the cuts themselves, whichever is
    shorter.
    """
    base = set(baseline(body).cuts)
    added = tuple(sorted(set(cuts) - base))
    dropped = tuple(sorted(base - set(cuts)))
    differing = Split("event", add=added, drop=dropped, body=body.digest)
    plain = Split("explicit", (("cuts", ":".join(map(str, cuts))),)) if cuts else Split("whole")
    return min(differing, replace(plain, body=body.digest), key=lambda one: len(str(one)))


def about(body: Body, effort: Effort | None = None, *, dense: bool = True, packed: bool = True) -> int:
    """How many plans `plans` has, at most."""
    if not dense:
        return 1 + len(_BUFFERS)
    structural = Exhaustion(body, LEVELS[0]).requests if packed else 0
    return len(TEN) + (effort or Effort()).seeds + structural
