"""JavaScript modules in Node."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cassettes.errors import SpecError
from chunktape.check.runners.child import Child
from chunktape.check.runners.node import node_client
from chunktape.check.values import CantJudge, Drive, Loaded, Run

pytestmark = pytest.mark.wire

Client = Callable[[str, str], Child]


@pytest.fixture
def client(tmp_path: Path, require_tool: Callable[[str], str]) -> Iterator[Client]:
    """`client("x.mjs", text)` is the client in a module with this text."""
    require_tool("node")
    made: list[Child] = []

    def make(name: str, text: str) -> Child:
        (tmp_path / name).write_text(text, "utf-8")
        made.append(node_client(str(tmp_path / name)))
        return made[-1]

    yield make
    for one in made:
        one.close()


def ran(child: Child, body: bytes = b"abcd", cuts: tuple[int, ...] = (2,), drive: Drive = Drive(0)) -> Run:  # noqa: B008
    loaded: Loaded = child.load()
    assert not loaded.error, loaded.error
    return child.run(child.body(body), cuts, drive)


ECHO = "export class Echo { constructor(on) { this.on = on; } push(b) { this.on(String.fromCharCode(...b)); } }"


def test_a_class_is_given_the_pieces_and_a_callback(client: Client) -> None:
    run = ran(client("x.mjs", ECHO))
    assert [(one.piece, one.value) for one in run.said] == [(0, "ab"), (1, "cd")]


def test_a_common_js_factory_with_named_callbacks(client: Client) -> None:
    text = "module.exports = (o) => ({ feed(b) { o.onText(String(b.length)); }, end() { o.onDone(); } });"
    run = ran(client("x.js", text))
    assert [(one.source, one.value) for one in run.said] == [("onText", "2"), ("onText", "2")]
    assert run.ended


def test_each_run_has_a_fresh_module(client: Client) -> None:
    child = client("x.mjs", "let n = 0; export const create = (on) => ({ push() { n += 1; on(String(n)); } });")
    assert [ran(child).said[-1].value for _ in range(2)] == ["2", "2"]


def test_time_is_virtual_and_a_late_text_belongs_to_its_piece(client: Client) -> None:
    text = "export const create = (on) => ({ push(b) { setTimeout(() => on(String(b[0])), 200); } });"
    assert [one.piece for one in ran(client("x.mjs", text)).said] == [0, 1]


def test_ids_made_of_the_time_differ(client: Client) -> None:
    text = "export const create = (on) => ({ push() { on(String(Date.now())); on(String(Date.now())); } });"
    values = [one.value for one in ran(client("x.mjs", text)).said]
    assert len(set(values)) == 4


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("export const create = () => ({ push() { throw new TypeError('mine'); } });", "TypeError: mine"),
        ("export const create = () => ({ push() { Promise.reject(new Error('later')); } });", "Error: later"),
        (
            "export const create = () => ({ push() { setTimeout(() => { throw new Error('timer'); }); } });",
            "Error: timer",
        ),
        ("export const create = (o) => ({ push() { o.onError(new Error('told')); } });", "Error: told"),
        ("export const create = () => ({ push: () => new Promise(() => {}) });", "never comes"),
    ],
)
def test_what_goes_wrong_is_said(client: Client, text: str, words: str) -> None:
    assert words in ran(client("x.mjs", text)).error


def test_a_module_that_ends_the_process_loses_its_own_run_only(client: Client) -> None:
    child = client(
        "x.mjs", "export const create = (on) => ({ push(b) { if (b.length > 2) process.exit(0); on('x'); } });"
    )
    assert ran(child, cuts=()).lost == "crash"
    assert [one.value for one in ran(child).said] == ["x", "x"]


WX = """
export function ask(url, onText, onDone) {
  const task = wx.request({ url, enableChunked: true, success: () => onDone() });
  task.onHeadersReceived(({ statusCode }) => onText(`head ${statusCode}`));
  task.onChunkReceived(({ data }) => onText(`${data instanceof ArrayBuffer} ${data.byteLength ?? data.length}`));
}
"""


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ("device", ["head 200", "true 2", "true 2"]),
        ("devtools", ["head undefined", "false 2", "false 2"]),
        ("swan", ["head 200", "false 2", "false 2"]),
    ],
)
def test_a_function_that_asks_through_its_platform(client: Client, profile: str, said: list[str]) -> None:
    name = "swan" if profile == "swan" else "wx"
    child = client("x.mjs", WX.replace("wx.", f"{name}."))
    assert name in child.load().uses
    run = ran(child, drive=Drive(0, profile))
    assert [one.value for one in run.said] == said
    assert (run.asked, run.delivered, run.ended) == (True, 2, True)


def test_a_device_has_no_text_decoder_and_devtools_has(client: Client) -> None:
    child = client("x.mjs", "export const create = (on) => ({ push() { on(typeof TextDecoder); } });")
    assert ran(child, drive=Drive(0, "device")).said[0].value == "undefined"
    assert ran(child, drive=Drive(0, "devtools")).said[0].value == "function"


def test_an_import_that_is_not_there_is_named(client: Client) -> None:
    assert client("x.mjs", "import './gone.mjs';").load().stubbed == ("./gone.mjs",)


def test_a_file_that_is_not_there_is_an_error_and_another_kind_can_not_be_driven(tmp_path: Path) -> None:
    with pytest.raises(SpecError):
        node_client(str(tmp_path / "gone.mjs"))
    (tmp_path / "x.coffee").write_text("x = 1")
    with pytest.raises(CantJudge, match=r"takes \.js"):
        node_client(str(tmp_path / "x.coffee"))


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
@pytest.mark.parametrize("text", ["exit 3", "echo hello", "printf '\\377'", "echo v18", None])
def test_a_node_that_does_not_say_its_version_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None
) -> None:
    (tmp_path / "x.mjs").write_text(ECHO)
    (tmp_path / "node").write_text("#!/no/such/shell\n" if text is None else f"#!/bin/sh\n{text}\n")
    (tmp_path / "node").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(CantJudge, match="does not say its version"):
        node_client(str(tmp_path / "x.mjs"))


def test_without_node_and_with_an_old_one_a_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.mjs").write_text(ECHO)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CantJudge, match="not installed"):
        node_client(str(tmp_path / "x.mjs"))
    (tmp_path / "node").write_text("#!/bin/sh\necho v14.21.3\n")
    (tmp_path / "node").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(CantJudge, match="too old"):
        node_client(str(tmp_path / "x.mjs"))


def test_a_stack_gives_the_clients_own_line(client: Client) -> None:
    text = "export class X {\n  constructor(on) { this.on = on; }\n  push(b) {\n    this.on('a');\n    null.x;\n  }\n}"
    run = ran(client("my client(1).mjs", text), drive=Drive(0, trace=True))
    assert run.where.endswith("my client(1).mjs:5")
    assert [one.rpartition("/")[2] for one in run.lines] == ["my client(1).mjs:4"]
    assert ran(client("my client(1).mjs", text)).lines == ()


@pytest.mark.parametrize(
    "stack",
    [
        "'no frame'",
        "42",
        "'x\\n    at /a/node_modules/b.js:1:1\\n    at node:fs:1:1'",
        "'x\\n    at /\\n' + ' at'.repeat(9e5)",
    ],
)
def test_a_stack_that_says_nothing_gives_the_line_that_failed_or_none(client: Client, stack: str) -> None:
    text = f"export class X {{ push() {{ const e = new Error('x'); e.stack = {stack}; throw e; }} }}"
    assert ran(client("x.mjs", text), drive=Drive(0, trace=True)).where == ""
    told = "export const create = (o) => ({\n push() {\n o.onError('no stack'); } });"
    assert ran(client("y.mjs", told), drive=Drive(0, trace=True)).where.endswith("y.mjs:3")


@pytest.mark.parametrize(
    ("line", "uses"),
    [
        ("// an XMLHttpRequest, or wx.request", ()),
        ("/* as fetch(url)\n * does */", ()),
        ("const url = 'https://x/y'; fetch(url)", ("fetch",)),
        ("wx.request({}) // not fetch(url)", ("wx",)),
    ],
)
def test_what_a_comment_names_is_no_use(client: Client, line: str, uses: tuple[str, ...]) -> None:
    assert client("x.mjs", f"export const client = () => {{\n{line}\n}};").load().uses == uses
