"""Lines for a terminal: counted in columns, and broken where a reader expects it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cassettes.messages.columns import columns, fit, folded, indented, listed, wrap

TEXTS = st.text(alphabet="ab -，。（）「」中文字…'x1", max_size=120)


@pytest.mark.parametrize(("text", "expected"), [("", 0), ("abc", 3), ("中文", 4), ("（a）", 5), ("……", 2), ("ｆ", 2)])
def test_columns(text: str, expected: int) -> None:
    assert columns(text) == expected


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("监听地址", 10, ["监听地址"]),
        ("监听地址，可选", 8, ["监听地", "址，可选"]),
        ("不指定时用 8799 端口", 12, ["不指定时用", "8799 端口"]),
        ("录制（见下文）", 7, ["录制", "（见下", "文）"]),
        ("a long word stays", 6, ["a long", "word", "stays"]),
        ("https://h5.example.com 域名", 10, ["https://h5.example.com", "域名"]),
        ("倍率。  [默认：1]", 30, ["倍率。  [默认：1]"]),
    ],
)
def test_wrap(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


@given(TEXTS, st.integers(10, 60))
def test_nothing_is_lost_and_no_line_is_too_long(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(columns(line) <= width or len(wrap(line, 1)) == 1 for line in lines)  # one word alone


def test_a_path_stays_whole_among_chinese() -> None:
    text = "中" * 30 + " miniprogram/pages/chat/stream.js 文"
    assert any("miniprogram/pages/chat/stream.js" in line for line in wrap(text, 80))


@given(st.text(alphabet="ab é—e\u0301中文，（）가🙂…│", max_size=60))
def test_columns_are_those_that_rich_counts(text: str) -> None:
    assert columns(text) == cell_len(text)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 0, ["one two three"]),
        ("one two three", 20, ["one two three"]),
        ("one two three", 8, ["one two", "three"]),
        ("  one two three", 10, ["  one two", "  three"]),
        ("first\n  one two three", 10, ["first", "  one two", "  three"]),
        ("", 10, [""]),
        ("Play it:  chunktape play a.cassette", 20, ["Play it:", "chunktape play a.cassette"]),
        ("Next: chunktape check stream.js", 20, ["Next:", "chunktape check stream.js"]),
        ("  curl -N 'http://h' -d '{}'", 12, ["  curl -N 'http://h' -d '{}'"]),
        ("`chunktape plan --all` lists them", 24, ["`chunktape plan --all`", "lists them"]),
        ("See `chunktape plan --all` for them", 24, ["See", "`chunktape plan --all`", "for them"]),
        ("接下来：chunktape play a.cassette", 20, ["接下来：", "chunktape play a.cassette"]),
    ],
)
def test_folded_lines_keep_their_indent_and_commands_stay_whole(text: str, width: int, lines: list[str]) -> None:
    assert folded(text, width).split("\n") == lines


@given(TEXTS, st.integers(20, 80))
def test_folding_loses_nothing_but_spaces(text: str, width: int) -> None:
    assert folded(text, width).replace("\n", "").replace(" ", "") == text.replace(" ", "")


def test_lines_behind_the_first_hang() -> None:
    assert list(indented("aa bb cc dd ee ff gg hh ii jj", 18, "  ", "    ")) == [
        "  aa bb cc dd ee",
        "      ff gg hh ii",
        "      jj",
    ]
    assert list(indented("", 14, "  ")) == [""]


@given(TEXTS, st.integers(2, 60))
def test_what_does_not_fit_is_cut_with_an_ellipsis(text: str, width: int) -> None:
    line = fit(text, width)
    assert columns(line) <= width
    assert line == text or (line.endswith("…") and text.startswith(line[:-1]))


def test_a_list_has_its_texts_in_one_column_and_long_names_above() -> None:
    rows = [("POST /chat", "中文、英文，先输出推理"), ("POST /v1/a/long/name", "对话"), ("GET /", "")]
    assert list(listed(rows, 26, "  ", most=10)) == [
        "  POST /chat  中文、英文，",
        "              先输出推理",
        "  POST /v1/a/long/name",
        "              对话",
        "  GET /",
    ]


@pytest.mark.parametrize(
    "text", ["误差中位数 0.31 ms，最大 2.49 ms。", "共 4,553 字节，其中 94 处失败", "up to 12 KiB a write"]
)
def test_a_number_stays_with_its_unit(text: str) -> None:
    units = re.findall(r"\d (?:ms|字|处|KiB)", text)
    for width in range(12, 60):
        lines = wrap(text, width)
        assert all(any(unit in line for line in lines) for unit in units), lines


def test_the_number_of_a_name_is_none_with_a_unit() -> None:
    assert wrap("torture-lf #1 等，另有 15 盘", 15) == ["torture-lf #1", "等，另有 15 盘"]
