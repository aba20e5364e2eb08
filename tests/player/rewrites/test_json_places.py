"""Places in JSON texts, against Python's own parser."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.rewrites.json_places import JsonPlaces
from tests.player.rewrites.bodies import json_texts


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def parsed(text: str) -> Any:
    return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)


@given(json_texts(depth=3))
def test_every_place_has_its_value(text: str) -> None:
    places, value = JsonPlaces(text.encode()), parsed(text)
    for path, place in places.places.items():
        raw = places.raw(path)
        assert len(raw) == places.width(path)
        assert places.tokens[place.key].start <= places.tokens[place.first].start
        assert parsed(raw.decode()) == at(value, path)


VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(VALUES, st.data(), st.sampled_from([None, 1]))
def test_other_values_and_none(value: Any, data: st.DataObject, indent: int | None) -> None:
    places = JsonPlaces(json.dumps(value, indent=indent).encode())
    path = data.draw(st.sampled_from(sorted(places.places, key=repr)))
    assert at(json.loads(places.replaced({path: b'"new"', ("not", "there"): b"1"})), path) == "new"
    if path and isinstance(path[-1], str):
        after = json.loads(places.without([path]).text)
        assert path[-1] not in at(after, path[:-1])
        assert len(at(after, path[:-1])) == len(at(value, path[:-1])) - 1


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('{"a": 1, "b": 2, "c": 3}', "{}"),
        ('{"a":1,"d":4,"b":2}', '{"d":4}'),
        ('{ "a" : {"b": 1} , "a" : 2 }', '{ "a" : {"b": 1} , "a" : null }'),
        ('{"d": [{"a": 1}], "c": 1}', '{"d": [{"a": 1}]}'),
    ],
)
def test_members_go_with_their_commas(text: str, left: str) -> None:
    assert JsonPlaces(text.encode()).without([("a",), ("b",), ("c",)]).text.decode() == left


def test_a_key_that_stands_very_often_takes_no_time() -> None:
    text = "{" + ",".join(['"a":1'] * 100_000) + "}"
    assert json.loads(JsonPlaces(text.encode()).without([("a",)]).text) == {"a": None}


def test_what_nests_deep_is_passed_over() -> None:
    text = "[" * 500 + ",".join(["1"] * 100_000) + "]" * 500
    places = JsonPlaces(text.encode()).places
    assert {len(path) for path in places} == set(range(33))


def test_what_is_no_json_has_no_places() -> None:
    for text in (b"[DONE]", b"", b'{"a": ', b"[" * 100_000):
        assert JsonPlaces(text).places == {}
