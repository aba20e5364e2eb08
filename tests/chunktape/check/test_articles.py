"""What check says of the code that our users have: the decoders and clients of the two articles (tests/js/articles,
written anew from their description), and of the example that we give them.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.chunktape.commands import as_typed
from tests.support.torture import short_torture

HOME = Path(__file__).parents[3]
ARTICLES = HOME / "tests" / "js" / "articles"
STREAM = HOME / "examples" / "miniprogram" / "stream"

pytestmark = [pytest.mark.wire, pytest.mark.usefixtures("has_node")]


@pytest.fixture
def has_node(require_tool: Callable[[str], str]) -> None:
    require_tool("node")


def report(client: Path, *options: str) -> dict[str, Any]:
    done = as_typed("check", "--json", str(client), *options, folder=ARTICLES)
    assert done.exit_code in (0, 1), done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_article_a_tears_characters_and_ends_in_an_error_on_a_page(torture: str) -> None:
    findings = report(ARTICLES / "page_a.mjs", "--tape", torture)["findings"]

    assert next((one["oracle"], one["class"]) for one in findings if one["class"]) == ("text", "utf8-2b/1")
    (on_a_page,) = [one for one in findings if "offChunkReceived" in one["words"]]
    assert on_a_page["profile"] == "uni-h5"


#: a tape without characters of four bytes, and one that has them
LOOKALIKE, FOUR_BYTES = "short-torture-lookalike.cassette #1", "short-torture-lf.cassette #1"


@pytest.fixture
def lookalike(tmp_path: Path) -> str:
    return str(short_torture(tmp_path, "torture-lookalike"))


def test_the_decoder_of_article_b_is_right_until_a_character_is_cut_and_has_none_of_four_bytes(
    torture: str, lookalike: str
) -> None:
    findings = report(ARTICLES / "decoder_b.mjs", "--tape", lookalike, "--tape", torture)["findings"]
    (cut,) = [one for one in findings if one["tape"] == LOOKALIKE]
    assert (cut["oracle"], cut["class"]) == ("error", "utf8-3b/1")
    (half,) = [one for one in findings if f"{FOUR_BYTES} (device)" in one["also"] and one["oracle"] == "content"]
    assert half["tape"] == f"{LOOKALIKE}, emoji"
    assert "\\uf44d" in half["words"]  # the lower half of a thumb
    assert half["trait"] == "emoji"


def test_article_b_loses_what_is_cut_inside_a_character(lookalike: str) -> None:
    findings = report(ARTICLES / "page_b.mjs", "--tape", lookalike, "--budget", "200")["findings"]
    (finding,) = [one for one in findings if one["tape"] == LOOKALIKE]
    assert (finding["oracle"], finding["class"]) == ("text", "utf8-3b/1")


def test_the_decoder_of_the_example_passes(torture: str) -> None:
    """What drives it, `stream.js`, is checked with all tapes in `tests/chunktape/cli/test_check.py`."""
    assert report(STREAM / "sse.js", "--tape", torture)["verdict"] == "pass"
