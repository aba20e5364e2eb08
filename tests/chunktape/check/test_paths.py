"""The places of texts in values: what a path means where a value has lists."""

from typing import Any

import pytest

from chunktape.check.paths import EACH, LINES, any_entry, has_list, paths_in, spread, texts_at

ONE = {"frames": [{"name": "", "data": ["a"]}], "left": 0}
TWO = {"frames": [{"name": "", "data": ["b"]}, {"name": "", "data": ["c", "d"]}], "left": 3}


@pytest.mark.parametrize(
    ("path", "texts"),
    [
        (("frames", 0, "data", 0), ["b"]),
        (("frames", -1, "data", -1), ["d"]),
        (("frames", EACH, "data", 0), ["b", "c"]),
        (("frames", EACH, "data", EACH), ["b", "c", "d"]),
        (("frames", EACH, "data", LINES), ["b", "c\nd"]),
        (("frames", 2, "data", 0), []),
        (("left",), []),
        (("frames", "data"), []),
    ],
)
def test_the_texts_at_a_path(path: tuple[str | int, ...], texts: list[str]) -> None:
    assert list(texts_at(TWO, path)) == texts


def test_a_list_of_lines_is_one_text_and_an_empty_one_none() -> None:
    assert list(texts_at(["a", ""], (LINES,))) == ["a\n"]
    assert list(texts_at([], (LINES,))) == []
    assert list(texts_at(["a", 1], (LINES,))) == []


def test_the_places_of_a_value() -> None:
    assert list(paths_in(ONE, (0, -1))) == [("frames", 0, "name"), ("frames", 0, "data", 0)]
    assert list(paths_in(["a", "b"], (-1, 0))) == [(-1,), (0,)]
    assert (has_list(("a", 0)), has_list(("a", "b"))) == (True, False)


@pytest.mark.parametrize(
    ("path", "values", "has_events", "found"),
    [
        (("frames", 0, "data", 0), [ONE, TWO], False, ("frames", EACH, "data", EACH)),
        (("frames", 0, "data", 0), [ONE], False, ("frames", 0, "data", 0)),
        (("frames", 0, "data", 0), [ONE], True, ("frames", 0, "data", LINES)),
        ((0,), [["a"], ["b", "c"]], True, (EACH,)),
        ((0, "text"), [[{"text": "a"}, {"text": "b"}]], False, (EACH, "text")),
        (("choices", 0, "delta", "content"), [{"choices": [{"delta": {"content": "a"}}]}], False, None),
    ],
)
def test_a_list_that_has_several_in_one_piece_is_read_whole(
    path: tuple[str | int, ...], values: list[Any], *, has_events: bool, found: tuple[str | int, ...] | None
) -> None:
    assert spread(path, values, has_events=has_events) == (path if found is None else found)


def test_entries_of_lists_are_alike() -> None:
    assert any_entry(("a", 0, "b", LINES)) == any_entry(("a", -1, "b", EACH)) == ("a", EACH, "b", EACH)
