"""Answers that say only what differs from the baseline, and plans that are said so."""

import struct
from base64 import b64decode

from hypothesis import given
from hypothesis import strategies as st

from chunktape.check.runners.short_form import plan_of, run_of
from chunktape.check.values import Mark, Run, Said

BASE = Run(
    (4, 8), (Said(-1, "a", "head"), Said(0, "a", "x"), Said(1, "a", "y"), Said(2, "b", {"z": 1})), "", True, 3, True
)


def test_an_empty_answer_is_the_baseline_with_the_pieces_of_the_plan() -> None:
    run = run_of({}, (1, 4, 6), BASE)

    assert [one.piece for one in run.said] == [-1, 1, 3, 3]
    assert [one.value for one in run.said] == ["head", "x", "y", {"z": 1}]
    assert (run.cuts, run.delivered, run.ended, run.asked, run.same) == ((1, 4, 6), 4, True, True, True)


def test_what_was_said_earlier_is_in_time_and_what_was_said_later_is_not() -> None:
    early = run_of({"moved": [[1, -1]]}, (1, 4, 8), BASE)
    late = run_of({"moved": [[1, 1]]}, (1, 4, 8), BASE)

    assert [one.piece for one in early.said] == [-1, 0, 2, 3]
    assert [one.piece for one in late.said] == [-1, 2, 2, 3]
    assert early.same
    assert not late.same


def test_what_differs_is_not_the_same() -> None:
    other = run_of({"said": [[0, "a", "!"]], "error": "TypeError: no", "ended": False, "delivered": 1}, (4, 8), BASE)

    assert (list(other.said), other.error, other.ended) == ([Said(0, "a", "!")], "TypeError: no", False)
    assert (other.asked, other.delivered, other.same) == (True, 1, False)
    assert not run_of({"delivered": 2}, (4, 8), BASE).same
    assert not run_of({"error": ""}, (4, 8), BASE).same


def test_without_a_baseline_an_answer_is_whole() -> None:
    run = run_of({"said": [[0, "a", "x"]], "asked": True, "delivered": 1}, (), None)

    assert (list(run.said), run.asked, run.delivered, run.ended, run.same) == (
        [Said(0, "a", "x")],
        True,
        1,
        False,
        False,
    )
    assert run_of({"error": "gone"}, (), None).error == "gone"


def test_the_marks_of_a_traced_run_have_names() -> None:
    (mark,) = run_of({"said": [], "marks": [[2, "JSON.parse", "{", "/x/a.js:3"]]}, (), None).marks

    assert mark == Mark(piece=2, kind="JSON.parse", key="{", where="/x/a.js:3")
    assert mark.where == "/x/a.js:3"


def test_what_is_retold_reads_like_a_list() -> None:
    said = run_of({}, (4, 8), BASE).said

    assert said == BASE.said
    assert said[1:3] == BASE.said[1:3]
    assert (len(said), said[-1], list(said)) == (4, BASE.said[-1], list(BASE.said))
    assert said != ()


@given(st.sets(st.integers(1, 500)), st.sets(st.integers(1, 500)))
def test_a_plan_is_said_as_what_differs(cuts: set[int], base: set[int]) -> None:
    said = plan_of(tuple(sorted(cuts)), frozenset(base))

    assert isinstance(said, list)
    assert base.symmetric_difference(said) == cuts
    assert said == sorted(said)


def test_a_plan_of_very_many_cuts_is_said_whole() -> None:
    cuts = tuple(range(1, 70_000))
    said = plan_of(cuts, frozenset({4, 8}))

    assert isinstance(said, str)
    assert struct.unpack(f"<{len(cuts)}I", b64decode(said)) == cuts
    assert plan_of(cuts, frozenset(cuts)) == []
