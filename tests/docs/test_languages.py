"""A page and its Chinese version say the same: headings, tables, commands and code in the same order, and figures."""

import re
from collections import Counter
from pathlib import Path

import pytest

from website.headings import headings

HOME = Path(__file__).resolve().parents[2]
CHINESE = sorted(
    page.relative_to(HOME).as_posix()
    for page in (*HOME.glob("*.zh-CN.md"), *(HOME / "docs").glob("*.zh-CN.md"), *HOME.glob("examples/*/*.zh-CN.md"))
)
FENCE = re.compile(r"^( *)```(.*?)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"`((?:chunktape|curl|python -m|make|npm) [^`]+)`")
HAN = re.compile(r"[\u4e00-\u9fff]")
#: what a page measured, and has shown, in each language by itself; and where links lead
APART = re.compile(r"<!-- measured.*?<!-- end[^\n]*-->|```console.*?```|(?<=\])\([^)]*\)", re.DOTALL)
FIGURE = re.compile(r"\d[\d,.]*\d|\d")


def both(page: str) -> tuple[str, str]:
    return (HOME / page.replace(".zh-CN", "")).read_text("utf-8"), (HOME / page).read_text("utf-8")


def tables(text: str) -> list[int]:
    """The number of rows of each table."""
    found = re.findall(r"^(?:\|.*\n)+", FENCE.sub("", text) + "\n", re.MULTILINE)
    return [table.count("\n") for table in found]


def blocks(text: str) -> list[tuple[str, list[str]]]:
    """The kind of each block of code, and its lines without comments; of a console the commands alone."""
    made = []
    for _, kind, body in FENCE.findall(text):
        lines = [re.sub(r"\s+(#|//) .*$", "", line) for line in body.splitlines()]
        shown = [line for line in lines if line.startswith("$ ")] if kind == "console" else lines
        made.append((kind, [line for line in shown if not HAN.search(line)]))
    return made


def commands(text: str) -> list[str]:
    """The commands inside sentences, sorted: a sentence may name them in another order."""
    folded = re.sub(r"\s+", " ", FENCE.sub("", text))
    return sorted({one for one in COMMAND.findall(folded) if not HAN.search(one)})


def test_the_pages_that_people_of_both_languages_need_have_both() -> None:
    needed = ["README", "miniprogram", "importing", "splits", "faults", "check", "options", "tutorial"]
    needed += ["journeys", "platforms", "control", "python"]
    assert {f"docs/{name}.zh-CN.md" for name in needed[1:]} | {"README.zh-CN.md"} <= set(CHINESE)


@pytest.mark.parametrize("page", CHINESE)
def test_the_headings_are_the_same(page: str) -> None:
    english, chinese = map(headings, both(page))

    assert [level for level, _ in chinese] == [level for level, _ in english]
    for (_, there), (_, here) in zip(english, chinese, strict=True):
        if "`" in there:
            assert re.findall("`[^`]+`", here) == re.findall("`[^`]+`", there)


@pytest.mark.parametrize("page", CHINESE)
def test_the_tables_have_the_same_rows(page: str) -> None:
    english, chinese = both(page)

    assert tables(chinese) == tables(english)


@pytest.mark.parametrize("page", CHINESE)
def test_commands_and_code_are_the_same(page: str) -> None:
    english, chinese = both(page)

    assert blocks(chinese) == blocks(english)
    assert commands(chinese) == commands(english)


@pytest.mark.parametrize("page", [page for page in CHINESE if page.startswith("docs/")])
def test_each_leads_to_the_other(page: str) -> None:
    english, chinese = both(page)

    assert f"]({Path(page).name})" in english
    assert f"]({Path(page).name.replace('.zh-CN', '')})" in chinese


@pytest.mark.parametrize("page", CHINESE)
def test_the_figures_are_the_same(page: str) -> None:
    english, chinese = (Counter(FIGURE.findall(APART.sub("", text))) for text in both(page))

    assert (english - chinese, chinese - english) == (Counter(), Counter())


def test_what_differs_is_found() -> None:
    assert tables("| a |\n|---|\n| b |\n\n```\n| c |\n```\n") == [3]
    assert blocks("```sh\nmake x   # so\n```\n") == [("sh", ["make x"])]
    assert blocks("```console\n$ make x\nmade\n```\n") == [("console", ["$ make x"])]
    assert commands("`make x`, `curl\n-N y` and `other z`") == ["curl -N y", "make x"]
