"""What loads clients, by itself: conditional compilation, stubs, and what an import means in a project."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.patience import PATIENCE

JS = Path(__file__).parents[4] / "chunktape" / "js"
PROJECTS = Path(__file__).parents[1] / "clients" / "projects"


@pytest.fixture
def node(require_tool: Callable[[str], str]) -> Callable[[str], Any]:
    """`node("...")` is what a script gives to `done`; it has the modules that are named here."""
    program = require_tool("node")

    def run(script: str) -> Any:
        names = {
            "ifdef": "loading",
            "stub": "platform",
            "vue": "platform",
            "namespace": "loading",
            "project": "loading",
        }
        text = "\n".join(
            f"import * as {one} from {(JS / room / f'{one}.mjs').as_uri()!r};" for one, room in names.items()
        )
        text += f"\nconst done = (value) => process.stdout.write(JSON.stringify(value));\n{script}"
        command = [program, "--input-type=module", "-"]
        done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


CONDITIONAL = """a
// #ifdef MP-WEIXIN || APP-PLUS
b
	/* #ifndef VUE3 */
c
	/* #endif */
// #endif
<!-- #ifdef H5 -->
d
<!-- #endif -->
// #ifndef MP
e
// #endif
// #ifdef WEB
f
// #endif
// #ifdef uniVersion > 3.9
g
// #endif
color: #ifdefine;
// #ifdef APP && VUE3
h"""


@pytest.mark.parametrize(
    ("platform", "vue", "kept"),
    [
        ("MP-WEIXIN", "VUE3", "abg"),
        ("MP-WEIXIN", "VUE2", "abcg"),
        ("H5", "VUE3", "adefg"),
        ("MP-BAIDU", "VUE3", "ag"),
    ],
)
def test_conditional_compilation_keeps_lines_at_their_places(
    node: Callable[[str], Any], platform: str, vue: str, kept: str
) -> None:
    text = node(f"done(ifdef.compiledFor({json.dumps(CONDITIONAL)}, {platform!r}, {vue!r}))")
    lines = text.split("\n")
    assert "".join(line for line in lines if len(line) == 1) == kept
    assert len(lines) == len(CONDITIONAL.split("\n"))
    assert "color: #ifdefine;" in lines


def test_text_without_conditions_stays(node: Callable[[str], Any]) -> None:
    text = "const a = '#ifdef';\r\n// #endif\r\n"
    assert node(f"done(ifdef.compiledFor({json.dumps(text)}, 'H5'))") == text


def test_a_stub_can_be_used_in_every_way_and_ends(node: Callable[[str], Any]) -> None:
    found = node(
        """
const one = stub.createStub();
class Own extends one.Base { constructor() { super(); this.a = 1; } mine() { return this.a; } }
const own = new Own();
one.defaults.baseURL = 'x';
const seen = [];
one.post('/x').then((value) => { seen.push(typeof value, value.then === undefined); });
for (const each of one.list) seen.push('never');
for await (const each of one.stream()) seen.push('never');
for (const key in own) seen.push(key);
const awaited = await one.get('/y');
const module = namespace.namespaceOf((key) => one[key]);
done({
  text: `${one.a.b.c()}` + one, json: JSON.stringify({ one, a: 1 }), number: [...one], set: one.defaults.baseURL,
  built: typeof new one.Thing('x').run(), then: one.then === undefined, awaited: typeof awaited, seen,
  own: [own.mine(), own instanceof Own, typeof own.inherited(), own.toString()],
  is: [one instanceof Error, one.x instanceof Own, 'a' in one, delete one.a, Object.keys(one)],
  module: [module.__esModule, typeof module.named, typeof module.default, Object.getOwnPropertyNames(module)],
  vue: [stub.createStub(vue.held('vue')).ref(3).value, typeof stub.createStub(vue.held('vue')).whatever()],
});
"""
    )
    assert found == {
        "text": "",
        "json": '{"a":1}',
        "number": [],
        "set": "x",
        "built": "function",
        "then": True,
        "awaited": "function",
        "seen": ["function", True, "a"],
        "own": [1, True, "function", ""],
        "is": [False, False, True, True, []],
        "module": [True, "function", "function", []],
        "vue": [3, "function"],
    }


@pytest.mark.parametrize(
    ("client", "wanted", "found"),
    [
        ("uni/src/pages/chat/chat.vue", "@/utils/utf8", "uni/src/utils/utf8.ts"),
        ("uni/src/utils/chat-stream.ts", "./utf8.js", "uni/src/utils/utf8.ts"),
        ("hbuilderx/pages/chat/chat.vue", "@/common/config", "hbuilderx/common/config.js"),
        ("taro/src/services/chat.ts", "#config", "taro/src/config/index.ts"),
        ("taro/src/services/chat.ts", "@/config", "taro/src/config/index.ts"),
        ("mini/utils/stream.js", "/utils/config", "mini/utils/config.js"),
        ("mini/utils/stream.js", "utils/config.js", "mini/utils/config.js"),
        ("mini/utils/stream.js", "~/utils/decode", "mini/utils/decode.ts"),
        ("mini/utils/stream.js", "../app.json", "mini/app.json"),
        ("mini/utils/stream.js", "@scope/telemetry", None),
        ("web/src/composables/useChat.ts", "@/core/event-reader", "web/src/core/event-reader.ts"),
        ("web/src/composables/useChat.ts", "vue", None),
    ],
)
def test_what_an_import_means(node: Callable[[str], Any], client: str, wanted: str, found: str | None) -> None:
    file = json.dumps(str(PROJECTS / client))
    assert node(f"done(project.fileOf(project.projectOf({file}), {wanted!r}, {file}) ?? null)") == (
        found and str(PROJECTS / found)
    )
