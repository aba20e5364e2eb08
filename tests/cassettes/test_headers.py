"""Reading a header list."""

import pytest

from cassettes.headers import (
    codings,
    content_codings,
    delimited_by,
    is_chunked,
    is_encoded,
    joined,
    keeps_alive,
    length_of,
    tokens,
    values,
)
from cassettes.model import Headers


def fields(*pairs: tuple[bytes, bytes]) -> Headers:
    return pairs


def test_repeated_fields_in_any_case_are_one_list() -> None:
    both = fields((b"Connection", b"Close , x"), (b"A", b"b"), (b"connection", b"Y,,"))
    assert values(both, b"connection") == [b"Close , x", b"Y,,"]
    assert joined(both, b"connection") == b"Close , x,Y,,"
    assert tokens(both, b"connection") == [b"close", b"x", b"y"]
    assert joined(both, b"b") == b""


@pytest.mark.parametrize(
    ("coding", "length", "framing"),
    [
        ([b"chunked"], [], "chunked"),
        ([b"CHUNKED"], [b"5"], "chunked"),
        ([b"gzip, chunked"], [], "chunked"),
        ([b"gzip", b"chunked"], [], "chunked"),
        ([b"chunked", b"chunked"], [], "chunked"),
        ([b"chunked, identity"], [], "chunked"),
        ([b"chunked, gzip"], [b"5"], "close"),
        ([b"gzip"], [b"5"], "close"),
        ([b"identity"], [b"5"], "length"),
        ([b"Identity"], [], "close"),
        ([b""], [b"5"], "length"),
        ([], [b"5"], "length"),
        ([], [], "close"),
    ],
)
def test_what_ends_a_body(coding: list[bytes], length: list[bytes], framing: str) -> None:
    said = [(b"transfer-ENCODING", value) for value in coding] + [(b"content-LENGTH", value) for value in length]
    assert delimited_by(tuple(said)) == framing


def test_identity_is_no_coding() -> None:
    assert codings(fields((b"Transfer-Encoding", b"identity, gzip, Identity"))) == [b"gzip"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ([], []),
        ([b""], []),
        ([b"identity"], []),
        ([b"Identity , ,IDENTITY"], []),
        ([b" GZIP , identity,, br "], [b"gzip", b"br"]),
        ([b"identity", b"br"], [b"br"]),
        ([b"\tgzip\t"], [b"gzip"]),
    ],
)
def test_content_codings_are_split_at_commas_and_identity_is_none(said: list[bytes], found: list[bytes]) -> None:
    named = tuple((b"CONTENT-Encoding", value) for value in said)
    assert content_codings(named) == found
    assert is_encoded(named) is bool(found)


def test_chunked_in_any_place_of_any_field() -> None:
    assert is_chunked(fields((b"TRANSFER-encoding", b"gzip"), (b"transfer-encoding", b"Chunked, gzip")))
    assert not is_chunked(fields((b"transfer-encoding", b"gzip, identity"), (b"te", b"chunked")))


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ([b"5"], 5),
        ([b"5", b"5"], 5),
        ([b"5, 5"], 5),
        ([b"5,5,", b" 05 "], 5),
        ([b"0"], 0),
        ([b"5", b"6"], None),
        ([b"5, 6"], None),
        ([b""], None),
        ([b"+5"], None),
        ([b"-5"], None),
        ([b"0x5"], None),
        ([b"5 5"], None),
        ([b"5;"], None),
        ([b"\xb2"], None),
        ([b"9" * 30], None),
        ([], None),
    ],
)
def test_a_length_is_one_number_however_often_it_is_said(lengths: list[bytes], expected: int | None) -> None:
    assert length_of(tuple((b"Content-Length", value) for value in lengths)) == expected


@pytest.mark.parametrize(
    ("version", "said", "stays"),
    [
        ("1.1", [], True),
        ("1.1", [(b"Connection", b"x, Close")], False),
        ("1.1", [(b"Connection", b"keep-alive"), (b"Connection", b"close")], False),
        ("1.2", [], True),
        ("1.0", [], False),
        ("1.0", [(b"Connection", b"Keep-Alive")], True),
        ("1.0", [(b"Connection", b"keep-alive, close")], False),
        ("1.0", [(b"Connection", b"keep-alive"), (b"Transfer-Encoding", b"chunked")], False),
    ],
)
def test_whether_a_connection_goes_on(version: str, said: list[tuple[bytes, bytes]], stays: bool) -> None:
    assert keeps_alive(version, tuple(said)) is stays
