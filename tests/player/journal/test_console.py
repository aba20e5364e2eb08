import pytest

from cassettes.clock import MS, SECOND
from cassettes.messages.columns import columns
from cassettes.model import EndKind
from cassettes.providers.make import make_interaction
from player.journal.console import WIDTH, live_row, load_lines, request_line, summary
from player.journal.entry import Answer, Entry
from player.journal.journal import LIMIT, Journal, difference_json
from player.journal.metrics import Metrics
from player.library.recordings import Recording
from player.matching.difference import Difference
from player.spec.scenario import Scenario
from player.spec.settle import Settled
from player.stream.progress import Outcome


def entry(outcome: Outcome = Outcome.ENDED, ending: str = "complete", **values: object) -> Entry:
    one = Entry(
        1, 0, "127.0.0.1", "GET", "/a", answer=Answer.REPLAY, status=200, recording=("c.cassette", 3), ending=ending
    )
    for name, value in values.items():
        setattr(one, name, value)
    one.progress.outcome, one.progress.bytes, one.progress.chunks, one.progress.elapsed = outcome, 42, 7, 1_500_000_000
    return one


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (entry(), "GET /a 200 replayed c.cassette #3  [chunks: 7, bytes: 42, 1.50 s]"),
        (
            entry(ending=EndKind.RESET),
            "GET /a 200 replayed c.cassette #3  [chunks: 7, bytes: 42, 1.50 s; ending as recorded: reset]",
        ),
        (entry(Outcome.LEFT), "GET /a 200 replayed c.cassette #3  [client left at byte 42, chunk 7, 1.50 s]"),
        (entry(Outcome.STOPPED), "GET /a 200 replayed c.cassette #3  [stopped at byte 42, chunk 7, 1.50 s]"),
        (
            entry(differs=tuple(Difference(("query", name), None, "1") for name in "abcd"), differing=5),
            "GET /a 200 replayed c.cassette #3  [chunks: 7, bytes: 42, 1.50 s]  "
            "[differs: query a, query b, query c and 2 more]",
        ),
        (entry(answer=Answer.MISS, recording=None, status=404, note="why"), "GET /a 404  [why]"),
    ],
)
def test_one_line_says_what_answered_what_differed_and_how_it_ended(one: Entry, expected: str) -> None:
    assert request_line(one) == expected


@pytest.mark.parametrize(
    ("longer", "gap", "expected"),
    [
        (4_900_000, "5", ""),
        (5_000_000, "5", "  [0.01 s longer than recorded, gap 5 ms]"),
        (480_000_000, "20", "  [0.48 s longer than recorded, gap 20 ms]"),
        (480_000_000, "0", "  [0.48 s longer than recorded]"),
    ],
)
def test_a_longer_stream_is_said_with_its_gap_and_never_as_none(longer: int, gap: str, expected: str) -> None:
    line = request_line(entry(choice=Settled(Scenario(gap=gap)), duration=longer))
    assert line.endswith(f"1.50 s]{expected}")


@pytest.mark.parametrize(("late", "expected"), [(49_999_999, ""), (467_000_000, "  [up to 0.47 s late]")])
def test_a_response_that_a_busy_machine_sent_late_is_said(late: int, expected: str) -> None:
    one = entry()
    one.progress.late = late
    assert request_line(one).endswith(f"1.50 s]{expected}")


def test_a_question_that_nobody_asked_does_not_differ() -> None:
    made = make_interaction("你好", "openai")
    one = entry(differs=(Difference(("body", "/model"), None, "1"),), differing=1)
    for is_made in (True, False):
        one.replayed(Recording(0, "ANSWER.md", made, (), made=is_made), one.differs, one.differing)
        one.source = None  # as the journal leaves it, when the request is over
        assert ("differs" in request_line(one)) is not is_made


def test_recorded_text_moves_no_cursor_and_is_no_markup() -> None:
    line = request_line(entry(target="/\x1b[31m\r\n[bold]\u202e"))

    assert line.startswith("GET /\\x1b[31m\\r\\n[bold]\\u202e 200")
    assert request_line(entry(target="/你好")).startswith("GET /你好 200")


