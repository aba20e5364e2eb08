"""`cassettes.providers.reading`: what stands at a path, and what is no value of its kind."""

import pytest

from cassettes.providers.reading import Delta, Kind, Path, Payload, index_of

VALUE = {"a": [{"b": "你"}], "n": 3, "object": {"x": [1, "二"]}, "empty": "", "true": True, "big": 2**63, "minus": -1}
PAYLOAD = Payload(7, "delta", VALUE)


def test_a_path_leads_to_its_value_or_to_nothing() -> None:
    assert PAYLOAD.at("a", 0, "b") == "你"
    paths: list[Path] = [("a", 1), ("a", "b"), ("b",), ("a", 0, "b", 0), (0,), ("n", "x")]
    for path in paths:
        assert PAYLOAD.at(*path) is None
    assert PAYLOAD.text("a", 0, "b") == "你"
    assert PAYLOAD.text("n") == ""
    assert list(PAYLOAD.items("a")) == [(0, {"b": "你"})]
    assert list(PAYLOAD.items("n")) == []


def test_a_delta_has_its_path_and_its_event() -> None:
    (delta,) = PAYLOAD.says(Kind.TEXT, "a", 0, "b", choice=1, part=(2,))
    assert delta == Delta(7, Kind.TEXT, "你", ("a", 0, "b"), 1, (2,))


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        (Kind.INPUT_TOKENS, "n", "3"),
        (Kind.INPUT_TOKENS, "true", None),
        (Kind.INPUT_TOKENS, "big", None),
        (Kind.INPUT_TOKENS, "minus", None),
        (Kind.OUTPUT_TOKENS, "empty", None),
        (Kind.CALL_ARGUMENTS, "object", '{"x":[1,"二"]}'),
        (Kind.CALL_ARGUMENTS, "n", None),
        (Kind.TEXT, "object", None),
        (Kind.TEXT, "empty", None),
        (Kind.TEXT, "none", None),
    ],
)
def test_what_is_no_value_of_its_kind_is_not_said(kind: Kind, key: str, value: str | None) -> None:
    assert [delta.value for delta in PAYLOAD.says(kind, key)] == ([] if value is None else [value])


def test_arguments_that_nest_too_deep_are_not_said() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    assert list(Payload(0, "", {"a": deep}).says(Kind.CALL_ARGUMENTS, "a")) == []


@pytest.mark.parametrize(("found", "index"), [(2, 2), (0, 0), (-1, 9), (True, 9), ("1", 9), (None, 9), (2**63, 9)])
def test_an_index_is_a_count(found: object, index: int) -> None:
    assert index_of(found, 9) == index
