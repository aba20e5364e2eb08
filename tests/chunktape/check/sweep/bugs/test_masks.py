"""What of a plan a known bug explains."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes import library
from cassettes.store import load
from chunktape.check import sweep
from chunktape.check.sweep.bugs.masks import Mask, without
from player.splits import Body

BODY = Body.of(load(str(library.index()["torture-lf"].path)).interactions[0])
CRLF = Body.of(load(str(library.index()["torture-crlf"].path)).interactions[0])
BASE = sweep.baseline(BODY).cuts
INSIDE = BODY.boundaries.positions("utf8-3b/1")
PLACES = {one: [*BODY.boundaries.positions(one)][:5] for one in BODY.boundaries.present()}


def tried(body: Body, fails: set[str]) -> dict[int, bool]:
    """Five places of each class, of which those fail that have a class of `fails`."""
    found = {}
    for class_id in body.boundaries.present():
        for place in [*body.boundaries.positions(class_id)][:5]:
            found[place] = not fails.isdisjoint(body.boundaries.classes_at(place))
    return found


UTF8 = {one for one in BODY.boundaries.present() if one.startswith("utf8")}


def test_a_bug_of_characters_explains_characters_of_any_width_and_nothing_else() -> None:
    mask = Mask.of(BODY, tuple(sorted({*BASE, INSIDE[0]})), BASE, tried(BODY, UTF8))
    assert {"utf8-2b/1", "utf8-4b/3", "bom/1"} <= mask.classes
    assert not mask.wide
    assert not mask.joins
    assert not {one for one in mask.classes if one.startswith(("line", "esc", "name"))}


def test_a_bug_that_fails_anywhere_inside_an_event_is_wide() -> None:
    everything = set(BODY.boundaries.present()) - {"event-boundary"}
    mask = Mask.of(BODY, tuple(sorted({*BASE, INSIDE[0]})), BASE, tried(BODY, everything))
    assert mask.anywhere
    assert mask.without(BODY, tuple(sorted({*BASE, *INSIDE, 5})), BASE) == BASE


def test_a_bug_of_one_class_explains_that_class() -> None:
    base = sweep.baseline(CRLF).cuts
    place = CRLF.boundaries.positions("line:CR|LF")[3]
    mask = Mask.of(CRLF, tuple(sorted({*base, place})), base, tried(CRLF, {"line:CR|LF"}))
    assert mask == Mask(frozenset({"line:CR|LF"}))


def test_a_join_explains_joins() -> None:
    mask = Mask.of(BODY, BASE[1:], BASE, {})
    assert mask == Mask(joins=True)
    assert mask.without(BODY, (INSIDE[0],), BASE) == tuple(sorted({*BASE, INSIDE[0]}))


def test_a_bug_of_the_first_event_explains_its_start() -> None:
    places = {place: place < 4 for place in (1, 2, 3, 8, 200, 400, 600)}
    mask = Mask.of(BODY, tuple(sorted({*BASE, 2})), BASE, places)
    assert mask.until == 3
    assert mask.without(BODY, tuple(sorted({*BASE, 1, 200})), BASE) == tuple(sorted({*BASE, 200}))


def test_a_bug_of_the_byte_that_comes_next_explains_it_in_every_class() -> None:
    colons = {place: BODY.data[place : place + 1] == b":" for one in PLACES.values() for place in one}
    first = next(place for place, fails in sorted(colons.items()) if fails)
    mask = Mask.of(BODY, tuple(sorted({*BASE, first})), BASE, colons)
    assert mask.following == b":"


@given(st.sets(st.integers(1, len(BODY.data) - 1), max_size=40))
def test_what_is_left_has_no_cut_of_a_mask_and_never_more_than_there_was(cuts: set[int]) -> None:
    masks = [Mask(frozenset(UTF8)), Mask(joins=True)]
    left = without(masks, BODY, tuple(sorted(cuts)), BASE)
    assert set(left) <= cuts | set(BASE)
    assert set(BASE) <= set(left)
    assert not [one for one in set(left) - set(BASE) if UTF8 & set(BODY.boundaries.classes_at(one))]
    assert without(masks, BODY, left, BASE) == left


@pytest.mark.parametrize("place", [0, 1, 2])
def test_two_masks_explain_what_either_does(place: int) -> None:
    both = Mask(frozenset({"key"}), until=place) | Mask(joins=True, anywhere=place == 2)
    assert both == Mask(frozenset({"key"}), anywhere=place == 2, joins=True, until=place)
