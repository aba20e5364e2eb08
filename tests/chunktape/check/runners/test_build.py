"""Clients that are no plain JavaScript: projects as people have them, built by Vite or by esbuild, and run."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from chunktape.check.runners.node import NodeClient, node_client
from chunktape.check.runners.stubs import parse_stub
from chunktape.check.values import CantJudge, Drive, Entry, Loaded, Run
from tests.support.waiting import wait_until

pytestmark = pytest.mark.wire

TESTS = Path(__file__).parents[3]
PROJECTS = TESTS / "chunktape" / "check" / "clients" / "projects"
BODY = 'data: {"choices":[{"delta":{"content":"你好"}}]}\n\ndata: {"choices":[{"delta":{"content":"b"}}]}\n\n'.encode()
#: inside the first character, and behind the first event
CUTS = (42, 51)

Opened = Callable[..., NodeClient]


def packages(folder: str) -> Path:
    """The npm packages that a project of a test has."""
    found = TESTS / folder / "node_modules"
    if not found.is_dir():
        reason = f"tests/{folder} has no node_modules: run `npm ci` there, or `make test`"
        if os.environ.get("CHUNKTAPE_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture
def opened(tmp_path: Path, require_tool: Callable[[str], str]) -> Iterator[Opened]:
    """`opened("web", "x.ts", "esbuild", stubs=(...))` is the client in a copy of a project with these packages."""
    require_tool("node")
    made: list[NodeClient] = []

    def make(project: str, file: str, *names: str, stubs: tuple[str, ...] = (), folder: str = "projects") -> NodeClient:
        root = tmp_path / project
        if (PROJECTS / project).is_dir():
            shutil.copytree(PROJECTS / project, root, dirs_exist_ok=True)
        for name in names if folder == "projects" else ():
            place = root / "node_modules" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            if not place.exists():
                place.symlink_to(packages(folder) / name)
        if folder != "projects" and not (root / "node_modules").exists():
            (root / "node_modules").symlink_to(packages(folder))
        made.append(node_client(str(root / file), [parse_stub(one, root) for one in stubs]))
        return made[-1]

    yield make
    for one in made:
        one.close()


def ran(client: NodeClient, name: str, way: str, profile: str = "node") -> tuple[Loaded, Run, list[object]]:
    """What the client has, one run of it, and what it said."""
    loaded = client.load()
    assert not loaded.error, loaded.error
    (entry,) = [number for number, one in enumerate(loaded.entries) if one == Entry(name, way)]
    run = client.run(client.body(BODY), CUTS, Drive(entry, profile))
    assert not run.error, run.error
    return loaded, run, [one.value for one in run.said if one.source.startswith(("on", "callback"))]


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def test_typescript_of_a_taro_project_by_esbuild(opened: Opened) -> None:
    client = opened("taro", "src/services/chat.ts", "esbuild", stubs=("env.TARO_APP_API=https://x.example",))
    loaded, _, said = ran(client, "ask", "request", "device")

    assert said == ["https://x.example 42", "https://x.example 9", f"https://x.example {len(BODY) - 51}"]
    assert (loaded.uses, loaded.stubbed) == (("Taro",), ("@/utils/logger",))
    assert loaded.tool.startswith("esbuild ")


def test_a_page_of_taro_and_react_is_drawn_typed_into_and_tapped(opened: Opened) -> None:
    client = opened("taro", "src/pages/ask.jsx", "esbuild")
    loaded = client.load()
    assert not loaded.error, loaded.error
    assert loaded.stubbed == ("@tarojs/components",)
    (entry,) = [number for number, one in enumerate(loaded.entries) if one == Entry("default().send", "method")]
    drive = Drive(entry, "device")
    (answer, behind), *_ = runs = [client.run(client.body(BODY), (51,), drive).said[-2:] for _ in range(2)]
    assert (answer.source, answer.value, behind.source, behind.value) == ("state 2", "你好", "state 2", "你好b")
    assert runs[0] == runs[1], "the states of one run are not those of the next"


def test_a_mini_program_that_imports_typescript_is_built_and_its_own_paths_hold(opened: Opened) -> None:
    loaded, _, said = ran(opened("mini", "utils/stream.js", "esbuild"), "stream", "request", "device")

    assert said == ["typed 42", "typed 9", f"typed {len(BODY) - 51}"]
    assert loaded.stubbed == ("utils/request", "@scope/telemetry")


def test_a_project_of_hbuilderx_in_plain_javascript_needs_no_tool(opened: Opened) -> None:
    loaded, _, said = ran(opened("hbuilderx", "utils/stream.js"), "default", "request", "device")
    assert said[0] == "mp 42"
    assert (loaded.tool, loaded.stubbed) == ("", ("@/common/ui",))
    _, _, said = ran(opened("hbuilderx", "utils/stream.js"), "default", "request", "uni-h5")
    assert said[0] == "other 42"


def test_a_page_of_hbuilderx_gives_its_component(opened: Opened) -> None:
    client = opened("hbuilderx", "pages/chat/chat.vue", "esbuild", "vue", "@vue")
    loaded = client.load()
    assert (loaded.error, loaded.uses) == ("", ("uni",))


def test_uts_is_built(opened: Opened) -> None:
    client = opened("hbuilderx", "utils/events.uts", "esbuild")
    loaded = client.load()
    run = client.run(client.body(BODY), CUTS, Drive(0, "node", "text"))
    assert [one.value for one in run.said if isinstance(one.value, str)] == [
        '{"choices":[{"delta":{"content":"你好"}}]}',
        '{"choices":[{"delta":{"content":"b"}}]}',
    ]
    assert loaded.tool.startswith("esbuild ")


def test_what_the_platforms_compilers_take_is_no_error(opened: Opened, tmp_path: Path) -> None:
    """A name that is imported and not exported is undefined; one that is exported twice is exported once."""
    write(
        tmp_path / "lax",
        {
            "chat.uts": "import { BASE, OLD_NAME, LISTED, OTHER, $KEY } from './config.uts'\n"
            "import { MORE } from './more.ts'\n"
            "export const show = (piece: string, onText: (text: string) => void) => {\n"
            "  onText(`${BASE} ${OLD_NAME} ${MORE} ${LISTED} ${typeof OTHER} ${$KEY}`)\n}\n",
            "config.uts": "export const BASE = 'b'\nexport function OTHER() {}\nexport { BASE, OTHER }\n"
            "const LISTED = 'l', $KEY = 'k', last = 'x'\nexport { LISTED, $KEY }\nexport { LISTED, last as $KEY }\n",
            "more.ts": "export const LESS = 1\n",
        },
    )
    _, _, said = ran(opened("lax", "chat.uts", "esbuild"), "show", "piece")
    assert said[0] == "b undefined undefined l function k"


def test_another_error_beside_these_is_one(opened: Opened, tmp_path: Path) -> None:
    write(
        tmp_path / "lax",
        {"chat.ts": "import { GONE } from './more'\nexport const a = GONE", "more.ts": "export const = 1"},
    )
    with pytest.raises(CantJudge, match=r"more\.ts:1"):
        opened("lax", "chat.ts", "esbuild").load()


VITE = ("vite", "vue", "@vue", "@vitejs", "pinia")


def test_a_project_with_vite_is_built_by_it_with_its_aliases_variables_and_plugins(opened: Opened) -> None:
    client = opened("web", "src/composables/useChat.ts", *VITE, stubs=("env.VITE_EXTRA=more",))
    loaded, _, said = ran(client, "useChat", "decoder")

    assert said == [
        '1 {"choices":[{"delta":{"content":"你好"}}]} of the file more',
        '2 {"choices":[{"delta":{"content":"b"}}]} of the file more',
    ]
    assert loaded.tool.startswith("vite ")
    assert loaded.stubbed == ("@/stores/session",)


#: drives a component without Vue's renderer
BOXED = """
import box from './components/ChatBox.vue'
export const create = (on: (text: string) => void) => {
  const { texts, last, push } = box.setup({}, { expose() {}, emit() {} })
  return { push(bytes: Uint8Array) { push(bytes); on([box.name, texts.value.length, last.value ?? '-'].join(' ')) } }
}"""


def test_a_component_with_script_setup_gives_what_setup_gives(opened: Opened, tmp_path: Path) -> None:
    for tools in (VITE, ("esbuild", "vue", "@vue")):
        shutil.copytree(PROJECTS / "web", tmp_path / tools[0], dirs_exist_ok=True)
        write(tmp_path / tools[0], {"src/client.ts": BOXED})
        stubs = ("#core/event-reader=./src/core/event-reader.ts",) if tools[0] == "esbuild" else ()
        loaded, _, said = ran(opened(tools[0], "src/client.ts", *tools, stubs=stubs), "create", "decoder")

        assert said[0] == "ChatBox 0 -"
        assert said[2] == 'ChatBox 2 {"choices":[{"delta":{"content":"b"}}]}'
        assert loaded.stubbed == ()
        assert loaded.tool.startswith(tools[0])


#: 200 MB of packages, which `make evidence` installs: where they are, one platform is built in the normal run, too
UNI = [
    pytest.param(
        (("device", "weixin"),),
        id="sample",
        marks=[] if (TESTS / "uni" / "node_modules").is_dir() else pytest.mark.evidence,
    ),
    pytest.param(
        (("device", "weixin"), ("devtools", "weixin"), ("uni-h5", "web")), id="all", marks=pytest.mark.evidence
    ),
]


@pytest.mark.parametrize("platforms", UNI)
def test_a_uni_app_is_built_by_its_plugin_for_each_platform(
    opened: Opened, platforms: tuple[tuple[str, str], ...]
) -> None:
    client = opened("uni", "src/utils/chat-stream.ts", folder="uni")
    for profile, platform in platforms:
        loaded, _, said = ran(client, "streamChat", "request", profile)
        assert said == ["你好", platform, "b", platform]
        assert (loaded.uses, loaded.stubbed) == (("uni",), ("@/utils/auth",))
        assert loaded.tool == "vite 5.2.8"
    if len(platforms) > 1:
        page = opened("uni", "src/pages/chat/chat.vue", folder="uni").load()
        assert (page.error, page.stubbed) == ("", ("@/store/user", "@/utils/auth"))


def test_what_is_given_stands_in_for_imports_values_in_them_and_places_of_the_platform(
    opened: Opened, tmp_path: Path
) -> None:
    files = {
        "request.ts": "const request = Object.assign((u: string) => u, { defaults: { baseURL: 'none', timeout: 1 } })\n"
        "export const VERSION = 1; export default request",
        "client.ts": """
