"""What a person sees: hostile text is shown, never obeyed."""

import asyncio
import io

import pytest
from rich.console import Console
from rich.text import Text

from cassettes.model import Chunk, Ending, EndKind, Request, ResponseHead
from cassettes.redaction.redact import Redaction
from recorder.console import View, line_of, short
from recorder.session import Progress, Session
from tests.recorder.test_session import Double
from tests.support.patience import PATIENCE


def test_control_characters_and_direction_marks_are_escapes() -> None:
    assert short(b"/a\x1b[31m\x07\r\n\xff\xc2\x9b") == r"/a\x1b[31m\x07\r\n\xff\x9b"
    assert short("/你好\u202e".encode()) == r"/你好\u202e"
    assert short(b"/" + b"x" * 500, 10) == "/xxxxxxxx…"


def console(terminal: bool) -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    return Console(file=out, force_terminal=terminal, width=100, highlight=False, emoji=False), out


@pytest.mark.parametrize("terminal", [False, True])
def test_markup_from_the_wire_is_text(terminal: bool) -> None:
    async def main() -> str:
        shown, out = console(terminal)
        view = View(shown)
        session = Session(Double(), Redaction.default(), on_failure=view.failed, on_end=view.ended)
        view.follow(session)
        take = session.begin(Request("GET", b"/[bold]x[/nonsense]"), 0)
        view.draw()
        take.write([ResponseHead(0, 200)])
        take.write([Chunk(0, 0, b"abc")])
        view.draw()
        take.write([Ending(EndKind.RESET, 1, note="[red]")])
        view.draw()
        view.summary("a.cassette", "http://127.0.0.1:1")
        await session.close()
        return out.getvalue()

    output = asyncio.run(main())
    assert output.count("/[bold]x[/nonsense]") >= (2 if terminal else 1)
    assert ("streaming" in output and "waiting" in output) is terminal
    assert "1 reset" in output
    assert "reset: [red]" in output
    assert ("\x1b" in output) is terminal


def test_a_summary_of_nothing_says_what_to_check() -> None:
    shown, out = console(False)
    view = View(shown)
    view.follow(Session(Double(), Redaction.default(), on_failure=view.failed))
    view.summary("a.cassette", "http://127.0.0.1:1")
    assert "none went into a.cassette. Does the app use http://127.0.0.1:1?" in out.getvalue()  # it may have older ones


def summary_of(status: int, ending: EndKind) -> str:
    """What the console says of a session of one exchange; status 0: there was no response."""

    async def main() -> str:
        shown, out = console(False)
        view = View(shown)
        session = Session(Double(), Redaction.default(), on_failure=view.failed)
        view.follow(session)
        take = session.begin(Request("POST", b"/chat"), 0)
        if status:
            take.write([ResponseHead(0, status)])
        take.write([Ending(ending, 1)])
        view.summary("a.cassette", "http://127.0.0.1:1")
        await session.close()
        return out.getvalue()

    return asyncio.run(main())


@pytest.mark.parametrize(
    ("status", "ending", "said"),
    [(200, EndKind.CLIENT_ABORT, True), (0, EndKind.CLIENT_ABORT, False), (200, EndKind.RESET, False)],
)
def test_an_app_that_left_while_the_answer_came_is_said_with_what_records_the_rest(
    status: int, ending: EndKind, said: bool
) -> None:
    assert ("`--drain` records it to its end." in summary_of(status, ending)) is said


@pytest.mark.parametrize(
    ("status", "words"), [(200, "Play it:"), (302, "Play it:"), (401, "worth playing"), (0, "worth")]
)
def test_a_session_of_failures_does_not_end_with_play_it(status: int, words: str) -> None:
    last = summary_of(status, EndKind.COMPLETE if status else EndKind.UNREACHABLE).splitlines()[-1]
    assert words in last
    assert last.endswith("a.cassette")


def test_the_thread_draws_and_the_summary_waits_for_it() -> None:
    shown, out = console(True)
    view = View(shown)
    session = Session(Double(), Redaction.default(), on_failure=view.failed)
    view.follow(session)
    view.start()
    for number in range(50):
        view.ended(Progress("GET", b"/%d" % number, 0, state="complete"))
    view.failed("disk full")
    session.totals.interactions = session.totals.answered = 50
    view.summary("a.cassette", "http://127.0.0.1:1")
    lines = out.getvalue()
    assert [lines.count(f"/{number}  chunks: 0,") for number in range(50)] == [1] * 50
    assert lines.index("/49 ") < lines.index("disk full") < lines.index("chunktape play a.cassette")


def test_an_output_that_takes_nothing_stops_nothing() -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device")

    view = View(Console(file=Full()))
    view.follow(Session(Double(), Redaction.default(), on_failure=view.failed))
    view.start()
    view.ended(Progress("GET", b"/x", 0))
    assert view._thread is not None
    view._thread.join(PATIENCE)
    assert not view._thread.is_alive()
    view.failed("still fine")


@pytest.mark.parametrize("terminal", [False, True])
def test_lines_end_between_words_in_a_terminal_and_nowhere_in_a_pipe(terminal: bool) -> None:
    shown, out = console(terminal)
    shown.width = 40
    view = View(shown)
    view.follow(Session(Double(), Redaction.default(), on_failure=view.failed))
    note = "The certificate is not trusted: give its CA with `--ca FILE`, or trust anything with --insecure"
    view.draw((note, ""))
    view.summary("folder/a-name-that-is-longer-than-a-line-of-this-terminal.cassette", "http://127.0.0.1:1")

    lines = [Text.from_ansi(line).plain.rstrip() for line in out.getvalue().splitlines()]
    assert (note in lines) is not terminal
    assert any("folder/a-name-that-is-longer-than-a-line-of-this-terminal.cassette" in line for line in lines)
    if terminal:
        assert "The certificate is not trusted: give its" in lines
        assert "CA with `--ca FILE`, or trust anything" in lines


def test_a_line_for_a_stream_that_had_no_head() -> None:
    progress = Progress("GET", b"/x", 0, ended=1_500_000_000, state="unreachable", note="it is off")
    assert line_of(progress) == "---  GET /x  chunks: 0, bytes: 0, 1.50 s  unreachable: it is off"
