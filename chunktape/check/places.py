"""Finds the line of the client's source to which a failure points. Rules

- An error has the line in its stack; a wrong answer has the line that gave the first wrong value, in a traced run. An
  answer that only lacks text points nowhere.
- A stack is untrusted text: a line is read only from files below the client's folder, and shown as text.
"""

import os
from bisect import bisect_left
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from chunktape.check.oracles import Case

#: bytes of a source file that is read
_LARGEST: Final = 2_000_000
#: digits of a line number
_DIGITS: Final = 7


class Place(NamedTuple):
    """One line of a source file, whose path is short below the current directory. `text`: the line without its indent,
    empty where it can't be read.
    """

    file: str
    line: int
    text: str = ""


def pointed(case: Case) -> str:
    """`file:line` of the failure in a run, from the client's stack; empty where there is none."""
    run, due = case.run, case.due.text
    if run.error and (run.error != case.baseline.error or run.cuts == case.baseline.cuts):
        return run.where

    def is_wrong(count: int) -> bool:
        return not due.startswith(case.reading.shown(replace(run, said=run.said[:count])).text)

    first = bisect_left(range(len(run.said) + 1), True, key=is_wrong)
    return run.lines[first - 1] if 0 < first <= len(run.lines) else ""


def place(where: str, root: Path) -> Place | None:
    """The place that `file:line` names, with its text where the file lies below `root`; None for another form."""
    file, _, number = where.rpartition(":")
    if not file or not (number.isascii() and number.isdecimal()) or len(number) > _DIGITS:
        return None
    return Place(_short(file), int(number), _line(Path(file), int(number), root))


def _short(file: str) -> str:
    """The path from the current directory, for a file below it."""
    here = os.getcwd() + os.sep
    return file.removeprefix(here)


def _line(file: Path, number: int, root: Path) -> str:
    try:
        if not file.resolve().is_relative_to(root.resolve()) or not file.is_file() or file.stat().st_size > _LARGEST:
            return ""
        lines = file.read_text("utf-8", "replace").split("\n")
    except (OSError, ValueError):
        return ""
    return lines[number - 1].strip() if 0 < number <= len(lines) else ""
