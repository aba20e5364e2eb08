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

HEADER = Header("chunktape 0", 0, Origin())
NUMBER = st.integers(0, codec.MAX_INDEX)


def back(row: list[Any]) -> list[Any]:
    """`row` through bytes; the record is read whole, byte by byte and with rubbish behind it."""
    data, crc = codec.sealed(row)
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
        codec.sealed(write())


def test_a_record_over_the_limit_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec, "MAX_RECORD", 1000)
    codec.sealed(codec.chunk_row(1, Chunk(0, 0, b"x" * 900)))
    with pytest.raises(Malformed, match="1000 are allowed"):
        codec.sealed(codec.chunk_row(1, Chunk(0, 0, b"x" * 1000)))


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
    frames = [codec.sealed(codec.chunk_row(number, chunk)) for chunk in one.chunks]
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


REQUEST: list[Any] = ["request", 1, 2, "GET", b"/", "1.1", [[b"a", b"b"]], b"x"]
HEAD: list[Any] = ["head", 1, 2, "1.1", 200, b"OK", [[b"a", b"b"]]]
CHUNK: list[Any] = ["chunk", 1, 2, 3, 0, b"x"]
FINAL: list[Any] = ["end", 1, 2, 3, "complete", [[b"a", b"b"]], "note"]
FOOTER: list[Any] = ["footer", 1, 5, b"d"]
FIRST: list[Any] = ["header", codec.MAGIC, 1, {"tool": "t", "started": 1, "origin": {}, "redaction": ["name:x"]}]
LONG = "x" * (codec.MAX_TEXT // 4)


def said(read: Callable[[list[Any]], object], row: list[Any]) -> str:
    """The sentence with which a row is refused; every part of it that a person needs is in it."""
    with pytest.raises(Malformed) as caught:
        read(row)
    assert not caught.value.torn
    return str(caught.value)


def put(row: list[Any], place: int, value: object) -> list[Any]:
    return [*row[:place], value, *row[place + 1 :]]


@pytest.mark.parametrize(
    ("read", "row", "place", "field", "good", "bad"),
    [
        (codec.read_request, REQUEST, 1, "number", [0, codec.MAX_INDEX], [-1, codec.MAX_INDEX + 1, True, 1.0, None]),
        (codec.read_request, REQUEST, 2, "at", [0, codec.MAX_INT], [-1, codec.MAX_INT + 1, False, "2"]),
        (codec.read_request, REQUEST, 3, "method", ["M-SEARCH"], ["G T", "", b"GET", LONG + "x"]),
        (codec.read_request, REQUEST, 4, "target", [b"*", b"\xe4"], [b"", b"/ ", b"\x7f", "/"]),
        (codec.read_request, REQUEST, 5, "version", ["1.0", "2.0"], ["1", "11.1", 1.1, "1.1\n"]),
        (codec.read_request, REQUEST, 6, "headers", [[], ()], [{}, None, b"", "ab"]),
        (codec.read_request, REQUEST, 7, "body", [b""], ["x", None, [b"x"]]),
        (codec.read_head, HEAD, 1, "number", [0, codec.MAX_INDEX], [-1, codec.MAX_INDEX + 1]),
        (codec.read_head, HEAD, 2, "at", [0, codec.MAX_INT], [-1, codec.MAX_INT + 1]),
        (codec.read_head, HEAD, 3, "version", ["1.0"], ["1,1", b"1.1"]),
        (codec.read_head, HEAD, 4, "status", [100, 999], [99, 1000, 0, "200", True]),
        (codec.read_head, HEAD, 5, "reason", [b"", b"a\tb\xff"], [b"a\nb", b"\x00", b"\x7f", "OK"]),
        (codec.read_head, HEAD, 6, "headers", [[]], [{}, "", 0]),
        (codec.read_end, FINAL, 1, "number", [0, codec.MAX_INDEX], [-1, codec.MAX_INDEX + 1]),
        (codec.read_end, FINAL, 2, "at", [0, codec.MAX_INT], [-1, codec.MAX_INT + 1]),
        (codec.read_end, FINAL, 3, "read", [None, 0, codec.MAX_INDEX], [-1, codec.MAX_INDEX + 1, b""]),
        (codec.read_end, FINAL, 4, "kind", ["reset", "truncated"], ["Complete", "", b"reset", None]),
        (codec.read_end, FINAL, 5, "trailers", [[]], [{}, None]),
        (codec.read_end, FINAL, 6, "note", ["", LONG], [LONG + "x", b"", None]),
        (codec.read_footer, FOOTER, 1, "interactions", [0, codec.MAX_INT], [-1, codec.MAX_INT + 1, "1"]),
        (codec.read_footer, FOOTER, 2, "records", [0, codec.MAX_INT], [-1, codec.MAX_INT + 1, None]),
        (codec.read_footer, FOOTER, 3, "digest", [b""], ["", 1]),
        (codec.read_header, FIRST, 2, "version", [1], [0, -1, "1", True, None]),
        (codec.read_header, FIRST, 3, "header", [{}], [[], None, "t"]),
    ],
)
def test_a_field_outside_its_range_is_named_with_its_value(
    read: Callable[[list[Any]], object], row: list[Any], place: int, field: str, good: list[Any], bad: list[Any]
) -> None:
    read(row)
    for value in good:
        read(put(row, place, value))
    for value in bad:
        shown = ascii([value] if field == "header" else value)[:60]
        assert said(read, put(row, place, value)) == f"the field {field} has the value {shown}"


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("tool", ["", "chunktape 9"], [b"t", None, LONG + "x"]),
        ("started", [0, codec.MAX_INT], [-1, "now", True]),
        ("origin", [{}], [[], None, "recorded"]),
        ("redaction", [[], ["a"], ["a"] * codec.MAX_HEADERS], [{}, "abc", ["a"] * (codec.MAX_HEADERS + 1)]),
        ("origin.kind", ["imported"], [None, 1]),
        ("origin.source", [""], [b"a"]),
        ("origin.note", [""], [b"a"]),
    ],
)
def test_a_field_of_the_file_header_is_named_with_its_value(key: str, good: list[Any], bad: list[Any]) -> None:
    outer, _, inner = key.partition(".")

    def row(value: object) -> list[Any]:
        return put(FIRST, 3, {**FIRST[3], outer: {inner: value} if inner else value})

    for value in good:
        codec.read_header(row(value))
    for value in bad:
        assert said(codec.read_header, row(value)) == f"the field {key} has the value {ascii(value)[:60]}"
    assert said(codec.read_header, put(FIRST, 3, {"redaction": [b"x"]})) == "the field redaction has the value b'x'"


