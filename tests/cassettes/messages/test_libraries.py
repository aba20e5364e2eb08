"""What click says through gettext: each of its sentences has Chinese, whatever release is installed."""

import ast
import gettext
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cassettes.messages.libraries import translate
from cassettes.messages.zh.click import CHINESE
from tests.cassettes.messages.test_messages import fields

#: what stays English on purpose, and why
KEPT = {
    "d": "days, in a progress bar that no command has",
    "%(prog)s, version %(version)s": "programs read it",
    **dict.fromkeys(("file", "directory", "path"), "names of types, as FILE and PATH in help"),
}
#: what a mistake in our own declarations says, and tools that no command of ours has: the start of the sentence
NOT_FOR_PEOPLE = (
    "Arguments take exactly one parameter declaration",
    "Boolean option {decl!r}",
    "Choice({choices})",
    "Could not determine name",
    "Couldn't detect Bash version",
    "Invalid start character",
    "Name '{name}' defined twice",
    "No options defined but",
    "Shell completion is not supported",
    "Unknown color",
    "Unknown standard stream",
    "{editor}: ",
)


def said_by(source: str) -> Iterator[str]:
    """The literals that stand in `_("...")` and `ngettext("...", "...", n)`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
            count = 1 if node.func.id == "_" else 2
            for arg in node.args[:count]:
                if isinstance(arg, ast.Constant) and isinstance(arg.value, str):
                    yield arg.value


def said() -> set[str]:
    files = Path(click.__path__[0]).glob("*.py")
    return {text for path in files for text in said_by(path.read_text(encoding="utf-8"))}


def test_each_sentence_of_click_has_its_chinese() -> None:
    found = said()
    assert len(found) > 60
    assert {"Usage:", "Missing command.", "Got unexpected extra arguments ({args})"} <= found
    for_people = {text for text in found if text not in KEPT and not text.startswith(NOT_FOR_PEOPLE)}
    assert for_people <= set(CHINESE), "click says something new: put its Chinese into cassettes/messages/zh/click.py"


@pytest.mark.parametrize("english", CHINESE)
def test_the_chinese_fills_in_what_click_gives(english: str) -> None:
    assert fields(CHINESE[english]) <= fields(english)


@pytest.fixture
def restored(monkeypatch: pytest.MonkeyPatch) -> None:
    """gettext as before, after the test."""
    for name in ("gettext", "ngettext"):
        monkeypatch.setattr(gettext, name, getattr(gettext, name))


@pytest.mark.usefixtures("restored")
def test_in_english_nothing_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNKTAPE_LANG", "en")
    before = gettext.gettext, gettext.ngettext
    translate()
    assert (gettext.gettext, gettext.ngettext) == before


@pytest.mark.usefixtures("restored")
def test_in_chinese_gettext_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNKTAPE_LANG", "zh")
    translate()
    one, many = "Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"
    assert gettext.gettext("Options") == "选项"
    assert gettext.ngettext(one, many, 1) == CHINESE[one]
    assert gettext.ngettext(one, many, 2) == CHINESE[many]


@pytest.mark.usefixtures("restored")
def test_a_sentence_without_chinese_is_said_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNKTAPE_LANG", "zh")
    translate()
    assert gettext.gettext("what nobody translated") == "what nobody translated"
    assert gettext.gettext("") == ""
    assert [gettext.ngettext("a dog", "dogs", n) for n in (0, 1, 2)] == ["dogs", "a dog", "dogs"]
