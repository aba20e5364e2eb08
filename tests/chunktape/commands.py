"""Runs a command in this process."""

from click.testing import CliRunner, Result

from chunktape.cli import COMMANDS


def chunktape(name: str, *arguments: str) -> Result:
    """The result of one command; errors of ours stay exceptions."""
    from importlib import import_module

    return CliRunner().invoke(import_module(f"chunktape.cli.{COMMANDS[name][0]}").command, list(arguments))
