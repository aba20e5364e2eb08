"""Popular packages: the version that breaks is found with the default settings, the one that mended it is not blamed.

One of npm and one of PyPI in the normal run, on their tapes or with fewer runs: torn characters, and an answer that is
wrong however it is cut; and one that is slow. All, as a person checks them, are evidence (`make evidence-museum`,
docs/museum.md).
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.interop.museum.catalogue import CURRENT, EXHIBITS
from tests.interop.museum.visit import HERE, PACKAGES, changed, news, visit

#: options of those of the normal run
SAMPLE: dict[str, tuple[str, ...]] = {
    "ollama.mjs": ("--budget", "400"),
    "httpx_sse_client.py": ("--tape", "torture-bom", "--tape", "torture-unicode", "--split", "event"),
    "eventsource-parser-long.mjs": ("--tape", "torture-lf"),
}
PAGE = HERE.parents[2] / "docs" / "museum.md"

pytestmark = pytest.mark.wire


@pytest.fixture(scope="module")
def museum(require_tool: Callable[[str], str]) -> Path:
    """The folder with the packages of both registries."""
    require_tool("node")
    if not (HERE / "node_modules").is_dir():
        require_tool("the npm packages of tests/interop/museum (npm ci)")
    if not PACKAGES.is_dir():
        require_tool("the packages of tests/interop/museum/python.txt (make)")
    return HERE


def test_a_sample_of_broken_packages_is_found_and_the_fixed_ones_are_not_blamed(museum: Path) -> None:
    visits = visit((one for one in EXHIBITS if one.file in SAMPLE), options=SAMPLE)

    assert len(visits) == len(SAMPLE)
    assert [words for one in visits for words in one.complaints()] == []


@pytest.mark.evidence
def test_each_broken_package_is_found_and_no_fixed_one_is_blamed(museum: Path) -> None:
    assert [words for one in visit(EXHIBITS) for words in one.complaints()] == []


@pytest.mark.evidence
def test_current_packages_are_wrong_where_the_catalogue_says_so_and_nowhere_else(museum: Path) -> None:
    assert [words for one, found in news(CURRENT) for words in changed(one, found)] == []


#: known from public reports when the museum was planned
PLANNED = {
    ("ollama", "0.6.0"), ("effect", "3.19.16"), ("eventsource", "1.0.5"), ("needle", "3.0.0"), ("sse.js", "0.6.1"),
    ("eventsource-parser", "3.0.0"), ("httpx-sse", "0.4.1"),
}  # fmt: skip


def test_what_was_planned_is_there_and_twenty_more() -> None:
    there = {(one.package, one.broken) for one in EXHIBITS}
    assert there >= PLANNED
    assert len(there - PLANNED) >= 20


def test_what_is_installed_is_what_the_catalogue_says() -> None:
    names = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]
    wanted: dict[str, str] = {}
    for one in EXHIBITS:
        if not one.is_python:
            name = one.file.removesuffix(".mjs")
            wanted |= {f"{name}-broken": f"npm:{one.package}@{one.broken}"}
            wanted |= {f"{name}-fixed": f"npm:{one.package}@{one.fixed}"}
    for now in CURRENT:
        if not now.is_python:
            wanted[f"{now.file.removesuffix('.mjs')}-current"] = f"npm:{now.package}@{now.version}"
    assert names == wanted

    lines = (HERE / "python.txt").read_text("utf-8").split()
    versions = {(one.package, version) for one in EXHIBITS if one.is_python for version in (one.broken, one.fixed)}
    versions |= {(one.package, one.version) for one in CURRENT if one.is_python}
    assert set(lines) == {f"{package}=={version}" for package, version in versions}


def test_each_exhibit_has_its_file_and_each_file_is_one() -> None:
    files = {file.name for file in (HERE / "exhibits").iterdir() if file.suffix in (".mjs", ".py")}
    assert files == {one.file for one in (*EXHIBITS, *CURRENT)}


def test_the_page_has_a_row_for_each_exhibit() -> None:
    text = PAGE.read_text("utf-8")
    for one in EXHIBITS:
        row = next(line for line in text.splitlines() if line.startswith(f"| {one.package} | {one.broken} |"))
        assert one.fixed in row
        assert one.report in row
    for now in CURRENT:
        assert f"| {now.package} | {now.version} |" in text
