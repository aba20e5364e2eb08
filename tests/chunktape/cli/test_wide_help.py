"""Help in Chinese: lines are counted in columns, and broken where a reader expects it."""

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunktape.cli.wide_help import WideFormatter, columns, wrap

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


def test_a_page() -> None:
    formatter = WideFormatter(width=50)
    formatter.write_usage("tool", "[OPTIONS] COMMAND [ARGS]...", prefix="用法: ")
    with formatter.section("选项"):
        formatter.write_dl([("--host", "监听地址，只接受本机连接。"), ("--a-long-name [of|many|words]", "值")])
    assert formatter.getvalue() == (
        "用法: tool [选项] 命令 [参数]...\n"
        "\n选项:\n"
        "  --host                         监听地址，只接受\n"
        "                                 本机连接。\n"
        "  --a-long-name [of|many|words]  值\n"
    )


def test_a_page_without_wide_characters_is_click_s() -> None:
    rows = [
        ("--host TEXT", "The address to listen on, " * 4),
        ("--a-very-long-name [of|many|words]", "what"),
        ("-x", ""),
    ]
    pages = []
    for formatter in (click.HelpFormatter(width=60), WideFormatter(width=60)):
        formatter.write_usage("tool", "FILE")
        with formatter.section("Options"):
            formatter.write_dl(rows)
        with formatter.indentation():
            formatter.write_text("A text of some words that is longer than one line of sixty columns.")
        pages.append(formatter.getvalue())
    assert pages[0] == pages[1]
