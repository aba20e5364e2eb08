"""What a check found, in GitHub's Markdown: read by cmark-gfm, GitHub's own parser."""

import re
from html import unescape

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import example, given
from hypothesis import strategies as st

from cassettes.printable import safe
from chunktape.check.reports.markdown import as_markdown, block, inline
from tests.support.reports import HOSTILE, NEVER, report

SPECIALS = st.text(st.sampled_from("`|\\<>&*_~[]()!#@$:.-+=1wW /\n\"'a你\x1b\u202e\ud800"), max_size=40)


def html(markdown: str) -> str:
    found: str = cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE)
    return found


def text_of(markup: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", markup))


def test_what_it_says() -> None:
    made = html(as_markdown(report()))

    assert made.startswith("<h2>❌ chunktape check ./my client's.js</h2>")
    assert "<h3>FAIL: same text: from plain</h3>" in made
    assert "你 cut after 1 of 3 bytes" in made
    assert "utf8-3b/1\nafter 1 of 3 bytes of a character\nfail\n40\n40" in text_of(made)
    assert "--- One event per piece" in made
    assert "+++ This plan" in made
    assert "chunktape check './my client'\\''s.js' --tape torture-lf --split" in unescape(made)


@pytest.mark.parametrize("hostile", [HOSTILE, "|", "`", "```\n# x", "</details>", "\\|", "~~~", "a\n\nb"])
def test_text_of_others_makes_no_element_and_breaks_no_table(hostile: str) -> None:
    plain, made = html(as_markdown(report())), html(as_markdown(report(hostile=hostile)))

    assert [*re.findall(r"<[a-z/][^>]*>", plain)] == [*re.findall(r"<[a-z/][^>]*>", made)]
    assert not set(NEVER) & set(made)


@given(SPECIALS)
@example("1@.a")
@example("write to a@b.cn or @octocat")
def test_a_line_shows_the_text_as_it_is(text: str) -> None:
    made = html(f"x {inline(text)} y")

    assert re.findall(r"<(?!!-- -->)[^>]*>", made) == ["<p>", "</p>"]
    assert text_of(made).split() == f"x {safe(text)} y".split()


@given(SPECIALS)
def test_a_cell_shows_the_text_as_it_is(text: str) -> None:
    made = html(f"| a | b |\n| - | - |\n| {inline(text)} | z |")

    assert made.count("<td>") == 2
    assert text_of(re.findall(r"<td>(.*?)</td>", made, re.DOTALL)[0]).split() == safe(text).split()


@given(SPECIALS)
def test_a_block_shows_the_text_as_it_is(text: str) -> None:
    made = html("\n".join(block(text)))

    assert made.count("<pre>") == 1
    assert text_of(made).rstrip("\n") == safe(text, "\n").rstrip("\n")
