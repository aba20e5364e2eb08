"""`python -m benchmarks.journeys`: how long each journey of docs/journeys.md takes from a fresh environment. Rules

- It writes the marked table of the page; with --quick it prints it. A time is the median of the runs; the first row
  is the building and installing of the wheel.
"""

import argparse
import os
import shlex
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from statistics import median

from benchmarks.harness import machine, tables
from benchmarks.harness.places import JOURNEYS, ROOT
from benchmarks.harness.results import Section
from benchmarks.journeys import environment
from benchmarks.journeys.page import journeys
from benchmarks.journeys.walk import Astray, Walk, ready_folder
from cassettes.clock import SECOND, now_ns

#: seconds for one command, against hanging
_LIMIT = 300.0


def measure(runs: int) -> list[tuple[str, float]]:
    """(title, seconds) of the installation and of each journey, in order. Raises Astray."""
    found = journeys(JOURNEYS.read_text("utf-8"))
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="chunktape-journeys-") as name:
        folder = Path(name)
        begun = now_ns()
        programs = environment.install(environment.wheel(folder / "dist"), folder / "venv")
        times["build the wheel and install it into an empty environment"] = [(now_ns() - begun) / SECOND]
        for run in range(runs):
            here = ready_folder(folder / f"run-{run}", ROOT)
            with Walk(here, environment.variables(programs, folder / f"home-{run}"), _LIMIT) as walk:
                for one in found:
                    print(one.title, file=sys.stderr, flush=True)
                    times.setdefault(one.title, []).append(walk.through(one))
    return [(name, median(seconds)) for name, seconds in times.items()]


def main() -> int:
    """Exit code 0 when everything was measured, 1 when a command did not do what the page says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.journeys", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, help="runs of the page (default 3)")
    parser.add_argument("--quick", action="store_true", help="one run: prints the table, writes no file")
    options = parser.parse_args()
    runs = 1 if options.quick else options.runs
    now, command = datetime.now().astimezone(), shlex.join(["python", "-m", "benchmarks.journeys", *sys.argv[1:]])
    load = os.getloadavg()[0]
    try:
        rows = [(name, tables.short(seconds)) for name, seconds in measure(runs)]
    except Astray as error:
        print(error, file=sys.stderr)
        return 1
    where = f"{machine.describe()}; runs {runs}, load {load:.0f} before"
    made = tables.heading(Section(f"{now:%Y-%m-%d %H:%M %Z}", where, command)) + tables.table(("journey", "s"), rows)
    if options.quick:
        print(made)
    else:
        tables.put(JOURNEYS, {"journeys": made})
    return 0


if __name__ == "__main__":
    sys.exit(main())
