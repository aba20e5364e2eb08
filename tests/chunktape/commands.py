"""Runs a command in this process: to start one takes longer than most commands."""

from contextlib import chdir
from pathlib import Path

from click.testing import CliRunner, Result

from chunktape.cli import chunktape as group
from chunktape.cli import command_of
from network.signals import give_back, take


def chunktape(name: str, *arguments: str) -> Result:
    """The result of one command; errors of ours stay exceptions."""
    return CliRunner().invoke(command_of(name), list(arguments))


def as_typed(*words: str, folder: Path, **environment: str) -> Result:
    """What a person gets who types these words behind `chunktape` in `folder`: errors are sentences and exit codes."""
    before = take(lambda *_: None)  # a command takes them for good
    try:
        with chdir(folder):
            return CliRunner().invoke(group, list(words), prog_name="chunktape", env=environment)
    finally:
        give_back(before)
