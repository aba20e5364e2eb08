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

from cassettes.messages import say, speaking
from chunktape.show.pages.table_words import COUNTED, DECODERS, JOURNEYS, SPEED, SYMPTOMS

_BLOCK: Final = re.compile(r"<!-- measured: ([a-z0-9-]+) -->\n.*?<!-- end: \1 -->", re.DOTALL)
#: code, in a line or as a block
_CODE: Final = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
#: the cause of an error, which is code
_CAUSE: Final = re.compile(r" \(cause (`[^`\n]*`)\)")
#: English mark between the parts of a sentence -> the Chinese one, behind Chinese or a figure, or behind code
_MARKS: Final = (
    (re.compile(r"(?<=[\u4e00-\u9fff\d）]); |^; "), "；"),
    (re.compile(r"(?<=[\u4e00-\u9fff]): "), "："),
)


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
        caused = _CAUSE.sub(partial(_filled, say(" (cause {n1})")), block)
        return "".join(part if index % 2 else _words(part) for index, part in enumerate(_CODE.split(caused)))


def _words(text: str) -> str:
    for words in (*SYMPTOMS, *DECODERS, *SPEED, *JOURNEYS):
        text = text.replace(words, say(words))
    for pattern, words in COUNTED:
        text = pattern.sub(partial(_filled, say(words)), text)
    for pattern, mark in _MARKS:
        text = pattern.sub(mark, text)
    return text


def _filled(words: str, found: re.Match[str]) -> str:
    return words.format(**{f"n{index}": group for index, group in enumerate(found.groups(), 1)})


def main(docs: Path) -> None:
    """Renew the measured blocks of every Chinese page below `docs`."""
    for page in docs.glob("*.zh-CN.md"):
        english = page.with_name(page.name.replace(".zh-CN.md", ".md"))
        page.write_text(renewed(page.read_text("utf-8"), english.read_text("utf-8")), "utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
