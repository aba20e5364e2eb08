import asyncio

from cassettes.redaction.redact import Redaction
from player.journal.feed import KEPT, READERS, Feed
from player.journal.journal import LIMIT, Journal


def test_what_is_behind_a_place_and_what_is_gone() -> None:
    feed = Feed()
    feed.join()
    for number in range(KEPT + 7):
        feed.note("observed", {"request": number})

    assert feed.last == KEPT + 7
    lost, events = feed.behind(0, 2)
    assert (lost, [place for place, _, _ in events]) == (7, [8, 9])
    assert feed.behind(KEPT + 6, 5) == (0, [(KEPT + 7, "observed", {"request": KEPT + 6})])
    assert feed.behind(KEPT + 7, 5) == (0, [])
    assert Feed().behind(0, 5) == (0, [])


def test_the_journal_notes_what_happens_in_order() -> None:
    journal = Journal(0, Redaction.default)
    journal.feed.join()
    one, two = (journal.begin(0, "", "GET", f"/{name}") for name in "ab")
    one.missed("nothing")
    journal.end(two)
    journal.end(one)
    assert [(name, about) for _, name, about in journal.feed.behind(0, 9)[1]] == [
        ("begun", one),
        ("begun", two),
        ("ended", two),
        ("missed", one),
    ]
    assert not journal.live

    journal.reset()
    assert journal.feed.behind(0, 9) == (4, [(5, "reset", {})]), "what the journal forgot is gone"


def test_nothing_is_kept_before_somebody_reads_and_all_after_it() -> None:
    journal = Journal(0, Redaction.default)
    journal.end(journal.begin(0, "", "GET", "/a"))
    assert (journal.feed.last, journal.feed.behind(0, 9)) == (0, (0, []))

    news = journal.feed.join()
    assert news is not None
    journal.feed.leave(news)
    one = journal.begin(0, "", "GET", "/b")
    assert journal.feed.behind(0, 9) == (0, [(1, "begun", one)]), "a reader that left may come back for it"


def test_requests_that_the_journal_forgot_take_no_memory() -> None:
    journal = Journal(0, Redaction.default)
    journal.feed.join()
    for _ in range(3 * LIMIT):
        journal.end(journal.begin(0, "", "GET", "/a"))

    lost, events = journal.feed.behind(0, 10 * LIMIT)
    assert len(events) <= KEPT
    assert lost + len(events) == journal.feed.last == 6 * LIMIT


def test_readers_are_woken_and_bounded() -> None:
    feed = Feed()
    readers = [feed.join() for _ in range(READERS)]
    assert feed.join() is None
    first = readers[0]
    assert isinstance(first, asyncio.Event)
    feed.note("reset", {})
    assert first.is_set()
    first.clear()
    feed.leave(first)
    feed.note("reset", {})
    assert not first.is_set()
    assert feed.join() is not None

    feed.close()
    assert feed.closed
    assert readers[1] is not None
    assert readers[1].is_set()
