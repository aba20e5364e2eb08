"""What a recording prints: where to point the app, the streams under way, a summary. Rules

- A terminal shows a live table of the open streams and, above it, a line for each that ended; elsewhere there are lines
  only.
- Text from the wire is shown as text, never as markup: control characters are escapes.
- States are the cassette's words, in every language.
- Drawing takes milliseconds, and blocks on a pipe that nobody reads: a thread of its own draws, so that no read waits
  for it. The interpreter switches threads often meanwhile, or a time would be 5 ms late.
"""

import queue
import threading
from typing import Final

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from cassettes.clock import MS, SECOND, now_ns
from cassettes.messages import say, sentence
from cassettes.messages.columns import folded
from cassettes.printable import safe, word
from cassettes.redaction.redact import overlooked
from recorder.session import Progress, Session, stopped

_TARGET_WIDTH: Final = 72
_ROWS: Final = 20
_REFRESH_SECONDS: Final = 0.2
#: seconds in which lines are gathered behind one: to wake the thread for each of 4,000 a second takes 20 us of the loop
_TOGETHER: Final = 0.05
#: what the columns are called, and whether they hold numbers
_COLUMNS: Final = (
    (sentence("request"), False),
    (sentence("status"), False),
    (sentence("elapsed"), True),
    (sentence("chunks"), True),
    (sentence("bytes"), True),
    (sentence("state"), False),
)


def short(data: bytes, width: int = _TARGET_WIDTH) -> str:
    """Bytes for a console: one line, printable, at most `width` characters."""
    text = data.decode("utf-8", "backslashreplace")
    shown = safe(text)
    return shown if len(shown) <= width else shown[: width - 1] + "…"


def line_of(progress: Progress) -> str:
    """The line for a stream that ended."""
    took = say(
        "chunks: {chunks}, bytes: {bytes}, {seconds:.2f} s",
        chunks=progress.chunks,
        bytes=progress.size,
        seconds=(progress.ended - progress.started) / SECOND,
    )
    line = f"{progress.status or '---'}  {progress.method} {short(progress.target)}  {took}  {progress.state}"
    return f"{line}: {progress.note}" if progress.note else line


