"""How a plan that is made for the first time delays other streams. Rules

- Twenty streams of one chunk every 5 ms are under way, timed by the C client with the kernel's stamps. Half a second
  in, one request asks for a new body, cut at every character; then again, when it is planned already.
- The thread that plans and the loop that writes share Python's one lock: the remaining effect is measured.
"""

import threading
import time
import urllib.request

from benchmarks.harness import tables
from benchmarks.harness.client import Client, Values
from benchmarks.harness.install import Tools
from benchmarks.harness.schedule import steady
from benchmarks.harness.servers import Running
from benchmarks.splits import plan
from benchmarks.subjects import ours
from cassettes import store
from cassettes.clock import MS
from cassettes.model import Chunk, Chunks, Ending, EndKind, Header, Interaction, Mark, Origin, Request, ResponseHead

STREAMS = 20
SPLIT = "utf8,all=1,seed=1"
SIZES = (30_000, 100_000, 1_000_000)
_AFTER_S = 0.5
_KEYS = ("p99_ms", "max_ms")
_HEAD = ("body", "alone: p99 ms", "most", "beside its first plan: p99 ms", "most", "beside the next: p99 ms", "most")


def _body(size: int) -> Interaction:
    source = plan.source(size)
    ends = (*source.cuts, len(source.data))
    starts = (0, *source.cuts)
    pairs = enumerate(zip(starts, ends, strict=True), 1)
    chunks = [Chunk(read * MS, read, source.data[start:end], Mark.END) for read, (start, end) in pairs]
    headers = ((b"Content-Type", b"text/event-stream"), (b"Transfer-Encoding", b"chunked"))
    return Interaction(
        2,
        Request("GET", b"/planned", ((b"Host", b"127.0.0.1"),)),
        ResponseHead(0, 200, b"OK", headers),
        Chunks.of(chunks),
        Ending(EndKind.COMPLETE, chunks[-1].at, len(chunks)),
    )


def measure(tools: Tools, client: Client, size: int, seconds: float = 2.0) -> list[Values]:
    """The client's figures of the twenty: alone, beside a first plan of a body of `size` bytes, and beside a second."""
    schedule = steady(seconds)
    rows = schedule.write(tools.work / "beside.json")
    tape = tools.work / "beside.cassette"
    header = Header("benchmarks", 0, Origin("made", "benchmarks", real_bytes=False, real_times=False))
    store.save(tape, header, [ours.interaction(schedule), _body(size)], mode="overwrite")
    subject = ours.player(tape)
    url = f"http://127.0.0.1:{subject.port}/@{SPLIT}+speed,x=max+gap,ms=0/planned"
    with Running(subject, tools.work) as running:
        client.warm(subject, 0.2)
        found = []
        for asks in (False, True, True):
            asking = threading.Thread(target=_ask, args=(url,))
            if asks:
                asking.start()
            found.append(client.timed(running, rows, STREAMS, 0.0, seconds + 15, 0))
            if asks:
                asking.join()
    return found


def _ask(url: str) -> None:
    time.sleep(_AFTER_S)
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(url, timeout=60) as answer:
        answer.read()


def table(tools: Tools, runs: int) -> str:
    """One row per size: p99 and most, in ms, of each run."""
    client = Client(tools.client, realtime=False)
    lines = []
    for size in SIZES:
        measured = [measure(tools, client, size) for _ in range(runs)]
        cells = [" ".join(f"{run[which][key]:.3g}" for run in measured) for which in range(3) for key in _KEYS]
        lines.append([f"{size // 1000:,} KB", *cells])
    return tables.table(_HEAD, lines)
