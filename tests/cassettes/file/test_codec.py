"""Rows and values: what is written is what is read, and nothing else than the format is read."""

import io
import tracemalloc
import zlib
from collections.abc import Callable
from typing import Any

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.file import codec
from cassettes.file.codec import Footer, Malformed, NewerVersion
from cassettes.model import Chunk, Ending, EndKind, Header, Headers, Interaction, Mark, Origin, Request, ResponseHead
from tests.support import strategies

pytestmark = pytest.mark.core

HEADER = Header("chunktape 0", 0, Origin())
NUMBER = st.integers(0, codec.MAX_INDEX)


def back(row: list[Any]) -> list[Any]:
    """`row` through bytes; the record is read whole, byte by byte and with rubbish behind it."""
    data, crc = codec.frame(row)
    (only,) = codec.rows(io.BytesIO(data))
    assert only[1:] == (crc, len(data))
    for cut in range(1, len(data)):
        with pytest.raises(Malformed) as caught:
            list(codec.rows(io.BytesIO(data[:cut])))
        assert caught.value.torn
    behind = codec.rows(io.BytesIO(data + b"\xc1"))
    assert next(behind) == only
    with pytest.raises(Malformed):
        next(behind)
    row_read: list[Any] = only[0]
    return row_read


@given(header=strategies.session_headers)
def test_header(header: Header) -> None:
    assert codec.read_header(back(codec.header_row(header))) == header


@given(number=NUMBER, request=strategies.requests)
def test_request(number: int, request: Request) -> None:
    assert codec.read_request(back(codec.request_row(number, request))) == (number, request)


@given(number=NUMBER, one=strategies.interactions())
def test_head_chunk_and_end(number: int, one: Interaction) -> None:
    if one.head is not None:
        assert codec.read_head(back(codec.head_row(number, one.head))) == (number, one.head)
    for chunk in one.chunks:
        row = back(codec.chunk_row(number, chunk))
        assert codec.read_chunk(row) == (number, chunk.at, chunk.read, chunk.mark, chunk.data)
    assert codec.read_end(back(codec.end_row(number, one.ending))) == (number, one.ending)


def test_footer() -> None:
    footer = Footer(3, 17, b"d" * 32)
    assert codec.read_footer(back(codec.footer_row(footer))) == footer


@pytest.mark.parametrize("name", [b"", b"a b", b"a:", b"a\r", b"\xe4", b"(a)", b"a\x00"])
def test_a_header_name_that_http_forbids_is_refused_both_ways(name: bytes) -> None:
    _refused(((name, b"v"),))


@pytest.mark.parametrize("value", [b"a\r\nX: y", b"\n", b"\r", b"\x00", b"\x1b[31m", b"\x7f"])
def test_a_header_value_that_http_forbids_is_refused_both_ways(value: bytes) -> None:
    _refused(((b"X", value),))


def _refused(headers: Headers) -> None:
    writes: list[Callable[[], object]] = [
        lambda: codec.request_row(1, Request("GET", b"/", headers)),
        lambda: codec.head_row(1, ResponseHead(0, 200, headers=headers)),
        lambda: codec.end_row(1, Ending(EndKind.COMPLETE, trailers=headers)),
    ]
    for write in writes:
        with pytest.raises(Malformed, match="HTTP forbids"):
            write()
    pairs = [list(pair) for pair in headers]
    rows: list[tuple[Callable[[list[Any]], object], list[Any]]] = [
        (codec.read_request, ["request", 1, 0, "GET", b"/", "1.1", pairs, b""]),
        (codec.read_head, ["head", 1, 0, "1.1", 200, b"OK", pairs]),
        (codec.read_end, ["end", 1, 0, None, "complete", pairs, ""]),
    ]
    for read, row in rows:
        with pytest.raises(Malformed, match="HTTP forbids"):
            read(row)


@pytest.mark.parametrize(
    "write",
    [
        lambda: codec.end_row(1, Ending(EndKind.RESET, note="x" * codec.MAX_TEXT)),
        lambda: codec.end_row(1, Ending(EndKind.RESET, note="\ud800")),
        lambda: codec.head_row(1, ResponseHead(0, 200, headers=((b"a", b""),) * (codec.MAX_HEADERS + 1))),
        lambda: codec.head_row(1, ResponseHead(0, 99)),
        lambda: codec.head_row(1, ResponseHead(-1, 200)),
        lambda: codec.head_row(1, ResponseHead(0, 200, b"a\nb")),
        lambda: codec.request_row(1, Request("G T", b"/")),
        lambda: codec.request_row(1, Request("GET", b"/a b")),
        lambda: codec.request_row(1, Request("GET", b"")),
        lambda: codec.request_row(1, Request("GET", b"/", version="2")),
        lambda: codec.chunk_row(1, Chunk(0, 0, b"")),
        lambda: codec.chunk_row(1, Chunk(0, codec.MAX_INDEX + 1, b"a")),
        lambda: codec.chunk_row(1, Chunk(codec.MAX_INT + 1, 0, b"a")),
    ],
)
def test_nothing_can_be_written_that_could_not_be_read(write: Callable[[], list[Any]]) -> None:
    with pytest.raises(Malformed):
        codec.frame(write())


def test_a_record_over_the_limit_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec, "MAX_RECORD", 1000)
    codec.frame(codec.chunk_row(1, Chunk(0, 0, b"x" * 900)))
    with pytest.raises(Malformed, match="1000 are allowed"):
        codec.frame(codec.chunk_row(1, Chunk(0, 0, b"x" * 1000)))


def test_an_empty_chunk_is_the_late_end_of_a_transfer_chunk_and_nothing_else() -> None:
    assert codec.read_chunk(codec.chunk_row(1, Chunk(5, 1, b"", Mark.END))) == (1, 5, 1, 1, b"")


