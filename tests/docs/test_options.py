"""Every option of every command is named on a page that a user reads, by one of its names."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from chunktape.cli import chunktape

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
