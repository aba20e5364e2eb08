"""From starting a player to its first answered request. Rules

- The clock starts before the process does and stops when the first byte of the answer arrives; the port is tried
  every millisecond.
"""

import socket
import time
from typing import Final

from benchmarks.harness import schedule
from benchmarks.harness.bench import Bench
from benchmarks.harness.results import Row, Section
from benchmarks.harness.servers import BenchmarkError, Running, Subject
from benchmarks.subjects import ours, peers

CELL: Final = "first answer"


def ask(subject: Subject) -> bytes:
    """The first bytes of an answer."""
    with socket.create_connection(("127.0.0.1", subject.port), 10) as link:
        link.sendall(f"GET {subject.path} HTTP/1.1\r\nHost: 127.0.0.1:{subject.port}\r\n\r\n".encode())
        return link.recv(65536)


def first_answer_ms(subject: Subject, bench: Bench) -> float:
    """Start `subject`, ask, end it. Raises BenchmarkError when it closes without an answer."""
    start = time.perf_counter()
    with Running(subject, bench.work, realtime=bench.realtime, poll=0.001) as running:
        answer = ask(subject)
        took = time.perf_counter() - start
        if not answer.startswith(b"HTTP/1.1 200"):
            raise BenchmarkError(f"{running.subject.name}: first answer {answer[:60]!r}")
    return took * 1000


def measure(bench: Bench) -> Section:
    """Every player that answers a GET."""
    section = bench.section()
    plan = schedule.even(300, 100)
    rows = plan.write(bench.work / "first.json")
    tape = ours.cassette(plan, bench.work / "first.cassette")
    makers = {
        ours.NAME: lambda: ours.player(tape),
        ours.LIBRARY: ours.library_player,
        "node http": lambda: peers.node(rows),
        "wiremock": lambda: peers.wiremock(bench.tools, bench.work, plan, timed=False),
        "mountebank": lambda: peers.mountebank(bench.tools, bench.work, plan),
        "mitmproxy": lambda: peers.mitmproxy_replay(bench.tools, bench.work, plan),
    }
    for run, name, make in bench.turns(section, makers):
        try:
            bench.add(section, Row(name, CELL, run, {"start_ms": first_answer_ms(make(), bench)}))
        except (BenchmarkError, OSError) as error:
            bench.fail(section, name, error)
    return section
