"""Reading a header list."""

import pytest

from cassettes.headers import codings, delimited_by, keeps_alive, length_of, tokens, values
from cassettes.model import Headers

pytestmark = pytest.mark.core


def fields(*pairs: tuple[bytes, bytes]) -> Headers:
    return pairs


def test_repeated_fields_in_any_case_are_one_list() -> None:
    both = fields((b"Connection", b"Close , x"), (b"A", b"b"), (b"connection", b"Y,,"))
    assert values(both, b"connection") == [b"Close , x", b"Y,,"]
    assert tokens(both, b"connection") == [b"close", b"x", b"y"]


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