def test_the_journal_hides_secrets_and_is_bounded() -> None:
    journal = Journal(0)
    for _ in range(LIMIT + 1):
        journal.end(journal.begin(5, "c", "GET", journal.visible(b"/a?key=sk-123&api_key=sk-123&x=1")))
    content = "".join(journal.told())

    assert "sk-123" not in content
    assert len(journal.entries) == LIMIT
    assert journal.counts["requests"] == LIMIT + 1
    assert journal.active == 0


def test_a_difference_of_a_secret_name_tells_no_value() -> None:
    found = [difference_json(Difference(place, "old", "new")) for place in (("query", "token"), ("body", "/a/api_key"))]

    assert [(one["recorded"], one["asked"]) for one in found] == [("***", "***")] * 2
    assert difference_json(Difference(("query", "x"), None, "new")) == {
        "in": "query",
        "name": "x",
        "recorded": None,
        "asked": "new",
    }


def test_the_summary_counts() -> None:
    journal = Journal(0)
    left = journal.begin(0, "c", "GET", "/a")
    left.progress.outcome = Outcome.LEFT
    journal.end(left)

    assert summary(journal).startswith("Requests: 1, replayed: 0, without recording: 0, left by clients: 1")


def test_what_was_understood_otherwise_stands_beside_why_nothing_answered() -> None:
    entry = Entry(1, 0, "127.0.0.1", "GET", "/%E4", answer=Answer.MISS, status=404, note="none", remark="taken as /%E4")

    assert request_line(entry) == "GET /%E4 404  [taken as /%E4]  [none]"


def test_the_end_says_how_many_streams_there_were_and_how_late_they_were() -> None:
    metrics = Metrics(lambda: 0)
    for outcome in (Outcome.ENDED, Outcome.LEFT, Outcome.FAILED):
        one = entry(outcome)
        metrics.begin(one)
        metrics.end(one)
    streams = "Streams: 3 started, 0 active, 2 aborted, 0 missed, 0 answered with 429."
    assert list(load_lines(metrics)) == [streams]
    assert list(load_lines(metrics, asked=False)) == []
    for late in (1, 1, 1, 8):
        metrics.lateness.histogram.add(late * MS)
    assert list(load_lines(metrics)) == [
        streams,
        "Lateness (writes: 4): p50 1.02 ms, p99 8.00 ms, max 8.00 ms.",
    ]
    metrics.counts.joined = 7
    assert list(load_lines(metrics, asked=False)) == [
        "The player was late: 7 writes left in one with the write before them (transfer chunks unchanged; "
        "--writes chunk keeps writes apart, --workers uses more cores)."
    ]


@pytest.mark.parametrize(("length", "named"), [(5, 3), (6, 2), (25, 2), (50, 1), (100, 1)])
def test_what_differs_gives_way_where_a_line_gets_long(length: int, named: int) -> None:
    names = [name * 16 for name in "wxyz"]
    differs = tuple(Difference(("body", name), None, "1") for name in names)
    line = request_line(entry(target="/" + "a" * length, differs=differs, differing=6))

    assert [name in line for name in names] == [place < named for place in range(4)]
    assert f" and {6 - named} more]" in line
    assert len(line) <= WIDTH or named == 1


def test_the_live_row_is_the_latest_request_that_is_being_played() -> None:
    journal = Journal(0)
    assert live_row(journal, SECOND, 80) == ""
    first, second = (journal.begin(at, "", "POST", f"/{name}") for at, name in ((0, "one"), (SECOND, "two")))
    assert live_row(journal, SECOND, 80) == ""
    first.status = second.status = 200
    second.progress.chunks, second.progress.bytes = 3, 99
    assert live_row(journal, 3 * SECOND, 80) == "POST /two  chunks: 3, bytes: 99, 2.0 s  and 1 more streams"
    assert columns(live_row(journal, 3 * SECOND, 24)) < 24
    second.target = "/@bytes,n=1+speed,x=50/v1/chat/completions"
    narrow = live_row(journal, 3 * SECOND, 80)
    assert narrow.startswith("POST /@bytes,n=1+")
    assert narrow.endswith("…  chunks: 3, bytes: 99, 2.0 s  and 1 more streams")
    assert columns(narrow) < 80
    journal.end(second)
    assert live_row(journal, 3 * SECOND, 80).startswith("POST /one  chunks: 0")
    journal.end(first)
    assert live_row(journal, 3 * SECOND, 80) == ""