class View:
    """Prints to `console`. Call `follow` with a session, `start` to begin the thread, and `summary` at the end. `ended`
    and `failed` only leave a line for the thread, which calls `draw` again and again.
    """

    def __init__(self, console: Console) -> None:
        self.console = console
        self._session: Session | None = None
        self._live: Live | None = None
        self._lines: queue.SimpleQueue[tuple[str, str] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        #: the thread is to end
        self._over = threading.Event()

    def say(self, text: str, style: str = "") -> None:
        """Print one sentence now."""
        self._print(self._text(text, style))

    def _print(self, text: Text) -> None:
        """Print from the beginning of the line, where a terminal may show ^C."""
        if self.console.is_terminal:
            self.console.file.write("\r")
        self.console.print(text, soft_wrap=True)

    def _text(self, text: str, style: str) -> Text:
        """A line as the console shows it: in a terminal it ends between words, never in a path, a URL or a command."""
        return Text(folded(text, self.console.width if self.console.is_terminal else 0), style=style)

    def ended(self, progress: Progress) -> None:
        """A stream ended."""
        self._lines.put((line_of(progress), "" if progress.state == "complete" else "yellow"))

    def noticed(self, text: str) -> None:
        """A request was refused, or was not understood as it was meant."""
        self._lines.put((text, "yellow"))

    def failed(self, reason: str) -> None:
        """Recording stopped."""
        self._lines.put((stopped(reason), "bold red"))

    def follow(self, session: Session) -> None:
        """Show this session from now on."""
        self._session = session
        if self.console.is_terminal:
            self._live = Live(console=self.console, auto_refresh=False, transient=True)
            self._live.start()

    def start(self) -> None:
        """Draw in a thread until `summary`."""
        self._thread = threading.Thread(target=self._run, name="view", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._draw_until_summary()
        except (OSError, SystemExit):
            pass  # the output is closed (rich exits on a broken pipe); recording goes on

    def _draw_until_summary(self) -> None:
        line: tuple[str, str] | None
        while True:
            try:
                line = self._lines.get(timeout=_REFRESH_SECONDS if self._live is not None else None)
            except queue.Empty:
                self.draw()
                continue
            if line is None:
                return
            self.draw(line)
            self._over.wait(_TOGETHER)

    def draw(self, *lines: tuple[str, str]) -> None:
        """Print `lines`, and those that wait, above the live table drawn anew."""
        waiting = list(lines)
        while not self._lines.empty():
            line = self._lines.get()
            if line is None:
                self._lines.put(None)
                break
            waiting.append(line)
        if self._live is not None and self._session is not None:
            streams = list(self._session.streams.values())
            self._live.update(_table(streams) if streams else Text(""))
        if waiting and not self.console.is_terminal:
            # Measured: 1.5 us a line instead of rich's 56, during which reads may wait for the interpreter.
            print(*[text for text, _ in waiting], sep="\n", file=self.console.file, flush=True)
        elif waiting:
            styled = [self._text(text, style) for text, style in waiting]
            self._print(Text("\n").join(styled))
        if self._live is not None:
            self._live.refresh()

    def summary(self, path: str, url: str) -> None:
        """Stop following and print what was recorded. Waits for the console."""
        if self._thread is not None:
            self._over.set()
            self._lines.put(None)
            self._thread.join()
            self._lines = queue.SimpleQueue()
        self.draw()
        if self._live is not None:
            self._live.stop()
            self._live = None
        assert self._session is not None
        totals, failure = self._session.totals, self._session.failure
        if failure and not totals.interactions:
            self.say(stopped(failure), "bold red")
            return
        if not totals.interactions:
            self.say(
                say("Stopped. No request came, so none went into {path}. Does the app use {url}?", path=path, url=url)
            )
            return
        endings = ", ".join(f"{count} {kind}" for kind, count in sorted(totals.endings.items()))
        self.say(
            say(
                (
                    "Stopped. Interactions that went through: {interactions} ({endings}); "
                    "chunks: {chunks}, bytes: {bytes}."
                )
                if failure
                else (
                    "Stopped. Interactions recorded into {path}: {interactions} ({endings}); "
                    "chunks: {chunks}, bytes: {bytes}."
                ),
                interactions=totals.interactions,
                path=path,
                endings=endings,
                chunks=totals.chunks,
                bytes=totals.size,
            )
        )
        if totals.left:
            self.say(
                say(
                    "client-abort: the app left before the end of the answer, as some SDKs do behind [DONE]. "
                    "`--drain` records it to its end."
                ),
                "yellow",
            )
        for line in overlooked(totals.unseen, totals.raw):
            self.say(line, "yellow")
        if failure:
            self.say(stopped(failure), "bold red")
        elif totals.answered:
            self.say(say("Play it:  chunktape play {path}", path=word(path)))
        else:
            self.say(
                say(
                    "No request got an answer that is worth playing. What came:  chunktape show {path}",
                    path=word(path),
                ),
                "yellow",
            )


def _table(streams: list[Progress]) -> Table:
    table = Table(box=None, pad_edge=False)
    for column, numeric in _COLUMNS:
        table.add_column(say(column), justify="right" if numeric else "left", no_wrap=True)
    now = now_ns()
    for progress in streams[-_ROWS:]:
        table.add_row(
            Text(f"{progress.method} {short(progress.target, 48)}"),
            str(progress.status or "---"),
            f"{(now - progress.started) // (100 * MS) / 10:.1f} s",
            str(progress.chunks),
            str(progress.size),
            say("streaming" if progress.status else "waiting"),
        )
    return table
