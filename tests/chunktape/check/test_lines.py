"""The line of the decoder that a report names, for clients that do not throw: in plain modules, in what esbuild and
Vite build, and in Python. The line that is due is the one with HERE in it.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from chunktape.check.findings import Report
from chunktape.check.life.live import Asked
from chunktape.check.places import Place
from chunktape.check.run import Check
from chunktape.check.runners.child import Child
from chunktape.check.runners.node import node_client
from chunktape.check.runners.python import python_client
from chunktape.check.tapes import given
from player.spec.spec import parse_spec

pytestmark = pytest.mark.wire

TESTS: Final = Path(__file__).parents[2]
CUT: Final = "event,add=128"  # inside a character

#: shows the text of one event's data
SHOWS: Final = """
const textOf = (data) => (data === '[DONE]' ? '' : JSON.parse(data).choices[0]?.delta?.content ?? '');
const linesOf = (event) => event.split('\\n').filter((line) => line.startsWith('data: '));
const dataOf = (event) => linesOf(event).map((line) => line.slice(6)).join('\\n');
const hex = (piece) => Array.from(piece, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
"""
#: name -> (why the line is named, the builtin, the client)
CLIENTS: Final = {
    "a fresh decoder": (
        "replaced",
        "",
        """
export function createDecoder(onText) {
  let rest = '';
  return { push(piece) {
    const text = new TextDecoder().decode(piece); // HERE
    const events = (rest + text).split('\\n\\n');
    rest = events.pop();
    events.map(dataOf).filter(Boolean).forEach((data) => onText(textOf(data)));
  } };
}
""",
    ),
    "an error that is swallowed": (
        "swallowed",
        "JSON.parse",
        """
export function createDecoder(onText) {
  const decoder = new TextDecoder();
  return { push(piece) {
    for (const event of decoder.decode(piece, { stream: true }).split('\\n\\n').filter(Boolean)) {
      try {
        const choice = dataOf(event) === '[DONE]' ? {} : JSON.parse(dataOf(event)).choices[0]; // HERE
        onText(choice?.delta?.content ?? '');
      } catch (error) {
        // the next one may be whole
      }
    }
  } };
}
""",
    ),
    "a branch of its own": (
        "only",
        "",
        """
export function createDecoder(onText) {
  const decoder = new TextDecoder();
  return { push(piece) {
    const text = decoder.decode(piece, { stream: true });
    if (!text.endsWith('\\n\\n')) {
      return; // HERE
    }
    text.split('\\n\\n').map(dataOf).filter(Boolean).forEach((data) => onText(textOf(data)));
  } };
}
""",
    ),
    "what a function returns": (
        "shown",
        "",
        """
export class Decoder {
  rest = '';
  feed(piece) {
    if (piece.length === 0) {
      return '';
    }
    const events = (this.rest + new TextDecoder().decode(piece).replace(/\\ufffd/g, '?')).split('\\n\\n');
    this.rest = events.pop();
    if (events.length === 0) {
      return '';
    }
    return events.map((event) => { return textOf(dataOf(event)); }).join(''); // HERE
  }
}
""",
    ),
    "what a page shows": (
        "shown",
        "",
        """
Page({
  data: { answer: '' },
  send() {
    let rest = '';
    let bytes = [];
    const task = wx.request({ url: 'http://x', enableChunked: true });
    task.onChunkReceived(({ data }) => {
      const text = hex(new Uint8Array(data));
      let decoded;
      try {
        decoded = decodeURIComponent(text);
      } catch (error) {
        decoded = decodeURIComponent(text.replace(/%[89a-f]./g, '_'));
      }
      const events = (rest + decoded).split('\\n\\n');
      rest = events.pop();
      events.map(dataOf).filter(Boolean).forEach((one) => {
        this.setData({ answer: this.data.answer + textOf(one) }); // HERE
        this.setData({ bottom: rest.length });
      });
    });
  },
});
""",
    ),
    "what an object holds": (
        "shown",
        "",
        """
export class Reader {
  text = '';
  rest = '';
  push(piece) {
    const events = (this.rest + hex(piece)).split('%0a%0a');
    this.rest = events.pop();
    for (const event of events) {
      const data = dataOf(decodeURIComponent(event));
      if (piece.length < 90) {
        this.text = this.text.slice(1);
      }
      this.text += data && textOf(data); // HERE
    }
  }
}
""",
    ),
}


def marked(text: str, mark: str = "HERE") -> int:
    (line,) = [number for number, one in enumerate(text.split("\n"), 1) if mark in one]
    return line


def place_of(child: Child, name: str, spec: str = CUT, tape: str = "torture-lf") -> Place | None:
    try:
        report = Check(Report(name), child).run(given([tape]), parse_spec(spec).split)
    finally:
        child.close()
    assert report.findings, "nothing is found"
    return report.findings[0].place


@pytest.mark.parametrize("name", CLIENTS)
def test_the_line_of_a_client_that_does_not_throw(
    tmp_path: Path, require_tool: Callable[[str], str], name: str
) -> None:
    require_tool("node")
    why, what, client = CLIENTS[name]
    file = tmp_path / "stream.js"
    file.write_text(SHOWS + client, "utf-8")
    found = place_of(node_client(str(file)), str(file))
    assert found is not None
    assert (found.line, found.why, found.what) == (marked(SHOWS + client), why, what), found
    assert "HERE" in found.text


#: a client as its author has it, in TypeScript: the line in the built text is another one
TYPED: Final = """
import { split } from './split';

interface Options { onText: (text: string) => void }

export async function ask(url: string, options: Options): Promise<void> {
  const response = await fetch(url);
  const reader = response.body!.getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const text: string = new TextDecoder().decode(value); // HERE
    const [events, left] = split(rest + text);
    rest = left;
    for (const event of events) {
      const data = event.slice(6);
      if (event.startsWith('data: ') && data !== '[DONE]') {
        options.onText(JSON.parse(data).choices[0]?.delta?.content ?? '');
      }
    }
  }
}
"""
SPLIT: Final = """
export type Parts = [string[], string];

