"""The READMEs' commands are run, in their order, and what they show must be what is printed. Rules

- Blocks of kind `console` count; a line `$ ...` is a command, the others are its output; `...` leaves lines out.
- A block of code whose first line is a comment with a file's name is that file; a block of kind `diff` changes it.
- `chunktape check` ends with 1 where the page shows a failure, every other command with 0.
- `record` and `play` run in the background on a free port until the next server or the end; the address in the text is
  replaced by the real one, and the provider's by the bundled upstream.
- Output is compared by `benchmarks.journeys.page`: all figures but times. docs/check.md shows more of the first check.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.journeys.page import missing
from chunktape.client.process import Running, running
from tests.support.patience import PATIENCE

HOME = Path(__file__).resolve().parents[2]
SERVERS = ("record", "play")
#: commands that run elsewhere: .ci/run installs the wheel and calls make, and the demo, whose times may disagree on a
#: busy machine, is laid beside what the page shows in `tests/chunktape/samples/test_demo.py`
NOT_HERE = ("pip ", "make ", "chunktape demo")
#: how a check begins to say that something fails
FAILS = ("FAIL", "失败")
ADDRESS = "http://127.0.0.1:8799"
PROVIDER = "https://api.deepseek.com"


@dataclass(frozen=True)
class Command:
    line: int
    words: str
    shown: tuple[str, ...]


def commands(text: str) -> Iterator[Command]:
    """The commands of a page's `console` blocks with the output that it shows."""
    for block in re.finditer(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        line = text.count("\n", 0, block.start()) + 2
        lines = block[1].splitlines()
        starts = [i for i, one in enumerate(lines) if one.startswith("$ ")]
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            yield Command(line + start, lines[start][2:], tuple(lines[start + 1 : end]))


#: a block of code with the file that it is: the language, the name in its first line
FILE = re.compile(r"^```(?:js|python)\n((?://|#) (\S+\.(?:js|py))\n.*?)^```$", re.MULTILINE | re.DOTALL)
DIFF = re.compile(r"^```diff\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Change:
    """Lines of a file, and the lines that a page puts in their place."""

    line: int
    old: str
    new: str

    def applied(self, text: str) -> str:
        assert text.count(self.old) == 1, (self.line, self.old)
        return text.replace(self.old, self.new)


@dataclass(frozen=True)
class Saved:
    line: int
    name: str
    text: str


def steps(text: str) -> list[Command | Change | Saved]:
    """What a reader of the page does: files to save, lines to change and commands, in the order of the page."""
    found: list[Command | Change | Saved] = [*commands(text)]
    for block in FILE.finditer(text):
        found.append(Saved(text.count("\n", 0, block.start()), block[2], block[1]))
    for block in DIFF.finditer(text):
        sides = ("".join(f"{one[1:]}\n" for one in block[1].splitlines() if one[0] == sign) for sign in "-+")
        found.append(Change(text.count("\n", 0, block.start()), *sides))
    return sorted(found, key=lambda step: step.line)


class Session:
    """Runs a page's commands in one folder."""

    def __init__(self, folder: Path, language: str, also: Iterable[Command] = ()) -> None:
        self.folder = folder
        #: what another page shows of a command, when it is run for the first time
        self.also = {command.words: command for command in also}
        self.env = {**os.environ, "CHUNKTAPE_LANG": language, "COLUMNS": "100", "PYTHONUTF8": "1"}
        self.env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{self.env['PATH']}"
        self.stack = ExitStack()
        self.server: tuple[Running, Command, dict[str, str]] | None = None
        self.urls: dict[str, str] = {}
        self.files: dict[str, str] = {}

    def take(self, step: Command | Change | Saved) -> None:
        if isinstance(step, Saved):
            self.files[step.name] = step.text
        elif isinstance(step, Change):
            self.files = {name: step.applied(text) for name, text in self.files.items()}
        elif not step.words.startswith(NOT_HERE):
            self.save()
            self.run(step)

    def save(self) -> None:
        """Write the files of the page, with the addresses that hold now."""
        for name, text in self.files.items():
            for shown, url in self.urls.items():
                text = text.replace(shown, url)
            (self.folder / name).write_text(text, "utf-8")

    def run(self, command: Command) -> None:
        words = command.words
        for name, url in self.urls.items():
            words = words.replace(name, url)
        if words.startswith("chunktape ") and shlex.split(words)[1] in SERVERS:
            self.stop()
            server = self.stack.enter_context(
                running(*shlex.split(words), "--port", "0", env=self.env, cwd=self.folder)
            )
            swap = {server.url: ADDRESS, **{url: name for name, url in self.urls.items()}}
            self.server, self.urls[ADDRESS] = (server, command, swap), server.url
            return
        bash = shutil.which("bash") or "sh"
        done = subprocess.run(
            [bash, "-c", words], cwd=self.folder, env=self.env, capture_output=True, encoding="utf-8", timeout=PATIENCE
        )
        printed = done.stdout + done.stderr
        for name, url in self.urls.items():
            printed = printed.replace(url, name)
        fails = words.startswith("chunktape check") and any(line.startswith(FAILS) for line in command.shown)
        assert done.returncode == fails, (command.line, words, printed)
        for one in (command, self.also.pop(command.words, command)):
            assert missing(one.shown, printed) == [], (one.line, words, printed)

    def stop(self) -> None:
        """Stop the server that runs, and compare what it printed."""
        if self.server is None:
            return
        (server, command, swap), self.server = self.server, None
        assert server.stop() == 0
        printed = server.output.read_text("utf-8")
        for url, name in swap.items():
            printed = printed.replace(url, name)
        assert missing(command.shown, printed) == [], (command.line, command.words, printed)


@pytest.mark.wire
@pytest.mark.parametrize(
    ("page", "language"), [("README.md", "en"), pytest.param("README.zh-CN.md", "zh", marks=pytest.mark.evidence)]
)
def test_the_commands_do_what_the_page_shows(page: str, language: str, tmp_path: Path, require_tool: object) -> None:
    assert callable(require_tool)
    for tool in ("curl", "node"):
        require_tool(tool)
    found = steps((HOME / page).read_text("utf-8"))
    assert sum(isinstance(step, Command) for step in found) >= 10
    session = Session(
        tmp_path, language, commands((HOME / "docs" / page.replace("README", "check")).read_text("utf-8"))
    )
    with session.stack:
        upstream = session.stack.enter_context(running("chunktape.samples.upstream", "--tps", "1000", "--ttft", "50ms"))
        session.urls[PROVIDER] = upstream.url
        for step in found:
            session.take(step)
        session.stop()
    assert session.also == {}


def test_both_readmes_ask_for_the_same_steps() -> None:
    english, chinese = (steps((HOME / page).read_text("utf-8")) for page in ("README.md", "README.zh-CN.md"))

    def said(step: Command | Change | Saved) -> tuple[str, ...]:
        if isinstance(step, Command):
            return (step.words,)
        return (step.old, step.new) if isinstance(step, Change) else (step.name, step.text)

    assert [said(step) for step in english] == [said(step) for step in chinese]
    assert {step.name for step in english if isinstance(step, Saved)} == {"stream.js", "ask.py"}
    assert sum(isinstance(step, Change) for step in english) == 1


def test_a_change_of_lines_that_are_not_there_is_found() -> None:
    assert Change(1, "a\n", "b\n").applied("x\na\n") == "x\nb\n"
    with pytest.raises(AssertionError):
        Change(1, "a\n", "b\n").applied("x\n")
