"""How many runs `chunktape check` needs until a bug is found, beside chance, on the same stream."""

from collections.abc import Mapping, Sequence
from typing import Final

from benchmarks.decoders.find import SEARCHES, Bug
from benchmarks.decoders.streams import Stream, judged
from benchmarks.decoders.table import figure, left, most
from chunktape.check import sweep

#: the fewest runs of `random sizes` for a bug that is compared, and the demanded share
HARD: Final = 10
SHARE: Final = 20


def runs_until_found(found: Sequence[Bug]) -> dict[str, int | None]:
    """Bug -> the number of the first plan of the sweep that fails; the baseline has passed before, twice."""
    by_stream: dict[str, Stream] = {bug.stream.name: bug.stream for bug in found}
    plans = {}
    for name, stream in by_stream.items():
        body = stream.source
        plans[name] = [plan.cuts for plan in sweep.plans(body, dense=not stream.is_long)]
    signs = judged(plans, list(by_stream.values()))
    first = {}
    for bug in found:
        row = signs[bug.stream.name][bug.name]
        passed = len(row) - len(row.lstrip("."))
        first[bug.name] = passed + 1 if passed < len(row) else None
    return first


def part(
    found: Sequence[Bug], runs: Mapping[str, int | None], requests: Mapping[str, Mapping[str, float | None]]
) -> str:
    """The text between the markers of docs/check.md."""
    random, fast = SEARCHES["random"], SEARCHES["fast-check"]
    rows = []
    for bug in found:
        cells = [figure(requests[title][bug.name], most(title, bug)) for title in (random, fast)]
        rows.append([f"`{bug.name}`", bug.bug, bug.stream.name, figure(runs[bug.name]), *cells])
    chance = {bug.name: requests[random][bug.name] or most(random, bug) for bug in found}
    hard = {name: count for name, count in chance.items() if count > HARD and runs[name] is not None}
    mine = {name: runs[name] or 0 for name in hard}
    quick = [name for name, count in hard.items() if mine[name] * SHARE <= count]
    few = sum(hard[name] < SHARE for name in hard.keys() - set(quick))
    took, chanced = sum(mine.values()), sum(hard.values())
    verdict = (
        f"Check finds {len(runs) - list(runs.values()).count(None)} of {len(found)}. The {len(hard)} for which random "
        f"sizes need more than {HARD} runs take it {took} runs instead of {chanced:,.0f} or more, "
        f"1/{chanced / took:.0f}; {len(quick)} of them take it at most 1/{SHARE} each. Of the others, chance finds "
        f"{few} in fewer than {SHARE} runs, so that one run is more than that share."
    )
    return left(("decoder", "bug", "stream", "check", random, fast), rows, texts=3) + "\n\n" + verdict
