"""Links and snippets of all pages, without a network: files and headings are there, and code parses."""

import ast
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from cassettes.messages import chinese
from website.headings import anchors, moved
from website.links import CODE

HOME = Path(__file__).resolve().parents[2]
PAGES = [
    page
    for page in (*HOME.glob("*.md"), *(HOME / "docs").glob("*.md"), *(HOME / "examples").rglob("*.md"))
    if "node_modules" not in page.parts
]
LINK = re.compile(r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)", re.MULTILINE)
#: a page in a sentence, and an anchor in it
NAMED = re.compile(r"(docs/[\w.-]+\.md)(?:#([\w-]+))?")
FENCE = re.compile(r"^( *)```(\w+)[^\n]*\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def name(page: Path) -> str:
    return page.relative_to(HOME).as_posix()


def links(page: Path) -> Iterator[str]:
    prose = "".join(CODE.split(page.read_text("utf-8"))[::2])
    for found in LINK.finditer(prose):
        target = found[1] or found[2]
        if not re.match(r"[a-z]+:", target):
            yield target


def broken(page: Path) -> list[str]:
    """The links of a page that lead nowhere."""
    lost = []
    for target in links(page):
        path, _, anchor = target.partition("#")
        place = (page.parent / path) if path else page
        if not place.exists() or (anchor and anchor not in anchors(place.read_text("utf-8"))):
            lost.append(target)
    return lost


def snippets(*kinds: str) -> Iterator[Any]:
    for page in PAGES:
        text = page.read_text("utf-8")
        for found in FENCE.finditer(text):
            if found[2] in kinds and ", mended" not in found[0].partition("\n")[0]:  # that is a part of a file
                line = text.count("\n", 0, found.start()) + 1
                code = re.sub(f"^{found[1]}", "", found[3], flags=re.MULTILINE)
                yield pytest.param(code, id=f"{name(page)}:{line}")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert broken(page) == []


def test_there_are_links_to_headings() -> None:
    found = [target for page in PAGES for target in links(page)]
    assert len(found) > 100
    assert sum("#" in target for target in found) > 10


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("# A title: `x`\n[a](#a-title-x) [b](#b) [c](c.md) `[d](d.md)` [e](a.md#a-title-x)\n", "utf-8")
    assert broken(page) == ["#b", "c.md"]


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page.parent.name == "docs" and page.read_text("utf-8").count("\n") > 170],
    ids=name,
)
def test_a_long_page_begins_with_where_to_start(page: Path) -> None:
    """The list of the options says so by itself."""
    first = page.read_text("utf-8").partition("\n## ")[0]
    assert re.search(r"Start here|从这里开始|^<!-- made by", first), first


@pytest.mark.parametrize("page", [page for page in PAGES if ".zh-CN" in page.name], ids=name)
def test_a_chinese_page_leads_to_chinese_pages(page: Path) -> None:
    """Its own English version is the only page with a Chinese one that it links to in English."""
    for target in links(page):
        path = target.partition("#")[0]
        twin = page.parent / path.replace(".md", ".zh-CN.md")
        if path.endswith(".md") and ".zh-CN" not in path and path != page.name.replace(".zh-CN", ""):
            assert not twin.exists(), target


def test_a_sentence_leads_to_the_page_of_its_language_and_to_a_heading_of_it() -> None:
    """What a command or a report prints, in English and in Chinese."""
    found = 0
    for english, said in chinese().items():
        for before, after in zip(NAMED.findall(english), NAMED.findall(said), strict=True):
            page, twin = HOME / before[0], HOME / before[0].replace(".md", ".zh-CN.md")
            assert HOME / after[0] == (twin if twin.exists() else page), said
            assert not before[1] or before[1] in anchors(page.read_text("utf-8")), english
            if before[1]:
                same = moved(before[1], page.read_text("utf-8"), (HOME / after[0]).read_text("utf-8"))
                assert after[1] == same, said
            found += 1
    assert found > 10


@pytest.mark.parametrize("code", list(snippets("python")))
def test_python_parses(code: str) -> None:
    ast.parse(code)


def test_json_and_yaml_parse() -> None:
    for one in snippets("json"):
        json.loads(one.values[0])
    for one in snippets("yaml", "yml"):
        assert list(yaml.safe_load_all(one.values[0])), one.id


@pytest.mark.parametrize("code", list(snippets("sh", "bash")))
def test_shell_parses(code: str) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")
    done = subprocess.run([bash, "-n", "-c", code], capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr


def test_javascript_parses(require_tool: Callable[[str], str], tmp_path: Path) -> None:
    """As a module: one file per snippet, all of them checked by one process."""
    node = require_tool("node")
    files: list[Path] = []
    for index, one in enumerate(snippets("js", "javascript", "mjs")):
        file = tmp_path / f"{index}.mjs"
        file.write_text(f"// {one.id}\n{one.values[0]}", "utf-8")
        files.append(file)
    assert len(files) > 5
    for file in files:
        done = subprocess.run([node, "--check", str(file)], capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
