"""What can't be loaded is a sentence that says what to do, in both languages."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from chunktape.check.driving.search import load
from chunktape.check.runners.node import node_client
from chunktape.check.runners.python import python_client
from chunktape.check.values import CantJudge

pytestmark = pytest.mark.wire

#: file -> its bytes, what is said, and what to do
JAVASCRIPT: Final = {
    "throws.mjs": (b"throw new Error('no config');", "Error: no config at ", "--stub NAME=VALUE"),
    "syntax.mjs": (b"const a = 1;\nconst b = (;", "syntax.mjs:2", "Mend that line first."),
    "esm.cjs": (b"export const a = 1;", "Unexpected token 'export'", "name it .mjs or .js"),
    "common.mjs": (b"const fs = require('fs');", "require is not defined", "name it .cjs or .js"),
    "gbk.mjs": (b"// a\nexport const a = '\xc4\xe3';", "gbk.mjs is not UTF-8 (line 2)", "save it as UTF-8"),
}
PYTHON: Final = {
    "syntax": (b"def ask(:\n", "SyntaxError", "Mend that line first."),
    "imports": (b"import nothere\n", "No module named 'nothere'", "from the current folder"),
    "lacks": (b"def other(c): ...\n", "it has no `ask`, but other", "a function or class in it"),
    "value": (b"ask = 3\n", "`ask` is no function, no class, and has none of push, feed", "a function or class"),
    "raises": (b"raise RuntimeError('boom')\n", "RuntimeError: boom", "can be imported by itself"),
    "gone": (None, "No module named 'gone'", "from the current folder"),
}


def said_of(name: str) -> str:
    try:
        client = python_client(name.removeprefix("py:")) if name.startswith("py:") else node_client(name)
        try:
            load(name, client)
        finally:
            client.close()
    except CantJudge as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", JAVASCRIPT)
def test_a_module_that_can_not_be_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, require_tool: Callable[[str], str], name: str
) -> None:
    require_tool("node")
    monkeypatch.chdir(tmp_path)
    text, what, remedy = JAVASCRIPT[name]
    Path(name).write_bytes(text)
    english = said_of(name)
    assert what in english
    assert remedy in english
    monkeypatch.setenv("CHUNKTAPE_LANG", "zh")
    assert remedy not in said_of(name) or remedy.startswith("--")
    assert "。" in said_of(name)


@pytest.mark.parametrize("name", PYTHON)
def test_a_python_client_that_can_not_be_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    text, what, remedy = PYTHON[name]
    if text is not None:
        Path(f"{name}.py").write_bytes(text)
    english = said_of(f"py:{name}:ask")
    assert what in english
    assert remedy in english
    assert "--stub" not in english


def test_a_mark_at_the_start_of_a_file_changes_nothing(tmp_path: Path, require_tool: Callable[[str], str]) -> None:
    """Some editors write a byte order mark, and the `export` behind it is one."""
    require_tool("node")
    file = tmp_path / "marked.js"
    file.write_bytes(b"\xef\xbb\xbfexport class Decoder { push() { return 'x'; } }")
    client = node_client(str(file))
    try:
        assert [one.name for one in load("marked.js", client).entries][:1] == ["Decoder"]
    finally:
        client.close()