export function split(text: string): Parts {
  const events = text.split('\\n\\n');
  return [events, events.pop()!];
}
"""


@pytest.fixture
def packages() -> Path:
    found = TESTS / "projects" / "node_modules"
    if not found.is_dir():
        reason = "tests/projects has no node_modules: run `npm ci` there, or `make test`"
        if os.environ.get("CHUNKTAPE_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture
def project(tmp_path: Path, packages: Path) -> Iterator[Callable[[str], Path]]:
    def make(tool: str) -> Path:
        (tmp_path / "src").mkdir()
        (tmp_path / "node_modules").mkdir()
        for name in ("esbuild", "vite", "rollup", "rolldown"):
            if (packages / name).exists() and (tool == "vite" or name == "esbuild"):
                (tmp_path / "node_modules" / name).symlink_to(packages / name)
        if tool == "vite":
            (tmp_path / "vite.config.js").write_text("export default {};", "utf-8")
        (tmp_path / "src" / "split.ts").write_text(SPLIT, "utf-8")
        (tmp_path / "src" / "stream.ts").write_text(TYPED, "utf-8")
        return tmp_path / "src" / "stream.ts"

    yield make
    shutil.rmtree(tmp_path / "node_modules", ignore_errors=True)


@pytest.mark.parametrize("tool", ["esbuild", "vite"])
def test_the_line_in_a_built_client_is_that_of_its_own_file(
    project: Callable[[str], Path], require_tool: Callable[[str], str], tool: str
) -> None:
    require_tool("node")
    file = project(tool)
    child = node_client(str(file))
    found = place_of(child, str(file))
    assert found is not None
    assert (Path(found.file), found.line, found.why) == (file, marked(TYPED), "replaced"), found
    assert "HERE" in found.text


def test_the_line_to_which_only_one_plan_came_is_found_in_a_folder_with_a_number_sign(
    project: Callable[[str], Path], require_tool: Callable[[str], str]
) -> None:
    require_tool("node")
    folder = project("esbuild").parent
    file = folder.rename(folder.with_name("c#1")) / "stream.ts"
    client = next(client for why, _, client in CLIENTS.values() if why == "only")
    file.write_text(SHOWS + client, "utf-8")
    found = place_of(node_client(str(file)), str(file))
    assert found is not None
    assert (found.line, found.why) == (marked(SHOWS + client), "only"), found


#: a client that never leaves its loop where a piece ends inside an event; it is the caller's loop, not the helper's
LOOPS: Final = """
export function createDecoder(onText: (text: string) => void) {
  const decoder = new TextDecoder();
  let rest = '';
  const find = (mark: string) => {
    for (let at = 0; at < rest.length; at += 1) {
      if (rest.startsWith(mark, at)) { return at; }
    }
    return -1;
  };
  return { push(piece: Uint8Array) {
    rest += decoder.decode(piece, { stream: true });
    while (rest.length > 0) { // HERE
      const at = find('\\n\\n');
      if (at >= 0) {
        const data = rest.slice(6, at);
        onText(data === '[DONE]' ? '' : JSON.parse(data).choices[0]?.delta?.content ?? '');
        rest = rest.slice(at + 2);
      }
    }
  } };
}
"""
TYPE: Final = re.compile(r"(?<=\w): (?:\(text: string\) => void|string|Uint8Array)")


@pytest.mark.parametrize("is_built", [False, True])
def test_the_line_at_which_a_client_is_stuck(
    project: Callable[[str], Path], require_tool: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, is_built: bool
) -> None:
    require_tool("node")
    monkeypatch.setattr("chunktape.check.runners.child._LEAST", 2.0)
    file = project("esbuild").with_suffix(".ts" if is_built else ".mjs")
    text = LOOPS if is_built else TYPE.sub("", LOOPS)
    file.write_text(text, "utf-8")
    found = place_of(node_client(str(file)), str(file), tape="torture-unicode")
    assert found is not None
    assert (found.line, found.why) == (marked(text), "stuck"), found
    assert "HERE" in found.text


COUNTS: Final = """
export function createDecoder(onText) {
  const decoder = new TextDecoder();
  let [all, seen] = ['', 0];
  const count = (n = 0) => { for (let i = 0; i < all.length; i += 1) n += all[i] === '\\n'; return n; }; // HERE
  return { push(piece) {
    all += decoder.decode(piece, { stream: true });
    if (count() > seen) {
      const data = dataOf(all.split('\\n').slice(seen, count()).join('\\n'));
      seen = count();
      if (data) { onText(textOf(data)); }
    }
  } };
}
"""


def test_the_line_at_which_most_of_the_time_goes_by(tmp_path: Path, require_tool: Callable[[str], str]) -> None:
    """V8 builds its function into ours, and tells its line all the same."""
    require_tool("node")
    file = tmp_path / "stream.mjs"
    file.write_text(SHOWS + COUNTS, "utf-8")
    child = node_client(str(file))
    try:
        (finding,) = Check(Report(str(file)), child).run(given(["torture-lf"]), None, Asked("linear")).findings
    finally:
        child.close()
    assert finding.place is not None
    assert (finding.place.line, finding.place.why) == (marked(SHOWS + COUNTS), "slow"), finding


LOSES: Final = """
import json

