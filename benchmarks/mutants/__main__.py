"""`python -m benchmarks.mutants [MODULE ...]`, with the Python of an environment that has mutmut: the table of
docs/behaviour.md that says how many small changes of the core the tests notice.
"""

import argparse
import sys
import time
from typing import Final

from benchmarks.harness import machine, tables
from benchmarks.harness.places import BEHAVIOUR
from benchmarks.mutants.modules import MODULES, Module
from benchmarks.mutants.mutate import ALIKE, Outcome, known_alike, tried

COMMAND: Final = "make evidence-mutants"
#: the least share of the mutants of a module that its tests notice, in percent
LEAST: Final = 85
#: mutants of a module that are tried, drawn by a fixed rule: all of them take hours
MOST: Final = 300


def part(outcomes: list[Outcome], minutes: float) -> str:
    """The text between the markers of the document."""
    rows = [
        [
            _code(one.module),
            f"{one.all:,}",
            str(one.tried),
            str(one.noticed),
            str(one.killed),
            str(one.alike),
            _percent(one),
        ]
        for one in outcomes
    ]
    head = ("changed", "changes", "tried", "noticed", "of these by time", "left out", "score")
    said = f"{time.strftime('%Y-%m-%d')} · {machine.describe()} · {minutes:.0f} minutes  \n`{COMMAND}`"
    return f"{said}\n\n{tables.table(head, rows)}"


def _code(module: Module) -> str:
    return ", ".join(f"`{code}`" for code in module.code)


def _percent(outcome: Outcome) -> str:
    return f"{outcome.share:.1f} %"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument(
        "modules", nargs="*", help="only these, and the document stays: player.schedule.schedule.schedule ..."
    )
    parser.add_argument("--most", type=int, default=MOST, help=f"mutants of each that are tried ({MOST}); 0: all")
    chosen = parser.parse_args()
    names, most = chosen.modules, chosen.most or None
    modules = [module for module in MODULES if not names or module.name in names]
    alike, begun, outcomes = known_alike(ALIKE.read_text("utf-8")), time.perf_counter(), []
    for module in modules:
        outcomes.append(outcome := tried(module, alike, most))
        print(
            f"{module.name}: {_percent(outcome)} of {outcome.tried} of {outcome.all}, "
            f"{outcome.killed} by time, {outcome.alike} alike"
        )
        for name, made in outcome.missed:
            print(f"  {name}\n    - {made.was}\n    + {made.became}", flush=True)
    if not names:
        text = part(outcomes, (time.perf_counter() - begun) / 60)
        tables.put(BEHAVIOUR, {"mutants": text})
    return int(any(outcome.share < LEAST for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
