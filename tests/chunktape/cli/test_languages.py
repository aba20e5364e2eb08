"""Every command's help and every kind of mistake, in both languages: nothing is said in the other one."""

import json
import os
import re
import subprocess
import sys
from functools import cache

import pytest
from click.testing import CliRunner

from cassettes.interchange import FORMATS
from cassettes.messages.columns import columns
from chunktape.cli import COMMANDS, chunktape
from tests.support.patience import PATIENCE

#: runs each command line of the JSON list on standard input as a terminal of 80 columns would
RUN = """
import json, sys
from cassettes.messages import libraries
libraries.translate()
from click.testing import CliRunner
from chunktape.cli import chunktape
run = lambda argv: CliRunner().invoke(chunktape, argv, prog_name="chunktape", terminal_width=80)
print(json.dumps([run(argv).output for argv in json.load(sys.stdin)]))
"""
PAGES = [[], *([name] for name in COMMANDS), *(["import", form] for form in FORMATS)]
#: what has commands behind it, called without one
GROUPS: list[list[str]] = [[], ["import"]]
#: a mistake, and what is said of it in English and in Chinese
MISTAKES = [
    (["qqqqqq"], "No such command 'qqqqqq'.", "没有 'qqqqqq' 这个命令。"),
    (["pla"], "There is no command 'pla'. Did you mean `play`?", "没有 'pla' 这个命令。你是不是想写 `play`？"),
    (["import", "qqqq"], "There is no format 'qqqq'; those that are: vcr, sse,", "没有 'qqqq' 这种格式；可用的有：vcr"),
    (["import", "hra"], "There is no format 'hra'. Did you mean `har`?", "没有 'hra' 这种格式。你是不是想写 `har`？"),
    (["play", "--zzz"], "No such option", "没有"),
    (["play", "--por", "1"], "'--por'. Did you mean '--port'?", "没有 '--por' 这个选项。你是不是想写 '--port'？"),
    (["plan", "a", "--fault", "reset"], "`plan` takes a fault within --split:", "`plan` 的故障写在 --split 里："),
    (["plan", "a", "--rewrite", "crlf"], "takes a rewrite within --split:", "`plan` 的改写写在 --split 里："),
    (["play", "--port"], "Option '--port' requires an argument.", "选项 '--port' 需要一个值。"),
    (["play", "--insecure=1"], "Option '--insecure' does not take a value.", "选项 '--insecure' 不带值。"),
    (
        ["play", "--port", "x"],
        "Invalid value for '--port': 'x' is not a whole number.",
        "'--port' 的值无效：'x' 不是有效的数字。",
    ),
    (["play", "--port", "65536"], "65536 is not in the range 0<=x<=65535.", "65536 不在范围 0<=x<=65535 内。"),
    (["play", "--writes", "q"], "'q' is not one of 'joined', 'chunk'.", "'q' 不在可选值之中：'joined', 'chunk'。"),
    (["play", "--ready-file", "."], "'.' is a directory.", "'.' 是目录。"),
    (["show"], "Missing argument 'FILE'.", "缺少参数 'FILE'。"),
    (["make", "a"], "Missing option '--like'. Choose from: openai,", "缺少选项 '--like'。可选：openai,"),
    (["show", "a", "1", "b"], "Got unexpected extra argument (b)", "多出一个参数（b）"),
    (["show", "a", "1", "b", "c"], "Got unexpected extra arguments (b c)", "多出几个参数（b c）"),
]
CLICK_S = re.compile(
    r"Usage|Options|OPTIONS|Commands|COMMAND|ARGS|default:|required|Show |Error|Try |such|Missing|Did you|Possible"
)


@cache
def said(language: str) -> dict[tuple[str, ...], str]:
    """Command line -> what is printed."""
    lines = [[*page, "--help"] for page in PAGES] + [argv for argv, *_ in MISTAKES] + GROUPS
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        input=json.dumps(lines),
        env=os.environ | {"CHUNKTAPE_LANG": language, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=True,
    )
    return {tuple(argv): output for argv, output in zip(lines, json.loads(done.stdout), strict=True)}


@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_help_in_chinese(page: list[str]) -> None:
    text = said("zh")[(*page, "--help")]
    assert text.startswith(f"用法: {' '.join(['chunktape', *page])} [选项]")
    assert "\n选项:\n" in text
    assert "显示此帮助并退出。" in text
    assert not CLICK_S.search(text), text


@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_help_in_english(page: list[str]) -> None:
    text = said("en")[(*page, "--help")]
    assert text.startswith(f"Usage: {' '.join(['chunktape', *page])} [OPTIONS]")
    assert "Show this message and exit." in text
    assert text.isascii() or set(text) - set(map(chr, range(128))) == {"…"}


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "show"])
def test_a_command_says_what_the_list_says_of_it(name: str) -> None:
    """Its sentence stands once, in `COMMANDS`; `show` says more of itself than the list does."""
    assert COMMANDS[name] in " ".join(said("en")[(name, "--help")].split())


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_no_line_of_help_is_wider_than_the_terminal(page: list[str], language: str) -> None:
    for line in said(language)[(*page, "--help")].splitlines():
        assert columns(line) <= 80 or re.match(r" +--?[^ ]+ (\[\S+\])$", line), line  # a list of choices is one word


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("group", GROUPS, ids=" ".join)
def test_without_a_command_the_help_is_shown_as_it_is_with_help(group: list[str], language: str) -> None:
    assert said(language)[tuple(group)] == said(language)[(*group, "--help")]


@pytest.mark.parametrize(("argv", "english", "chinese"), MISTAKES, ids=[" ".join(argv) for argv, *_ in MISTAKES])
def test_a_mistake_is_said_in_the_person_s_language(argv: list[str], english: str, chinese: str) -> None:
    assert "Error: " in said("en")[tuple(argv)]
    assert english in said("en")[tuple(argv)]
    text = said("zh")[tuple(argv)]
    assert "错误：" in text
    assert chinese in text
    assert not CLICK_S.search(text), text


@pytest.mark.parametrize("argv", [["--help"], ["play", "--zzz"], ["--version"]], ids=" ".join)
def test_the_program_itself(argv: list[str]) -> None:
    """Not only click's runner: `chunktape.__main__` translates before it imports click."""
    done = subprocess.run(
        [sys.executable, "-m", "chunktape", *argv],
        env=os.environ | {"CHUNKTAPE_LANG": "zh", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
    )
    if argv == ["--version"]:  # programs read it
        assert re.fullmatch(r"chunktape, version \S+\n", done.stdout)
    else:
        assert "用法: chunktape" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("recrod", "`record`"),
        ("Play", "`play`"),
        ("paly", "`play`"),
        ("chat.cassette", "`chunktape play chat.cassette`"),
        ("diff", "`show --text`"),
        ("cat", "`show`"),  # `capture` is nearly the same name
        ("version", "`--version`"),  # so is `verify`
        ("ANSWER.md", "`chunktape play ANSWER.md`"),
        ("https://api.example.com", "`chunktape record https://api.example.com`"),
    ],
)
def test_a_command_that_was_meant_is_named(word: str, meant: str) -> None:
    found = CliRunner().invoke(chunktape, [word], env={"CHUNKTAPE_LANG": "en"})

    assert found.exit_code == 2
    assert f"There is no command '{word}'. Did you mean {meant}?" in found.output
