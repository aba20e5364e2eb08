from pathlib import Path

from benchmarks.harness.schedule import drawn
from benchmarks.subjects import ours
from cassettes import store
from cassettes.model import EndKind


def test_a_made_cassette_holds_the_schedule(tmp_path: Path) -> None:
    plan = drawn(20)
    for _ in range(2):  # a second run replaces the first one's file
        ours.cassette(plan, tmp_path / "made.cassette")
    (one,) = store.load(tmp_path / "made.cassette").interactions
    assert (one.request.method, one.request.target) == ("GET", b"/timed")
    assert [(time / 1e6, size) for time, size in zip(one.chunks.times, one.chunks.sizes, strict=True)] == list(
        plan.rows
    )
    assert one.transfer_chunks() == [size for _, size in plan.rows]
    assert list(one.chunks.reads) == list(range(1, 21))
    assert (one.framing, one.ending.kind) == ("chunked", EndKind.COMPLETE)
    assert not store.load(tmp_path / "made.cassette").headers[0].origin.real_times
