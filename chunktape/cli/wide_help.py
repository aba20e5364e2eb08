"""Help pages in Chinese: click counts characters, a terminal counts columns, and a Chinese character takes two."""

from collections.abc import Iterable

import click

from cassettes.messages.columns import indented, listed
from cassettes.messages.zh.click import CHINESE


class WideFormatter(click.HelpFormatter):
    """click's formatter with lines that are counted in columns."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """As click's, with its words for options and commands in Chinese."""
        for word in ("[OPTIONS]", "COMMAND [ARGS]..."):
            args = args.replace(word, CHINESE[word])
        super().write_usage(prog, args, prefix)

    def write_text(self, text: str) -> None:
        """A text of one paragraph."""
        self._write_lines(indented(text, self.width, " " * self.current_indent))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Names, each with its text beside it; a name that is too long has a line of its own."""
        self._write_lines(listed(rows, self.width, " " * self.current_indent, col_max, col_spacing))

    def _write_lines(self, lines: Iterable[str]) -> None:
        self.write("".join(f"{line}\n" for line in lines))
