"""What of all that a client says is the answer."""

from typing import Any

import pytest

from chunktape.check.expectation import Expectation
from chunktape.check.reading import (
    Reading,
    any_reading,
    decoded,
    expected_events,
    flawed_reading,
    is_said_again,
    near_reading,
    right_reading,
)
from chunktape.check.values import Run, Said

WANT = Expectation(events=('{"a":1}', "[DONE]"), texts=("你好",), targets=(("text", "你好"),))


def run(*values: Any, source: str = "callback") -> Run:
    return Run((3, 6), tuple(Said(number, source, value) for number, value in enumerate(values)), asked=True)


@pytest.mark.parametrize(
    ("values", "path", "how"),
    [
        (("你", "好"), (), "pieces"),
        (("你", "你好"), (), "whole"),
        (("你", "好", "你好"), (), "closed"),
        (("", "你好", "你好"), (), "whole"),
        (({"text": "你"}, {"text": "好"}, {"text": "你好", "done": True}), ("text",), "closed"),
        (({"content": "你"}, {"content": "好"}), ("content",), "pieces"),
        (
            ({"choices": [{"delta": {"content": "你"}}]}, {"x": 1}, {"choices": [{"delta": {"content": "好"}}]}),
            ("choices", 0, "delta", "content"),
            "pieces",
        ),
        (({"data": '{"a":1}'}, {"data": "[DONE]"}), ("data",), "events"),
        (('{"a":1}',), (), "events"),
    ],
)
def test_the_reading_is_the_one_that_gives_the_answer(values: tuple[Any, ...], path: tuple[Any, ...], how: str) -> None:
    found = right_reading(run(*values), WANT)

    assert found is not None
    assert (found.path, found.how) == (path, how)


def test_only_the_source_that_says_the_answer_counts() -> None:
    both = Run((3,), (Said(0, "onRaw", "noise"), Said(0, "onText", "你"), Said(1, "onText", "好")), asked=True)
    found = right_reading(both, WANT)

    assert found is not None
    assert found.source == "onText"


@pytest.mark.parametrize("values", [(), ("你",), ("好", "你"), (3, 4), ("你好吗",)])
def test_what_is_not_the_answer_has_no_reading(values: tuple[Any, ...]) -> None:
    assert right_reading(run(*values), WANT) is None


LONG = Expectation(
    events=("[DONE]",),
    texts=("你好，世界！价格¥12.50，café é Привет。",),
    targets=(("text", "你好，世界！价格¥12.50，café é Привет。"),),
)


@pytest.mark.parametrize(
    ("values", "near"),
    [
        (("你好，世界！", "价格¥12.50，caféé", "Привет。"), True),
        (("，世界！价格¥12.50，café é Привет。",), True),
        (("你好，世界！价格¥12.50，café é Привет。", "[DONE]"), True),
        (("undefined", "你好，世界！价格¥12.50，café é Привет。"), True),
        (("AI: 你好，世界！价格¥12.50，café é Привет。",), False),
        (("你好，世界！价格¥12.50，café é Привет。[end]",), False),
        (("你好，世界！价格¥12.50，CAFÉ É ПРИВЕТ。",), False),
        (("你好，世界！",), False),
        (("你好，世界！价格¥12.50，café é Привет。" * 2,), False),
        (('data: {"content":"你好，世界！价格¥12.50，café é Привет。"}' * 3,), False),
        (("。тевирП é éfac，05.21¥格价！界世，好你",), False),
        (("hello你好，世界！价格¥12.50，café é Привет。",), False),
        ((), False),
    ],
)
def test_what_is_nearly_the_answer_is_told_from_something_else(values: tuple[Any, ...], near: bool) -> None:
    assert (near_reading(run(*values), LONG) is not None) is near
    assert near_reading(run(*values, source="console.log"), LONG) is None
    assert near_reading(run("你好"), WANT) is None  # too short to tell


@pytest.mark.parametrize(("said", "due"), [(("a", "b"), ("a", "b")), (("a", "b", "[DONE]"), ("a", "b", "[DONE]"))])
def test_done_is_an_event_of_a_client_that_shows_it(said: tuple[str, ...], due: tuple[str, ...]) -> None:
    want = Expectation(events=("a", "b", "[DONE]"), texts=None)
    assert expected_events(want, Reading("callback", (), "events").shown(run(*said))) == due


def test_how_much_was_shown_after_each_piece() -> None:
    assert Reading("callback", (), "pieces").shown(run("ab", "c", "d")).after == (2, 3, 4)
    assert Reading("callback", (), "whole").shown(run("ab", "a", "abcd")).after == (2, 2, 4)
    assert Reading("callback", (), "events").shown(run("ab", "c")).after == (1, 2, 2)


def test_the_whole_answer_behind_its_pieces_is_no_part_of_it() -> None:
    assert Reading("callback", (), "closed").shown(run("a", "b", "ab")).after == (1, 2, 2)
    assert Reading("callback", (), "closed").shown(run("a", "b")).text == "ab"
    assert Reading("callback", (), "closed").shown(run("a", "b", "b")).text == "abb"


@pytest.mark.parametrize(
    ("source", "values", "how"),
    [
        ("callback", [(0, "你"), (0, "你"), (1, "好"), (1, "好")], "pieces"),
        ("page", [(0, "你"), (0, "你你"), (1, "你你好"), (1, "你你好好")], "whole"),
        ("callback", [(0, "你"), (0, "你"), (1, "好")], ""),
        ("page", [(0, "你"), (1, "你好"), (1, "你好你")], "whole"),
    ],
)
def test_what_is_shown_twice_or_again_is_the_answer_with_a_flaw(
    source: str, values: list[tuple[int, str]], how: str
) -> None:
    found = flawed_reading(Run((3,), tuple(Said(at, source, text) for at, text in values), asked=True), WANT)
    assert (found.how if found is not None else "") == how


def test_any_reading_is_the_one_with_the_most_text() -> None:
    both = Run((), (Said(0, "a", "x"), Said(0, "b", "longer")), asked=True)
    found = any_reading(both)

    assert found is not None
    assert found.source == "b"
    assert any_reading(run(1, 2)) is None


@pytest.mark.parametrize("name", ["latin-1", "windows-1252"])
@pytest.mark.parametrize("text", ["你好，世界！价格“引号”…🙂", "café é Привет", "plain", "“x” café"])
def test_bytes_that_became_characters_are_decoded(name: str, text: str) -> None:
    """A browser's Latin-1 is Windows-1252, but for five bytes that it has no character for."""
    shown = "".join(
        chr(byte) if name == "latin-1" or byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252")
        for byte in text.encode()
    )
    assert decoded(shown) == text
    assert decoded(text) == text


@pytest.mark.parametrize(
    ("shown", "is_again"),
    [
        ("你好。你好。", True),
        ("你好。。", True),
        ("你好。", False),
        ("你好。\n你好。", True),
        ("你好。再见", False),
        ("好你好。", False),
        ("", False),
    ],
)
def test_a_part_of_the_answer_behind_it_is_said_again(shown: str, *, is_again: bool) -> None:
    assert is_said_again(shown, "你好。") is is_again


def test_the_halves_of_a_letter_are_one_as_where_a_client_joins_them() -> None:
    shown = Reading("callback", (), "pieces").shown(run("a\ud83d", "\udc4d\ud83d", "\udc4db\ud83d"))
    assert (shown.text, shown.after) == ("a👍👍b\ud83d", (1, 2, 5))
