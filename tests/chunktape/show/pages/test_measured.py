"""Chinese pages have the measured tables of the English ones: the same rows and figures, in Chinese."""

import re
from pathlib import Path

import pytest

from chunktape.show.pages import measured

DOCS = Path(__file__).parents[4] / "docs"
BLOCK = """\
<!-- measured: a -->
| the client's code sees | client |
| 4 of 9 words; `the whole answer; x` | curl |
<!-- end: a -->"""


def test_words_are_chinese_and_code_stays() -> None:
    lines = measured.translated(BLOCK).splitlines()

    assert lines[1:3] == ["| 客户端代码看到的 | 客户端 |", "| 9 个词中的前 4 个；`the whole answer; x` | curl |"]


def test_a_block_that_the_english_page_lacks_is_left_alone() -> None:
    assert measured.renewed(BLOCK, "nothing") == BLOCK


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.zh-CN.md")), ids=lambda page: page.name)
def test_what_was_measured_is_what_the_english_page_has(page: Path) -> None:
    """If this fails: `python -m chunktape.show.pages.measured docs`."""
    chinese, english = page.read_text("utf-8"), (DOCS / page.name.replace(".zh-CN", "")).read_text("utf-8")

    assert measured.renewed(chinese, english) == chinese
    assert list(measured.blocks(chinese)) == list(measured.blocks(english))


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.zh-CN.md")), ids=lambda page: page.name)
def test_no_words_stay_english(page: Path) -> None:
    """If this fails: the words are new, and belong into `chunktape/show/pages/table_words.py`."""
    names = {"curl", "httpx", "openai", "anthropic", "random", "sizes"}
    for block in measured.blocks(page.read_text("utf-8")).values():
        prose = re.sub(r"```.*?```|`[^`\n]*`|<!--.*?-->", "|", block, flags=re.DOTALL)
        found = [
            one for one in re.findall(r"[a-z]{2,}(?:[ ,]+[a-z]{2,})+", prose) if set(re.findall("[a-z]+", one)) - names
        ]
        assert found == []


def test_the_marks_between_chinese_and_code_are_chinese() -> None:
    block = BLOCK.replace("4 of 9 words; `the whole answer; x`", "nothing; `E: a; b` (cause `C: c`); asked 3 times")

    assert "| 什么都没有；`E: a; b`（原因：`C: c`）；共请求 3 次 | curl |" in measured.translated(block)
