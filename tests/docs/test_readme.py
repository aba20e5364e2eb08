"""The READMEs' commands are run, in their order, and what they show must be what is printed. Rules

- Blocks of kind `console` count; a line `$ ...` is a command, the others are its output; `...` leaves lines out.
- A block of code whose first line is a comment with a file's name is that file; a block of kind `diff` changes it.
- `chunktape check` ends with 1 where the page shows a failure, every other command with 0.
- `record` and `play` run until the next server or the end; all is typed and compared as `benchmarks.journeys` does.
- docs/check.md shows more of what the first check prints.
"""

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from benchmarks.journeys.page import CTRL_C, Journey, Step, missing
from benchmarks.journeys.page import commands as commands_in
from benchmarks.journeys.walk import Walk
from tests.support.patience import PATIENCE

HOME = Path(__file__).resolve().parents[2]
SERVERS = ("chunktape record ", "chunktape play ")
#: commands that run elsewhere: .ci/run installs the wheel and calls make, and the demo, whose times may disagree on a
#: busy machine, is laid beside what the page shows in `tests/chunktape/samples/test_demo.py`
NOT_HERE = ("pip ", "make ", "chunktape demo")
#: how a check begins to say that something fails
FAILS = ("FAIL", "失败")
#: a block of code with the file that it is: the language, the name in its first line
FILE = re.compile(r"^```(?:js|python)\n((?://|#) (\S+\.(?:js|py))\n.*?)^```$", re.MULTILINE | re.DOTALL)
DIFF = re.compile(r"^```diff\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands(text: str) -> Iterator[Step]:
    """The commands of a page's `console` blocks with the output that it shows."""
    for block in CONSOLE.finditer(text):
        for one in commands_in(block[1].splitlines(), text.count("\n", 0, block.start()) + 2):
            fails = one.words.startswith("chunktape check") and any(line.startswith(FAILS) for line in one.shown)
            yield replace(one, code=int(fails))


@dataclass(frozen=True)
class Change:
    """Lines of a file, and the lines that a page puts in their place."""

    line: int
    old: str
    new: str

    def applied(self, text: str) -> str:
        assert text.count(self.old) == 1, (self.line, self.old)
        return text.replace(self.old, self.new)


def steps(text: str) -> list[Step | Change]:
    """What a reader of the page does: files to save, lines to change and commands, in the order of the page."""
    found: list[Step | Change] = [*commands(text)]
    for block in FILE.finditer(text):
        found.append(Step(text.count("\n", 0, block.start()), block[1], name=block[2]))
    for block in DIFF.finditer(text):
        sides = ("".join(f"{one[1:]}\n" for one in block[1].splitlines() if one[0] == sign) for sign in "-+")
        found.append(Change(text.count("\n", 0, block.start()), *sides))
    return sorted(found, key=lambda step: step.line)


def walked(found: list[Step | Change]) -> Iterator[Step]:
    """The steps as they are typed: before each command the files as they are by then, and an end for each server."""
    files: dict[str, str] = {}
    runs = False
    for step in found:
        if isinstance(step, Change):
            files = {name: step.applied(text) for name, text in files.items()}
        elif step.name:
            files[step.name] = step.words
        elif not step.words.startswith(NOT_HERE):
            if runs and step.words.startswith(SERVERS):
                yield Step(step.line, CTRL_C)
            runs = runs or step.words.startswith(SERVERS)
            yield from (Step(step.line, text, name=name) for name, text in files.items())
            yield step
    if runs:
        yield Step(0, CTRL_C)


def walk(found: list[Step | Change], folder: Path, language: str) -> dict[str, str]:
    """Type them in `folder`; command -> what it printed the first time."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "CHUNKTAPE_LANG": language, "COLUMNS": "100", "PYTHONUTF8": "1"}
    with Walk(folder, env, PATIENCE) as walking:
        walking.through(Journey("", tuple(walked(found))))
    return walking.printed


@pytest.mark.wire
@pytest.mark.parametrize(
    ("page", "language"), [("README.md", "en"), pytest.param("README.zh-CN.md", "zh", marks=pytest.mark.evidence)]
)
def test_the_commands_do_what_the_page_shows(page: str, language: str, tmp_path: Path, require_tool: object) -> None:
    assert callable(require_tool)
    for tool in ("curl", "node"):
        require_tool(tool)
    found = steps((HOME / page).read_text("utf-8"))
    assert sum(isinstance(step, Step) and not step.name for step in found) >= 10
    printed = walk(found, tmp_path, language)
    (more,) = commands((HOME / "docs" / page.replace("README", "check")).read_text("utf-8"))
    assert missing(more.shown, printed[more.words]) == []


def test_both_readmes_ask_for_the_same_steps() -> None:
    english, chinese = (steps((HOME / page).read_text("utf-8")) for page in ("README.md", "README.zh-CN.md"))

    def said(step: Step | Change) -> tuple[str, ...]:
        if isinstance(step, Change):
            return (step.old, step.new)
        return (step.name, step.words)

    assert [said(step) for step in english] == [said(step) for step in chinese]
    assert {step.name for step in english if isinstance(step, Step)} == {"", "stream.js", "ask.py"}
    assert sum(isinstance(step, Change) for step in english) == 1


def test_a_change_of_lines_that_are_not_there_is_found() -> None:
    assert Change(1, "a\n", "b\n").applied("x\na\n") == "x\nb\n"
    with pytest.raises(AssertionError):
        Change(1, "a\n", "b\n").applied("x\n")
