"""Clients that judge nothing: they never pass and never fail, and what is said of them helps."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from chunktape.check.findings import Report
from chunktape.check.run import Check
from chunktape.check.runners.node import node_client
from chunktape.check.values import CantJudge
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.wire

#: client -> its text; exit code 3, never 0 and never 1
NOTHING: Final = {
    "exports_nothing": "export const answer = 42;",
    "says_nothing": "export function create() { return { push() {}, end() {} }; }",
    "never_asks": "export function chat(url, onText) { return undefined; } // wx.request",
    "answers_itself": "export function chat(url, onText) { onText('42'); wx.login({}); }",
    "no_listener": "export function chat(url, onText) { wx.request({ url, success() {} }); }",
    "asks_elsewhere": "export async function* stream() { yield 'x'; }",
    "swallows": "export const create = () => ({ push() { try { throw new Error('x'); } catch (e) { /* gone */ } } });",
    "prints_only": "export const create = () => ({ push(bytes) { console.log(bytes.length, 'bytes'); } });",
    "throws_on_import": "throw new Error('no window');",
    "import_missing": "import { read } from './gone.mjs'; export const create = (on) => ({ push: (b) => on(read()) });",
    "random": "export const create = (on) => ({ push() { on(String(Math.random())); } });",
    "never_settles": "export function chat(url, onText) { return new Promise(() => {}); } // wx.request",
    "counts": "export const create = (on) => ({ push(bytes) { on(bytes.length); } });",
    "leaves": "export const create = () => ({ push() { process.exit(0); } });",
    "syntax": "export const x = 1; export function broken( {",
}


@pytest.mark.parametrize("name", NOTHING)
def test_it_is_refused(tmp_path: Path, require_tool: Callable[[str], str], name: str) -> None:
    require_tool("node")
    file = tmp_path / f"{name}.mjs"
    file.write_text(NOTHING[name], "utf-8")
    report, client = Report(str(file)), node_client(str(file))
    try:
        with pytest.raises(CantJudge, match=file.name):
            Check(report, client).run(())
    finally:
        client.close()
    assert (report.findings, report.complete) == ([], False)


@pytest.mark.parametrize("name", ["syntax", "random"])
def test_the_command_says_why_and_ends_with_3(tmp_path: Path, require_tool: Callable[[str], str], name: str) -> None:
    require_tool("node")
    (tmp_path / "client.mjs").write_text(NOTHING[name], "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "chunktape", "check", "client.mjs"],
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("chunktape: client.mjs can't be ")
