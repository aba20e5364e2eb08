"""Law 8: every cut and every flipped byte loads to exactly the records before it, or is refused; nothing else."""

import io
import zlib
from array import array
from pathlib import Path

import msgpack
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cassettes.errors import CassetteError
from cassettes.file import codec
from cassettes.file.loader import _load, digest, load, loads
from cassettes.file.records import sealed
from cassettes.model import (
    Cassette,
    Chunk,
    Chunks,
    Ending,
    EndKind,
    Header,
    Interaction,
    Mark,
    Origin,
    Request,
    ResponseHead,
)
from cassettes.store import dumps

HEADER = Header(
    "chunktape 0.1.0", 1_700_000_000_000_000_000, Origin(source="https://api.example.com"), ("header:cookie",)
)
CHUNKS = Chunks.of([Chunk(30, 0, b"data: 1\n\n", Mark.END), Chunk(40, 1, b"da"), Chunk(50, 2, b"ta: 2\n\n", Mark.END)])
ONE = Interaction(
    1,
    Request("POST", b"/v1/chat?x=1", ((b"Host", b"a"), (b"content-type", b"application/json")), b'{"q":1}', at=7),
    ResponseHead(20, 200, b"OK", ((b"Content-Type", b"text/event-stream"), (b"Transfer-Encoding", b"chunked"))),
    CHUNKS,
    Ending(EndKind.COMPLETE, 60, 3, ((b"X-Sum", b"ab"),), ""),
)
TWO = Interaction(2, Request("GET", b"/"), None, Chunks(), Ending(EndKind.UNREACHABLE, 5, note="refused"))
DATA = dumps(HEADER, [ONE, TWO])


def records(data: bytes) -> list[int]:
    """Offsets behind each record, found with a plain unpacker."""
    unpacker = msgpack.Unpacker()
    unpacker.feed(data)
    ends = []
    for _ in unpacker:
        ends.append(unpacker.tell())
    return ends


ENDS = records(DATA)


def expected(whole: int) -> tuple[Interaction, ...]:
    """What the first `whole` records of DATA say."""
    names = ["header", "request1", "head", "c1", "c2", "c3", "end1", "request2", "end2", "footer"][:whole]
    out = []
    if "request1" in names:
        chunks = list(CHUNKS)[: sum(name in names for name in ("c1", "c2", "c3"))]
        head = ONE.head if "head" in names else None
        last = chunks[-1].at if chunks else head.at if head else 0
        ending = ONE.ending if "end1" in names else Ending(EndKind.INTERRUPTED, last)
        out.append(Interaction(1, ONE.request, head, Chunks.of(chunks), ending))
    if "request2" in names:
        ending = TWO.ending if "end2" in names else Ending(EndKind.INTERRUPTED)
        out.append(Interaction(2, TWO.request, None, Chunks(), ending))
    return tuple(out)


def check(data: bytes, whole: int) -> None:
    """`data` loads to the first `whole` records of DATA and says what was dropped; with none it is refused."""
    if whole == 0:
        with pytest.raises(CassetteError):
            loads(data)
        return
    cassette = loads(data, "x")
    assert cassette.interactions == expected(whole)
    assert cassette.headers == (HEADER,)
    assert cassette.size == ENDS[whole - 1]
    assert cassette.closed is (whole == len(ENDS))
    if cassette.size == len(data):
        assert cassette.damage is None
    else:
        assert cassette.damage is not None
        assert (cassette.damage.offset, cassette.damage.dropped) == (cassette.size, len(data) - cassette.size)
        assert cassette.damage.reason
    assert (cassette.state == "sound") is (whole == len(ENDS) and cassette.size == len(data))


def test_the_whole_file() -> None:
    cassette = loads(DATA, "x")
    assert (cassette.interactions, cassette.state, cassette.version) == ((ONE, TWO), "sound", 1)
    check(DATA, len(ENDS))


def test_sessions_behind_one_another() -> None:
    second = bytearray()
    for row in (codec.header_row(HEADER), codec.request_row(3, TWO.request), codec.end_row(3, TWO.ending)):
        second += sealed(row)[0]
    cassette = loads(DATA + bytes(second))
    assert [one.number for one in cassette.interactions] == [1, 2, 3]
    assert (len(cassette.headers), cassette.state) == (2, "interrupted")


def _file(*rows: list[object]) -> bytes:
    return b"".join(sealed(row)[0] for row in rows)


REQUEST = codec.request_row(1, TWO.request)
CHUNK = codec.chunk_row(1, Chunk(5, 0, b"x"))
END = codec.end_row(1, TWO.ending)
FOOTER = codec.footer_row(codec.Footer(9, 9, b"wrong"))


