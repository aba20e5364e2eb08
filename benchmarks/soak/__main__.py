"""`python -m benchmarks.soak [--seconds 600]`. Exit code 1: something leaked, an answer was wrong or unfinished, or a
stream was late (`verdict`).
"""

import argparse
import os
import shlex
import sys

from benchmarks.harness import install, machine, results
from benchmarks.harness.bench import Bench
from benchmarks.harness.client import Client
from benchmarks.harness.places import PERFORMANCE, WORK
from benchmarks.harness.servers import BenchmarkError
from benchmarks.performance import report
from benchmarks.soak.soak import soak
from benchmarks.soak.verdict import LATE_MS


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--streams", type=int, default=200)
    parser.add_argument("--late-ms", type=float, default=LATE_MS, help="what a witness's p99 may be (default 5)")
    parser.add_argument("--realtime", action="store_true", help="SCHED_FIFO for server and witnesses (root)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args()
    command = shlex.join(["python", "-m", "benchmarks.soak", *sys.argv[1:]])
    try:
        tools = install.build(WORK)
        os.sched_setaffinity(0, {machine.cpus()[1]})
        bench = Bench(tools, Client(tools.client, options.realtime), 1, False, options.realtime, command)
        section, faults = soak(bench, options.seconds, options.streams, options.late_ms)
    except BenchmarkError as error:
        print(error, file=sys.stderr)
        return 1
    print(report.parts({"soak": section})["soak"])
    if options.write:
        figures = PERFORMANCE.with_suffix(".json")
        sections = {**results.load(figures), "soak": section}
        results.save(figures, sections)
        report.write(PERFORMANCE, {"soak": section})
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