class Reader:
    def __init__(self, replaces=True):
        self.rest = ""

    def feed(self, chunk):
        text = chunk.decode("utf-8", errors="replace")  # HERE
        *events, self.rest = (self.rest + text).split("\\n\\n")
        return "".join(shown(one[6:]) for one in events if one.startswith("data: {"))

def shown(data):
    return (json.loads(data).get("choices") or [{}])[0].get("delta", {}).get("content") or ""

def swallows(chunks):
    for chunk in chunks:
        for line in chunk.split(b"\\n"):
            try:
                if line.startswith(b"data: {"):
                    yield shown(line[6:].decode())  # SWALLOWS
            except ValueError:
                continue

class Keeps:
    def __init__(self):
        self.rest = ""

    def feed(self, chunk):
        self.rest += chunk.decode("utf-8", errors="replace")  # KEEPS
        *events, self.rest = self.rest.split("\\n\\n")
        return "".join(shown(one[6:]) for one in events if one.startswith("data: {"))

class Loops:
    def __init__(self):
        self.rest = b""

    def feed(self, chunk):
        self.rest += chunk
        found = ""
        while self.rest:  # LOOPS
            if b"\\n\\n" in self.rest:
                event, _, self.rest = self.rest.partition(b"\\n\\n")
                found += shown(event[6:]) if event.startswith(b"data: {") else ""
            for byte in self.rest:
                str(byte)
        return found

class Holds:
    def feed(self, chunk):
        if not chunk.endswith(b"\\n\\n"):
            return ""  # HOLDS
        events = chunk.decode(errors="ignore").split("\\n\\n")
        return "".join(shown(one[6:]) for one in events if one.startswith("data: {"))
"""


@pytest.mark.parametrize(
    ("name", "mark", "why", "what"),
    [
        ("Reader", "HERE", "replaced", ""),
        ("Keeps", "KEEPS", "replaced", ""),
        ("swallows", "SWALLOWS", "swallowed", "UnicodeDecodeError"),
        ("Holds", "HOLDS", "only", ""),
        ("Loops", "LOOPS", "stuck", ""),
    ],
)
def test_the_line_of_a_python_client(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, mark: str, why: str, what: str
) -> None:
    (tmp_path / "mine.py").write_text(LOSES, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("chunktape.check.runners.child._LEAST", 2.0)
    found = place_of(python_client(f"mine:{name}"), f"py:mine:{name}")
    assert found is not None
    assert (found.file, found.line, found.why, found.what) == ("mine.py", marked(LOSES, mark), why, what), found
