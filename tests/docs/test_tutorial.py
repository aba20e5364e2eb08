"""The tutorial's files are written and its commands run as they stand, from the first bug to the mended decoder.

Rules
- A block with `title="NAME"` is a file; the one that is `mended` replaces the lines that the page says.
- `chunktape check` ends with 1 as long as the bug is there, and with 0 once it is mended.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.journeys.page import Step
from tests.docs.test_readme import Change, commands, walk

DOCS = Path(__file__).resolve().parents[2] / "docs"
FILE = re.compile(r"^```\w+ title=\"([^\"]+)\"\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MENDED = "stream.mjs, mended"


def mend(client: str, lines: str) -> str:
    """The client with its lines from `let rest` to `rest +=` replaced."""
    made, count = re.subn(r"  let rest = .*?^    rest \+=[^\n]*\n", lambda _: lines, client, flags=re.M | re.S)
    assert count == 1
    return made


@pytest.mark.wire
@pytest.mark.parametrize(
    ("page", "language"),
    [pytest.param("tutorial.md", "en", marks=pytest.mark.evidence), ("tutorial.zh-CN.md", "zh")],
)
def test_the_bug_is_caught_and_mended(
    page: str, language: str, tmp_path: Path, require_tool: Callable[[str], str]
) -> None:
    require_tool("node")
    text = (DOCS / page).read_text("utf-8")
    files = dict(FILE.findall(text))
    mended = Step(text.count("\n", 0, text.index(MENDED)), mend(files["stream.mjs"], files[MENDED]), name="stream.mjs")
    begun = [Step(0, file, name=name) for name, file in files.items() if name != MENDED]
    found: list[Step | Change] = [*begun, *sorted([mended, *commands(text)], key=lambda step: step.line)]
    walk(found, tmp_path, language)
    checks = [step for step in commands(text) if step.words == "chunktape check stream.mjs"]
    assert [step.code for step in checks] == [1, 0]
