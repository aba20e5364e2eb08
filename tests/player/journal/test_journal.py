from array import array

import pytest

from player.journal import journal as module
from player.journal.entry import Entry
from player.journal.journal import FEW, LIMIT, TRACE, Journal


def test_the_number_that_comes_next_is_the_one_of_the_next_request() -> None:
    alone, second = Journal(0), Journal(0, share=(2, 3))
    for journal, numbers in ((alone, [1, 2, 3]), (second, [2, 5, 8])):
        for number in numbers:
            assert journal.next_number == number
            assert journal.begin(0, "", "GET", "/a").number == number
        journal.reset()
        assert journal.next_number == numbers[0]


def written(journal: Journal, count: int) -> Entry:
    """A request whose response had so many writes."""
    entry = journal.begin(0, "", "GET", "/a")
    entry.progress.trace(array("q", range(count))).extend(range(count))
    return entry


def test_the_times_of_the_latest_writes_are_kept_up_to_a_number_of_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TRACES", 3 * 100 * TRACE)
    journal = Journal(0)
    few, live, *over = [written(journal, count) for count in (FEW, 200, 100, 100, 100, 100)]
    for one in (few, *over):
        journal.end(one)

    assert [len(one.progress.sent) for one in (few, live, *over)] == [FEW, 200, 0, 100, 100, 100]
    journal.end(live)
    assert [len(one.progress.sent) for one in (few, live, *over)] == [FEW, 0, 0, 100, 100, 100]


def test_a_request_that_is_no_longer_kept_keeps_no_times() -> None:
    journal = Journal(0)
    kept, live = written(journal, 100), written(journal, 100)
    journal.end(kept)
    for _ in range(LIMIT):
        journal.end(journal.begin(0, "", "GET", "/a"))
    assert not kept.progress.sent
    assert len(live.progress.sent) == 100
    journal.end(live)
    assert not live.progress.sent
