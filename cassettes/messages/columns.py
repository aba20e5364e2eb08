"""Text in a terminal, which counts columns, not characters: a Chinese character takes two. Pure.

A line ends at a space, or beside a wide character that is not a bracket or punctuation mark. It never ends inside any
other word, even if the word is longer than the line: a path or a command has to be copied whole. A number stays with
its unit, which is short: `0.31 ms`, `94 处`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby
from typing import Final

#: what may not begin a line, and what may not end one
_CLOSING: Final = frozenset("，。：；、？！）》”’…%,.:;?!)]}")
_OPENING: Final = frozenset("（《“‘([{")
#: a number that is no name (`#1`) and the space behind it, and the longest unit, characters
_NUMBER: Final = re.compile(r"(?<![#\w.,])\d[\d.,]* $")
_UNIT: Final = 3
#: the least width of a text, columns
_LEAST: Final = 10
#: what is copied whole: a command at the end of a line, or anything in backticks
_WHOLE: Final = re.compile(r"`[^`]+`|(?:^|(?<=: )|(?<=：)|(?<=  ))(?:chunktape|curl|node|python) .*")
#: stands for a space that no line may end at; a character for private use, as text that is shown has none
_HELD: Final = "\ue000"


def columns(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def wrap(text: str, width: int, hanging: int = 0) -> list[str]:
    """`text` in lines of at most `width` columns, unless a word alone is longer; `hanging`: columns by which the lines
    after the first are shorter.
    """
    lines = [""]
    taken = 0
    for part in _parts(text.replace("\n", " ").strip()):
        if lines[-1] and taken + columns(part.rstrip()) > width - hanging * (len(lines) > 1):
            lines.append("")
            taken = 0
        lines[-1] += part
        taken += columns(part)
    return [line.rstrip() for line in lines]


def folded(text: str, width: int) -> str:
    """`text` for a terminal of `width` columns, 0: for a pipe, where no line is broken. Its lines stay lines, and what
    is broken off one is indented as that is. A command to copy is not broken: it would not run.
    """
    return "\n".join(_folded(line, width) for line in text.split("\n")) if width else text


def _folded(line: str, width: int) -> str:
    if columns(line) <= width:
        return line
    words = line.lstrip(" ")
    indent = " " * (len(line) - len(words))
    held = _WHOLE.sub(lambda found: found[0].replace(" ", _HELD), words)
    return "\n".join(indented(held, width, indent)).replace(_HELD, " ")


def indented(text: str, width: int, indent: str = "", hanging: str = "") -> Iterator[str]:
    """`text` in lines of `width` columns, each behind `indent`, and those behind the first also behind `hanging`."""
    first, *rest = wrap(text, max(width - len(indent), _LEAST + len(hanging)), len(hanging))
    yield f"{indent}{first}".rstrip()
    yield from (indent + hanging + line for line in rest)


def listed(
    rows: Iterable[tuple[str, str]], width: int, indent: str = "", most: int = 30, gap: int = 2
) -> Iterator[str]:
    """Names, and beside each its text; a name of more than `most` columns has a line of its own."""
    rows = list(rows)
    at = min(max((columns(name) for name, _ in rows), default=0), most) + gap
    beside = indent + " " * at
    for name, text in rows:
        first, *rest = indented(text, width, beside)
        if columns(name) + gap <= at:
            yield f"{indent}{name}{first[len(indent) + columns(name) :]}".rstrip()
        else:
            yield indent + name
            if first:
                yield first
        yield from rest


def fit(line: str, width: int) -> str:
    """`line` in `width` columns: cut, and with an ellipsis, where it takes more."""
    if columns(line) <= width:
        return line
    kept = sum(taken < width for taken in accumulate(map(_columns, line)))
    return line[:kept].rstrip() + "…"


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me"):  # a mark drawn over the character before it
        return 0
    return 2 if _is_wide(char) else 1


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _stay_together(held: str, piece: str) -> bool:
    """Whether no line may end between what is held and the piece behind it."""
    before, after = held[-1], piece[0]
    if before == " " and _NUMBER.search(held):
        return _is_wide(after) or len(piece.rstrip("".join(_CLOSING))) <= _UNIT
    return after == " " or before in _OPENING or (before != " " and after in _CLOSING)


def _parts(text: str) -> Iterator[str]:
    """The unbreakable pieces of `text`, each with the spaces behind it."""
    held = ""
    for wide, group in groupby(text, key=lambda char: _is_wide(char) or char == " "):
        for piece in group if wide else ["".join(group)]:
            if held and not _stay_together(held, piece):
                yield held
                held = ""
            held += piece
    yield held
