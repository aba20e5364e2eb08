"""Clients that do not keep to themselves: they print to descriptors, start processes, change what all share, wait while
they are loaded. None of it changes an answer, and none of it is left behind.
"""

import itertools
import os
import select
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cassettes.errors import SpecError
from chunktape.check.findings import Report
from chunktape.check.life.live import Asked
from chunktape.check.run import Check
from chunktape.check.runners.child import Child
from chunktape.check.runners.node import node_client
from chunktape.check.runners.python import python_client
from chunktape.check.tapes import given
from chunktape.check.values import CantJudge, Drive
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.wire

BODY = "你好 world".encode()
CUTS = (1, 4, 9)
DECODER = """
export const create = (on) => {
  const decoder = new TextDecoder();
  return { push(piece) { %s on(decoder.decode(piece, { stream: true })); } };
};
"""
#: what stands before the decoder, and what it does first with each piece
RUDE = {
    "prints to the descriptor": ("import fs from 'node:fs'; fs.writeSync(1, 'loaded');", "fs.writeSync(1, 'junk');"),
    "gives arrays a toJSON": ("Array.prototype.toJSON = function () { return 'odd'; };", ""),
    "gives all a toJSON": ("Object.prototype.toJSON = () => 'odd'; String.prototype.toJSON = () => 'odd';", ""),
    "wraps JSON": ("const { stringify } = JSON; JSON.stringify = (...all) => `${stringify(...all)} `;", ""),
    "freezes prototypes": ("[Object, Array, Promise, Function].forEach((one) => Object.freeze(one.prototype));", ""),
    "adds to prototypes": ("Object.prototype.more = 1; Array.prototype.last = function last() {};", ""),
    "waits for a timer": ("await new Promise((resolve) => { setTimeout(resolve, 3000); });", ""),
    "goes elsewhere": ("process.chdir('/');", ""),
    "listens to the input": ("process.stdin.on('data', () => {});", ""),
}
#: a process that holds a pipe open, having said so
STARTS = (
    "import { spawn } from 'node:child_process';\nspawn('sh', ['-c', 'exec 3>%s; echo x >&3; exec sleep 600'], { %s });"
)


@pytest.fixture
def opened(require_tool: Callable[[str], str], tmp_path: Path) -> Iterator[Callable[..., Child]]:
    """The client of a text, loaded."""
    require_tool("node")
    made: list[Child] = []

    def client(text: str, name: str = "client.mjs") -> Child:
        (tmp_path / name).write_text(text, "utf-8")
        child = node_client(str(tmp_path / name))
        made.append(child)
        assert not child.load().error
        return child

    yield client
    for child in made:
        child.close()


def said(child: Child) -> str:
    number = child.body(BODY, (6,))
    child.run(number, (6,), Drive(0))
    run = child.run(number, CUTS, Drive(0))
    assert not run.error
    assert not run.lost
    return "".join(one.value for one in run.said)


@pytest.mark.parametrize("name", RUDE)
def test_no_client_changes_its_answers(opened: Callable[..., Child], name: str) -> None:
    before, with_each = RUDE[name]
    assert said(opened(f"{before}\n{DECODER % with_each}")) == "你好 world"


def test_answers_of_any_length_come_whole(opened: Callable[..., Child]) -> None:
    child = opened(
        "export const create = (on) => ({ push(piece) { on('字'.repeat(piece.length * 1000)); on('\\ud83d'); } });"
    )
    number = child.body(bytes(300))
    for run in child.runs(number, [(), (1,), (1, 200), ()], Drive(0)):
        ends = (0, *run.cuts, 300)
        sizes = [(end - start) * 1000 for start, end in itertools.pairwise(ends)]
        assert [one.value for one in run.said] == [text for size in sizes for text in ("字" * size, "\ud83d")]


@pytest.mark.parametrize("options", ["stdio: 'inherit'", "stdio: 'ignore', detached: true"])
@pytest.mark.parametrize("with_each", ["", "for (;;) {}", "process.exit(1);"])
def test_what_a_client_starts_ends_with_it(
    opened: Callable[..., Child], tmp_path: Path, options: str, with_each: str
) -> None:
    pipe = tmp_path / "held"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        child = opened(f"{STARTS % (pipe, options)}\n{DECODER % with_each}")
        if with_each.startswith("for"):
            child._limit = 2.0
        lost = child.run(child.body(BODY), CUTS, Drive(0)).lost
        assert lost == {"": "", "f": "hang", "p": "crash"}[with_each[:1]]
        if not with_each:
            child.close()

        os.set_blocking(reader, True)
        os.close(os.open(pipe, os.O_WRONLY))  # `sh` may have ended before it opened the pipe, which then has no end
        held = b"x"
        while held and select.select([reader], [], [], PATIENCE)[0]:
            held = os.read(reader, 1000)
        assert held == b""  # nobody holds it any more
    finally:
        os.close(reader)


def test_a_python_client_may_print_and_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = """
import os, subprocess, sys
def client(pieces):
    for piece in pieces:
        os.write(1, b"junk")
        assert os.read(0, 1) == b""
        subprocess.run([sys.executable, "--version"])
        yield str(len(piece))
"""
    (tmp_path / "rude_client.py").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    child = python_client("rude_client:client")
    try:
        assert not child.load().error
        run = child.run(child.body(BODY), CUTS, Drive(0))
        assert [one.value for one in run.said] == ["1", "3", "5", "3"]
    finally:
        child.close()


def test_an_error_of_the_baseline_is_not_said_again_by_each_scene(opened: Callable[..., Child]) -> None:
    text = "import fs from 'node:fs';\nPromise.reject(new Error('always'));\n"
    client = opened(
        text + "export const create = (on) => { const decoder = new TextDecoder();"
        " return { push(piece) { on(decoder.decode(piece, { stream: true })); } }; };"
    )
    report = Report("client.mjs")
    Check(report, client).run(given(["torture-unicode"]), scene=Asked("twice"))
    assert [one.judgement for one in report.lived] != []
    assert report.findings == []


@pytest.mark.parametrize("made", ["circle", "long"])
def test_a_name_that_leads_nowhere_is_no_module(tmp_path: Path, made: str) -> None:
    (tmp_path / "circle.mjs").symlink_to(tmp_path / "circle.mjs")
    name = "a" * 300 + ".mjs" if made == "long" else "circle.mjs"
    with pytest.raises((SpecError, CantJudge), match=r"there is no such module"):
        node_client(str(tmp_path / name))
