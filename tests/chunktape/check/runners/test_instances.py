"""Each run has an instance of the module of its own, whether it is made of a real module or of a compiled function."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from chunktape.check.runners.node import node_client
from chunktape.check.values import Drive

pytestmark = pytest.mark.wire


def says(value: str, then: str = "") -> str:
    """A decoder that says `value` at each piece."""
    return f"export const create = (on) => ({{ push() {{ on(`${{{value}}}`); {then} }} }});"


#: what an ES module may be written like -> what it says of itself at each run
MODULES = {
    "state of the module": ("let count = 0;\n" + says("count += 1"), "1"),
    "a declaration": ("export function create(on) { return { push() { on(create.name); } }; }", "create"),
    "an async function beside": ("export async function later() {}\n" + says("'a'"), "a"),
    "a class": ("export class Echo { constructor(on) { this.on = on; } push() { this.on(Echo.name); } }", "Echo"),
    "a list": ("const made = (on) => ({ push() { on('list'); } });\nexport { made as create };", "list"),
    "a default": ("export default function (on) { return { push() { on('default'); } }; }", "default"),
    "a default that is a value": ("export default (on) => ({ push() { on('value'); } });", "value"),
    "a default with a name": (
        "export default class A { constructor(on) { this.on = on; } push() { this.on('A'); } }",
        "A",
    ),
    "imports of all kinds": (
        "import first, { two as second } from './side.mjs';\nimport * as all from './all.mjs';\n"
        "import fs from 'node:fs';\n" + says("[first, second, all.three, typeof fs.readFileSync]"),
        "1,2,3,function",
    ),
    "an import over lines": ("import {\n  two, // a remark\n} from './side.mjs';\n" + says("two"), "2"),
    "common JS beside it": ("import common from './common.cjs';\n" + says("common.n += 1"), "1"),
    "import.meta": (says("import.meta.url.slice(-5)"), "x.mjs"),
    "a name that is set again": ("export let mode = 'a';\n" + says("mode", "mode = 'b';"), "a"),
    "a function that is set again": (
        "export function one() { return 'a'; }\n" + says("one()", "one = () => 'b';"),
        "a",
    ),
    "the names of a namespace": ("import * as all from './names.mjs';\n" + says("Object.keys(all)"), "a,b"),
    "what an import sets with a pattern": ("import { set, got } from './set.mjs';\nset();\n" + says("got"), "2"),
    "what an import sets in a loop": ("import { loop, got } from './set.mjs';\nloop();\n" + says("got"), "3"),
    "what an import counts": ("import { add, count } from './set.mjs';\nadd();\n" + says("count.name"), "undefined"),
    "a property of an import that is set": (
        "import * as all from './all.mjs';\n"
        "const set = () => { try { all.three = 4; } catch (error) { return error.name; } };\n" + says("set()"),
        "TypeError",
    ),
    "more from another": ("export * from './all.mjs';\n" + says("'more'"), "more"),
    "passed on": ("export { three } from './all.mjs';\n" + says("'on'"), "on"),
    "thousands of exports": (
        "".join(f"export const n{i} = {i};\n" for i in range(20_000)) + says("n9 + n19999"),
        "20008",
    ),
    "await": ("const value = await (Promise.resolve('w'));\n" + says("value"), "w"),
    "an import at need": ("const side = await import('./side.mjs');\n" + says("side.two"), "2"),
    "text that looks like an export": (
        "const text = `\nexport const other = 1;\nimport z from './side.mjs';\n`;\n" + says("text"),
        "\nexport const other = 1;\nimport z from './side.mjs';\n",
    ),
    "text that looks like one that is there": (
        "const text = `\nexport const create = 1;`;\n" + says("text"),
        "\nexport const create = 1;",
    ),
    "a remark that looks like one": ("/*\nexport const other = 1;\n*/\n" + says("'remark'"), "remark"),
    "a circle": ("import { back } from './circle.mjs';\nexport const name = () => 'c';\n" + says("back()"), "c"),
    "two declarations in one": (says("other").rstrip(";") + ", other = 'o';", "o"),
    "strict": (says("(function f() { return this; })()"), "undefined"),
    "an empty line of its own": ("\n\n" + says("'x'") + "\n\n", "x"),
}
BESIDE = {
    "side.mjs": "export default 1;\nexport const two = 2;",
    "all.mjs": "export const three = 3;",
    "common.cjs": "module.exports = { n: 0 };",
    "names.mjs": "export const b = 1;\nexport const a = 2;",
    "set.mjs": "var got;\nfunction count() {}\nexport { got, count };\nexport const set = () => { [got] = [2]; };\n"
    "export const loop = () => { for (got of [1, 3]); };\nexport const add = () => { ++count; };",
    "circle.mjs": "import { name } from './x.mjs';\nexport const back = () => name();",
}


@pytest.fixture
def folder(tmp_path: Path, require_tool: Callable[[str], str]) -> Path:
    require_tool("node")
    for name, text in BESIDE.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize("name", MODULES)
def test_every_instance_is_new_and_says_the_same(folder: Path, name: str) -> None:
    text, wanted = MODULES[name]
    (folder / "x.mjs").write_text(text, "utf-8")
    with closing(node_client(str(folder / "x.mjs"))) as child:
        entries = child.load().entries
        entry = next(number for number, one in enumerate(entries) if one.name in ("create", "default", "Echo"))
        for profile in ("node", "device"):
            for run in child.runs(child.body(b"abcd", ()), [()] * 3, Drive(entry, profile)):
                assert (run.error, [one.value for one in run.said]) == ("", [wanted])


def test_a_stack_names_the_line_of_the_file(folder: Path) -> None:
    text = (
        "import {\n  two,\n} from './side.mjs';\n\nexport function create(on) {\n"
        "  return { push() { on(new Error(two).stack); } };\n}\n"
    )
    (folder / "x.mjs").write_text(text, "utf-8")
    with closing(node_client(str(folder / "x.mjs"))) as child:
        child.load()
        for run in child.runs(child.body(b"abcd", ()), [()] * 3, Drive(0)):
            assert "x.mjs:6:24" in run.said[0].value.split("\n")[1]
