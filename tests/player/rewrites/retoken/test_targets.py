"""What each target finds in a text."""

import pytest

from cassettes.providers.reading import Kind
from player.rewrites.retoken.targets import TARGETS, spans


def found(name: str, text: str, kind: Kind = Kind.TEXT) -> list[str]:
    return [text[start:end] for start, end in spans(name, kind, text)]


@pytest.mark.parametrize(
    ("name", "text", "there"),
    [
        (
            "think",
            "<think>a < b</think> <|im_end|> <｜tool▁calls▁begin｜> a<b",
            ["<think>", "</think>", "<|im_end|>", "<｜tool▁calls▁begin｜>"],
        ),
        ("fence", "```js\nx ` y\n``` ~~~", ["```js", "```", "~~~"]),
        ("bold", "**a** *b* ~~c~~ __d__", ["**", "**", "~~", "~~", "__", "__"]),
        ("emoji", "a👍b 👨‍👩‍👧 👍🏽 🇨🇳🇩🇪 ☀️ 1️⃣ e\u0301x", ["👨‍👩‍👧", "👍🏽", "🇨🇳", "🇩🇪", "☀️", "1️⃣", "e\u0301"]),
    ],
)
def test_of_words(name: str, text: str, there: list[str]) -> None:
    assert found(name, text) == there
    assert found(name, text, Kind.REASONING) == there


def test_of_arguments() -> None:
    text = '{"a\\"b": -12.5, "c": [true, 1], "torn'
    assert found("tool", text, Kind.CALL_ARGUMENTS) == ['"a\\"b"', "-12.5", '"c"', "true", '"torn']
    assert found("tool", text) == []
    assert found("think", "<think>", Kind.CALL_ARGUMENTS) == []


@pytest.mark.parametrize("name", TARGETS)
def test_long_texts_take_time_that_grows_with_them(name: str) -> None:
    for text in ("<" * 100_000, "`" * 100_000, "👨\u200d" * 50_000, "\u0301" * 100_000, '"\\' * 50_000, "a" * 100_000):
        list(spans(name, TARGETS[name][1][0], text))
