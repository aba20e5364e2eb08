"""The catalogue is whole: both languages, the same fields, every key that the code names."""

import re
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest

from cassettes.messages import AREAS, language, say

pytestmark = pytest.mark.core

ROOT = Path(__file__).parent.parent.parent.parent
SENTENCES: dict[str, tuple[str, str]] = {}
for area in AREAS:
    SENTENCES |= import_module(f"cassettes.messages.{area}").SENTENCES

#: keys in the code; one that is put together at run time shows its beginning only
USED = {
    match
    for package in ("cassettes", "recorder", "player", "chunktape")
    for path in (ROOT / package).rglob("*.py")
    for match in re.findall(r"""\bsay\(\s*f?["']([a-z]+\.[\w.-]*)""", path.read_text(encoding="utf-8"))
    if match.partition(".")[0] in AREAS
}


def fields(text: str) -> set[str]:
    return {name.partition(".")[0] for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", SENTENCES)
def test_a_sentence_stands_in_both_languages_with_the_same_fields(key: str) -> None:
    english, chinese = SENTENCES[key]
    assert fields(english) == fields(chinese)
    assert english.isascii() or "…" in english
    assert not re.search(r"[，。：；（）]", english)


@pytest.mark.parametrize("area", AREAS)
def test_an_area_has_its_own_keys_only(area: str) -> None:
    keys = import_module(f"cassettes.messages.{area}").SENTENCES
    assert all(key.startswith(f"{area}.") for key in keys)


@pytest.mark.parametrize("key", sorted(USED))
def test_every_key_in_the_code_is_there(key: str) -> None:
    built = key.endswith((".", "_", "-")) and any(known.startswith(key) for known in SENTENCES)
    assert key in SENTENCES or built


def test_our_own_sentences_are_all_used() -> None:
    ours = {key for key in SENTENCES if key.startswith("cassettes.")}
    code = "".join(
        path.read_text(encoding="utf-8")
        for package in ("cassettes", "chunktape", "recorder", "player")
        for path in (ROOT / package).rglob("*.py")
        if path.parent.name != "messages"
    )
    built = ("cassettes.show.", "cassettes.state.")  # put together from a column, a state
    assert {key for key in ours if f'"{key}"' not in code and not key.startswith(built)} == set()


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
    assert say("cassettes.missing", path="{x}") == "{x} does not exist."


def test_an_unknown_key_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        say("cassettes.no-such-sentence")
