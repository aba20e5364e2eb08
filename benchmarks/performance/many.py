"""A thousand recordings and a thousand requests: the memory, and the delay of others by one large request. Rules

- A recording is a chat of some 3 KB (80 JSON leaves) and an answer of 25 KB. No request equals a recording: each is
  compared with all thousand, and its answer is cut anew (`smoke`, without waiting), so that the journal, the plans, the
  boundary classes and the coverage have something to keep. The second thousand shows what still grows.
- `beside`: small requests one after the other, each to a body that was never planned, while a chat of 3 MB is read and
  compared; the same without it before.
- It never runs under SCHED_FIFO: of two threads on one CPU the one that computes would not be interrupted, and the
  interruption is measured here.
- A body of 20 MiB is posted twice, once as a form of 1.3 million fields, once as octets: nothing equals it.
"""

import http.client
import json
import threading
import time
from collections.abc import Iterable
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles
from typing import Final

from benchmarks.harness import machine
from benchmarks.harness.bench import Bench
from benchmarks.harness.client import Values
from benchmarks.harness.results import Row, Section
from benchmarks.harness.servers import BenchmarkError, Running, Subject
from benchmarks.splits import plan
from benchmarks.subjects import ours
from cassettes import store
from cassettes.clock import MS
from cassettes.model import Chunk, Chunks, Ending, EndKind, Header, Interaction, Mark, Origin, Request, ResponseHead
from cassettes.redaction.redact import Redaction

COUNT: Final = 1000
_ANSWER: Final = 25_000
_LARGE_LEAVES: Final = 130_000
_FORM_MIB: Final = 20
_JSON: Final = (("Content-Type", "application/json"),)
_MIB: Final = 1 << 20


def chat(number: int, leaves: int = 80) -> bytes:
    """A conversation of its own, with so many leaves."""
    messages = [{"role": "user", "content": f"turn {turn} of {number}"} for turn in range(leaves // 2)]
    return json.dumps({"model": "m", "stream": True, "messages": messages}).encode()


def recordings(count: int = COUNT) -> Iterable[Interaction]:
    """`count` chats and their answers, all different."""
    source = plan.source(_ANSWER)
    asked = ((b"Host", b"127.0.0.1"), (b"Content-Type", b"application/json"))
    head = ResponseHead(0, 200, b"OK", ((b"Content-Type", b"text/event-stream"), (b"Transfer-Encoding", b"chunked")))
    edges = (0, *source.cuts, len(source.data))
    for number in range(count):
        first = b": answer %d\n\n" % number
        rows = [first, *(source.data[start:end] for start, end in pairwise(edges))]
        chunks = [Chunk(read * MS, read, data, Mark.END) for read, data in enumerate(rows, 1)]
        yield Interaction(
            number + 1,
            Request("POST", b"/chat", asked, chat(number)),
            head,
            Chunks.of(chunks),
            Ending(EndKind.COMPLETE, chunks[-1].at, len(chunks)),
        )


class Asking:
    """One connection to the player."""

    def __init__(self, port: int) -> None:
        self._link = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        self.close = self._link.close

    def seconds(self, target: str, body: bytes | None = None, headers: Iterable[tuple[str, str]] = _JSON) -> float:
        """How long a request took, to the end of its answer. Raises BenchmarkError unless that is 200."""
        began = time.perf_counter()
        self.read(target, body, headers)
        return time.perf_counter() - began

    def read(self, target: str, body: bytes | None = None, headers: Iterable[tuple[str, str]] = ()) -> bytes:
        self._link.request("GET" if body is None else "POST", target, body, dict(headers))
        answer = self._link.getresponse()
        data = answer.read()
        if answer.status != http.client.OK:
            raise BenchmarkError(f"expected 200 for {target[:80]}, found {answer.status}: {data[:200]!r}")
        return data


def _beside(port: int, first: int) -> list[float]:
    """ms of 40 small requests one after the other, each for a body of its own."""
    with closing(Asking(port)) as asking:
        return [
            asking.seconds(f"/@utf8,seed={number}+speed,x=max+gap,ms=0/chat", chat(number)) * 1000
            for number in range(first, first + 40)
        ]


def _figures(running: Running) -> Iterable[tuple[str, float]]:
    with closing(Asking(running.subject.port)) as asking, closing(Asking(running.subject.port)) as other:
        yield from _asked(running, asking, other)


def _asked(running: Running, asking: Asking, other: Asking) -> Iterable[tuple[str, float]]:
    port = running.subject.port
    plain = "/@speed,x=max+gap,ms=0/chat"
    yield "memory MiB with 1,000 recordings", machine.usage(running.pids).memory / _MIB
    quiet = _beside(port, 0)
    large = threading.Thread(target=other.seconds, args=(plain, chat(-1, _LARGE_LEAVES)))
    large.start()
    time.sleep(0.05)
    beside = _beside(port, 40)
    large.join()
    yield "a small request's first plan, ms, alone: most", max(quiet)
    yield "the same while a chat of 3 MB is compared: most", max(beside)
    for name in ("the first", "the second"):
        split = "/@smoke+speed,x=max+gap,ms=0/chat"
        took = [asking.seconds(split, chat(-number - 2)) * 1000 for number in range(COUNT)]
        yield f"{name} 1,000 requests: p50 ms", median(took)
        yield f"{name} 1,000 requests: p99 ms", quantiles(took, n=100)[98]
        yield f"memory MiB after {name} 1,000", machine.usage(running.pids).memory / _MIB
    yield "the journal of 1,000 requests, KB", len(asking.read("/@chunktape/journal")) / 1000
    form = b"&".join(b"k%d=v%d" % (number, number) for number in range(_FORM_MIB << 16))[: _FORM_MIB << 20]
    for kind in ("application/octet-stream", "application/x-www-form-urlencoded"):
        yield f"20 MiB as {kind}, s", asking.seconds(plain, form, (("Content-Type", kind),))
    yield "memory MiB at the end", machine.usage(running.pids).memory / _MIB


def subject(work: Path) -> Subject:
    """The player of a thousand recordings."""
    tape = work / "many.cassette"
    made = Origin("made", "benchmarks", real_bytes=False, real_times=False)
    header = Header("benchmarks", 0, made, Redaction.default().rules)
    store.save(tape, header, list(recordings()), mode="overwrite")
    return ours.player(tape)


def measure(bench: Bench) -> Section:
    """Measure our player alone: no other one keeps such values."""
    section = bench.section()
    for run, name, make in bench.turns(section, {ours.NAME: lambda: subject(bench.work)}):
        try:
            with Running(make(), bench.work) as running:
                for cell, value in _figures(running):
                    values: Values = {"value": value}
                    bench.add(section, Row(name, cell, run, values))
        except (BenchmarkError, OSError) as error:
            bench.fail(section, name, error)
    return section