def test_a_newer_version_is_known_as_such_and_an_older_one_is_none() -> None:
    row = codec.header_row(HEADER)
    with pytest.raises(NewerVersion) as caught:
        codec.read_header([*row[:2], codec.VERSION + 1, "of another shape"])
    assert caught.value.version == codec.VERSION + 1
    with pytest.raises(Malformed):
        codec.read_header([*row[:2], 0, row[3]])


def test_what_a_later_minor_tool_adds_to_the_header_is_ignored() -> None:
    row = codec.header_row(HEADER)
    assert codec.read_header([*row[:3], {**row[3], "new": 1}]) == HEADER


READERS = [codec.read_header, codec.read_request, codec.read_head, codec.read_chunk, codec.read_end, codec.read_footer]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text(max_size=3) | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
)
ROWS: list[list[Any]] = [
    codec.header_row(HEADER),
    codec.request_row(1, Request("GET", b"/", ((b"a", b"b"),))),
    codec.head_row(1, ResponseHead(1, 200, headers=((b"a", b"b"),))),
    codec.chunk_row(1, Chunk(1, 1, b"x")),
    codec.end_row(1, Ending(EndKind.COMPLETE, 2, 1, ((b"a", b"b"),))),
    codec.footer_row(Footer(1, 5, b"d")),
]


@given(data=st.data(), index=st.integers(0, len(ROWS) - 1), value=VALUES)
def test_a_field_of_any_other_shape_is_malformed_and_no_other_error(
    data: st.DataObject, index: int, value: object
) -> None:
    row = list(ROWS[index])
    row[data.draw(st.integers(0, len(row) - 1))] = value
    try:
        READERS[index](row)
    except (Malformed, NewerVersion):
        pass


@pytest.mark.parametrize(
    "value",
    [
        5,
        None,
        b"x",
        "x",
        {},
        [],
        [b"x"],
        [b"x", 1, 2],
        ["x", 1],
        [b"x", "y"],
        [b"x", -1],
        [b"\x93", zlib.crc32(b"\x93")],  # an array that is not all there
        [b"\x90", zlib.crc32(b"\x90")],  # an empty one
        [b"\x05", zlib.crc32(b"\x05")],
        [b"\x91\x05\x05", zlib.crc32(b"\x91\x05\x05")],  # more behind it
        [b"\x91\xc1", zlib.crc32(b"\x91\xc1")],
        [b"\x91" * 3000, zlib.crc32(b"\x91" * 3000)],
        [b"\x91\xa1\xff", zlib.crc32(b"\x91\xa1\xff")],  # text that is not UTF-8
    ],
)
def test_msgpack_that_is_no_record_is_malformed(value: object) -> None:
    with pytest.raises(Malformed) as caught:
        list(codec.rows(io.BytesIO(msgpack.packb(value))))
    assert not caught.value.torn


@pytest.mark.parametrize(
    "claim",
    [
        b"\x92\xc6\xff\xff\xff\xff",
        b"\xdd\xff\xff\xff\xff",
        b"\xdf\xff\xff\xff\xff",
        b"\xdb\xff\xff\xff\xff",
        b"\xc9\xff\xff\xff\xff\x01",
        b"\x92\xc4\x05\xdd\xff\xff\xff\xff" + b"\xce" + zlib.crc32(b"\xdd\xff\xff\xff\xff").to_bytes(4, "big"),
        b"\x92\xc4\x05\xdf\xff\xff\xff\xff" + b"\xce" + zlib.crc32(b"\xdf\xff\xff\xff\xff").to_bytes(4, "big"),
        b"\x92\xc4\x05\xc6\xff\xff\xff\xff" + b"\xce" + zlib.crc32(b"\xc6\xff\xff\xff\xff").to_bytes(4, "big"),
    ],
)
def test_an_absurd_length_takes_no_memory(claim: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(Malformed):
            list(codec.rows(io.BytesIO(claim + b"x" * 100)))
        assert tracemalloc.get_traced_memory()[1] < 16 * 2**20
    finally:
        tracemalloc.stop()


@given(data=st.binary(max_size=60))
def test_no_bytes_at_all_raise_anything_else(data: bytes) -> None:
    try:
        list(codec.rows(io.BytesIO(data)))
    except Malformed:
        pass


@given(number=NUMBER, one=strategies.interactions())
def test_chunks_encoded_together_are_those_encoded_one_by_one(number: int, one: Interaction) -> None:
    frames = [codec.frame(codec.chunk_row(number, chunk)) for chunk in one.chunks]
    records, crcs = codec.chunk_records(number, one.chunks)
    assert records == b"".join(data for data, _ in frames)
    assert crcs == [crc for _, crc in frames]


@pytest.mark.parametrize(
    ("number", "chunk"),
    [
        (-1, Chunk(0, 0, b"x")),
        (codec.MAX_INDEX + 1, Chunk(0, 0, b"x")),
        (1, Chunk(-1, 0, b"x")),
        (1, Chunk(codec.MAX_INT + 1, 0, b"x")),
        (1, Chunk(0, -1, b"x")),
        (1, Chunk(0, codec.MAX_INDEX + 1, b"x")),
        (1, Chunk(0, 0, b"")),
        (1, Chunk(0, 0, b"", Mark.UNPARSED)),
    ],
)
def test_chunks_encoded_together_are_checked_like_one(number: int, chunk: Chunk) -> None:
    for encode in (codec.chunk_row, lambda number, chunk: codec.chunk_records(number, [Chunk(0, 0, b"a"), chunk])):
        with pytest.raises(Malformed):
            encode(number, chunk)
