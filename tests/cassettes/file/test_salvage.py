"""A sound record is found wherever it begins; noise, and a file made to keep us busy, cost little."""

import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cassettes.file import codec
from cassettes.file.records import sealed
from cassettes.file.salvage import BUDGET, sound_record_in
from cassettes.model import Chunk


@given(
    noise=st.binary(max_size=300),
    size=st.sampled_from([1, 100, 240, 256, 70_000]),
    number=st.integers(0, 300),
    behind=st.binary(max_size=3),
)
@example(noise=b"\x92\xc6\x00", size=1, number=0, behind=b"")  # whose length would be the record's first bytes
def test_a_whole_record_is_found_behind_anything(noise: bytes, size: int, number: int, behind: bytes) -> None:
    record, _ = sealed(codec.chunk_row(number, Chunk(1, 1, b"x" * size)))
    assert sound_record_in(noise + record + behind)
    assert not sound_record_in(record[:-1])
    assert not sound_record_in(record[1:])


def test_no_beginning_of_a_record_is_one() -> None:
    record, _ = sealed(codec.chunk_row(1, Chunk(1, 1, b"x" * 20)))
    assert [size for size in range(len(record) + 1) if sound_record_in(record[:size])] == [len(record)]


def test_a_file_with_more_beginnings_than_may_be_checked_counts_as_damaged() -> None:
    many = b"\x92\xc6\x00\x07\x00\x00\x96\xa5" * (1 << 17)
    assert sound_record_in(many)
    assert not sound_record_in(many[: 64 << 10])


@given(noise=st.binary(max_size=300))
def test_noise_is_none(noise: bytes) -> None:
    assert not sound_record_in(noise)


@pytest.mark.parametrize("start", [b"\x92\xc6\x00\x07\x00\x00\x96\xa5", b"\x92\xc4\xff\x96\xa5", b"\x92"])
def test_a_file_full_of_beginnings_takes_bounded_work(start: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    checksummed = 0
    real = zlib.crc32

    def crc32(data: bytes) -> int:
        nonlocal checksummed
        checksummed += len(data)
        return real(data)

    monkeypatch.setattr("zlib.crc32", crc32)
    sound_record_in(start * ((1 << 20) // len(start)))
    assert checksummed <= BUDGET
