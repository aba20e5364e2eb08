"""Rows and values: what is written is what is read, and nothing else than the format is read."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.file import codec, records
from cassettes.file.codec import Footer, NewerVersion
from cassettes.file.records import Malformed, packer
from cassettes.headers import MAX_HEADERS
from cassettes.model import Chunk, Ending, EndKind, Header, Headers, Interaction, Mark, Origin, Request, ResponseHead
from tests.support import strategies

HEADER = Header("chunktape 0", 0, Origin())
NUMBER = st.integers(0, codec.MAX_INDEX)


def back(row: list[Any]) -> list[Any]:
    """`row` through bytes; the record is read whole, byte by byte and with rubbish behind it."""
    data, crc = records.sealed(row)
    (only,) = records.rows(io.BytesIO(data))
    assert only[1:] == (crc, len(data))
    for cut in range(1, len(data)):
        with pytest.raises(Malformed) as caught:
            list(records.rows(io.BytesIO(data[:cut])))
        assert caught.value.torn
    behind = records.rows(io.BytesIO(data + b"\xc1"))
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
        lambda: codec.end_row(1, Ending(EndKind.RESET, note="x" * records.MAX_TEXT)),
        lambda: codec.end_row(1, Ending(EndKind.RESET, note="\ud800")),
        lambda: codec.head_row(1, ResponseHead(0, 200, headers=((b"a", b""),) * (MAX_HEADERS + 1))),
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
        records.sealed(write())


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


@given(number=NUMBER, one=strategies.interactions())
def test_chunks_encoded_together_are_those_encoded_one_by_one(number: int, one: Interaction) -> None:
    frames = [records.sealed(codec.chunk_row(number, chunk)) for chunk in one.chunks]
    together, crcs = codec.chunk_records(number, one.chunks)
    assert together == b"".join(data for data, _ in frames)
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
LONG = "x" * (records.MAX_TEXT // 4)


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
        ("redaction", [[], ["a"], ["a"] * MAX_HEADERS], [{}, "abc", ["a"] * (MAX_HEADERS + 1)]),
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


def test_a_record_may_have_just_as_many_bytes_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(packer()(put(CHUNK, 5, b"x" * 300)))
    chunk = Chunk(2, 3, b"x" * 300)
    monkeypatch.setattr(records, "MAX_RECORD", size)
    monkeypatch.setattr(codec, "MAX_RECORD", size)
    assert codec.chunk_records(1, [chunk])[0] == records.sealed(codec.chunk_row(1, chunk))[0]
    monkeypatch.setattr(records, "MAX_RECORD", size - 1)
    monkeypatch.setattr(codec, "MAX_RECORD", size - 1)
    sentence = f"a record has {size} bytes; {size - 1} are allowed"
    assert said(lambda _: codec.chunk_records(1, [chunk]), []) == sentence
    assert said(lambda _: records.sealed(codec.chunk_row(1, chunk)), []) == sentence


def test_chunks_encoded_together_say_what_is_wrong_with_one() -> None:
    wrong = Chunk(-1, 7, b"abc", Mark.END)
    assert said(lambda _: codec.chunk_records(9, [wrong]), []) == (
        "the field chunk has the value ['chunk', 9, -1, 7, 1, b'abc']"
    )
    edge = [Chunk(0, 0, b"a"), Chunk(codec.MAX_INT, codec.MAX_INDEX, b"", Mark.END), Chunk(1, 1, b"b", Mark.UNPARSED)]
    for number in (0, codec.MAX_INDEX):
        alone = [records.sealed(codec.chunk_row(number, one))[0] for one in edge]
        assert codec.chunk_records(number, edge)[0] == b"".join(alone)
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
