"""How long the classifier and plans take, as a table of docs/performance.md: `python -m benchmarks.splits`."""

import sys
import time
from typing import Final

from benchmarks.harness import install, machine, tables
from benchmarks.harness.places import PERFORMANCE, WORK
from benchmarks.splits import beside, classify, plan
from cassettes.clock import MS
from player.splits import PROFILES

REPEAT: Final = 3


def part(command: str, repeat: int = REPEAT) -> str:
    """The text between the markers: the best of `repeat` runs of the classifier, medians of plans."""
    bodies = []
    for name, (media, start, unit) in classify.BODIES.items():
        body = (start + unit * (classify.MIB // len(unit) + 1))[: classify.MIB]
        best, positions = min(classify.seconds(body, media) for _ in range(repeat))
        bodies.append([name, tables.short(best), f"{positions:,}"])
    stream = plan.source()
    texts = [
        text
        for name, profile in PROFILES.items()
        for text in ((name, f"{name},all=1") if "all" in profile.parameters else (name,))
    ]
    plans = []
    for text in texts:
        first, later = plan.measure(stream, text)
        plans.append([f"`{text}`", tables.short(first / MS), tables.short(later / MS)])
    return "\n\n".join(
        [
            f"{time.strftime('%Y-%m-%d')} · {machine.describe()}  \n`{command}`",
            tables.table(("1 MiB of", "classifier s/MiB", "positions"), bodies),
            tables.table((f"plan for {len(stream.data):,} bytes", "first ms", "after the first ms"), plans),
            beside.table(install.build(WORK), repeat),
        ]
    )


def main() -> int:
    tables.put(PERFORMANCE, {"splits": part("python -m benchmarks.splits")})
    return 0


if __name__ == "__main__":
    sys.exit(main())
