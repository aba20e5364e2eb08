"""A scene as text, and the places where scenes are played."""

import pytest

from cassettes.errors import SpecError
from chunktape.check.life.live import Asked, parse_scene, places_of
from chunktape.check.life.registry import SCENES, title_of
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
    with pytest.raises(SpecError, match=r"Known: end, twice|expected"):
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
