"""The bytes of records: no bytes at all raise anything but `Malformed`, and none takes more memory than it has."""

import io
import tracemalloc
import zlib
from typing import Any

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.file import codec, records
from cassettes.file.records import Malformed
from cassettes.headers import MAX_HEADERS
from cassettes.model import Chunk

FOOTER: list[Any] = ["footer", 1, 5, b"d"]


def test_a_record_over_the_limit_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MAX_RECORD", 1000)
    records.sealed(codec.chunk_row(1, Chunk(0, 0, b"x" * 900)))
    with pytest.raises(Malformed, match="1000 are allowed"):
        records.sealed(codec.chunk_row(1, Chunk(0, 0, b"x" * 1000)))


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
        list(records.rows(io.BytesIO(msgpack.packb(value))))
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
            list(records.rows(io.BytesIO(claim + b"x" * 100)))
        assert tracemalloc.get_traced_memory()[1] < 16 * 2**20
    finally:
        tracemalloc.stop()


@given(data=st.binary(max_size=60))
def test_no_bytes_at_all_raise_anything_else(data: bytes) -> None:
    try:
        list(records.rows(io.BytesIO(data)))
    except Malformed:
        pass


def record(row: list[Any]) -> bytes:
    return records.sealed(row)[0]


#: bodies that are arrays of four bytes, made so that their CRC-32 is 0 and 1
ZERO, ONE = b"\x91\xc4\x04\x1b\xd7\xb2\xc6", b"\x91\xc4\x04Z\xd1\xc3\x1d"


@pytest.mark.parametrize("value", [0.0, -0.0, False, None, "", b"", [], 1, -1, 2**32])
def test_a_checksum_is_an_integer_and_not_what_equals_one(value: object) -> None:
    assert [(row, crc) for row, crc, _ in records.rows(io.BytesIO(msgpack.packb([ZERO, 0])))] == [([ZERO[3:]], 0)]
    assert [crc for _, crc, _ in records.rows(io.BytesIO(msgpack.packb([ONE, 1])))] == [1]
    for body, wrong in ((ZERO, value), (ONE, True), (ONE, 1.0)):
        with pytest.raises(Malformed) as caught:
            list(records.rows(io.BytesIO(msgpack.packb([body, wrong]))))
        assert not caught.value.torn


def test_each_way_to_be_no_record_has_its_sentence() -> None:
    def why(data: bytes) -> str:
        with pytest.raises(Malformed) as caught:
            list(records.rows(io.BytesIO(data)))
        assert not caught.value.torn
        return str(caught.value)

    good = record(FOOTER)
    body = msgpack.packb(FOOTER)
    assert why(msgpack.packb([body, float(zlib.crc32(body))])) == "the checksum of a record is wrong"
    assert why(msgpack.packb([body, zlib.crc32(body) ^ 1])) == "the checksum of a record is wrong"
    for wrong in (b"\x90", b"\x05", b"\x91\x05\x05"):
        assert why(good + msgpack.packb([wrong, zlib.crc32(wrong)])) == "a record is not one msgpack array"
    assert why(good + b"\xc1") == why(b"\x05") == "the bytes are no record"
    with pytest.raises(Malformed, match="the file ends in the middle of a record") as caught:
        list(records.rows(io.BytesIO(good + good[:-1])))
    assert caught.value.torn
    with pytest.raises(Malformed, match="the field text has the value not UTF-8"):
        records.sealed(["\ud800"])


def test_offsets_and_records_of_a_long_file_are_exact() -> None:
    """Records over the borders of blocks, and records behind one another in one."""
    sizes = [1, 300_000, 7, 262_144, 0, 600_000, 3]
    framed = [record(["body", b"z" * size]) for size in sizes]
    found = list(records.rows(io.BytesIO(b"".join(framed))))
    assert [len(row[1]) for row, _, _ in found] == sizes
    ends = [sum(map(len, framed[: index + 1])) for index in range(len(framed))]
    assert [end for _, _, end in found] == ends
    assert list(records.rows(io.BytesIO(b""))) == []


def test_limits_of_a_record_hold_as_they_are_written() -> None:
    def read(value: object) -> list[Any]:
        body = msgpack.packb([value], use_bin_type=True)
        ((row, _, _),) = records.rows(io.BytesIO(msgpack.packb([body, zlib.crc32(body)], use_bin_type=True)))
        return row

    fits: list[Any] = [
        [0] * MAX_HEADERS,
        "x" * records.MAX_TEXT,
        {str(number): number for number in range(32)},
    ]
    over: list[Any] = [
        [0] * (MAX_HEADERS + 1),
        "x" * (records.MAX_TEXT + 1),
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
            list(records.rows(io.BytesIO(msgpack.packb(outer))))


def test_a_kept_packer_forgets_a_row_that_it_could_not_pack() -> None:
    pack = records.packer()
    whole = records.sealed(["footer", 1, 2, "x"], pack)
    with pytest.raises(records.Malformed):
        records.sealed(["footer", 1, 2, "\ud800"], pack)
    assert records.sealed(["footer", 1, 2, "x"], pack) == whole == records.sealed(["footer", 1, 2, "x"])
