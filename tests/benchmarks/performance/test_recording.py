from pathlib import Path

import pytest

from benchmarks.harness.bench import Bench
from benchmarks.harness.client import Client
from benchmarks.harness.install import Tools
from benchmarks.harness.schedule import drawn
from benchmarks.performance import recording
from benchmarks.performance.recording import time_errors_ms
from benchmarks.subjects import peers
from cassettes.model import Chunk, Chunks, Ending, EndKind, Interaction, Mark, Request, ResponseHead

ARRIVED = 1_700_000_000_000_000_000


def recorded(chunks: list[Chunk], *headers: tuple[bytes, bytes]) -> Interaction:
    return Interaction(
        1, Request("GET", b"/"), ResponseHead(0, 200, b"OK", headers), Chunks.of(chunks), Ending(EndKind.COMPLETE)
    )


def stamp(after_ms: int) -> bytes:
    return b"%016x" % (ARRIVED + after_ms * 1_000_000)


def test_errors_are_recorded_time_minus_time_of_sending_per_transfer_chunk() -> None:
    chunks = [
        Chunk(50_100_000, 1, stamp(50) + b"xxxx", Mark.END),
        Chunk(70_000_000, 2, stamp(70) + b"xx", Mark.NONE),
        Chunk(71_000_000, 3, b"the rest of it, without a stamp", Mark.END),
        Chunk(89_950_000, 4, stamp(90), Mark.END),
    ]
    one = recorded(chunks, (b"X-Request-Arrived", b"%d" % ARRIVED))
    assert time_errors_ms(one) == pytest.approx([0.1, 0.0, -0.05])


def test_without_the_upstreams_stamp_there_is_nothing_to_judge() -> None:
    assert time_errors_ms(recorded([Chunk(0, 1, stamp(0), Mark.END)])) == []


@pytest.mark.wire
def test_two_streams_through_our_recorder_and_what_it_wrote(built: Path) -> None:
    bench = Bench(Tools(built), Client(built / "streamclient", False), 1, True, False, "test")
    rows = drawn(10).write(built / "upstream.json")
    file = built / "recorded.cassette"
    upstream = peers.limit(bench.tools, rows, stamp=True)
    with recording._through(bench, "chunktape", upstream, file) as running:
        values = bench.client.timed(running, rows, 2, 0.1, 20, 0, stamped=True)
    assert (values["completed"], values["kept"]) == (2.0, 1.0)
    assert values["latency_p50_ms"] > 0
    errors = recording.recorded_errors(file)
    assert errors["interactions"] == 2
    assert abs(errors["time_p50_ms"]) < 1000
