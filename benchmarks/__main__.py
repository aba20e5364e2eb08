"""`python -m benchmarks`: measure everything side by side, write docs/performance.md and docs/performance.json. Rules

- Sections are written as soon as they are measured; a section that is measured alone replaces only its own table.
- A quick or partial run prints its tables and leaves the document as it is.
"""

import argparse
import os
import shlex
import sys
from typing import Final

from benchmarks.harness import install, machine, results
from benchmarks.harness.bench import Bench
from benchmarks.harness.client import Client
from benchmarks.harness.places import PERFORMANCE, WORK
from benchmarks.harness.servers import BenchmarkError
from benchmarks.performance import load, many, overload, recording, replay, report, speed, startup

SECTIONS: Final = {
    "replay": replay.measure,
    "overload": overload.measure,
    "speed": speed.measure,
    "recorder": recording.measure,
    "many": many.measure,
    "load": load.measure,
    "startup": startup.measure,
}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, help="runs per cell (default 5)")
    parser.add_argument("--quick", action="store_true", help="one short run: prints tables, writes no file")
    parser.add_argument("--only", action="append", choices=list(SECTIONS), help="measure and replace only this section")
    parser.add_argument("--subject", action="append", help="only this one, by its name in the tables")
    parser.add_argument("--realtime", action="store_true", help="SCHED_FIFO for server and client (root)")
    return parser.parse_args()


def main() -> int:
    """Exit code 0 when everything was measured, 1 when a subject or section had to be left out."""
    options = _options()
    try:
        tools = install.build(WORK)
    except BenchmarkError as error:
        print(error, file=sys.stderr)
        return 1
    install.install(tools)
    os.sched_setaffinity(0, {machine.cpus()[1]})  # the harness itself stays off the servers' CPU
    bench = Bench(
        tools=tools,
        client=Client(tools.client, options.realtime),
        runs=1 if options.quick else options.runs,
        quick=options.quick,
        realtime=options.realtime,
        command=shlex.join(["python", "-m", "benchmarks", *sys.argv[1:]]),
        wanted=frozenset(options.subject or ()),
    )
    shown = options.quick or bool(options.subject)  # no whole measurement: print it, keep the document
    figures = PERFORMANCE.with_suffix(".json")
    sections = {} if shown else results.load(figures)
    complete = True
    for name in options.only or SECTIONS:
        print(name, file=sys.stderr, flush=True)
        sections[name] = SECTIONS[name](bench)
        complete = complete and not sections[name].notes
        if not shown:
            results.save(figures, sections)
            report.write(PERFORMANCE, sections)
    if shown:
        for name, part in report.parts(sections).items():
            print(f"\n## {name}\n\n{part}")
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main())
