"""A tape with other bytes: its chunks keep their times, and still tile the body."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.clock import MS
from cassettes.model import Mark
from player.schedule.offsets import Splice
from player.schedule.schedule import recorded
from player.schedule.tape import PARSED, Tape
from player.schedule.writes import encode
from tests.player.schedule.test_offsets import applied, splices
from tests.support import strategies
from tests.support.recordings import END, interaction

STREAM = interaction([(10, 1, b"data: a\n\n", END), (30, 2, b"data: b\n", Mark.NONE), (40, 3, b"\ndata: c\n\n", END)])


def test_events_and_records_are_counted_without_comments() -> None:
    assert [frame[:2] for frame in Tape(STREAM).events] == [(0, 9), (9, 18), (18, 27)]


def test_a_byte_order_mark_alone_is_no_event() -> None:
    assert Tape(interaction([(1, 1, b"\xef\xbb\xbf", END)])).events == ()


def test_bytes_that_come_in_come_with_the_chunk_that_ends_there() -> None:
    tape = Tape(STREAM).spliced([Splice(9, 9, b": x\n\n"), Splice(17, 18, b"\r\n")])

    chunks = tape.interaction.chunks
    assert tape.body == b"data: a\n\n: x\n\ndata: b\n\r\ndata: c\n\n"
    assert (list(chunks.times), list(chunks.sizes), chunks.marks) == (
        [10 * MS, 30 * MS, 40 * MS],
        [14, 8, 11],
        b"\x01\x00\x01",
    )
    assert not tape.real


def test_a_chunk_without_bytes_is_none_unless_it_closes_one() -> None:
    whole = Tape(STREAM).spliced([Splice(0, 9, b"")])
    assert (list(whole.interaction.chunks.times), whole.interaction.chunks.marks) == ([30 * MS, 40 * MS], b"\x00\x01")

    tail = Tape(STREAM).spliced([Splice(17, 27, b"")])
    assert (list(tail.interaction.chunks.sizes), tail.interaction.chunks.marks) == ([9, 8, 0], b"\x01\x00\x01")


def test_a_chunk_that_ended_inside_replaced_bytes_keeps_as_many_of_the_new_ones() -> None:
    tape = Tape(STREAM).spliced([Splice(6, 12, b"ABCDEFGH")])
    assert list(tape.interaction.chunks.sizes) == [9, 10, 10]

    shorter = Tape(STREAM).spliced([Splice(6, 12, b"A")])
    assert list(shorter.interaction.chunks.sizes) == [7, 5, 10]


def test_a_body_that_had_no_bytes_gets_a_chunk_at_its_end() -> None:
    tape = Tape(interaction([])).spliced([Splice(0, 0, b"hello")])
    assert (tape.body, list(tape.interaction.chunks.sizes)) == (b"hello", [5])


@given(strategies.interactions(), st.data())
def test_chunks_tile_whatever_came_of_the_body(one: object, data: st.DataObject) -> None:
    from cassettes.model import Interaction

    assert isinstance(one, Interaction)
    if one.head is None or one.unparsed:
        return
    edits = data.draw(splices(len(one.body)))
    tape = Tape(one).spliced(edits)

    chunks = tape.interaction.chunks
    assert tape.body == applied(one.body, edits)
    assert sum(chunks.sizes) == len(tape.body)
    assert set(chunks.times) <= {*one.chunks.times, one.ending.at}
    writes = encode(recorded(tape.interaction), tape.body, chunked=False)
    if tape.interaction.framing != "none":
        assert b"".join(writes.writes) == tape.body


NDJSON = b"application/x-ndjson"


@pytest.mark.parametrize(
    ("media", "status", "body", "kind"),
    [
        # one document, in whatever type and however it is written
        (b"application/json", 200, b'{"data": []}', "json"),
        (b"application/json", 200, b'{"data": []}\n', "json"),
        (b"application/json; charset=utf-8", 200, b"\xef\xbb\xbf [1,\n 2]\n", "json"),
        (b"application/json", 429, b'{"error": {"code": 429}}', "json"),
        (b"", 200, b'{"a": 1}', "json"),
        (b"text/event-stream", 401, b'{"error": 1}\n', "json"),
        (NDJSON, 500, b'{"error": "no such model"}\n', "json"),
        (NDJSON, 400, b'{"error": "no such model"}\n', "json"),
        (NDJSON, 399, b'{"error": "no such model"}\n', "ndjson"),
        # streams
        (NDJSON, 200, b'{"done": true}\n', "ndjson"),
        (NDJSON, 500, b'{"a": 1}\n{"error": 2}\n', "ndjson"),
        (b"application/json", 200, b'{"a": 1}\n{"a": 2}\n', "ndjson"),
        (b"text/event-stream", 200, b"data: 1\n\n", "sse"),
        # neither
        (b"application/json", 200, b'{"data": [\n', "text"),
        (b"text/plain", 200, b"hello", "text"),
        (b"image/png", 200, b'{"a": 1}', "binary"),
    ],
)
def test_one_json_value_is_a_document_and_no_stream(media: bytes, status: int, body: bytes, kind: str) -> None:
    one = interaction([(1, 1, body, END)], headers=((b"Content-Type", media),), status=status)
    tape = Tape(one)
    assert tape.kind == kind
    assert tape.dialect == ("text" if kind == "json" else kind)
    assert bool(tape.events) == (kind in ("sse", "ndjson"))


def test_a_long_document_is_told_by_its_ends() -> None:
    long = b"[" + b"1," * PARSED + b"1]"
    for body, kind in ((long, "json"), (long[:-1], "text"), (b'{"a": 1}\n' * PARSED, "ndjson")):
        assert Tape(interaction([(1, 1, body, END)], headers=((b"Content-Type", b"application/json"),))).kind == kind


def test_an_encoded_document_cannot_be_seen() -> None:
    headers = ((b"Content-Type", b"application/json"), (b"Content-Encoding", b"gzip"))
    assert Tape(interaction([(1, 1, b'{"a": 1}', END)], headers=headers)).kind == "binary"
