"""A scene as text, and the places where scenes are played."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest

from cassettes.errors import SpecError
from chunktape.check.life.live import Asked, live, parse_scene, places_of
from chunktape.check.life.registry import SCENES, title_of
from chunktape.check.values import Drive, Loaded, Run
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


class _Silent:
    """A client that never asks; it keeps where it was stopped."""

    def __init__(self) -> None:
        self.stopped: list[int] = []

    def load(self) -> Loaded:
        return Loaded()

    def body(self, data: bytes, base: tuple[int, ...] = ()) -> int:
        assert (data, base) == (setting().tape.body.data, setting().cuts)
        return 0

    def runs(self, body: int, plans: Iterable[tuple[int, ...]], drive: Drive) -> Iterator[Run]:
        raise AssertionError((body, plans, drive))

    def perform(self, op: str, body: int, drive: Drive, words: Mapping[str, Any]) -> dict[str, Any]:
        assert (op, body, drive.profile) == ("play", 0, "device")
        self.stopped.append(words["at"])
        return {"parts": [{"said": [], "cuts": [], "asked": False}] * 2}

    def close(self) -> None:
        """Nothing is open."""


def test_a_deep_check_stops_at_every_structural_place_of_the_first_profile() -> None:
    every = sorted({*structural(setting().tape.body), *setting().cuts})
    deep, other, usual = _Silent(), _Silent(), _Silent()
    (found,) = live(setting(), deep, Asked("abort"), deep=True)
    assert (deep.stopped, found.tried) == (every, len(every))
    (found,) = live(setting(), other, Asked("abort"), deep=True, first=False)
    assert found.tried == len(other.stopped) == 4
    (found,) = live(setting(), usual, Asked("abort"))
    boundaries = setting().tape.body.boundaries
    classes = {one for at in usual.stopped for one in boundaries.classes_at(at)}
    assert found.tried == len({*usual.stopped}) < 48
    assert classes >= {*boundaries.present()} - {*boundaries.classes_at(setting().size)}
