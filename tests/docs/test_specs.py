"""Specs in the documents are specs: each base URL with one, and each `--fault` and `--rewrite`."""

import re
from pathlib import Path

import pytest

from player.spec.edits import read_faults, read_rewrites
from player.spec.spec import parse_spec

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "README.zh-CN.md", "docs/faults.md", "docs/miniprogram.md", "docs/miniprogram.zh-CN.md")

_PREFIX = re.compile(r":8799/@(?!chunktape/)([a-z0-9][a-z0-9,.:=+-]*)")
_OPTION = re.compile(r"--(fault|rewrite) (?:'([^']+)'|([a-z0-9-]+))")


@pytest.mark.parametrize("page", PAGES)
def test_each_spec_of_a_page_is_one(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    specs, options = _PREFIX.findall(text), _OPTION.findall(text)

    assert specs
    for spec in specs:
        parse_spec(spec)
    for option, quoted, bare in options:
        if not quoted.startswith("hiccup"):  # the page's own fault
            (read_faults if option == "fault" else read_rewrites)([quoted or bare])


@pytest.mark.parametrize("page", ["docs/miniprogram.md", "docs/miniprogram.zh-CN.md"])
def test_a_mini_program_s_developer_is_shown_faults_beside_the_split(page: str) -> None:
    specs = [parse_spec(spec) for spec in _PREFIX.findall((ROOT / page).read_text("utf-8"))]

    assert any(spec.split is not None for spec in specs)
    assert {use.name for spec in specs for use in spec.faults} >= {"reset", "vanish", "status"}
