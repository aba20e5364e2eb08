"""Help in Chinese: lines are counted in columns, and broken where a reader expects it."""

from collections.abc import Iterator

import click
from click.testing import CliRunner

from cassettes.messages.columns import columns
from chunktape.cli import chunktape
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


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            found = command.get_command(click.Context(command), name)
            assert found is not None
            yield from commands(found, (*path, name))


def test_no_page_is_wider_than_a_terminal_of_eighty_columns() -> None:
    wide = {
        (path, line)
        for path in commands(chunktape)
        for line in CliRunner().invoke(chunktape, [*path, "--help"], terminal_width=80).output.splitlines()
        if columns(line) > 80
    }
    assert wide == set()
