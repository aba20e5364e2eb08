"""What is wrong with a run, each kind with the oracle that says it."""

from dataclasses import replace

from chunktape.check.expectation import Expectation
from chunktape.check.oracles import Case, difference, failure, judge
from chunktape.check.reading import Reading
from chunktape.check.values import Judgement, Run, Said

#: two events of 10 bytes each, then 5 bytes
WANT = Expectation(events=("a", "b"), texts=("ab",), ends=(10, 20), ready=(10, 20))
TEXT = Reading("callback", (), "pieces", "text")
BASE = Run((10, 20), (Said(0, "callback", "ab"), Said(1, "callback", "cd")), "", True, 3, True)


def case(run: Run, reading: Reading = TEXT) -> Case:
    return Case(run, BASE, WANT, reading, 25)


def said(run: Run, *texts: tuple[int, str]) -> Run:
    return replace(run, said=tuple(Said(piece, "callback", text) for piece, text in texts))


def first(run: Run) -> str:
    found = failure(case(run))
    return "" if found is None else found.oracle


def test_the_baseline_passes() -> None:
    assert first(BASE) == ""


def test_each_kind_of_failure_has_its_oracle() -> None:
    assert first(replace(BASE, lost="hang")) == "terminates"
    assert first(replace(BASE, lost="crash")) == "terminates"
    assert first(replace(BASE, error="TypeError: x")) == "error"
    assert first(said(BASE, (0, "a\ufffd"), (1, "cd"))) == "replacement"
    assert first(said(BASE, (0, "ab"), (1, "dc"))) == "text"
    assert first(said(BASE, (0, "ab"), (1, "cdd"))) == "text"
    assert first(said(BASE, (0, "ab"), (1, "cd"), (1, "cd"))) == "duplicates"
    assert first(said(BASE, (0, "ab"), (1, "abcd"))) == "duplicates"
    assert first(replace(BASE, ended=False)) == "end"


def test_what_is_held_until_the_next_piece_is_late() -> None:
    assert first(said(BASE, (1, "ab"), (2, "cd"))) == "progress"


def test_what_is_late_is_counted_in_what_the_client_shows() -> None:
    late = said(BASE, (1, "ab"), (2, "cd"))
    found = failure(case(late))
    assert found is not None
    assert found.words == "after 10 bytes (1 whole events) characters shown: 0; one event per piece: 2"
    found = failure(case(late, replace(TEXT, how="events", target="events")))
    assert found is not None
    assert found.words == "after 10 bytes (1 whole events) events shown: 0; one event per piece: 1"


def test_a_cut_inside_an_event_makes_it_due_with_the_piece_that_completes_it() -> None:
    torn = Run((5, 10, 20), (Said(1, "callback", "ab"), Said(2, "callback", "cd")), "", True, 4, True)
    assert first(torn) == ""
    late = replace(torn, said=(Said(2, "callback", "abcd"),))
    assert first(late) == "progress"


def test_the_end_may_come_with_everything_at_once() -> None:
    assert first(Run((), (Said(0, "callback", "abcd"),), "", True, 1, True)) == ""


def test_the_throttle_of_the_baseline_is_its_own_measure() -> None:
    slow = said(BASE, (2, "abcd"))
    assert failure(Case(slow, slow, WANT, TEXT, 25)) is None


def test_events_are_compared_where_the_client_gives_events() -> None:
    events = Reading("callback", (), "events", "events")
    wrong = said(BASE, (0, "ab\ncd"))
    found = {one.oracle: one.judgement for one in judge(case(wrong, events))}
    assert found["text"] is Judgement.PASS
    assert found["events"] is Judgement.FAIL
    assert {one.oracle: one.judgement for one in judge(case(BASE))}["events"] is Judgement.NOT_APPLICABLE


def test_a_client_that_never_asked_is_not_judged() -> None:
    assert {one.judgement for one in judge(case(Run()))} == {Judgement.NOT_JUDGED}
    assert first(Run()) == ""


def test_where_two_texts_part_is_said() -> None:
    assert "character 1" in difference("abc", "axc")
    assert "character 3" in difference("abc", "abcd")


def test_an_end_that_is_said_again_and_what_comes_behind_it_fail() -> None:
    once = replace(BASE, ends=(("onDone", 1), ("onBlockEnd", 2)))
    assert failure(Case(once, once, WANT, TEXT, 25)) is None
    for later in (replace(once, ends=(("onDone", 2), ("onBlockEnd", 2))), replace(once, past=3)):
        found = failure(Case(later, once, WANT, TEXT, 25))
        assert found is not None
        assert found.oracle == "after"
    both = replace(once, past=2)  # as it does at the baseline
    assert failure(Case(replace(both, past=5), both, WANT, TEXT, 25)) is None
