"""Time and memory of loading a cassette of 100,000 chunks. Rules

- Each run loads in a process of its own: once for the time and the resident memory, once under tracemalloc for
  what Python holds afterwards and held at most. Both are given as multiples of the body's bytes.
- The chunks are SSE events of 40 to 200 bytes, 10 to 30 ms apart, as `harness.schedule` draws them.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

from benchmarks.harness import schedule
from benchmarks.harness.bench import Bench
from benchmarks.harness.client import Values
from benchmarks.harness.results import Row, Section
from benchmarks.harness.servers import BenchmarkError
from benchmarks.subjects import ours

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
