"""The Markdown of the chat examples: every kind by values, beside GitHub's reader, and wherever an answer stops."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import cmarkgfm
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

Spans = list[tuple[str, str]]

PLAIN: dict[str, list[tuple[str, int, str, Spans]]] = {
    "": [],
    "你好，世界": [("p", 0, "", [("", "你好，世界")])],
    "一\n二\n\n三": [("p", 0, "", [("", "一\n二")]), ("p", 0, "", [("", "三")])],
    "## 二级 ##": [("h", 2, "", [("", "二级")])],
    "#标签": [("p", 0, "", [("", "#标签")])],
    "- 一\n  - 二\n10. 三": [
        ("li", 0, "•", [("", "一")]),
        ("li", 1, "•", [("", "二")]),
        ("li", 0, "10.", [("", "三")]),
    ],
    "> 引\n> 用\n正文": [("quote", 0, "", [("", "引\n用\n正文")])],
    "---": [("hr", 0, "", [])],
    "```js\nlet a = `x`;\n\n# no\n```\n后": [
        ("code", 0, "js", [("", "let a = `x`;\n\n# no")]),
        ("p", 0, "", [("", "后")]),
    ],
    "~~~\n```\n~~~": [("code", 0, "", [("", "```")])],
    "   ```py\n   a\n     b\n   ```": [("code", 0, "py", [("", "a\n  b")])],
    "**结论：**就是": [("p", 0, "", [("strong", "结论："), ("", "就是")])],
    "***都要***": [("p", 0, "", [("strong em", "都要")])],
    "*a **b** c*": [("p", 0, "", [("em", "a "), ("em strong", "b"), ("em", " c")])],
    "snake_case_name 5 * 3 * 2": [("p", 0, "", [("", "snake_case_name 5 * 3 * 2")])],
    "~~旧~~新": [("p", 0, "", [("del", "旧"), ("", "新")])],
    "`a*b*` ``x`y``": [("p", 0, "", [("code", "a*b*"), ("", " "), ("code", "x`y")])],
    r"\*不是\*": [("p", 0, "", [("", "*不是*")])],
    "见 [文档](https://x.test/a_b_c)。": [("p", 0, "", [("", "见 "), ("link", "文档"), ("", "。")])],
    "![图](a.png)": [("p", 0, "", [("link", "图")])],
    # what is not understood, and what is not there yet, stays as it was written
    "| a | b |": [("p", 0, "", [("", "| a | b |")])],
    "<b>x</b>": [("p", 0, "", [("", "<b>x</b>")])],
    "**半": [("p", 0, "", [("", "**半")])],
    "`半": [("p", 0, "", [("", "`半")])],
    "[半](http": [("p", 0, "", [("", "[半](http")])],
    "```py\nx = 1": [("code", 0, "py", [("", "x = 1")])],
}


@pytest.fixture(scope="module")
def read(run_js: Callable[..., Any]) -> Callable[..., Any]:
    return lambda texts, prefixes=False: run_js(
        "check_markdown.mjs", stdin=json.dumps({"texts": texts, "prefixes": prefixes})
    )


def test_every_kind(read: Callable[..., Any]) -> None:
    for text, blocks in zip(PLAIN, read(list(PLAIN)), strict=True):
        found = [
            (one["kind"], one["level"], one["mark"], [(part["style"], part["text"]) for part in one["parts"]])
            for one in blocks
        ]
        assert found == PLAIN[text], text


DOCUMENT = """# 快速排序

先选一个 **基准**，再把小的放左边、*大的* 放右边：

1. 取 `pivot = a[0]`
2. 分成两半
   - 左边 ~~等于~~ 小于
   - 右边

> 平均 O(n log n)

```python
def sort(a):
    return a  # **not bold**
```

---

更多见 [维基](https://example.test/q_s)。👨‍👩‍👧
"""


class _Spans(HTMLParser):
    """The texts of a page with the tags of interest around each."""

    TAGS = ("h1", "li", "strong", "em", "del", "code", "pre", "blockquote", "a")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[frozenset[str], str]] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.open.reverse()
        self.open.remove(tag)
        self.open.reverse()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append((frozenset(self.open) & frozenset(self.TAGS), data.strip()))


def ours(blocks: list[dict[str, Any]]) -> list[tuple[frozenset[str], str]]:
    kinds = {"p": [], "h": ["h1"], "li": ["li"], "quote": ["blockquote"], "code": ["pre", "code"]}
    styles = {"link": "a"}
    return [
        (frozenset([*kinds[block["kind"]], *(styles.get(s, s) for s in part["style"].split())]), part["text"].strip())
        for block in blocks
        for part in block["parts"]
        if part["text"].strip()
    ]


def test_a_document_reads_as_github_reads_it(read: Callable[..., Any]) -> None:
    theirs = _Spans()
    theirs.feed(re.sub("<hr ?/>", "", cmarkgfm.github_flavored_markdown_to_html(DOCUMENT)))
    (blocks,) = read([DOCUMENT])
    assert ours(blocks) == theirs.found
    assert [block["kind"] for block in blocks].count("hr") == 1


def visible(blocks: list[dict[str, Any]], between: str = "") -> str:
    return between.join("".join(part["text"] for part in block["parts"]) for block in blocks)


def is_within(text: str, source: str) -> bool:
    """Whether the characters of `text` stand in `source`, in this order."""
    rest = iter(source)
    return all(character in rest for character in text)


def test_an_answer_can_stop_anywhere(read: Callable[..., Any]) -> None:
    (all_blocks,) = read([DOCUMENT], prefixes=True)
    words = re.compile(r"[^\W_]+")
    code_units = DOCUMENT.encode("utf-16-le")
    for length, blocks in enumerate(all_blocks):
        source = code_units[: 2 * length].decode("utf-16-le", "replace")
        shown = visible(blocks).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        assert is_within(shown, source)
        hidden = [*re.findall(r"```(\w+)", source), *words.findall(" ".join(re.findall(r"\]\((\S*)\)", source)))]
        marks = [block["mark"].rstrip(".") for block in blocks]
        wanted = sorted(words.findall(source))
        apart = words.findall(visible(blocks, "\n"))
        assert sorted([*apart, *hidden, *(m for m in marks if m.isdigit())]) == wanted, source


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.text(st.sampled_from("a你 \n*_`~#>-[]()\\1.!\t"), max_size=60), min_size=20, max_size=20))
def test_any_text_is_read_and_only_marks_are_left_out(read: Callable[..., Any], texts: list[str]) -> None:
    for text, blocks in zip(texts, read(texts), strict=True):
        assert is_within(visible(blocks), text)


def test_a_long_text_is_shown_as_it_was_written(read: Callable[..., Any]) -> None:
    text = "**a** " * 5000
    ((block,),) = read([text])
    assert (block["kind"], block["parts"]) == ("p", [{"style": "", "text": text}])
