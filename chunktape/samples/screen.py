"""The display of `chunktape demo`: rows under a header that stays, then a right answer beside a garbled one. Rules

- In a terminal the latest rows stand under the header, drawn by a thread of rich's own: no read waits for a drawing.
- Without one a row is a line, printed when it has both its times.
- A line is as wide as the terminal at most; a character of Chinese takes two columns.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from typing import Final

from rich.console import Console
from rich.live import Live
from rich.text import Text

from cassettes.clock import MS
from cassettes.messages import say
from cassettes.messages.columns import columns, fit, wrap
from cassettes.model import Chunk, Interaction
from cassettes.printable import safe
from chunktape.samples.demo import Arrived, naive, right

#: rows of the table that a terminal shows at once, at most
_ROWS: Final = 12
#: least widths of the numbers
_WIDTHS: Final = (3, 7, 7, 5, 4)
#: columns that the content has, at most
_CONTENT: Final = 32


class Rows:
    """The transfer chunks of an answer: their recorded and replayed times (ns), and their content."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._recorded, self._replayed = Arrived(), Arrived()
        names = (say("chunk"), say("recorded ms"), say("replayed ms"), say("diff"), say("bytes"), say("content"))
        self._widths = [max(least, columns(name)) for least, name in zip(_WIDTHS, names, strict=False)]
        self.header = self._line(names)

    def recorded(self, chunk: Chunk) -> None:
        """A chunk came through the recorder."""
        self._recorded.add(chunk)

    def settle(self, recorded: Interaction) -> None:
        """Take the recorded times from the cassette; until then they were those of the client."""
        self._recorded = Arrived(recorded.chunks)

    def replayed(self, chunk: Chunk) -> None:
        """A chunk came from the player."""
        if self._replayed.add(chunk) and not self._console.is_terminal:
            number = len(self._replayed.found)
            if number == 1:
                self._console.print(Text(self.header), soft_wrap=True)
            self._console.print(Text(self.rows()[number - 1]), soft_wrap=True)

    def rows(self) -> list[str]:
        """A line per chunk that has come, from the recorder, from the player, or both."""
        return [
            self._line(_cells(number, recorded, replayed))
            for number, (recorded, replayed) in enumerate(zip_longest(self._recorded.found, self._replayed.found), 1)
        ]

    def __rich__(self) -> Text:
        """The header, and the latest rows: those of the replay once it runs."""
        rows = self.rows()
        last = len(self._replayed.found) or len(rows)
        return Text("\n".join([self.header, *rows[max(0, last - _ROWS) : last]]), no_wrap=True)

    def _line(self, cells: Sequence[str]) -> str:
        *numbers, content = cells
        right = [" " * (width - columns(cell)) + cell for width, cell in zip(self._widths, numbers, strict=True)]
        line = "  ".join([*right, fit(content, _CONTENT)])
        return fit(line, self._console.width)


class Beside:
    """One answer as two clients read it: one decodes each piece by itself, one keeps half a character."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._pieces: list[bytes] = []

    def seen(self, chunk: Chunk) -> None:
        """A chunk came from the player."""
        self._pieces.append(chunk.data)

    def __rich__(self) -> Text:
        pieces = list(self._pieces)
        return Text("\n".join(self._lines(naive(pieces), right(pieces))))

    def _lines(self, garbage: str, text: str) -> Iterator[str]:
        for name, said in (
            (say("Each piece decoded by itself:"), garbage),
            (say("Half a character kept until its rest comes:"), text),
        ):
            yield name
            apart = said.replace("\u200d", "")  # terminals differ in the width of a joined emoji, such as a family
            yield from (f"  {line}" for line in wrap(safe(apart, keep="\n"), self._console.width - 2))


@contextmanager
def shown(console: Console, what: Rows | Beside) -> Iterator[None]:
    """Show `what` while it changes; a pipe gets rows as they come, and everything else at the end."""
    if console.is_terminal:
        with Live(what, console=console, refresh_per_second=8):
            yield
    else:
        yield
        if isinstance(what, Beside):
            console.print(what, soft_wrap=True)


def _cells(number: int, recorded: tuple[int, bytes] | None, replayed: tuple[int, bytes] | None) -> tuple[str, ...]:
    _, data = recorded or replayed or (0, b"")
    times = [f"{one[0] / MS:.1f}" if one else "" for one in (recorded, replayed)]
    apart = f"{(replayed[0] - recorded[0]) / MS:+.1f}" if recorded and replayed else ""
    return str(number), *times, apart, str(len(data)), _telling(data)


def _telling(data: bytes) -> str:
    """The part of an event that differs from the one before, as safe text."""
    text = data.decode("utf-8", "replace")
    start = text.find('"delta":')
    return safe(text[start + len('"delta":') :] if start >= 0 else text)
