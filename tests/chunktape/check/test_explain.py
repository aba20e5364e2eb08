"""The class of the smallest cut, and which classes fail as a whole."""

from collections.abc import Sequence
from itertools import pairwise

import pytest

from chunktape.check.explain import Cause, Row, classes_of, explain, sampled, scope_of
from chunktape.check.shrink import Cuts
from chunktape.check.sweep import baseline
from chunktape.check.tapes import given

BODY = given(["torture-lf"])[0].body
BASE = baseline(BODY).cuts
TORN = set(BODY.boundaries.positions("utf8-3b/2"))


def fails(some: Sequence[Cuts]) -> list[bool]:
    """A client that loses what is cut after two bytes of three."""
    return [bool(TORN & set(cuts)) for cuts in some]


def test_the_cause_is_the_class_that_fails_as_a_whole() -> None:
    cut = min(TORN)
    cause = explain(BODY, tuple(sorted({*BASE, cut})), BASE, fails)

    assert cause.class_id == "utf8-3b/2"
    assert cause.row is not None
    assert cause.row.failed == cause.row.tried == min(len(TORN), 60)
    assert {row.class_id: row.failed for row in cause.rows}["utf8-3b/1"] == 0


def test_where_any_cut_fails_no_class_says_it() -> None:
    def needs_whole_events(some: Sequence[Cuts]) -> list[bool]:
        return [bool(set(cuts) - set(BASE)) for cuts in some]

    cut = min(TORN)
    assert explain(BODY, tuple(sorted({*BASE, cut})), BASE, needs_whole_events).anywhere
    assert not explain(BODY, tuple(sorted({*BASE, cut})), BASE, fails).anywhere


def test_text_without_a_format_is_torn_inside_its_characters_only() -> None:
    body = given(["chat-text"])[0].body
    base = baseline(body).cuts

    def torn(some: Sequence[Cuts]) -> list[bool]:
        inside = {one for one in range(1, len(body.data)) if body.data[one] & 0xC0 == 0x80}
        return [bool(inside & set(cuts)) for cuts in some]

    cause = explain(body, tuple(sorted({*base, 1})), base, torn)
    assert cause.class_id == "utf8-3b/1"
    assert not cause.anywhere


def test_a_plan_that_only_joins_is_explained_by_its_pieces() -> None:
    joined = tuple(cut for cut in BASE if cut != BASE[0])

    assert "merge2" in classes_of(BODY, joined, BASE)
    cause = explain(BODY, joined, BASE, lambda some: [True for _ in some])
    assert cause.class_id == "merge2"
    assert cause.row is not None
    assert cause.row.failed == cause.row.tried > 10


def test_what_fails_by_its_size_alone_is_not_blamed_on_how_many_events_it_has() -> None:
    body = next(one for one in given(["torture-big"]) if one.interaction.number == 3).body
    base = baseline(body).cuts
    cause = explain(body, (), base, lambda some: [not cuts for cuts in some])

    assert cause.class_id == "size:128K"
    assert {row.class_id: row.failed / row.tried for row in cause.rows}["merge2"] == 0


def test_a_cut_that_only_fails_beside_a_join_is_explained_by_the_piece() -> None:
    cuts = tuple(sorted({*BASE, BASE[0] - 20, BASE[3] - 20} - {*BASE[:3]}))
    cause = explain(BODY, cuts, BASE, lambda some: [False for _ in some])

    assert cause.class_id == "half+k.5"
    assert "utf8-3b/2" in {row.class_id for row in cause.rows}


@pytest.mark.parametrize(
    ("torn", "class_id", "anywhere"), [(True, "utf8-3b/2", False), (False, "boundary-shift", True)]
)
def test_a_cut_beside_a_join_is_moved_through_its_event(*, torn: bool, class_id: str, anywhere: bool) -> None:
    """A rest that is lost behind an event is told from half a character that is lost there."""
    start, end = BASE[:2]
    place = next(one for one in sorted(TORN) if start < one < end)

    def loses_the_rest(some: Sequence[Cuts]) -> list[bool]:
        return [
            BASE[0] not in cuts and any(BASE[0] < one < BASE[1] and (not torn or one in TORN) for one in cuts)
            for cuts in some
        ]

    cause = explain(BODY, tuple(sorted({*BASE, place} - {start})), BASE, loses_the_rest)
    assert (cause.class_id, cause.together, cause.anywhere) == (class_id, "join", anywhere)


@pytest.mark.parametrize(("torn", "anywhere"), [(True, False), (False, True)])
def test_cuts_close_together_are_moved_through_the_body(*, torn: bool, anywhere: bool) -> None:
    """Half a character that is overwritten is told from half a line that is."""
    first = BODY.boundaries.positions("utf8-3b/1")[0]
    ends = TORN if torn else set(range(len(BODY.data))) - {*BASE, *(one + 1 for one in BASE)}

    def overwrites(some: Sequence[Cuts]) -> list[bool]:
        return [any(two - one == 1 and two in ends for one, two in pairwise(cuts)) for cuts in some]

    cause = explain(BODY, tuple(sorted({*BASE, first, first + 1})), BASE, overwrites)
    assert (cause.together, cause.anywhere) == ("cuts", anywhere)
    assert cause.class_id.startswith("utf8-3b/")


def test_events_joined_in_two_places_are_not_tried_elsewhere() -> None:
    apart = tuple(cut for cut in BASE if cut not in (BASE[0], BASE[5]))

    assert explain(BODY, apart, BASE, fails).rows == ()


def test_a_family_that_fails_as_a_whole_is_the_scope() -> None:
    three = (Row("utf8-3b/1", 40, 40), Row("utf8-3b/2", 20, 20))
    four = (Row("utf8-4b/1", 3, 3), Row("utf8-4b/2", 3, 3), Row("utf8-4b/3", 3, 3))

    def scope(*rows: Row) -> tuple[str, int, int]:
        found = scope_of(Cause("utf8-3b/1", rows))
        assert found is not None
        return found.words, found.failed, found.tried

    assert scope(*three) == ("any cut inside any 3-byte character", 60, 60)
    assert scope(*three, *four) == ("any cut inside any character of several bytes", 69, 69)
    assert scope(*three, Row("utf8-4b/1", 3, 1)) == ("any cut inside any 3-byte character", 60, 60)
    assert scope(three[0], Row("utf8-3b/2", 20, 19)) == ("after 1 of 3 bytes of a character", 40, 40)
    assert scope(three[0]) == ("after 1 of 3 bytes of a character", 40, 40)
    assert scope_of(Cause("utf8-3b/1")) is None


def test_nothing_differs_from_the_baseline() -> None:
    assert classes_of(BODY, BASE, BASE) == ()


def test_a_sample_is_spread_and_has_both_ends() -> None:
    assert sampled(range(5), 10) == [0, 1, 2, 3, 4]
    assert sampled(range(100), 4) == [0, 33, 66, 99]
