import asyncio

from prometheus_client.parser import text_string_to_metric_families

from cassettes.clock import MS
from player.journal.entry import Answer, Entry
from player.journal.metrics import Counts, Metrics
from player.stream.progress import Outcome


def entry(answer: str, outcome: Outcome | None = None, late: int = 0) -> Entry:
    one = Entry(1, 0, "", "GET", "/a", answer=Answer(answer))
    one.progress.outcome, one.progress.late, one.progress.bytes = outcome, late, 10
    one.progress.joined = 1
    return one


def filled(worker: int = 0) -> Metrics:
    metrics = Metrics(lambda: 5 * MS, max_late=2 * MS, worker=worker)
    ended = entry("replay", Outcome.ENDED, late=2 * MS), entry("replay", Outcome.LEFT, late=3 * MS)
    streams = (*ended, entry("failed", Outcome.FAILED), entry("replay"))
    for one in streams:
        metrics.claim(one)
        metrics.begin(one)
    for one in streams[:3]:
        metrics.end(one)
    metrics.end(entry("miss"))
    metrics.end(entry("limited"))
    return metrics


def parsed(metrics: Metrics) -> dict[str, float]:
    async def text() -> str:
        return metrics.text()

    families = text_string_to_metric_families(asyncio.run(text()))
    return {
        sample.name + "".join(f"/{value}" for value in sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_streams_are_counted_by_how_they_went() -> None:
    counts = filled().counts
    assert (counts.started, counts.active, counts.missed, counts.limited, counts.late) == (4, 1, 1, 1, 1)
    assert counts.aborted == {"client-left": 1, "stopped": 0, "failed": 1}
    assert counts.bytes == 30


def test_a_parser_of_prometheus_reads_all_figures() -> None:
    metrics = filled()
    for late in (1, 2, 100):
        metrics.lateness.histogram.add(late * MS)
    found = parsed(metrics)

    assert found["chunktape_streams_started_total"] == 4
    assert found["chunktape_streams_active"] == 1
    assert found["chunktape_streams_aborted_total/client-left"] == 1
    assert found["chunktape_requests_missed_total"] == 1
    assert 0.002 <= found["chunktape_lateness_seconds/0.5"] <= 0.002 * 33 / 32
    assert found["chunktape_lateness_seconds/0.99"] == found["chunktape_lateness_max_seconds"] == 0.1
    assert found["chunktape_lateness_seconds_count"] == 3
    assert found["chunktape_tasks"] == 1


def test_a_worker_says_its_number_in_every_sample() -> None:
    assert all("/3" in name for name in parsed(filled(worker=3)))


def test_a_write_that_is_not_in_the_histogram_yet_is_judged_and_shown() -> None:
    metrics = Metrics(lambda: 5 * MS, max_late=2 * MS)
    one = entry("replay", Outcome.ENDED)
    metrics.begin(one)
    metrics.lateness.note(0, one.progress)
    metrics.end(one)

    assert metrics.counts.late == 1
    assert metrics.as_json()["lateness"]["max_ms"] == 5
    assert one.progress.late == 5 * MS


def test_the_counts_of_workers_add_up() -> None:
    total = Counts()
    for _ in range(2):
        total.add(filled().counts.as_json())

    assert total.as_json() == {
        "started": 8,
        "active": 2,
        "ended": 6,
        "missed": 2,
        "limited": 2,
        "late": 2,
        "joined": 6,
        "bytes": 60,
        "aborted": {"client-left": 2, "stopped": 0, "failed": 2},
    }
