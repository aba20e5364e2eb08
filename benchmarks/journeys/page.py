"""Reads a page of journeys: its commands, their output, and its files. Pure. Rules

- A journey is a section `## N. Title`. Its steps are the lines `$ ...` of blocks of kind `console`, a line `^C`, and
  files: a line with nothing but a name in backticks and a colon, and the block behind it.
- A command's output is the lines up to the next command, compared without the times and with white space folded.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_SECTION: Final = re.compile(r"^## (\d+\. .*)$", re.MULTILINE)
_BLOCK: Final = re.compile(r"(?:^`([\w./-]+)`:\n\n)?^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: the line that ends a server of the page
CTRL_C: Final = "^C"


@dataclass(frozen=True, slots=True)
class Step:
    """A command with its output and exit code, `^C`, or the file `name` with the text `words`. `line` of the page, from
    1.
    """

    line: int
    words: str
    shown: tuple[str, ...] = ()
    name: str = ""
    code: int = 0


@dataclass(frozen=True, slots=True)
class Journey:
    """One section of the page."""

    title: str
    steps: tuple[Step, ...]


def journeys(text: str) -> list[Journey]:
    """The journeys of a page, in order."""
    starts = [(found.start(), found.end(), found[1]) for found in _SECTION.finditer(text)]
    ends = [*(start for start, _, _ in starts[1:]), len(text)]
    return [
        Journey(title, tuple(_steps(text[start:end], text.count("\n", 0, start) + 1)))
        for (_, start, title), end in zip(starts, ends, strict=True)
    ]


def _steps(section: str, first: int) -> Iterator[Step]:
    for block in _BLOCK.finditer(section):
        line = first + section.count("\n", 0, block.start(3))
        if block[1]:
            yield Step(line, block[3], name=block[1])
        elif block[2] == "console":
            yield from commands(block[3].splitlines(), line)


def commands(lines: Sequence[str], first: int) -> Iterator[Step]:
    """The commands of a block of kind `console`, whose first line is the page's line number `first`."""
    starts = [at for at, one in enumerate(lines) if one.startswith("$ ") or one == CTRL_C]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        words = lines[start].removeprefix("$ ")
        yield Step(first + start, words, tuple(lines[start + 1 : end]))


#: what differs from run to run: times and dates, which are the only figures with a point, a colon, a unit or a hyphen
_WHEN: Final = re.compile(r"\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d|[-+]?\d+\.\d+|\b\d[\d,]*(?=\s?(?:ms|s|毫秒|秒)(?![A-Za-z]))")
#: a place that is not between two digits
_NO_FIGURE: Final = r"(?!(?<=\d)\d)"


def folded(text: str) -> str:
    """The text with each time, date and run of white space as one."""
    return re.sub(r"\s+", " ", _WHEN.sub("0", text)).strip()


def missing(shown: Sequence[str], printed: str) -> list[str]:
    """The lines of the page that a command did not print, in this order: each is looked for behind the one before. What
    a terminal cut off behind `…` counts for nothing. How much of an answer is torn hangs on which pieces a client's
    library joins, so of a line with U+FFFD it is asked that something is torn.
    """
    seen, at, lost = folded(printed), 0, []
    for line in shown:
        wanted = "\ufffd" if "\ufffd" in line else folded(line.rstrip("…"))
        if wanted in ("", "..."):
            continue
        found = re.compile(_NO_FIGURE + re.escape(wanted) + _NO_FIGURE).search(seen, at)
        if found is None:
            lost.append(line)
        else:
            at = found.end()
    return lost
