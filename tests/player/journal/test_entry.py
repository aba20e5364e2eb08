from cassettes.model import EndKind
from player.journal.entry import Answer, Entry
from player.journal.journal import Journal
from player.library.library import Library
from player.stream.progress import Outcome
from tests.support.recordings import END, cassette, interaction


def entry() -> Entry:
    return Entry(1, 0, "", "GET", "/a")


def test_each_transition_says_what_answered_and_the_numbers_follow() -> None:
    (recording,) = Library([cassette(interaction([(0, 0, b"x", END)], kind=EndKind.TRUNCATED))]).recordings
    journal = Journal(0)
    made = [journal.begin(0, "", "GET", "/a") for _ in range(7)]
    replayed, forwarded, recorded, missed, limited, refused, failed = made
    replayed.replayed(recording, (), 3)
    forwarded.forwarded()
    recorded.forwarded(("b.cassette", 4))
    missed.missed("nothing")
    limited.limited("busy")
    refused.refused(400, "no")
    failed.failed("ours")
    for one in made:
        journal.end(one)

    told = [(one.answer.value, one.status, one.recording, one.note) for one in made]
    assert told == [
        ("replay", 0, ("a.cassette", 1), ""),
        ("forwarded", 0, None, ""),
        ("recorded", 0, ("b.cassette", 4), ""),
        ("miss", 404, None, "nothing"),
        ("limited", 429, None, "busy"),
        ("refused", 400, None, "no"),
        ("failed", 500, None, "ours"),
    ]
    assert (replayed.ending, replayed.differing) == ("truncated", 3)
    assert failed.progress.outcome is Outcome.FAILED
    counts = {name: journal.counts[name] for name in ("requests", "replayed", "forwarded", "recorded", "missed")}
    assert counts == {"requests": 7, "replayed": 1, "forwarded": 2, "recorded": 1, "missed": 1}


def test_what_nothing_has_answered_yet_has_an_empty_answer_in_json() -> None:
    assert entry().as_json()["answer"] == ""
    assert Answer("") is Answer.NONE


def test_listeners_are_told_of_each_request_that_is_over_in_the_order_they_came() -> None:
    told: list[str] = []
    journal = Journal(0, listeners=[lambda one: told.append(f"first {one.number}")])
    journal.listen(lambda one: told.append(f"second {one.number}"), lambda one: told.append(f"third {one.number}"))
    journal.end(journal.begin(0, "", "GET", "/a"))

    assert told == ["first 1", "second 1", "third 1"]
