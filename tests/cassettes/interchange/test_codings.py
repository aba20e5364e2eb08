"""`cassettes.interchange.codings`: compressed bytes keep their coding, decoded ones lose it."""

import gzip
import zlib

import brotlicffi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.interchange.codings import is_text, still_in

SSE = 'data: {"t":"你好"}\n\ndata: [DONE]\n\n'.encode()
#: zstandard's frame of one raw block, by hand (RFC 8878 section 3.1.1)
ZSTD = b"\x28\xb5\x2f\xfd\x20\x05\x29\0\0hello"


def raw_deflate(data: bytes) -> bytes:
    made = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return made.compress(data) + made.flush()


ENCODERS = {
    b"gzip": gzip.compress,
    b"x-gzip": gzip.compress,
    b"deflate": zlib.compress,
    b"br": brotlicffi.compress,
}


@pytest.mark.parametrize("coding", ENCODERS)
@given(body=st.one_of(st.binary(min_size=1, max_size=200), st.text(min_size=1, max_size=200).map(str.encode)))
def test_what_is_in_a_coding_keeps_it(coding: bytes, body: bytes) -> None:
    assert still_in(ENCODERS[coding](body), [coding]) == [coding]


@given(body=st.binary(max_size=200))
def test_raw_deflate_is_deflate(body: bytes) -> None:
    assert still_in(raw_deflate(body), [b"deflate"]) == [b"deflate"]


@pytest.mark.parametrize("coding", [*ENCODERS, b"zstd", b"compress"])
@given(body=st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\r\n\t"), max_size=200))
def test_text_is_in_none(coding: bytes, body: str) -> None:
    assert still_in(body.encode(), [coding]) == [] or body == ";"


@pytest.mark.parametrize("coding", [b"gzip", b"deflate", b"zstd"])
@pytest.mark.parametrize(
    "body", [bytes(range(256)), b"\x89PNG\r\n\x1a\n" + bytes(90), b"\0", b"\xff\xfe", b"\x12" * 99]
)
def test_decoded_bytes_that_are_no_text_are_in_none(coding: bytes, body: bytes) -> None:
    assert still_in(body, [coding]) == []


def test_brotli_and_files_of_known_kinds() -> None:
    assert still_in(b"\x89PNG\r\n\x1a\n" + bytes(90), [b"br"]) == []
    assert still_in(brotlicffi.compress(b""), [b"br"]) == [b"br"]
    assert still_in("中文页面".encode("gbk"), [b"br"], b"text/html; charset=GBK") == []
    assert still_in("déjà vu".encode("latin-1"), [b"br"], b"text/plain; charset=ISO-8859-1") == []
    compressed = brotlicffi.compress("中文页面".encode("gbk") * 40)
    assert still_in(compressed, [b"br"], b"text/html; charset=gbk") == [b"br"]


def test_zstd_is_known_by_its_magic() -> None:
    assert still_in(ZSTD, [b"zstd"]) == [b"zstd"]
    assert still_in(b"\x50\x2a\x4d\x18\1\0\0\0x" + ZSTD, [b"zstd"]) == [b"zstd"]
    assert still_in(SSE, [b"zstd"]) == []


def test_several_codings_go_from_the_outermost_one_inwards() -> None:
    both = brotlicffi.compress(gzip.compress(SSE))
    assert still_in(both, [b"gzip", b"br"]) == [b"gzip", b"br"]
    assert still_in(gzip.compress(SSE), [b"gzip", b"br"]) == [b"gzip"]
    assert still_in(SSE, [b"gzip", b"br"]) == []


def test_a_coding_that_nobody_knows_stays_and_an_empty_body_is_in_none() -> None:
    assert still_in(SSE, [b"utf-8"]) == [b"utf-8"]
    assert still_in(b"", [b"gzip"]) == []


def test_a_body_that_ends_inside_a_character_is_text_all_the_same() -> None:
    assert is_text(SSE + "你".encode()[:2])
    assert is_text(b"a" * 65_535 + "你".encode())
    assert not is_text(b"\xe4\xbd")
    assert not is_text(b"a\0")
    assert is_text(b"a\0" * 40), "long enough to be no accident"


def test_a_charset_that_is_no_text_encoding_reads_nothing() -> None:
    for name in (b"bz2_codec", b"zlib_codec", b"undefined", b"rot13", b"no-such"):
        assert not is_text(b"\0x", b"text/html; charset=" + name)
    assert not is_text(b"\0" * 40_000 + b"\xff", b"text/html; charset=punycode")


def test_a_bomb_is_not_blown_up() -> None:
    assert still_in(gzip.compress(bytes(50_000_000)), [b"gzip"]) == [b"gzip"]