import request, { VERSION } from './lib/../request'
import { send } from '@/utils/http'
import config, { name } from 'some-config'
export const create = (on: (text: string) => void) => ({
  push() {
    const app = (globalThis as any).getApp().globalData
    on([request.defaults.baseURL, request.defaults.timeout, VERSION, send('x'), config.name, name,
      wx.getStorageSync('token'), app.user.id, (globalThis as any).wx.$http('y'), process.env.MODE_OF,
      import.meta.env.MODE_OF].join(' '))
  },
})""",
        "fake.ts": "export const send = (text: string) => `fake ${text}`; export default send",
        "plain.mjs": "export default (text) => `plain ${text}`",
    }
    stubs = (
        "./request#defaults.baseURL=http://x",
        "./request#VERSION=7",
        "@/utils/http=./fake.ts",
        'some-config={"name":"n"}',
        "storage.token=t",
        "globalData.user.id=3",
        "global.wx.$http=./plain.mjs",
        "env.MODE_OF=m",
    )
    write(tmp_path / "all", files)
    expected = "http://x 1 7 fake x n n t 3 plain y m m"
    _, _, said = ran(opened("all", "client.ts", "esbuild", stubs=stubs), "create", "decoder", "device")
    assert said[0] == expected

    config = {"vite.config.mjs": "export default {}", "package.json": "{}"}
    write(tmp_path / "vite", files | config)
    client = opened("vite", "client.ts", "vite", stubs=stubs)
    loaded, _, said = ran(client, "create", "decoder", "device")
    assert (said[0], loaded.tool[:5]) == (expected, "vite ")

    as_js = {"request.js": files["request.ts"], "client.js": files["client.ts"]}
    plain = {
        name: text.replace(": string", "").replace(": (text) => void", "").replace(" as any", "")
        for name, text in as_js.items()
    }
    write(
        tmp_path / "plain",
        plain | {"fake.mjs": files["fake.ts"].replace(": string", ""), "plain.mjs": files["plain.mjs"]},
    )
    client = opened("plain", "client.js", stubs=tuple(one.replace("fake.ts", "fake.mjs") for one in stubs))
    loaded, _, said = ran(client, "create", "decoder", "node")
    assert (said[0], loaded.tool) == (expected, "")


def test_a_store_of_pinia_is_new_in_each_run(opened: Opened, tmp_path: Path) -> None:
    text = "import { defineStore } from 'pinia'\nconst useCount = defineStore('count', { state: () => ({ n: 0 }) })\n"
    text += "export const create = (on: any) => ({ push() { const s = useCount(); s.n += 1; on(`n ${s.n}`) } })"
    write(tmp_path / "store", {"x.ts": text, "package.json": "{}", "vite.config.mjs": "export default {}"})
    for tools in (("esbuild",), ("esbuild", "pinia", "vue", "@vue"), ("vite", "pinia", "vue", "@vue")):
        client = opened("store", "x.ts", *tools)
        loaded, first, said = ran(client, "create", "decoder")
        assert said == ["n 1", "n 2", "n 3"]
        (entry,) = [number for number, one in enumerate(loaded.entries) if one == Entry("create", "decoder")]
        assert client.run(client.body(BODY), CUTS, Drive(entry)).said == first.said
        assert loaded.stubbed == (("pinia",) if len(tools) == 1 else ())
        assert loaded.tool.startswith(tools[0])


def test_an_error_names_the_line_of_the_author(opened: Opened, tmp_path: Path) -> None:
    text = "import type { X } from './x'\n\ninterface Y { a: string }\nthrow new Error('not here')\n"
    write(
        tmp_path / "thrown",
        {
            "x.ts": text,
            "x.mjs": text.replace("interface Y { a: string }", "").replace("import type { X } from './x'", ""),
        },
    )
    for file in ("x.ts", "x.mjs"):
        loaded = opened("thrown", file, "esbuild").load()
        assert loaded.error == "Error: not here"
        assert loaded.where.endswith(f"{file}:4")


@pytest.mark.parametrize(("file", "line"), [("x.mjs", 3), ("x.js", 3), ("x.cjs", 2)])
def test_an_error_of_syntax_names_its_line(opened: Opened, tmp_path: Path, file: str, line: int) -> None:
    module = (
        "const a = 1;\nmodule.exports = { b( { };\n"
        if file == "x.cjs"
        else "export const a = 1;\nexport function b( {\n"
    )
    write(tmp_path / "plain", {file: module})
    loaded = opened("plain", file).load()
    assert loaded.error.startswith("SyntaxError: ")
    assert loaded.where.endswith(f"{file}:{line}")


@pytest.mark.parametrize(
    ("name", "text", "tools", "words"),
    [
        ("x.ts", "export const a = 1\nexport function b( {\n", ("esbuild",), "x.ts:3: Expected identifier"),
        ("x.ts", "export const a = 1\nexport function b( {\n", ("vite",), "x.ts:3: Expected identifier"),
        (
            "x.vue",
            "<template>\n  <p/>\n</template>\n<script setup lang='ts'>\nconst a: = 1\n</script>",
            ("esbuild", "vue", "@vue"),
            "x.vue:5: Unexpected token",
        ),
        (
            "x.vue",
            "<template>\n  <p/>\n</template>\n<script>\nexport default { a( {\n</script>",
            ("esbuild", "vue", "@vue"),
            "x.vue:",
        ),
        ("x.vue", "<script>export default {}</script>", ("esbuild",), "npm i -D @vue/compiler-sfc"),
        ("x.vue", "<script>export default {}", ("esbuild", "vue", "@vue"), "x.vue:1: Element is missing end tag"),
    ],
)
def test_what_can_not_be_built_is_a_sentence(
    opened: Opened, tmp_path: Path, name: str, text: str, tools: tuple[str, ...], words: str
) -> None:
    write(tmp_path / "wrong", {name: text, "package.json": "{}"} | ({"vite.config.mjs": ""} if "vite" in tools else {}))
    with pytest.raises(CantJudge) as raised:
        opened("wrong", name, *tools).load()
    assert words in str(raised.value)


def test_without_a_tool_a_sentence_says_what_to_install(opened: Opened, tmp_path: Path) -> None:
    if shutil.which("esbuild") is not None:
        pytest.skip("a global esbuild is installed")
    write(tmp_path / "bare", {"x.ts": "export const a: number = 1"})
    with pytest.raises(CantJudge, match="npm i -D esbuild"):
        opened("bare", "x.ts").load()


def test_a_configuration_that_can_not_be_loaded_leaves_the_work_to_esbuild(opened: Opened, tmp_path: Path) -> None:
    config = "import plugin from 'vite-plugin-that-nobody-has'\nexport default { plugins: [plugin()] }"
    write(tmp_path / "config", {"vite.config.mjs": config, "package.json": "{}"})
    write(tmp_path / "config", {"x.ts": "export class X { push(b: Uint8Array) { return String(b.length) } }"})
    tool = opened("config", "x.ts", "vite", "esbuild").load().tool
    assert tool.startswith("esbuild ")
    assert "vite.config.mjs" in tool


def is_over(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
def test_a_build_that_never_ends_is_ended_with_all_that_it_started(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = "import { spawn } from 'node:child_process'\nimport fs from 'node:fs'\n"
    config += "const one = spawn('sleep', ['1000'])\nfs.writeFileSync('pids', `${process.pid} ${one.pid}`)\nfor (;;) ;"
    write(tmp_path / "endless", {"vite.config.mjs": config, "package.json": "{}", "x.ts": "export const a = 1"})
    client = opened("endless", "x.ts", "vite")
    pids = tmp_path / "endless" / "pids"

    def communicate(process: "subprocess.Popen[bytes]", data: bytes, limit: float) -> object:
        assert process.stdin is not None
        process.stdin.write(data)
        process.stdin.close()
        wait_until(lambda: pids.exists() and len(pids.read_text().split()) == 2)
        raise subprocess.TimeoutExpired("node", limit)

    monkeypatch.setattr(subprocess.Popen, "communicate", communicate)
    with pytest.raises(CantJudge, match="did not end"):
        client.load()
    for pid in pids.read_text().split():
        wait_until(partial(is_over, pid))  # a signal takes its time to arrive
