"""Loading a cassette of 100,000 chunks: `python -m benchmarks.load [--chunks N] [--runs N]`. Rules

- Each run loads in a process of its own: once for the time and the resident memory, once under tracemalloc for
  what Python holds afterwards and held at most. Both are given as multiples of the body's bytes.
- The chunks are SSE events of 40 to 200 bytes, 10 to 30 ms apart, as `benchmarks.schedule` draws them.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks import ours, schedule
from benchmarks.bench import Bench
from benchmarks.client import Values
from benchmarks.results import Row, Section
from benchmarks.servers import BenchmarkError

SUBJECT: Final = "cassettes.store.load"
CHUNKS: Final = 100_000
_CHILD: Final = """
import gc, json, sys, time, tracemalloc
from pathlib import Path
from cassettes import store

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

path, traced = sys.argv[1], sys.argv[2] == "traced"
gc.collect()
if traced:
    tracemalloc.start()
before, start = resident(), time.perf_counter()
cassette = store.load(path)
seconds, grown = time.perf_counter() - start, resident() - before
held, peak = tracemalloc.get_traced_memory() if traced else (0, 0)
body = sum(len(one.body) for one in cassette.interactions)
chunks = sum(len(one.chunks) for one in cassette.interactions)
print(json.dumps({"seconds": seconds, "grown": grown, "held": held, "peak": peak, "body": body, "chunks": chunks}))
"""


def _loaded(file: Path, how: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-c", _CHILD, str(file), how], capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchmarkError(f"loading failed: {done.stderr.strip()[-300:]}")
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def figures(file: Path) -> Values:
    """One run: seconds, and memory and file size as multiples of the body."""
    plain, traced = _loaded(file, "plain"), _loaded(file, "traced")
    body = plain["body"]
    return {
        "seconds": plain["seconds"],
        "grown_x": plain["grown"] / body,
        "held_x": traced["held"] / body,
        "peak_x": traced["peak"] / body,
        "file_x": file.stat().st_size / body,
        "body_mib": body / 2**20,
        "chunks": plain["chunks"],
    }


def measure(bench: Bench) -> Section:
    section = bench.section()
    chunks = 10_000 if bench.quick else CHUNKS
    file = ours.cassette(schedule.drawn(chunks), bench.work / "long.cassette")
    for run in range(1, bench.runs + 1):
        bench.add(section, Row(SUBJECT, str(chunks), run, figures(file)))
    return section


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chunks", type=int, default=CHUNKS)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        file = ours.cassette(schedule.drawn(options.chunks), Path(place) / "long.cassette")
        print(f"{options.chunks} chunks, {file.stat().st_size} bytes")
        print("| run | load s | resident memory × body | held × body | peak × body | file × body |")
        print("|--:|--:|--:|--:|--:|--:|")
        for run in range(1, options.runs + 1):
            one = figures(file)
            cells = " | ".join(f"{one[key]:.3f}" for key in ("seconds", "grown_x", "held_x", "peak_x", "file_x"))
            print(f"| {run} | {cells} |")


if __name__ == "__main__":
    main()
