"""What a check found, as one HTML page: read by html.parser, and by Chromium, at two widths."""

import json
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from subprocess import run

import pytest

from cassettes.printable import safe
from chunktape.check.reports.page import as_html
from tests.support.patience import PATIENCE
from tests.support.reports import HOSTILE, NEVER, report

CHROMIUM = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage", "--dump-dom")


class Elements(HTMLParser):
    """The elements of a page with their attributes, and the text of each element that has one."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()
        self.attributes: Counter[str] = Counter()
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.counts[tag] += 1
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_what_it_says() -> None:
    text = " ".join("".join(Elements(as_html(report())).texts).split())

    for words in (
        "FAIL Plans 3, tapes 2",
        "cut at byte 128: 你 cut after 1 of 3 bytes",
        "⟨bd a0⟩好",
        "onText(plain);",
        "The first difference is at character 11.",
        "0–128",
        "docs/check.md#characters",
        "./my client'\\''s.js",
    ):
        assert words in text, words


def test_text_of_others_is_text() -> None:
    plain, made = Elements(as_html(report())), Elements(as_html(report(hostile=HOSTILE)))

    assert plain.counts == made.counts
    assert plain.attributes == made.attributes
    assert safe(HOSTILE) in "".join(made.texts)
    assert not set(NEVER) & set("".join(made.texts))


def test_the_policy_lets_in_the_style_and_the_script_of_the_page_and_nothing_else() -> None:
    page = as_html(report())
    policy = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)[0].replace("&#39;", "'")
    inline = [re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL) for tag in ("style", "script")]

    assert [len(found) for found in inline] == [1, 1]
    for (text,) in inline:
        assert f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert not re.findall(r"(?:src|href)=\"(?!#)|url\(|@import|style=", page)


def test_the_page_is_in_the_persons_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNKTAPE_LANG", "zh")
    page = as_html(report())

    assert '<html lang="zh-CN">' in page
    assert "切口两侧的字节" in page
    assert "Bytes around the cut" not in page


def test_a_report_of_nothing_is_a_page() -> None:
    one = report()
    one.refused, one.entry, one.reading, one.findings, one.swept = "No <b>client</b>.", None, None, [], []
    page = as_html(one)
    assert "No &lt;b&gt;client&lt;/b&gt;." in page
    assert "NOT JUDGED" in page


@pytest.mark.wire
def test_in_chromium_nothing_of_others_runs_and_nothing_is_wider_than_a_phone(
    require_tool: Callable[[str], str], tmp_path: Path
) -> None:
    chromium = require_tool("chromium")
    (tmp_path / "report.html").write_text(as_html(report(hostile=HOSTILE)), "utf-8", newline="\n")
    frames = "".join(
        f'<iframe src="report.html" style="width:{width}px;height:900px"></iframe>' for width in (375, 1200)
    )
    script = """
      const told = [...document.querySelectorAll('iframe')].map(({ contentDocument: page }) => [
        page.documentElement.scrollWidth, page.documentElement.clientWidth,
        page.querySelector('button').hidden, page.querySelectorAll('img, iframe, object').length,
        getComputedStyle(page.body).maxWidth,
      ]);
      document.title = JSON.stringify(told);
    """
    outer = f"<!doctype html><title></title>{frames}<script>onload = () => {{ {script} }};</script>"
    (tmp_path / "outer.html").write_text(outer, "utf-8")
    done = run(
        [
            chromium,
            *CHROMIUM,
            "--allow-file-access-from-files",
            f"--user-data-dir={tmp_path / 'profile'}",
            str(tmp_path / "outer.html"),
        ],
        capture_output=True,
        timeout=PATIENCE,
        check=True,
        encoding="utf-8",
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    phone, desktop = json.loads(re.findall("<title>(.*?)</title>", done.stdout)[0])

    for wide, room, hidden, loaded, measured in (phone, desktop):
        assert wide <= room
        assert not hidden  # the page's own script ran
        assert not loaded
        assert measured == "992px"  # so did its style
