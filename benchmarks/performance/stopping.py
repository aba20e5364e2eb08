"""How long the player takes to end, and the memory of its coverage. Rules

- `python -m benchmarks.performance.stopping [RECORDINGS REQUESTS]` is the command.
- Recordings of 25 KB each are asked for in turn with a split, half of the requests with a piece for every byte
  (`bytes,n=1`) and half with all cuts inside characters (`utf8,all=1`), at speed max. Then Ctrl-C.
- `ledger` is the memory of the coverage of as many recordings and requests, by `tracemalloc`, in a process of its own.
- `--write` puts the table into docs/performance.md.
"""

import asyncio
import http.client
import resource
import signal
import subprocess
import sys
import tempfile
import tracemalloc
from array import array
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks.harness import machine
from benchmarks.harness.places import PERFORMANCE
from benchmarks.harness.tables import put, table
from cassettes import store
from cassettes.clock import SECOND, now_ns
from cassettes.model import Header, Interaction, Origin
from cassettes.providers.cadence import Cadence
from cassettes.providers.make import Extras, make_interaction
from chunktape.client.process import running
from player.journal.coverage import CoverageLedger, Planned
from player.library.library import Library
from player.plans.plans import Plans

SPECS: Final = ("bytes,n=1", "utf8,all=1")
_TEXT: Final = "你好，世界。Hello there, this is a stream! 😀 " * 5


def recording(number: int) -> Interaction:
    """A recording of 25 KB, at a path of its own."""
    made = make_interaction(f"{_TEXT}{number}", "openai", Cadence(), Extras())
    return replace(made, request=replace(made.request, method="GET", target=b"/%d" % number, body=b""))


def stop(recordings: int, requests: int) -> tuple[float, float]:
    """(s, s of CPU time) from Ctrl-C to the end of the process."""
    with tempfile.TemporaryDirectory(prefix="chunktape-") as folder:
        for number in range(recordings):
            store.save(Path(folder, f"{number}.cassette"), Header("benchmark", 0, Origin()), [recording(number)])
        with running("chunktape", "play", folder, "--port", "0", "--speed", "max", "--gap", "0") as player:
            connection = http.client.HTTPConnection(player.url.removeprefix("http://"))
            for number in range(requests):
                connection.request("GET", f"/@{SPECS[number % 2]}/{number // 2 % recordings}")
                connection.getresponse().read()
            connection.close()
            before = _computed(player.process)
            begun = now_ns()
            player.process.send_signal(signal.SIGINT)
            player.process.wait()
            return (now_ns() - begun) / SECOND, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def _computed(process: "subprocess.Popen[bytes]") -> float:
    """s of user time of this process's ended children, and of `process` so far."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime + int(fields[11]) / 100


def ledger(recordings: int, requests: int) -> int:
    """Bytes of memory of the coverage."""
    one = recording(0)
    many = [replace(one, request=replace(one.request, target=b"/%d" % number)) for number in range(recordings)]
    library = Library([store.loads(store.dumps(Header("benchmark", 0, Origin()), many))])
    plans = Plans("0")
    book = CoverageLedger(plans)
    every = array("q", range(1, len(one.body)))
    tracemalloc.start()

    async def ask() -> None:
        for number in range(requests):
            shown = Planned(number, SPECS[0], "0" * 16, library.recordings[number % recordings], every[:])
            book.begun(shown)
            await book.ended(shown, every[:])
        await book.standings()

    asyncio.run(ask())
    plans.background.close()
    snapshot = tracemalloc.take_snapshot()
    kept = snapshot.filter_traces([tracemalloc.Filter(True, f"*/{name}.py") for name in ("coverage", "observed")])
    return sum(trace.size for trace in kept.traces)


def main(recordings: int = 1000, requests: int = 1000) -> str:
    """The table."""
    kept = ledger(recordings, requests)
    seconds, computed = stop(recordings, requests)
    head = ["", "recordings of 25 KB", "requests", "ledger, MB", "Ctrl-C to the end, s", "of them CPU time, s"]
    row = ["coverage", f"{recordings:,}", f"{requests:,}", f"{kept / 1e6:.1f}", f"{seconds:.2f}", f"{computed:.2f}"]
    date = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f"{date} · {machine.describe()}  \n`python -m benchmarks.performance.stopping`\n\n{table(head, [row])}"


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    text = main(*numbers)
    print(text)
    if "--write" in sys.argv:
        put(PERFORMANCE, {"stopping": text})