def test_what_a_file_header_does_not_say_has_these_values() -> None:
    assert codec.read_header([*FIRST[:3], {}]) == Header("", 0, Origin("recorded", "", True, True, ""), ())
    assert codec.read_header([*FIRST[:3], {"origin": {"real_bytes": 1, "real_times": None}}]).origin == Origin(
        "recorded", "", False, False, ""
    )


@pytest.mark.parametrize("row", [["header"], ["header", codec.MAGIC], ["other", codec.MAGIC, 1, {}], ["header", "", 1]])
def test_a_first_record_without_our_magic_is_no_cassette(row: list[Any]) -> None:
    assert said(codec.read_header, row) == f"the field magic has the value {row[:2]!a}"


@pytest.mark.parametrize(
    ("read", "row"),
    [
        (codec.read_request, REQUEST),
        (codec.read_head, HEAD),
        (codec.read_chunk, CHUNK),
        (codec.read_end, FINAL),
        (codec.read_footer, FOOTER),
    ],
)
def test_a_record_with_more_or_fewer_fields_is_told_by_its_length(
    read: Callable[[list[Any]], object], row: list[Any]
) -> None:
    for other in (row[:-1], [*row, None], row[:1]):
        assert said(read, other) == f"the field length has the value {len(other)}"
    assert said(codec.read_header, [*FIRST[:3], {}, 1]) == "the field header has the value [{}, 1]"


@pytest.mark.parametrize(
    "pairs", [[b"ab"], [[b"a"]], [[b"a", b"b", b"c"]], [["a", b"b"]], [[b"a", "b"]], [{}], [(b"a", 1)], [None]]
)
def test_a_header_that_is_no_pair_of_bytes_is_refused(pairs: list[Any]) -> None:
    shown = ascii(pairs[0])
    assert said(codec.read_head, put(HEAD, 6, pairs)) == f"the field headers has the value {shown}"


def test_a_sentence_about_a_value_stays_short() -> None:
    assert said(codec.read_request, put(REQUEST, 7, "x" * 500)) == f"the field body has the value '{'x' * 59}"
    assert said(codec.read_chunk, put(CHUNK, 5, "y" * 500)) == (
        f"the field chunk has the value {ascii(put(CHUNK, 5, 'y' * 500))[:60]}"
    )
    long = said(codec.read_head, put(HEAD, 6, [[b"n" * 99, b"\n" + b"v" * 99]]))
    name, value = ascii(b"n" * 40), ascii(b"\n" + b"v" * 39)
    assert long == f"a header field that HTTP forbids: {name}: {value}"


