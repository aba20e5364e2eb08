"""What check says of the code that our users have: the decoders and clients of the two articles (tests/js/articles,
written anew from their description), and of the example that we give them.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.support.patience import PATIENCE

HOME = Path(__file__).parents[3]
ARTICLES = HOME / "tests" / "js" / "articles"
STREAM = HOME / "examples" / "miniprogram" / "stream"

pytestmark = [pytest.mark.wire, pytest.mark.usefixtures("has_node")]


@pytest.fixture
def has_node(require_tool: Callable[[str], str]) -> None:
    require_tool("node")


@cache
def report(client: Path, *options: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "chunktape", "check", "--json", str(client), *options]
    environment = {**os.environ, "CHUNKTAPE_CACHE": ""}  # no last failures first
    done = subprocess.run(command, env=environment, capture_output=True, timeout=PATIENCE, check=False)
    assert done.returncode in (0, 1), done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_article_a_tears_characters_and_ends_in_an_error_on_a_page() -> None:
    findings = report(ARTICLES / "page_a.mjs", "--tape", "torture-lf")["findings"]

    assert next((one["oracle"], one["class"]) for one in findings if one["class"]) == ("text", "utf8-3b/1")
    (on_a_page,) = [one for one in findings if "offChunkReceived" in one["words"]]
    assert on_a_page["profile"] == "uni-h5"


#: a tape without characters of four bytes, and one that has them
LOOKALIKE, FOUR_BYTES = "torture-lookalike #1", "torture-lf #1"


def of_decoder_b() -> dict[str, Any]:
    return report(ARTICLES / "decoder_b.mjs", "--tape", "torture-lookalike", "--tape", "torture-lf")


def test_the_decoder_of_article_b_is_right_without_four_byte_characters_until_one_is_cut() -> None:
    (finding,) = [one for one in of_decoder_b()["findings"] if one["tape"] == LOOKALIKE]
    assert (finding["oracle"], finding["class"]) == ("error", "utf8-3b/1")


def test_the_decoder_of_article_b_cuts_four_byte_characters_to_sixteen_bits() -> None:
    (finding,) = [one for one in of_decoder_b()["findings"] if one["oracle"] == "content" and one["tape"] == FOUR_BYTES]
    assert "\\uf44d" in finding["words"]  # the lower half of a thumb


def test_article_b_loses_what_is_cut_inside_a_character() -> None:
    findings = report(ARTICLES / "page_b.mjs", "--tape", "torture-lookalike", "--budget", "200")["findings"]
    (finding,) = [one for one in findings if one["tape"] == LOOKALIKE]
    assert (finding["oracle"], finding["class"]) == ("text", "utf8-3b/1")


def test_the_decoder_of_the_example_passes() -> None:
    """What drives it, `stream.js`, is checked in `tests/chunktape/cli/test_check.py`."""
    assert report(STREAM / "sse.js")["verdict"] == "pass"
