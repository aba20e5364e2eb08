"""What the person sees of a recording: where to point the app, the streams going through, a summary. Rules

- On a terminal, a live table of the open streams, and a line above it for each that ended; else lines only.
- Text from the wire is shown as text, never as markup: control characters are escapes.
- States are the cassette's words, in every language.
"""

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from cassettes.clock import MS, SECOND, now_ns
from cassettes.messages import say
from recorder.recording import Recording, Stream

_TARGET_WIDTH = 72
_ROWS = 20
_COLUMNS = ("request", "status", "elapsed", "chunks", "bytes", "state")


def safe(data: bytes, width: int = _TARGET_WIDTH) -> str:
    """Bytes for a console: one line, printable, at most `width` characters."""
    text = data.decode("utf-8", "backslashreplace")
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
    return shown if len(shown) <= width else shown[: width - 1] + "…"


def line_of(stream: Stream) -> str:
    """One ended stream."""
    seconds = (stream.ended - stream.started) / SECOND
    line = (
        f"{stream.status or '---'}  {stream.method} {safe(stream.target)}  {seconds:.3f} s  "
        f"{stream.chunks} {say('recorder.column_chunks')}  {stream.size} {say('recorder.column_bytes')}  {stream.state}"
    )
    return f"{line}: {stream.note}" if stream.note else line


class View:
    """Prints to `console`. `follow` a recording, then `refresh` it some times a second, then `summary`."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._recording: Recording | None = None
        self._live: Live | None = None

    def say(self, text: str, style: str = "") -> None:
        """One line; long lines are not broken, so that paths and URLs can be copied."""
        self._console.print(Text(text, style=style), soft_wrap=True)

    def follow(self, recording: Recording) -> None:
        self._recording = recording
        if self._console.is_terminal:
            self._live = Live(console=self._console, auto_refresh=False, transient=True)
            self._live.start()

    def ended(self, stream: Stream) -> None:
        self.say(line_of(stream), "" if stream.state == "complete" else "yellow")

    def failed(self, reason: str) -> None:
        self.say(say("recorder.failed", reason=reason), "bold red")

    def refresh(self) -> None:
        """Draw the live table anew, if there is one."""
        if self._live is not None and self._recording is not None:
            streams = list(self._recording.streams.values())
            self._live.update(_table(streams) if streams else Text(""), refresh=True)

    def summary(self, path: str, url: str) -> None:
        """Stop following, and say what was recorded."""
        if self._live is not None:
            self._live.stop()
            self._live = None
        assert self._recording is not None
        totals = self._recording.totals
        if not totals.interactions:
            self.say(say("recorder.nothing", path=path, url=url))
            return
        endings = ", ".join(f"{count} {kind}" for kind, count in sorted(totals.endings.items()))
        self.say(
            say(
                "recorder.summary",
                interactions=totals.interactions,
                path=path,
                endings=endings,
                chunks=totals.chunks,
                bytes=totals.size,
            )
        )
        if totals.encoded:
            self.say(say("recorder.summary_encoded", count=totals.encoded), "yellow")
        if self._recording.failure:
            self.failed(self._recording.failure)
        self.say(say("recorder.play_it", path=path))


def _table(streams: list[Stream]) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in _COLUMNS:
        numeric = column in ("elapsed", "chunks", "bytes")
        table.add_column(say(f"recorder.column_{column}"), justify="right" if numeric else "left", no_wrap=True)
    now = now_ns()
    for stream in streams[-_ROWS:]:
        table.add_row(
            Text(f"{stream.method} {safe(stream.target, 48)}"),
            str(stream.status or "---"),
            f"{(now - stream.started) // (100 * MS) / 10:.1f} s",
            str(stream.chunks),
            str(stream.size),
            say("recorder.open" if stream.status else "recorder.waiting"),
        )
    return table
