import asyncio
import json
import threading
import tracemalloc
from array import array
from dataclasses import replace
from typing import Any

import pytest

from cassettes.boundaries.classify import classify
from cassettes.boundaries.coverage import coverage
from cassettes.boundaries.cuts import observed_cuts
from cassettes.errors import BadRequest, SpecError
from network.work import MAKING
from player.journal import coverage as observed
from player.journal.coverage import KEPT, KEPT_BYTES, CoverageLedger, Planned
from player.journal.coverage_report import final_lines, judged, text, told
from player.library.library import Library
from player.library.recordings import Recording
from player.plans.plans import Plans
from player.spec.spec import brief, plan_id
from tests.support.recordings import END, cassette, interaction

BODY = "data: 你\n\ndata: b\n\n".encode()


def ledger() -> tuple[CoverageLedger, Library]:
    library = Library([cassette(interaction([(0, 0, BODY, END)]), interaction([(0, 0, BODY * 2, END)]))])
    return CoverageLedger(Plans("0")), library


def shown(library: Library, number: int, *cuts: int, spec: str = "explicit", at: int = 0) -> Planned:
    return Planned(number, spec, plan_id(spec), library.recordings[at], array("q", cuts))


def cuts(one: Planned) -> "array[int]":
    return array("q", one.offsets())


def seen(book: CoverageLedger, name: Any, lengths: list[int]) -> dict[str, int]:
    return asyncio.run(book.observed(name, lengths))


def test_the_three_levels_are_never_mixed() -> None:
    book, library = ledger()
    one = shown(library, 1, 7, 8, 11)
    book.begun(one)
    asyncio.run(book.ended(one, array("q", [7, 11])))
    (before,) = book.final()
    assert before.report.observed is None

    assert seen(book, 1, [8, 3, 9]) == {"request": 1, "planned": 3, "observed": 2, "unplanned": 0}
    (standing,) = book.final()
    found: Any = json.loads("".join(told([standing])))
    hits = {row["id"]: (row["planned"], row["sent"], row["observed"]) for row in found["classes"]}
    assert hits["utf8-3b/1"] == (1, 1, 0)
    assert hits["utf8-3b/2"] == (1, 0, 1)
    assert hits["utf8-multi"] == (1, 0, 0)
    assert standing.requests == 1
    assert found["encoded"] is False
    assert {"id": "utf8-2b/1", "cassette": "torture-lf"} in found["absent"]
    assert not {row["id"] for row in found["classes"]} & {row["id"] for row in found["absent"]}


def test_recordings_are_counted_apart_and_judged_together() -> None:
    book, library = ledger()
    for number, at in ((1, 0), (2, 1), (3, 0)):
        one = shown(library, number, 7, at=at)
        book.begun(one)
        asyncio.run(book.ended(one, cuts(one)))
    standings = asyncio.run(book.standings())

    assert [(one.number, one.requests) for one in standings] == [(1, 2), (2, 1)]
    level, percent = judged(standings)
    assert level == "sent"
    assert percent is not None
    assert 0 < percent < 100
    seen(book, 2, [len(BODY) * 2])
    assert judged(book.final()) == ("observed", 0)
    assert len(final_lines(standings)) == 2
    assert "boundary coverage" in "".join(text(standings))


def test_a_recording_is_one_also_when_its_file_has_grown_by_others() -> None:
    book, library = ledger()
    for number in (1, 2, 3):
        one = shown(library, number, 7)
        one = replace(one, recording=Recording(0, "a.cassette", one.recording.interaction, ()))
        book.begun(one)
        asyncio.run(book.ended(one, cuts(one)))
    (standing,) = book.final()
    assert standing.requests == 3


def test_an_encoded_body_has_no_percentage_and_lacks_every_class() -> None:
    headers = ((b"Content-Type", b"text/event-stream"), (b"Content-Encoding", b"gzip"))
    library = Library([cassette(interaction([(0, 0, BODY, END)], headers=headers))])
    book = CoverageLedger(Plans("0"))
    one = shown(library, 1, 7)
    book.begun(one)
    asyncio.run(book.ended(one, cuts(one)))
    found: Any = json.loads("".join(told(book.final())))

    assert found["encoded"] is True
    assert found["percent"] == {"planned": None, "sent": None, "observed": None}
    assert {"id": "utf8-3b/1", "cassette": "torture-lf"} in found["absent"]
    assert judged(book.final()) == ("sent", None)


def test_nothing_asked_is_nothing_covered() -> None:
    book, _ = ledger()

    assert judged(book.final()) == ("sent", 0)
    assert list(told([])) == []
    assert len(list(text([]))) == 1


