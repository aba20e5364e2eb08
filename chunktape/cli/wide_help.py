"""Help pages in Chinese: click counts characters, a terminal counts columns, and a Chinese character takes two."""

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

import click

from cassettes.messages.zh.click import CHINESE

#: what may not begin a line, and what may not end one
_CLOSING: Final = frozenset("，。：；、？！）》”’…%,.:;?!)]}")
_OPENING: Final = frozenset("（《“‘([{")
#: the least width of a text, columns
_LEAST: Final = 10


def columns(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    return sum(2 if _is_wide(char) else 1 for char in text)


def wrap(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` columns, unless a word alone is longer.

    A line ends at a space, or beside a wide character that is no bracket or mark.
    """
    lines = [""]
    taken = 0
    for part in _parts(text.replace("\n", " ").strip()):
        if lines[-1] and taken + columns(part.rstrip()) > width:
            lines.append("")
            taken = 0
        lines[-1] += part
        taken += columns(part)
    return [line.rstrip() for line in lines]


class WideFormatter(click.HelpFormatter):
    """click's formatter with lines that are counted in columns."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """As click's, with its words for options and commands in Chinese."""
        for word in ("[OPTIONS]", "COMMAND [ARGS]..."):
            args = args.replace(word, CHINESE[word])
        super().write_usage(prog, args, prefix)

    def write_text(self, text: str) -> None:
        """A text of one paragraph, as ours are."""
        for line in wrap(text, max(self.width - self.current_indent, _LEAST)):
            self.write(f"{'':>{self.current_indent}}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Names, and beside each its text; a name that is too long has a line of its own."""
        rows = list(rows)
        at = min(max((columns(name) for name, _ in rows), default=0), col_max) + col_spacing
        indent, beside = " " * self.current_indent, " " * (at + self.current_indent)
        for name, text in rows:
            first, *rest = wrap(text, max(self.width - len(beside), _LEAST))
            gap = at - columns(name)
            between = " " * gap if gap >= col_spacing else f"\n{beside}"
            self.write(f"{indent}{name}{between}{first}".rstrip() + "\n")
            self.write("".join(f"{beside}{line}\n" for line in rest))


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _stay_together(before: str, after: str) -> bool:
    """Whether no line may end between the two characters."""
    return after == " " or before in _OPENING or (before != " " and after in _CLOSING)


def _parts(text: str) -> Iterator[str]:
    """The pieces of `text` that a line may not be broken in, each with the spaces behind it."""
    held = ""
    for wide, group in groupby(text, key=lambda char: _is_wide(char) or char == " "):
        for piece in group if wide else ["".join(group)]:
            if held and not _stay_together(held[-1], piece[0]):
                yield held
                held = ""
            held += piece
    yield held
