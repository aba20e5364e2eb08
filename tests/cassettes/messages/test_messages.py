"""Sentences: each that the code says has its Chinese, with the same fields; no Chinese is left over."""

import ast
import json
import pickle
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest

from cassettes.errors import SpecError
from cassettes.messages import AREAS, chinese, language, preferred, say, sentence, speaking, together
from cassettes.messages import spoken as in_language
from chunktape.show.pages.faults import words
from player.faults.fault import Phase
from player.rewrites.rewrite import Stage

ROOT = Path(__file__).parents[3]
PACKAGES = ("cassettes", "network", "recorder", "player", "chunktape")
#: calls whose first argument is a sentence, with the number of those without a name; and arguments by name that are one
CALLS = {"say": 1, "sentence": 1, "unfit": 2}
WORDS = ("about", "finds", "meets", "evidence", "title", "bug", "needs")


def texts(node: ast.expr) -> Iterator[str]:
    """The literals that `node` may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)


def said(path: Path) -> Iterator[str]:
    """The sentences that stand in a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and CALLS.get(node.func.id) == len(node.args):
                yield from texts(node.args[0])
            for keyword in node.keywords:
                if keyword.arg in WORDS:
                    yield from texts(keyword.value)


@cache
def spoken() -> dict[str, str]:
    """The sentences that the code says, and where. Read when a test asks: every worker collects this file."""
    found = {
        text: path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if path.parent.name != "zh"
        for text in said(path)
    }
    # the comments beside phases and stages are headings of a page
    return found | {text: order.__module__ for order in (Phase, Stage) for text in words(order).values()}


def fields(text: str) -> set[str]:
    return {name.partition(".")[0] for _, name, _, _ in Formatter().parse(text) if name}


def test_the_code_says_hundreds_of_sentences() -> None:
    assert len(spoken()) > 600


def wrong(english: str) -> str:
    """What a sentence lacks; empty where it lacks nothing."""
    if english not in chinese():
        return "no Chinese under cassettes/messages/zh/"
    if fields(english) != fields(chinese()[english]):
        return f"other fields in Chinese: {chinese()[english]}"
    if not (english.isascii() or "…" in english) or re.search(r"[，。：；（）]", english):
        return "not in English"
    return ""


def test_each_has_its_chinese_with_the_same_fields() -> None:
    """In one test: 1,500 of their own cost a second of every run."""
    found = {(english, place): wrong(english) for english, place in spoken().items() if english}
    assert {sentence: lacks for sentence, lacks in found.items() if lacks} == {}


def test_a_sentence_that_lacks_something_is_found() -> None:
    assert wrong("Nobody translated this.") == "no Chinese under cassettes/messages/zh/"
    assert wrong("{path} does not exist.") == ""


def test_no_chinese_is_left_over() -> None:
    assert sorted(set(chinese()) - set(spoken())) == []


def test_no_sentence_has_two_translations() -> None:
    places: dict[str, str] = {}
    for area in AREAS:
        for english in import_module(f"cassettes.messages.zh.{area}").CHINESE:
            assert places.setdefault(english, area) == area


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({"CHUNKTAPE_LANG": "zh", "LC_ALL": "en_US.UTF-8"}, "zh"),
        ({"CHUNKTAPE_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "fr_FR"}, "en"),
    ],
)
def test_language(env: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CHUNKTAPE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert language() == expected


@pytest.mark.parametrize(("system", "expected"), [("Chinese (Simplified)_China", "zh"), ("zh_CN", "zh"), (None, "en")])
def test_language_of_a_system_without_variables(
    system: str | None, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows."""
    for name in ("CHUNKTAPE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("locale.getlocale", lambda: (system, None))
    assert language() == expected


def test_values_may_have_braces() -> None:
    assert say("{path} does not exist.", path="{x}") == "{x} does not exist."


def test_it_is_said_in_the_person_s_language(monkeypatch: pytest.MonkeyPatch) -> None:
    assert say("{path} does not exist.", path="a") == "a does not exist."
    monkeypatch.setenv("CHUNKTAPE_LANG", "zh")
    assert say("{path} does not exist.", path="a") == chinese()["{path} does not exist."].format(path="a")
    assert say(sentence("Words of a profile of one's own."), path="a") == "Words of a profile of one's own."


def test_within_it_another_language_is_spoken() -> None:
    words = "No interactions."
    before = say(words)

    with speaking("zh"):
        assert (language(), say(words)) == ("zh", chinese()[words])
        with speaking("en"):
            assert say(words) == words
        assert language() == "zh"
    assert say(words) == before


@pytest.mark.parametrize(
    ("accepted", "found"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("EN-us, zh", "en"),
        ("fr-FR, de, zh-TW;q=0.2", "zh"),
        ("zh_CN", "zh"),
        ("*", ""),
        ("", ""),
        (",;,", ""),
    ],
)
def test_the_language_that_a_client_prefers(accepted: str, found: str) -> None:
    assert preferred(accepted) == found


REASON = "it is closed"


def test_a_sentence_can_be_said_again_in_another_language() -> None:
    """Also one that was said in Chinese, one within another, and one that an error carries."""
    with speaking("zh"):
        words = say("{file} can't be read: {error}. Check the name behind @.", file="a", error=say(REASON))
    expected = "a can't be read: it is closed. Check the name behind @."
    assert in_language(words, "en") == expected
    assert in_language(words, "zh") == words == in_language(words, "")
    assert in_language(SpecError(words), "en") == expected
    outer = together(words, " ", say("No interactions."))
    assert in_language(outer, "en") == f"{expected} No interactions."
    assert in_language(outer, "zh") == f"{words} {chinese()['No interactions.']}"


def test_other_text_stays_as_it_is() -> None:
    assert in_language("a name", "zh") == "a name"
    assert in_language(ValueError("what a library says"), "zh") == "what a library says"
    assert in_language(OSError(2, "No such file"), "zh") == "[Errno 2] No such file"
    assert in_language(say("{path} does not exist.", path="{file}"), "en") == "{file} does not exist."


def test_a_sentence_is_text_where_it_is_stored() -> None:
    words = say("No interactions.")
    assert type(pickle.loads(pickle.dumps(words))) is str
    assert json.loads(json.dumps(words)) == words
    assert type(str(SpecError(words))) is str
