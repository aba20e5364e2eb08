"""Copies measurements into the Chinese pages: `python -m chunktape.show.pages.measured docs`.

Rules
- `benchmarks/` writes the tables of the English pages, between markers; a Chinese page has the same tables, taken from
  there, so that no figure is written twice.
- Words are Chinese; names of programs, their output (code) and figures stay.
"""

import re
import sys
from functools import partial
from pathlib import Path
from typing import Final

from cassettes.messages import say, sentence, speaking

_BLOCK: Final = re.compile(r"<!-- measured: ([a-z0-9-]+) -->\n.*?<!-- end: \1 -->", re.DOTALL)
#: code, in a line or as a block
_CODE: Final = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
#: the words of the tables; longer ones first
_WORDS: Final = (
    sentence("the client's code sees"),
    sentence("| client |"),
    sentence("then the body says an error"),
    sentence("then ends without an error"),
    sentence("the words in another order"),
    sentence("the whole answer, no error"),
    sentence("the whole answer"),
    sentence("ends early, without an error"),
    sentence("another text, without an error"),
    sentence("another text"),
    sentence("no error raised"),
    sentence("a part is missing"),
    sentence("a part twice"),
    sentence("hangs until the client's own time limit"),
    sentence("hangs until its time limit"),
    sentence("hangs for ever: its time limit doesn't count here"),
    sentence("hangs for ever"),
    sentence("a status other than 200, which the code must look at"),
    sentence("a number: so often the client asked by itself"),
    sentence("not run here"),
    sentence("an error"),
    sentence("never asked"),
    sentence("Time limits: 3 s, as each client counts them."),
    sentence("What clients show was not measured yet."),
    sentence("Requests that each profile needs, by the number of the bug"),
    sentence("does not find it there"),
    sentence("Content bugs, which fail with one event per piece as well:"),
    sentence("Right decoders, and how many plans of the ten of"),
    sentence(" each passed, all it was given"),
    sentence("| journey |"),
    sentence("build the wheel and install it into an empty environment"),
    sentence("Record, play, get the same answer"),
    sentence("Your own module, and the cut that breaks it"),
    sentence("Your own recording, in the example project"),
    sentence("A colleague's bug, from one file and one line"),
    sentence("An answer that you write, seen in the app"),
    sentence("CI is red: the smallest case"),
    sentence("Recorded again: what is different"),
)
_COUNTED: Final = (
    (re.compile(r"(\d+) of (\d+) words"), sentence("{n1} of {n2} words")),
    (re.compile(r"asked (\d+) times"), sentence("asked {n1} times")),
    (re.compile(r"status (\d+)"), sentence("status {n1}")),
)
#: the marks between parts of a Chinese sentence in the tables
_PART: Final = re.compile(r"(?<=[\u4e00-\u9fff\d]); ")


def blocks(document: str) -> dict[str, str]:
    """Name -> block, its markers included."""
    return {found[1]: found[0] for found in _BLOCK.finditer(document)}


def renewed(chinese: str, english: str) -> str:
    """The Chinese page with each of its measured blocks as the English page has it now, in Chinese."""
    now = blocks(english)
    return _BLOCK.sub(lambda found: translated(now[found[1]]) if found[1] in now else found[0], chinese)


def translated(block: str) -> str:
    """A measured block with its words in Chinese."""
    with speaking("zh"):
        return "".join(part if index % 2 else _words(part) for index, part in enumerate(_CODE.split(block)))


def _words(text: str) -> str:
    for words in _WORDS:
        text = text.replace(words, say(words))
    for pattern, words in _COUNTED:
        text = pattern.sub(partial(_filled, say(words)), text)
    return _PART.sub("；", text)


def _filled(words: str, found: re.Match[str]) -> str:
    return words.format(**{f"n{index}": group for index, group in enumerate(found.groups(), 1)})


def main(docs: Path) -> None:
    """Renew the measured blocks of every Chinese page below `docs`."""
    for page in docs.glob("*.zh-CN.md"):
        english = page.with_name(page.name.replace(".zh-CN.md", ".md"))
        page.write_text(renewed(page.read_text("utf-8"), english.read_text("utf-8")), "utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
