"""`chunktape check` that is stopped, by Ctrl-C, SIGTERM or SIGKILL, at each stage of its work: the report so far, exit
code 130, and no process of the client's left. Real processes.

The client says at which stage it is: it opens a pipe, writes to it and never comes back. The pipe ends with its
process.
"""

import contextlib
import fcntl
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from tests.support.pairs import marked
from tests.support.patience import PATIENCE
from tests.support.waiting import wait_until

pytestmark = [pytest.mark.wire, pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")]

#: wrong at every cut inside a character; it stays where `here()` is called
CLIENT: Final = """
import fs from 'node:fs';
let made = 0;
const here = () => { fs.writeSync(fs.openSync(%(pipe)s, 'w'), 'x'); for (;;) {} };
%(top)s
export const create = (on) => {
  made += 1;
  let pieces = 0, events = 0, end = '';
  return {
    push(piece) { pieces += 1; const text = new TextDecoder().decode(piece);
      events += (end + text).split('\\n\\n').length - 1; end = text.slice(-1);
      %(push)s
      on(text); },
    end() { %(end)s },
  };
};
"""
PYTHON: Final = """
import os
def here():
    os.write(os.open(%(pipe)r, os.O_WRONLY), b"x")
    while True: pass
%(top)s
def client(pieces):
    for number, piece in enumerate(pieces):
        text = piece.decode("utf-8", "replace")
        %(push)s
        yield text
"""
BUILDER: Final = """
const fs = require('node:fs');
exports.version = '0.25.0';
exports.transform = exports.build = () => { fs.writeSync(fs.openSync(%(pipe)s, 'w'), 'x'); for (;;) {} };
"""


@dataclass(frozen=True)
class Stage:
    """Where the client stays, with which options, and what is known by then."""

    file: str = "client.mjs"
    top: str = ""
    push: str = ""
    end: str = ""
    options: tuple[str, ...] = ()
    knows: Callable[[Any], object] = lambda report: not report["tapes"]


STAGES: Final = {
    "loading": Stage(top="here();"),
    "building": Stage("client.ts"),
    "first run": Stage(push="here();"),
    "baseline": Stage(push="if (pieces === 2) here();"),
    "sweep": Stage(push="if (pieces > 500) here();", knows=lambda report: report["findings"]),
    "shrinking": Stage(
        end="if (events === 1) here();",
        options=("--split", "utf8,all=1"),
        knows=lambda report: report["findings"],
    ),
    "life": Stage(
        push="if (made === 2) here();", options=("--scene", "together"), knows=lambda report: report["entry"]
    ),
    "python loading": Stage("py:mine:client", top="here()"),
    "python sweep": Stage("py:mine:client", push="if number > 500: here()", knows=lambda report: report["findings"]),
}


class Stopped:
    """A check in a folder of its own, which is at its stage as soon as the client says so."""

    def __init__(self, folder: Path, stage: Stage, tape: str) -> None:
        self.pipe = folder / "pipe"
        os.mkfifo(self.pipe)
        words = {"pipe": json.dumps(str(self.pipe)), "top": stage.top, "push": stage.push, "end": stage.end}
        if stage.file.startswith("py:"):
            (folder / "mine.py").write_text(PYTHON % (words | {"pipe": str(self.pipe)}), "utf-8")
        else:
            (folder / stage.file).write_text(CLIENT % words, "utf-8")
        if stage.file.endswith(".ts"):
            esbuild = folder / "node_modules" / "esbuild"
            (esbuild / "lib").mkdir(parents=True)
            (folder / "package.json").write_text("{}", "utf-8")
            (esbuild / "package.json").write_text('{"name": "esbuild", "version": "0.25.0"}', "utf-8")
            (esbuild / "lib" / "main.js").write_text(BUILDER % words, "utf-8")
        self.reader = os.open(self.pipe, os.O_RDONLY | os.O_NONBLOCK)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "chunktape", "check", stage.file, "--tape", tape, *stage.options, "--json"],
            cwd=folder,
            env={**os.environ, "CHUNKTAPE_LANG": "en", "CHUNKTAPE_CACHE": str(folder / "cache")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,  # the group that a terminal sends Ctrl-C to
        )

    def is_there(self) -> None:
        """Wait for the stage."""
        assert select.select([self.reader], [], [], PATIENCE)[0], "the stage was never reached"
        assert os.read(self.reader, 1) == b"x", self.process.communicate()

    def is_gone(self) -> None:
        """Wait until no process holds the pipe."""
        os.set_blocking(self.reader, True)
        assert select.select([self.reader], [], [], PATIENCE)[0], "the client's process is still there"
        assert os.read(self.reader, 1) == b""

    def close(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.communicate(timeout=PATIENCE)
        os.close(self.reader)


Begin = Callable[[str], Stopped]


@pytest.fixture
def begin(require_tool: Callable[[str], str], tmp_path: Path, torture: str) -> Iterator[Begin]:
    require_tool("node")
    begun: list[Stopped] = []

    def at(name: str) -> Stopped:
        begun.append(Stopped(tmp_path, STAGES[name], torture))
        begun[-1].is_there()
        return begun[-1]

    yield at
    for one in begun:
        one.close()


@pytest.mark.parametrize(("name", "number"), marked(list(STAGES), [signal.SIGINT, signal.SIGTERM], part=2))
def test_a_signal_gives_the_report_so_far_and_leaves_no_process(
    begin: Begin, name: str, number: signal.Signals
) -> None:
    """A terminal sends Ctrl-C to the group, and a tool such as `uv run` sends it on: twice is once."""
    check = begin(name)
    if number is signal.SIGINT:
        os.killpg(check.process.pid, number)
    check.process.send_signal(number)
    out, said = check.process.communicate(timeout=PATIENCE)

    assert (check.process.returncode, said) == (130, b"")
    report = json.loads(out)
    assert report["verdict"] == "interrupted"
    assert STAGES[name].knows(report), report
    check.is_gone()


@pytest.mark.parametrize("name", ["loading", "building", "sweep", "python sweep"])
def test_a_client_in_a_loop_ends_with_a_check_that_was_killed(begin: Begin, name: str) -> None:
    check = begin(name)
    check.process.kill()
    check.is_gone()


@pytest.mark.skipif(not hasattr(fcntl, "F_SETPIPE_SZ"), reason="pipes of a page are Linux's")
def test_a_signal_while_the_report_is_told_waits_for_no_reader_and_loses_no_file(tmp_path: Path, torture: str) -> None:
    (tmp_path / "mine.py").write_text(PYTHON % {"pipe": "", "top": "", "push": ""}, "utf-8")
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    os.write(writing, b"x" * 4096)  # full from the start
    process = subprocess.Popen(
        [sys.executable, "-m", "chunktape", "check", "py:mine:client", "--tape", torture, "--markdown", "report.md"],
        cwd=tmp_path,
        env={**os.environ, "CHUNKTAPE_CACHE": str(tmp_path / "cache"), "CHUNKTAPE_LANG": "en"},
        stdout=writing,
        stderr=subprocess.PIPE,
    )
    try:
        wait_until((tmp_path / "report.md").exists)
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=PATIENCE)[1] == b""
        assert process.returncode == 130
    finally:
        process.kill()
        os.close(reading)
        os.close(writing)
    assert "FAIL. Plans" in (tmp_path / "report.md").read_text("utf-8")
