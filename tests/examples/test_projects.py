"""The two example projects hang together: what their files name is there, and what they share is the same."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
NATIVE = EXAMPLES / "miniprogram"
UNI = EXAMPLES / "uniapp"
SHARED = ["answer.js", "markdown.js", "typewriter.js", "stream/stream.js", "stream/fallback.js"]
SHARED += ["stream/reader.js", "stream/sse.js", "stream/utf8.js"]


def test_both_projects_ask_the_same_urls() -> None:
    native, uni = ((folder / "config.js").read_text("utf-8") for folder in (NATIVE, UNI / "src"))
    begin, end = "// The URLs to ask", "module.exports"
    assert (
        native[native.index(begin) : native.index(end)].strip()
        == uni[uni.index(begin) :].replace("export ", "").strip()
    )
    begin, end = "// The same API", "  model:"
    assert native[native.index(begin) : native.index(end)] == uni[uni.index(begin) : uni.index(end)].replace(
        "export ", ""
    )


def load(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def sources(suffix: str, folder: Path = NATIVE) -> list[Path]:
    found = [path for path in sorted(folder.rglob(f"*{suffix}")) if "node_modules" not in path.parts]
    assert found
    return found


class TestNativeProject:
    def test_devtools_finds_its_files(self) -> None:
        app = load(NATIVE / "app.json")
        assert app["pages"]
        for page in app["pages"]:
            for suffix in (".js", ".json", ".wxml", ".wxss"):
                assert (NATIVE / page).with_suffix(suffix).is_file()
        assert (NATIVE / app["sitemapLocation"]).is_file()
        assert load(NATIVE / "sitemap.json")["rules"]
        for path in sources(".json"):
            load(path)

    def test_it_opens_without_an_account_and_reaches_a_local_server(self) -> None:
        project = load(NATIVE / "project.config.json")
        assert (project["appid"], project["compileType"]) == ("touristappid", "miniprogram")
        # The check is switched off in the private file only: nobody commits it with their own project.
        assert project["setting"]["urlCheck"] is True
        assert load(NATIVE / "project.private.config.json")["setting"]["urlCheck"] is False

    def test_every_handler_of_a_page_exists(self) -> None:
        for markup in sources(".wxml"):
            handlers = set(re.findall(r'\b(?:bind|catch):?\w+="(\w+)"', markup.read_text("utf-8")))
            assert handlers
            methods = set(re.findall(r"^  (\w+)\(.*\) \{$", markup.with_suffix(".js").read_text("utf-8"), re.MULTILINE))
            assert handlers <= methods

    def test_every_name_in_the_markup_is_data(self) -> None:
        markup = (NATIVE / "pages/chat/chat.wxml").read_text("utf-8")
        data = (NATIVE / "pages/chat/chat.js").read_text("utf-8").partition("data: {")[2].partition("\n  },")[0]
        known = set(re.findall(r"^    (\w+):", data, re.MULTILINE)) | {"item", "index"}
        known |= set(re.findall(r'wx:for-(?:item|index)="(\w+)"', markup))
        for expression in re.findall(r"\{\{(.*?)\}\}", markup):
            names = set(re.findall(r"(?<![.\w'])[a-zA-Z]\w*(?!')", re.sub(r"'[^']*'", "", expression)))
            assert names <= known, expression

    def test_markup_and_styles_are_balanced(self) -> None:
        for markup in sources(".wxml"):
            stack: list[str] = []
            for closing, name, empty in re.findall(r"<(/?)([\w-]+)[^<>]*?(/?)>", markup.read_text("utf-8")):
                if closing:
                    assert stack.pop() == name
                elif not empty:
                    stack.append(name)
            assert stack == []
            classes = set(re.findall(r'class="([\w-]+)', markup.read_text("utf-8")))
            styles = markup.with_suffix(".wxss").read_text("utf-8")
            assert all(f".{name}" in styles for name in classes)
        for styles_file in sources(".wxss"):
            text = styles_file.read_text("utf-8")
            assert text.count("{") == text.count("}") > 0

    def test_modules_are_named_with_their_suffix_and_need_nothing_a_phone_lacks(self) -> None:
        for path in sources(".js"):
            text = path.read_text("utf-8")
            for wanted in re.findall(r"require\('(.+?)'\)", text):
                assert (path.parent / wanted).is_file()
            code = re.sub(r"//.*", "", text)
            assert not re.search(r"\b(TextDecoder|TextEncoder|URL|fetch|window|document|Buffer|process)\b\s*[.(]", code)

    def test_the_base_url_stands_in_one_place(self) -> None:
        assert [path.name for path in sources(".js") if "127.0.0.1" in path.read_text("utf-8")] == ["config.js"]


class TestUniAppProject:
    def test_its_files_are_there(self) -> None:
        for page in load(UNI / "src/pages.json")["pages"]:
            assert (UNI / "src" / f"{page['path']}.vue").is_file()
        for name in ("index.html", "vite.config.js", ".env.development", "src/main.js", "src/App.vue"):
            assert (UNI / name).is_file()
        assert load(UNI / "src/manifest.json")["vueVersion"] == "3"
        versions = {**load(UNI / "package.json")["dependencies"], **load(UNI / "package.json")["devDependencies"]}
        assert len({version for name, version in versions.items() if name.startswith("@dcloudio/")}) == 1
        assert all(re.fullmatch(r"[\d.-]+", version) for version in versions.values())

    def test_every_import_exists(self) -> None:
        for path in [*sources(".js", UNI / "src"), *sources(".vue", UNI / "src")]:
            for wanted in re.findall(r"from '(\..+?)'", path.read_text("utf-8")):
                assert (path.parent / wanted).is_file()

    @pytest.mark.parametrize("name", SHARED)
    def test_it_shares_its_modules_with_the_native_project(self, name: str) -> None:
        text = (NATIVE / name).read_text("utf-8").replace("wx.request", "uni.request")
        text = re.sub(r"^const (\{.*\}) = require\((.*)\);$", r"import \1 from \2;", text, flags=re.MULTILINE)
        text = re.sub(r"^module\.exports = (.*)$", r"export \1", text, flags=re.MULTILINE)
        assert (UNI / "src" / name).read_text("utf-8") == text


def test_the_origin_of_a_scanned_address(run_js: Callable[..., Any]) -> None:
    report = run_js("check_config.mjs")
    assert report["origins"] == {
        "http://192.168.1.5:8799/@chunktape/hello": "http://192.168.1.5:8799",
        " HTTP://PC.local:8799?x=1 ": "http://pc.local:8799",
        "https://[fe80::1]:8799/": "https://[fe80::1]:8799",
        "http://good.example@evil.example/": None,
        "http://": None,
        "weixin://dl": None,
        "hello": None,
    }
    assert report["stored"] == {
        "default": "http://127.0.0.1:8799",
        "http://192.168.1.5:8799/": "http://192.168.1.5:8799",
        "http://192.168.1.5:8799/@utf8,seed=7/": "http://192.168.1.5:8799/@utf8,seed=7",
        "not an address": "http://192.168.1.5:8799/@utf8,seed=7",
        "": "http://127.0.0.1:8799",
        "in a release": "https://api.example.com",
    }