@pytest.mark.parametrize(
    "rows",
    [
        [CHUNK],
        [REQUEST, REQUEST],
        [REQUEST, codec.head_row(2, ResponseHead(0, 200))],
        [REQUEST, codec.head_row(1, ResponseHead(0, 200)), codec.head_row(1, ResponseHead(0, 200))],
        [REQUEST, CHUNK, codec.head_row(1, ResponseHead(9, 200))],
        [REQUEST, CHUNK, codec.chunk_row(1, Chunk(4, 0, b"x"))],  # earlier than the one before it
        [REQUEST, CHUNK, codec.end_row(1, Ending(EndKind.COMPLETE, 4))],
        [REQUEST, END, CHUNK],
        [REQUEST, END, END],
        [FOOTER],
        [["chunks", 1]],
        [[1, 2]],
        [[[], 2]],
    ],
)
def test_a_record_that_stands_where_it_cannot_ends_the_reading(rows: list[list[object]]) -> None:
    good = _file(codec.header_row(HEADER), *rows[:-1])
    data = good + _file(rows[-1])
    cassette = loads(data)
    assert cassette.damage is not None
    assert (cassette.damage.offset, cassette.damage.dropped) == (len(good), len(data) - len(good))


NESTED = b"\x91" * 1000 + b"\x01"  # [[[...]]], as deep as msgpack reads it and deeper than Python compares


@pytest.mark.parametrize(
    "record",
    [
        b"\x96\xa5chunk%b\x05\x00\x00\xc4\x01x",
        b"\x92%b\x01",
        b"\x98\xa7request\x02\x01%b\xc4\x01/\xa31.1\x90\xc4\x00",
        b"\x97\xa4head\x01\x01\xa31.1\xcc\xc8\xc4\x00%b",
        b"\x97\xa4head\x01\x01\xa31.1\xcc\xc8\xc4\x00\x91%b",
        b"\x94\xa6header\xa9chunktape\x01%b",
        b"\x94\xa6header%b\x01\x80",
        b"\x94\xa6footer\x01\x01%b",
    ],
)
def test_a_value_nested_deeper_than_python_reads_ends_the_reading(record: bytes) -> None:
    good = _file(codec.header_row(HEADER), REQUEST)
    body = record.replace(b"%b", NESTED)
    bad = msgpack.packb([body, zlib.crc32(body)])
    cassette = loads(good + bad + bad)
    assert cassette.damage is not None
    assert (cassette.size, len(cassette.interactions)) == (len(good), 1)


def test_records_without_a_header_are_no_cassette() -> None:
    with pytest.raises(CassetteError, match="not a cassette"):
        loads(_file(REQUEST))


@pytest.mark.parametrize(
    "data", [b"GIF89a", b"{}", b"\x00" * 100, b"PK\x03\x04", b"\x92", "你好".encode(), b"\xdd\xff\xff\xff\xff"]
)
def test_what_is_not_a_cassette_is_refused_with_its_name(data: bytes) -> None:
    with pytest.raises(CassetteError, match=r"some\.bin is not a cassette") as caught:
        loads(data, "some.bin")
    assert (caught.value.path, caught.value.offset) == ("some.bin", 0)
    assert "\n" not in str(caught.value)


def test_a_newer_version_is_named_with_ours() -> None:
    row = codec.header_row(HEADER)
    row[2] = 7
    with pytest.raises(CassetteError, match="version 7; this chunktape reads up to 1"):
        loads(_file(row, ["something", "new"]))


