"""Help in Chinese: lines are counted in columns, and broken where a reader expects it."""

import click

from chunktape.cli.wide_help import WideFormatter


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
