"""A scene as text, and the places where scenes are played."""

from dataclasses import replace

import pytest

from cassettes.errors import SpecError
from cassettes.model import Chunk, Chunks, Mark
from chunktape.check.life.live import Asked, most_places, parse_scene, places_of
from chunktape.check.life.registry import SCENES, title_of
from player.splits.exhaust import structural
from tests.chunktape.check.life.settings import setting


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("abort,at=268", Asked("abort", 268)),
        ("abort", Asked("abort")),
        ("twice", Asked("twice")),
        ("linear", Asked("linear")),
    ],
)
def test_a_scene_is_read(text: str, asked: Asked) -> None:
    assert parse_scene(text) == asked


@pytest.mark.parametrize("text", ["", "gone", "abort,at=", "abort,at=x", "abort,by=3", "twice,at=3", "linear,at=1"])
def test_what_is_no_scene_is_refused_and_says_what_is(text: str) -> None:
    with pytest.raises(SpecError, match=r"Known: end, at-once, twice|expected"):
        parse_scene(text)


def test_every_scene_has_a_title_and_its_name_reads_back() -> None:
    for name in SCENES:
        assert title_of(name)
        assert parse_scene(name) == Asked(name)


def test_places_lie_in_the_tape_and_hit_different_classes() -> None:
    found = places_of(setting(), SCENES["abort"], 24)
    classes = {one for at in found for one in setting().tape.body.boundaries.classes_at(at)}
    assert len(found) == 24
    assert all(0 < at < setting().size for at in found)
    assert len(classes) > 24
    assert {*places_of(setting(), SCENES["late-chunk"], 8)} <= {*setting().cuts}


def test_abort_is_played_at_every_structural_place_and_at_a_spread_of_them_where_the_tape_is_long() -> None:
    one, abort = setting(), SCENES["abort"]
    every = structural(one.tape.body)
    assert places_of(one, abort, most_places(one, abort, first=True, deep=False)) == every
    assert len(every) > 24

    chunks = Chunks.of([Chunk(0, 0, one.tape.body.data * 40, Mark.END)])
    long = replace(one, tape=replace(one.tape, recorded=replace(one.tape.recorded, chunks=chunks)))
    some = places_of(long, abort, most_places(long, abort, first=True, deep=False))
    assert 24 < len(some) < len(structural(long.tape.body))
    assert {*some} < {*structural(long.tape.body)}
    assert some[-1] > long.size * 0.9
    assert places_of(long, abort, most_places(long, abort, first=True, deep=True)) == structural(long.tape.body)


def test_other_scenes_and_other_profiles_have_a_few_places() -> None:
    one = setting()
    assert most_places(one, SCENES["restart"], first=True, deep=True) == 8
    assert most_places(one, SCENES["abort"], first=False, deep=True) == 4