def test_nothing_to_load(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    for path, words in ((empty, "is empty"), (tmp_path, "is a directory"), (tmp_path / "none", "does not exist")):
        with pytest.raises(CassetteError, match=words) as caught:
            load(path)
        assert caught.value.path == str(path)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal is made: tests may run as root, whom no permission stops."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(CassetteError, match="can't be read: Permission denied"):
        load(tmp_path / "x")


def test_markup_and_control_characters_are_kept_as_bytes() -> None:
    body = b"[bold]\x1b[31m\x00\xff\xe4\xbd</script>"
    one = Interaction(
        1,
        Request("GET", b"/[red]<b>", ((b"X", b"[/] \xff\t"),), body),
        None,
        Chunks.of([Chunk(1, 1, body, Mark.UNPARSED)]),
        Ending(EndKind.RESET, 1, note="[bold]\x1b[31m"),
    )
    assert loads(dumps(HEADER, [one])).interactions == (one,)


def test_a_file_may_grow_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "live.cassette"
    seen: list[Cassette] = []
    for end in ENDS:
        path.write_bytes(DATA[:end])
        seen.append(load(path))
    assert [cassette.state for cassette in seen] == ["interrupted"] * (len(ENDS) - 1) + ["sound"]


def test_bytes_that_came_behind_the_last_read_are_not_counted_as_read() -> None:
    """Else nobody would read them: the file seems not to have grown since."""

    class Live(io.BytesIO):
        """Gets the rest once its end has been seen."""

        def read(self, size: int | None = -1, /) -> bytes:
            got = super().read(size)
            if not got and len(self.getvalue()) < len(DATA):
                at = self.tell()
                self.write(DATA[at:])
                self.seek(at)
            return got

    half = (ENDS[-2] + ENDS[-1]) // 2
    found = _load(Live(DATA[:half]), "live")
    assert found.damage is not None
    assert found.size + found.damage.dropped == half


def test_bytes_that_came_before_they_were_read_are_counted() -> None:
    class Live(io.BytesIO):
        """Grows right behind the look at its size."""

        def seek(self, offset: int, whence: int = 0, /) -> int:
            at = super().seek(offset, whence)
            if whence == io.SEEK_END and at == ENDS[2]:
                self.write(DATA[at:-3])
            return at

    found = _load(Live(DATA[: ENDS[2]]), "live")
    assert found.damage is not None
    assert (found.size, found.damage.dropped) == (ENDS[-2], len(DATA) - 3 - ENDS[-2])


@pytest.mark.parametrize("count", [1, 20])
def test_no_chunk_stands_behind_the_footer(count: int) -> None:
    rows = [sealed(row) for row in (codec.header_row(HEADER), REQUEST)]
    crcs = array("I", [crc for _, crc in rows])
    good = b"".join(data for data, _ in rows) + _file(codec.footer_row(codec.Footer(1, 2, digest(crcs))))
    assert loads(good).closed
    found = loads(good + _file(CHUNK) * count)
    assert found.damage is not None
    assert (found.damage.offset, found.interactions[0].body) == (len(good), b"")


LONG = 600


def long_tape(*, change: int = -1, field: int = 0, value: object = None) -> tuple[bytes, list[bytes]]:
    """A file whose interaction has `LONG` chunks, and their bytes. The row of chunk `change` gets another field."""
    datas = [b"%d;" % number for number in range(LONG)]
    rows = [codec.header_row(HEADER), codec.request_row(1, ONE.request), codec.head_row(1, ResponseHead(20, 200))]
    for number, data in enumerate(datas):
        row = codec.chunk_row(1, Chunk(30 + number, number, data, Mark.END))
        rows.append([*row[:field], value, *row[field + 1 :]] if number == change else row)
    return b"".join(sealed(row)[0] for row in rows), datas


#: field of a chunk's row, and what may not stand there
BAD = [
    *[(1, value) for value in (2, -1, "1")],
    *[(2, value) for value in (0, 2**62 + 1, 1.5, True)],
    *[(3, value) for value in (-1, 2**32)],
    *[(4, value) for value in (3, None)],
    *[(5, value) for value in ("", None)],
]


@pytest.mark.parametrize(("field", "value"), BAD)
@pytest.mark.parametrize("change", [1, 300, LONG - 1])
def test_a_bad_row_within_many_chunks_loses_itself_and_what_is_behind_it(
    change: int, field: int, value: object
) -> None:
    data, datas = long_tape(change=change, field=field, value=value)
    cassette = loads(data)
    (only,) = cassette.interactions

    assert only.body == b"".join(datas[:change])
    assert list(only.chunks.times) == list(range(30, 30 + change))
    assert cassette.damage is not None
    assert cassette.damage.offset == cassette.size == records(data)[2 + change]
    assert cassette.damage.dropped == len(data) - cassette.size


@pytest.mark.parametrize("change", [0, 300, LONG - 1])
def test_an_empty_chunk_among_many_is_taken_if_it_ends_a_transfer_chunk(change: int) -> None:
    data, datas = long_tape(change=change, field=5, value=b"")
    (only,) = loads(data).interactions

    assert only.body == b"".join(datas[:change] + datas[change + 1 :])
    assert len(only.chunks) == LONG
    assert list(only.chunks.reads) == list(range(LONG))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_cut_within_many_chunks_loses_the_torn_one(data: st.DataObject) -> None:
    whole, datas = long_tape()
    ends = records(whole)
    cut = data.draw(st.integers(ends[2], len(whole) - 1))
    (only,) = loads(whole[:cut]).interactions

    complete = sum(end <= cut for end in ends) - 3
    assert only.body == b"".join(datas[:complete])