@pytest.mark.parametrize("place", range(1, 6))
def test_chunks_are_checked_by_type_and_range(place: int) -> None:
    good: list[list[Any]] = [[], [0, codec.MAX_INDEX], [0, codec.MAX_INT], [0, codec.MAX_INDEX], [0, 1, 2], [b"x"]]
    bad: list[list[Any]] = [
        [],
        [-1, codec.MAX_INDEX + 1, True, 1.0],
        [-1, codec.MAX_INT + 1, None],
        [-1, codec.MAX_INDEX + 1, "3"],
        [-1, 3, True],
        ["x", bytearray(b"x"), b"", None],
    ]
    for value in good[place]:
        row = put(CHUNK, place, value)
        assert codec.read_chunk(row) == tuple(row[1:])
        assert codec.read_chunks([CHUNK, row]) == tuple(zip(CHUNK[2:], row[2:], strict=True))
    for value in bad[place]:
        row = put(CHUNK, place, value)
        assert said(codec.read_chunk, row).startswith("the field chunk has the value ['chunk'")
        assert codec.read_chunks([CHUNK, row]) is None
        assert codec.read_chunks([row, CHUNK]) is None


def test_columns_are_given_only_where_every_row_is_a_chunk_that_has_bytes() -> None:
    """An empty one may be the late end of a transfer chunk: the run that has it is read one by one."""
    late = ["chunk", 1, 2, 3, 1, b""]
    assert codec.read_chunk(late) == (1, 2, 3, 1, b"")
    assert codec.read_chunks([CHUNK] * 50 + [late] + [CHUNK] * 50) is None
    assert codec.read_chunks([CHUNK, CHUNK[:-1]]) is None
    assert codec.read_chunks([CHUNK, [*CHUNK, 1]]) is None
    assert codec.read_chunks([]) is None
    assert codec.read_chunks([CHUNK] * 3) == ((2,) * 3, (3,) * 3, (0,) * 3, (b"x",) * 3)


def record(row: list[Any]) -> bytes:
    return codec.sealed(row)[0]


#: bodies that are arrays of four bytes, made so that their CRC-32 is 0 and 1
ZERO, ONE = b"\x91\xc4\x04\x1b\xd7\xb2\xc6", b"\x91\xc4\x04Z\xd1\xc3\x1d"


@pytest.mark.parametrize("value", [0.0, -0.0, False, None, "", b"", [], 1, -1, 2**32])
def test_a_checksum_is_an_integer_and_not_what_equals_one(value: object) -> None:
    assert [(row, crc) for row, crc, _ in codec.rows(io.BytesIO(msgpack.packb([ZERO, 0])))] == [([ZERO[3:]], 0)]
    assert [crc for _, crc, _ in codec.rows(io.BytesIO(msgpack.packb([ONE, 1])))] == [1]
    for body, wrong in ((ZERO, value), (ONE, True), (ONE, 1.0)):
        with pytest.raises(Malformed) as caught:
            list(codec.rows(io.BytesIO(msgpack.packb([body, wrong]))))
        assert not caught.value.torn


def test_each_way_to_be_no_record_has_its_sentence() -> None:
    def why(data: bytes) -> str:
        return said(lambda _: list(codec.rows(io.BytesIO(data))), [])

    good = record(FOOTER)
    body = msgpack.packb(FOOTER)
    assert why(msgpack.packb([body, float(zlib.crc32(body))])) == "the checksum of a record is wrong"
    assert why(msgpack.packb([body, zlib.crc32(body) ^ 1])) == "the checksum of a record is wrong"
    for wrong in (b"\x90", b"\x05", b"\x91\x05\x05"):
        assert why(good + msgpack.packb([wrong, zlib.crc32(wrong)])) == "a record is not one msgpack array"
    assert why(good + b"\xc1") == why(b"\x05") == "the bytes are no record"
    with pytest.raises(Malformed, match="the file ends in the middle of a record") as caught:
        list(codec.rows(io.BytesIO(good + good[:-1])))
    assert caught.value.torn
    lone = [*FINAL[:6], "\ud800"]
    assert said(codec.sealed, lone) == "the field text has the value not UTF-8"


def test_offsets_and_records_of_a_long_file_are_exact() -> None:
    """Records over the borders of blocks, and records behind one another in one."""
    sizes = [1, 300_000, 7, 262_144, 0, 600_000, 3]
    framed = [record(put(REQUEST, 7, b"z" * size)) for size in sizes]
    found = list(codec.rows(io.BytesIO(b"".join(framed))))
    assert [len(row[7]) for row, _, _ in found] == sizes
    ends = [sum(map(len, framed[: index + 1])) for index in range(len(framed))]
    assert [end for _, _, end in found] == ends
    assert list(codec.rows(io.BytesIO(b""))) == []


