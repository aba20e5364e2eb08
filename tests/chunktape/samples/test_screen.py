"""What the demo shows: rows in the columns of a terminal, the latest under the header, and text beside garbage."""

import io

import pytest
from rich.console import Console

from cassettes.clock import MS
from cassettes.messages import speaking
from cassettes.messages.columns import columns
from cassettes.model import Chunk, Chunks, Ending, EndKind, Interaction, Mark, Request, ResponseHead
from chunktape.samples.screen import Beside, Rows, shown


def console(*, terminal: bool = False, width: int = 80) -> Console:
    return Console(file=io.StringIO(), force_terminal=terminal, width=width, color_system=None)


def printed(where: Console) -> str:
    assert isinstance(where.file, io.StringIO)
    return where.file.getvalue()


def event(text: str) -> bytes:
    return f'data: {{"choices":[{{"delta":{{"content":"{text}"}}}}]}}\n\n'.encode()


def chunk(number: int, text: str = "你") -> Chunk:
    return Chunk(number * MS, number, event(text), Mark.END)


def test_a_pipe_gets_a_row_when_it_has_both_its_times() -> None:
    where = console()
    rows = Rows(where)
    with shown(where, rows):
        rows.recorded(chunk(1))
        assert printed(where) == ""
        rows.replayed(Chunk(3 * MS, 1, event("你")[:5]))
        assert printed(where) == ""
        rows.replayed(Chunk(3 * MS, 2, event("你")[5:], Mark.END))

    header, row = printed(where).splitlines()
    assert header.split()[:2] == ["chunk", "recorded"]
    assert row.split()[:5] == ["1", "1.0", "3.0", "+2.0", str(len(event("你")))]
    assert "你" in row


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_latest_rows_stand_under_the_header_and_fit(language: str, width: int) -> None:
    with speaking(language):
        rows = Rows(console(terminal=True, width=width))
        for number in range(1, 31):
            rows.recorded(chunk(number, "一段很长很长很长很长很长很长的话"))
        lines = str(rows.__rich__()).split("\n")
        assert (lines[0], lines[-1].split()[0], len(lines)) == (rows.header, "30", 13)
        for number in range(1, 4):
            rows.replayed(chunk(number))
        lines = str(rows.__rich__()).split("\n")

    assert (lines[0], len(lines)) == (rows.header, 4)
    assert max(map(columns, lines)) <= width


def test_a_chunk_that_was_late_by_tens_of_ms_moves_no_column() -> None:
    with speaking("zh"):
        rows = Rows(console(terminal=True))
        for number, late in ((1, 0), (2, 42)):
            rows.recorded(chunk(number))
            rows.replayed(Chunk((number + late) * MS, number, event("你"), Mark.END))
        one, two = rows.rows()
    assert ("+42.0" in two, one.index("{"), columns(one)) == (True, two.index("{"), columns(two))


def test_the_times_become_those_of_the_cassette() -> None:
    rows = Rows(console())
    rows.recorded(chunk(9))
    end = Ending(EndKind.COMPLETE, 2 * MS)
    rows.settle(Interaction(1, Request("POST", b"/"), ResponseHead(0, 200), Chunks.of([chunk(2)]), end))

    assert rows.rows()[0].split()[1] == "2.0"


def test_garbage_stands_beside_the_text() -> None:
    where = console(width=30)
    beside, data = Beside(where), event("你好" * 20)
    with shown(where, beside):
        beside.seen(Chunk(0, 0, data[: data.index("你".encode()) + 1]))
        beside.seen(Chunk(0, 0, data[data.index("你".encode()) + 1 :]))

    first, *lines = printed(where).splitlines()
    second = lines.index("Half a character kept until its rest comes:")
    assert first == "Each piece decoded by itself:"
    assert lines[0].startswith("  \N{REPLACEMENT CHARACTER}")
    assert lines[second + 1].startswith("  你好")
    assert all(columns(line) <= 30 for line in lines if line.startswith("  "))


def test_a_terminal_gets_them_live() -> None:
    where = console(terminal=True)
    rows = Rows(where)
    with shown(where, rows):
        rows.recorded(chunk(1))

    assert "content" in printed(where)
    assert "你" in printed(where)
