"""`python -m benchmarks.boundaries`: measures, and writes the table into docs/behaviour.md."""

import asyncio
import subprocess
from datetime import UTC, datetime
from shutil import which

from benchmarks.boundaries.shares import RUNS, measure, table
from benchmarks.harness import machine, tables
from benchmarks.harness.places import BEHAVIOUR
from network.loops import loop_factory


def versions() -> str:
    """Node's and Chromium's version."""
    found = []
    for name in ("node", "chromium"):
        done = subprocess.run([which(name) or name, "--version"], capture_output=True, text=True, check=True)
        found.append(" ".join(done.stdout.split()[:2]))
    return ", ".join(found).replace("v", "Node ", 1)


def main() -> None:
    """Measure, and write the table."""
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        shares, others = runner.run(measure())
    now = datetime.now(UTC)
    head = f"{now:%Y-%m-%d %H:%M} UTC · {machine.describe()}; {RUNS} runs, medians  "
    text = f"{head}\n`python -m benchmarks.boundaries` · {versions()}\n\n{table(shares, others)}"
    tables.put(BEHAVIOUR, {"boundaries": text})
    print(text)


if __name__ == "__main__":
    main()
