"""The site of the documents: it builds strictly, needs no network, and works in Chromium in both languages.

Rules
- It is built once, with the generator that `make docs` puts into an environment of its own.
- Chromium resolves no name but the server's: what would come from elsewhere would be missing.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any
from urllib.parse import quote

import pytest

from benchmarks.subjects.outside import process
from tests.support.patience import PATIENCE
from website.__main__ import main
from website.links import CHINESE, HOME, turned
from website.nav import NAV
from website.pages import lay_out, pages

PROBE = Path(__file__).parent / "probe.js"
QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-proxy-server", "--hide-scrollbars")
ALONE = (
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
PHONE = "--window-size=500,900"  # Chromium makes no narrower window


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, require_tool: Callable[[str], str]) -> Path:
    """The built site."""
    generator = Path(sys.prefix) / "site" / "bin" / "zensical"
    folder = tmp_path_factory.mktemp("docs")
    main(str(generator) if generator.exists() else require_tool("zensical"), folder)
    return folder / "site"


class Handler(SimpleHTTPRequestHandler):
    """Serves the site; a page has the probe in it, whose answer goes into `seen`."""

    def __init__(self, seen: "Queue[Any]", *arguments: Any, **options: Any) -> None:
        self.seen = seen
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:
        page = Path(self.translate_path(self.path)) / "index.html"
        if not page.is_file():
            super().do_GET()
            return
        script = f"<script>{PROBE.read_text('utf-8')}</script></head>"
        body = page.read_text("utf-8").replace("</head>", script, 1).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.seen.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def serving(site: Path, seen: "Queue[Any]") -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, seen, directory=str(site))) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_every_page_is_in_the_navigation_and_every_entry_is_a_page() -> None:
    entries = [page for _, group in NAV for _, page in group]
    assert sorted(entries) == pages()


def test_it_builds_strictly_in_both_languages(site: Path) -> None:
    for page in pages():
        built = page.removesuffix("index.md").removesuffix(".md")
        for language in ("", "zh"):
            text = (site / language / built / "index.html").read_text("utf-8")
            assert "<h1" in text
            assert f'lang="{language or "en"}"' in text


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    """Links may lead anywhere; what a page loads by itself lies beside it."""
    loading = re.compile(r"<(?:script|img|iframe|source|video)\b[^>]*\bsrc=\"?(?:https?:)?//", re.I)
    sheets = re.compile(r"<link\b(?![^>]*rel=\"?(?:canonical|alternate))[^>]*\bhref=\"?(?:https?:)?//", re.I)
    seen = 0
    for page in site.rglob("*.html"):
        seen += 1
        assert not loading.search(text := page.read_text("utf-8")), page
        assert not sheets.search(text), page
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\([\"']?(?:https?:)?//|@import", sheet.read_text("utf-8")), sheet
    assert seen >= 2 * len(pages())


CASES = {
    "english": ("/", "smoke", "en", "default", "/splits/", ()),
    "chinese": ("/zh/", "粘包", "zh", "default", "/zh/miniprogram/", ()),
    "a part of a sentence": ("/zh/check/", "单个字符", "zh", "default", "/zh/", ()),
    "dark": ("/faults/", "EventSource", "en", "slate", "/faults/", ("--force-dark-mode",)),
    "phone": ("/zh/splits/", "种子", "zh", "default", "/zh/", (PHONE,)),
    "phone, wide tables": ("/check/", "adapter", "en", "default", "/check/", (PHONE,)),
}


@pytest.mark.wire
@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_it_works_in_chromium(
    case: tuple[str, str, str, str, str, tuple[str, ...]],
    site: Path,
    tmp_path: Path,
    require_tool: Callable[[str], str],
) -> None:
    path, words, language, scheme, leads, options = case
    chromium, found = require_tool("chromium"), Queue[Any]()
    with serving(site, found) as home:
        address = f"{home}{path}#{quote(words)}"
        command = [chromium, *QUIET, *ALONE, *options, f"--user-data-dir={tmp_path / 'profile'}", address]
        home_of = str(tmp_path)
        with process(command, tmp_path, HOME=home_of, XDG_CONFIG_HOME=home_of, XDG_CACHE_HOME=home_of):
            try:
                seen = found.get(timeout=PATIENCE)
            except Empty:
                pytest.fail((tmp_path / "output.txt").read_text("utf-8", "replace")[-2000:])

    assert (seen["language"], seen["scheme"]) == (language, scheme)
    assert seen["needed"] <= seen["width"], "the page scrolls sideways"
    assert any(leads in href for href, _ in seen["results"]), seen["results"]
    assert all(name.startswith(home) for name in seen["loaded"])
    assert f"{home}/zh/" in seen["other"] or f"{home}/" in seen["other"]
    dark = sum(map(int, re.findall(r"\d+", seen["ground"])[:3])) < 3 * 128
    assert dark == (scheme == "slate")


def test_a_link_leads_to_what_it_means() -> None:
    copied: list[str] = []
    text = (
        "[a](../README.md) [b](check.md#x) `[c](../no)` [d](../examples/miniprogram/config.js) [e](../tests/) ![f](a)"
    )

    made = turned(text, "docs/splits.md", "en", copied.append)

    assert made.startswith("[a](index.md) [b](check.md#x) `[c](../no)` [d](files/examples/miniprogram/config.js) e f")
    assert copied == ["examples/miniprogram/config.js"]


def test_the_other_language_of_a_page_is_on_the_other_site() -> None:
    assert turned("[z](splits.zh-CN.md)", "docs/splits.md", "en", print) == '<a href="../zh/splits/">z</a>'
    assert turned("[e](splits.md)", "docs/splits.zh-CN.md", "zh", print) == '<a href="../../splits/">e</a>'
    assert turned("[z](README.zh-CN.md)", "README.md", "en", print) == '<a href="zh/">z</a>'
    assert turned("[a](../../docs/check.md)", "examples/deploy/README.md", "en", print) == "[a](../check.md)"


def test_an_english_page_of_the_chinese_site_leads_to_the_chinese_heading() -> None:
    made = turned("[a](check.md#characters)", "docs/behaviour.md", "zh", print)

    assert made == "[a](check.md#字符)"


def test_a_page_that_is_not_translated_says_so(tmp_path: Path) -> None:
    lay_out(tmp_path, "zh")

    for page in pages():
        is_chinese = (HOME / "docs" / page.replace(".md", f"{CHINESE}.md")).is_file()
        if is_chinese:
            assert "还没有中文版" not in (tmp_path / page).read_text("utf-8")
    assert "还没有中文版" in (tmp_path / "design.md").read_text("utf-8")