def test_a_request_is_named_by_number_plan_or_id_and_the_latest_one_is_meant() -> None:
    book, library = ledger()
    long = "explicit,cuts=" + "1" * 1200
    for number, spec in ((4, "a"), (5, "a"), (6, long)):
        book.begun(shown(library, number, 7, spec=spec))

    assert seen(book, "a", [7])["request"] == 5
    assert seen(book, 4, [7])["request"] == 4
    assert seen(book, brief(long), [7])["request"] == 6
    assert seen(book, plan_id(long), [7])["request"] == 6
    for unknown in (99, "b", ""):
        with pytest.raises(BadRequest):
            seen(book, unknown, [7])
    with pytest.raises(SpecError):
        seen(book, 4, [len(BODY) + 1])
    book.reset()
    with pytest.raises(BadRequest):
        seen(book, 4, [7])


def test_only_the_latest_requests_are_remembered() -> None:
    book, library = ledger()

    async def main() -> None:
        for number in range(KEPT + 1):
            one = shown(library, number, 7)
            book.begun(one)
            await book.ended(one, array("q", [7]))

    asyncio.run(main())
    with pytest.raises(BadRequest):
        seen(book, 0, [7])
    assert seen(book, 1, [7])["request"] == 1
    assert book.final()[0].requests == KEPT + 1


def test_what_is_remembered_is_bounded_by_bytes() -> None:
    book, library = ledger()
    long = "explicit,cuts=" + "1" * (KEPT_BYTES // 4)
    for number in range(5):
        book.begun(shown(library, number, 7, spec=long))

    with pytest.raises(BadRequest):
        seen(book, 1, [7])
    assert seen(book, 2, [7])["request"] == 2
    book.begun(shown(library, 5, 7, spec=long * 5))
    assert seen(book, 5, [7])["request"] == 5


def test_requests_cost_nothing_that_stays_once_they_are_counted() -> None:
    """25,000 cuts took 400 KB a request until the session ended."""
    body = BODY * 1250
    library = Library([cassette(interaction([(0, 0, body, END)]))])
    book = CoverageLedger(Plans("0"))
    every = array("q", range(1, len(body)))

    async def main(numbers: range) -> None:
        for number in numbers:
            one = Planned(number, "bytes,n=1", "0" * 16, library.recordings[0], every[:])
            book.begun(one)
            await book.ended(one, every[:])
        await book.standings()

    asyncio.run(main(range(2)))  # the body is classified
    tracemalloc.start()
    try:
        asyncio.run(main(range(2, 12)))
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 20 * len(body)  # an eighth of the body for each of the ten, and not sixteen times the body
    (standing,) = book.final()
    assert standing.requests == 12
    assert judged([standing]) == ("sent", 100)
    assert seen(book, 11, [1] * len(body)) == {
        "request": 11,
        "planned": len(body) - 1,
        "observed": len(body) - 1,
        "unplanned": 0,
    }


def test_nothing_is_lost_when_the_loop_ends_before_it_was_counted() -> None:
    body = BODY * MAKING.chunks
    library = Library([cassette(interaction([(0, 0, body, END)]))])
    book = CoverageLedger(Plans("0"))

    async def main() -> None:
        for number in range(40):
            one = Planned(number, "explicit", "0" * 16, library.recordings[0], array("q", [7 + number]))
            book.begun(one)
            await book.ended(one, array("q", [7 + number]))

    asyncio.run(main())
    (standing,) = book.final()
    assert standing.requests == 40
    assert standing.report.sent is not None
    expected = coverage(classify(body, b"text/event-stream"), range(7, 47))
    hits = {row.id: row.hits for row in standing.report.sent.rows if row.kind == "cut" and row.id != "utf8-multi"}
    assert hits == {row.id: row.hits for row in expected.rows if row.id in hits}
    assert sum(hits.values()) > 40


def test_a_long_report_is_compared_in_another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """100,000 lengths take 10 ms."""
    threads = []
    library = Library([cassette(interaction([(0, 0, BODY * MAKING.chunks, END)]))])
    book = CoverageLedger(Plans("0"))

    def noted(*arguments: Any) -> Any:
        threads.append(threading.current_thread() is threading.main_thread())
        return observed_cuts(*arguments)

    monkeypatch.setattr(observed, "observed_cuts", noted)
    book.begun(shown(library, 1, 7))
    book.begun(shown(library, 2, *range(1, MAKING.chunks + 1)))
    for number, lengths in ((1, [7]), (1, [1] * MAKING.chunks), (2, [7])):
        assert seen(book, number, lengths)["observed"] == 1
    assert threads == [True, False, False]


def test_no_plan_is_hashed_to_find_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand long plans took 230 ms."""
    book, library = ledger()
    book.begun(shown(library, 1, 7))
    monkeypatch.setattr("player.spec.spec.sha256", lambda *_: 1 // 0)
    assert seen(book, "explicit", [7])["request"] == 1
