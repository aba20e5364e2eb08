"""Every option of every command is named on a page that a user reads, and every command that a page shows is one."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from chunktape.cli import chunktape
from tests.docs.test_links import PAGES as ALL

HOME = Path(__file__).resolve().parents[2]
PAGES = (HOME / "README.md", *(HOME / "docs").glob("*.md"), *(HOME / "examples").glob("*/README.md"))
TEXT = "\n".join(page.read_text("utf-8") for page in PAGES)


def options(group: click.Command, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """(command, the names of one option) for all commands below `group`."""
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            yield from options(command, f"{path} {name}".strip())
        return
    for parameter in group.params:
        if isinstance(parameter, click.Option):
            yield path, parameter.opts


@pytest.mark.parametrize(
    ("command", "names"), [pytest.param(*one, id=f"{one[0]} {one[1][0]}") for one in options(chunktape)]
)
def test_an_option_stands_on_a_page(command: str, names: list[str]) -> None:
    assert any(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", TEXT) for name in names)


#: pages that show commands as they are; the changelog has some that are gone
SHOWING = [page for page in ALL if not page.name.startswith(("options.", "CHANGELOG"))]
BLOCK = re.compile(r"^ *```.*?\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
#: a command in a sentence; what ends one in a shell
SHOWN = re.compile(r"`(?:[A-Z_]+=\S+ )?(chunktape [a-z][^`]*)`")
BEHIND = re.compile(r" (?:[|>]|2>|&&) ?|;|  +#")


def shown(page: Path) -> Iterator[str]:
    """The commands of a page, without the brackets around words that may be left out."""
    text = page.read_text("utf-8")
    for block in BLOCK.finditer(text):
        lines = [line.strip().removeprefix("$ ") for line in block[1].splitlines()]
        yield from (BEHIND.split(line)[0] for line in lines if re.match("chunktape [a-z]", line))
    for found in SHOWN.finditer(BLOCK.sub("", text)):
        yield BEHIND.split(re.sub(r"\s+", " ", re.sub(r"[\[\]]", "", found[1])))[0]


def refused(line: str) -> str:
    """Why a command makes no sense, or nothing; a sentence may leave out its file."""
    command: click.Command = chunktape
    words = shlex.split(re.sub(r"\bN\b", "2", line))[1:]
    try:
        while isinstance(command, click.Group) and words:
            _, inner, _ = command.resolve_command(click.Context(command), words)
            assert inner is not None
            command, words = inner, words[1:]
        if words:
            command.make_context(command.name, words)
    except click.exceptions.Exit:  # --help
        return ""
    except click.UsageError as error:
        return "" if isinstance(error, click.MissingParameter) else f"{line}: {error.format_message()}"
    return ""


@pytest.mark.parametrize("page", SHOWING, ids=lambda page: page.name)
def test_each_command_of_a_page_is_one(page: Path) -> None:
    """The page of options has the usage of each command in click's own words."""
    assert [why for line in shown(page) if (why := refused(line))] == []


def test_there_are_commands_and_one_that_makes_no_sense_is_found() -> None:
    assert sum(1 for page in SHOWING for _ in shown(page)) > 200
    for line in ("play --nonsense", "paly", "play --gap", "import xls a", "plan a.cassette b"):
        assert refused(f"chunktape {line}")
    assert not refused("chunktape plan FILE --split utf8")
