"""Sentences for a person, on standard output or error: the one place through which a command prints them. Rules

- In a terminal a line ends between words, at the width that the terminal has when it is printed.
- Into a pipe or a file nothing is broken: one sentence, one line, so that grep and tests find it.
- What is for a program (JSON, a table that has measured itself) goes through `click.echo`, bytes through `put`.
"""

import os
import sys
from typing import Final

import click

from cassettes.messages.columns import folded

#: columns of a terminal that does not say how many it has
_WIDTH: Final = 80


def terminal_width(*, err: bool = False) -> int:
    """The columns of the terminal that standard output is, or standard error; 0 where it is none."""
    stream = sys.stderr if err else sys.stdout
    if not stream.isatty():
        return 0
    asked = os.environ.get("COLUMNS", "")
    try:
        return int(asked if asked.isdecimal() else 0) or os.get_terminal_size(stream.fileno()).columns or _WIDTH
    except (OSError, ValueError):  # no terminal after all
        return _WIDTH


def echo(text: str, *, err: bool = False, bold: bool = False, over: bool = False) -> None:
    """Print `text`, of any number of lines. `over`: from the beginning of the line, where a terminal may show ^C."""
    width = terminal_width(err=err)
    shown = folded(text, width)
    click.echo(("\r" if over and width else "") + (click.style(shown, bold=True) if bold else shown), err=err)


def put(data: bytes) -> None:
    """Write bytes to standard output as they are, whatever its encoding, behind what was printed."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def can_show(text: str, encoding: str) -> bool:
    """Whether a terminal of this encoding can show every character of `text`."""
    try:
        text.encode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True