def test_limits_of_a_record_hold_as_they_are_written() -> None:
    def read(value: object) -> list[Any]:
        body = msgpack.packb([value], use_bin_type=True)
        ((row, _, _),) = codec.rows(io.BytesIO(msgpack.packb([body, zlib.crc32(body)], use_bin_type=True)))
        return row

    fits: list[Any] = [
        [0] * codec.MAX_HEADERS,
        "x" * codec.MAX_TEXT,
        {str(number): number for number in range(32)},
    ]
    over: list[Any] = [
        [0] * (codec.MAX_HEADERS + 1),
        "x" * (codec.MAX_TEXT + 1),
        {str(number): number for number in range(33)},
        msgpack.ExtType(5, b"x"),
    ]
    for value in fits:
        assert read(value) == [value]
    for value in over:
        with pytest.raises(Malformed, match="no record"):
            read(value)
    for outer in ([b"a", 1, 2], ["text", 1], [{1: 2}, 1], [msgpack.ExtType(5, b"x"), 1]):
        with pytest.raises(Malformed):
            list(codec.rows(io.BytesIO(msgpack.packb(outer))))


def test_a_record_may_have_just_as_many_bytes_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(msgpack.packb(put(CHUNK, 5, b"x" * 300), use_bin_type=True))
    chunk = Chunk(2, 3, b"x" * 300)
    monkeypatch.setattr(codec, "MAX_RECORD", size)
    assert codec.chunk_records(1, [chunk])[0] == codec.sealed(codec.chunk_row(1, chunk))[0]
    monkeypatch.setattr(codec, "MAX_RECORD", size - 1)
    sentence = f"a record has {size} bytes; {size - 1} are allowed"
    assert said(lambda _: codec.chunk_records(1, [chunk]), []) == sentence
    assert said(lambda _: codec.sealed(codec.chunk_row(1, chunk)), []) == sentence


def test_chunks_encoded_together_say_what_is_wrong_with_one() -> None:
    wrong = Chunk(-1, 7, b"abc", Mark.END)
    assert said(lambda _: codec.chunk_records(9, [wrong]), []) == (
        "the field chunk has the value ['chunk', 9, -1, 7, 1, b'abc']"
    )
    edge = [Chunk(0, 0, b"a"), Chunk(codec.MAX_INT, codec.MAX_INDEX, b"", Mark.END), Chunk(1, 1, b"b", Mark.UNPARSED)]
    for number in (0, codec.MAX_INDEX):
        assert codec.chunk_records(number, edge)[0] == b"".join(record(codec.chunk_row(number, one)) for one in edge)
    assert codec.chunk_records(1, []) == (b"", [])


def test_every_row_stands_in_the_order_of_the_format() -> None:
    origin = Origin("imported", "a.har", False, True, "n")
    assert codec.header_row(Header("t", 5, origin, ("name:x",))) == [
        "header",
        "chunktape",
        1,
        {
            "tool": "t",
            "started": 5,
            "origin": {"kind": "imported", "source": "a.har", "real_bytes": False, "real_times": True, "note": "n"},
            "redaction": ["name:x"],
        },
    ]
    pair = ((b"a", b"b"),)
    assert codec.request_row(1, Request("GET", b"/", pair, b"x", "1.0", 2)) == [
        *("request", 1, 2, "GET", b"/", "1.0", pair, b"x")
    ]
    assert codec.head_row(1, ResponseHead(2, 200, b"OK", pair)) == ["head", 1, 2, "1.1", 200, b"OK", pair]
    assert codec.chunk_row(1, Chunk(2, 3, b"x", Mark.UNPARSED)) == ["chunk", 1, 2, 3, 2, b"x"]
    assert codec.end_row(1, Ending(EndKind.RESET, 2, -1, pair, "n")) == ["end", 1, 2, None, "reset", pair, "n"]
    assert codec.end_row(1, Ending(EndKind.COMPLETE, 2, 0)) == ["end", 1, 2, 0, "complete", (), ""]
    assert codec.footer_row(Footer(3, 4, b"d")) == ["footer", 3, 4, b"d"]


def test_an_ending_that_came_with_no_read_says_so() -> None:
    assert codec.read_end(put(FINAL, 3, None))[1].read == -1
    assert codec.read_end(put(FINAL, 3, 0))[1].read == 0
    assert codec.read_end(codec.end_row(7, Ending(EndKind.RESET, 2))) == (7, Ending(EndKind.RESET, 2, -1))


@pytest.mark.parametrize("mark", [-1, 3, 4])
def test_a_mark_of_no_meaning_is_not_written(mark: int) -> None:
    chunk = Chunk(0, 0, b"x", mark)  # type: ignore[arg-type]
    with pytest.raises(Malformed):
        codec.chunk_records(1, [chunk])
    with pytest.raises(Malformed):
        codec.chunk_row(1, chunk)
