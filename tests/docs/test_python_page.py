"""The examples of docs/python.md, and of its Chinese version, run as they stand."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGES = [Path(__file__).parents[2] / "docs" / name for name in ("python.md", "python.zh-CN.md")]
EXAMPLES = [
    code
    for page in PAGES
    for code in re.findall(r"^```python\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)
]


def test_there_is_an_example() -> None:
    assert len(EXAMPLES) >= len(PAGES)


@pytest.mark.parametrize("code", EXAMPLES)
def test_an_example_runs_as_it_stands(code: str, tmp_path: Path) -> None:
    made = subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True)
    assert (made.returncode, made.stderr) == (0, b"")
    assert made.stdout.count(b" ms  ") > 3
