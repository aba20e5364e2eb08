"""Runs a command in this process: to start one takes longer than most commands."""

import signal
from contextlib import chdir
from pathlib import Path

from click.testing import CliRunner, Result

from chunktape.cli import COMMANDS
from chunktape.cli import chunktape as group


def chunktape(name: str, *arguments: str) -> Result:
    """The result of one command; errors of ours stay exceptions."""
    from importlib import import_module

    return CliRunner().invoke(import_module(f"chunktape.cli.{COMMANDS[name][0]}").command, list(arguments))


def as_typed(*words: str, folder: Path, **environment: str) -> Result:
    """What a person gets who types these words behind `chunktape` in `folder`: errors are sentences and exit codes."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with chdir(folder):
            return CliRunner().invoke(group, list(words), prog_name="chunktape", env=environment)
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
