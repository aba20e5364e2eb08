"""Which framing, version and Connection a response gets, for every recording and client."""

from dataclasses import replace

import pytest

from cassettes.headers import Framing
from cassettes.model import Headers, ResponseHead
from player.web.heads import Way, head_bytes, header_list, way


def head(*fields: tuple[bytes, bytes], version: str = "1.1", status: int = 200) -> ResponseHead:
    return ResponseHead(0, status, b"OK", fields, version)


def framed(fields: Headers, its: Way, *, size: int | None = 5, status: int = 200) -> Headers:
    """What goes out of a head with these fields between two others, without these."""
    found = header_list(head((b"x-B", b"1"), *fields, (b"X-a", b"2"), status=status), its, body_size=size)
    names = [name for name, _ in found]
    assert names.index(b"x-B") < names.index(b"X-a")
    return tuple(field for field in found if field[0] not in (b"x-B", b"X-a"))


CODED, LENGTH = (b"transfer-ENCODING", b"Chunked"), (b"content-LENGTH", b"5")


@pytest.mark.parametrize(
    ("version", "framing", "old", "keep_alive", "expected"),
    [
        ("1.1", "chunked", False, True, Way(Framing.CHUNKED, False, "1.1")),
        ("1.1", "chunked", False, False, Way(Framing.CHUNKED, True, "1.1")),
        ("1.0", "chunked", False, True, Way(Framing.CHUNKED, False, "1.1")),
        ("1.0", "length", False, True, Way(Framing.LENGTH, True, "1.0")),
        ("1.0", "close", False, True, Way(Framing.CLOSE, True, "1.0")),
        ("1.0", "none", False, True, Way(Framing.NONE, True, "1.0")),
        ("1.1", "close", False, True, Way(Framing.CLOSE, True, "1.1")),
        ("1.1", "length", False, True, Way(Framing.LENGTH, False, "1.1")),
        ("2.0", "length", False, True, Way(Framing.LENGTH, False, "1.1")),
        ("1.1", "chunked", True, False, Way(Framing.CLOSE, True, "1.1", True)),
        ("1.0", "chunked", True, True, Way(Framing.CLOSE, True, "1.0", True)),
        ("1.1", "length", True, True, Way(Framing.LENGTH, True, "1.1", True)),
    ],
)
def test_the_way_of_a_response(version: str, framing: str, old: bool, keep_alive: bool, expected: Way) -> None:
    assert way(head(version=version), Framing(framing), old=old, keep_alive=keep_alive) == expected


@pytest.mark.parametrize(
    ("fields", "its", "expected"),
    [
        ((CODED,), Way(Framing.CHUNKED), (CODED,)),
        ((LENGTH,), Way(Framing.CHUNKED), ((b"Transfer-Encoding", b"chunked"),)),
        ((), Way(Framing.CHUNKED), ((b"Transfer-Encoding", b"chunked"),)),
        ((CODED, LENGTH), Way(Framing.CHUNKED), (CODED,)),
        ((LENGTH, CODED), Way(Framing.CHUNKED), (CODED,)),
        ((CODED, CODED), Way(Framing.CHUNKED), ((CODED[0], b"chunked"),)),
        (((CODED[0], b"identity"), LENGTH), Way(Framing.CHUNKED), ((CODED[0], b"chunked"),)),
        (((CODED[0], b"gzip"),), Way(Framing.CHUNKED), ((CODED[0], b"gzip, chunked"),)),
        (((CODED[0], b"gzip"), CODED), Way(Framing.CHUNKED), ((CODED[0], b"gzip"), CODED)),
        (((CODED[0], b"gzip"),), Way(Framing.CLOSE), ((CODED[0], b"gzip"),)),
        (((CODED[0], b"gzip"),), Way(Framing.CLOSE, old=True), ()),
        ((CODED,), Way(Framing.CLOSE, old=True), ()),
        ((CODED, LENGTH), Way(Framing.CLOSE, old=True), ()),
        ((LENGTH,), Way(Framing.LENGTH), (LENGTH,)),
        ((LENGTH, LENGTH), Way(Framing.LENGTH), (LENGTH,)),
        (((b"Content-Length", b"5, 5"),), Way(Framing.LENGTH), ((b"Content-Length", b"5"),)),
        (((b"Content-Length", b"7"),), Way(Framing.LENGTH), ((b"Content-Length", b"5"),)),
        (((CODED[0], b"identity"), LENGTH), Way(Framing.LENGTH), (LENGTH,)),
        ((LENGTH,), Way(Framing.NONE), (LENGTH,)),
        (((b"Content-Length", b"7, 7"),), Way(Framing.NONE), ((b"Content-Length", b"7"),)),
        ((CODED,), Way(Framing.NONE), (CODED,)),
        ((CODED, LENGTH), Way(Framing.NONE), (CODED,)),
        ((CODED,), Way(Framing.NONE, old=True), ()),
        ((CODED,), Way(Framing.NONE, version="1.0"), ()),
    ],
)
def test_framing_fields_follow_the_framing(fields: Headers, its: Way, expected: Headers) -> None:
    assert framed(fields, its) == expected


def test_a_length_of_a_body_that_was_cut_stays() -> None:
    assert framed((LENGTH,), Way(Framing.LENGTH), size=None) == (LENGTH,)
    assert framed(((LENGTH[0], b"x"),), Way(Framing.LENGTH), size=None) == ((LENGTH[0], b"x"),)


def test_204_has_no_framing_at_all() -> None:
    """RFC 9110 section 8.6 and RFC 9112 section 6.1: a client might wait for what they announce."""
    for fields in ((LENGTH,), (CODED,)):
        assert framed(fields, Way(Framing.NONE), status=204) == ()


def test_an_end_of_the_connection_is_said_once_where_it_was_said() -> None:
    said = head((b"A", b"1"), (b"CONNECTION", b"keep-alive"), (b"B", b"2"), (b"Connection", b"x"))
    assert header_list(said, Way(Framing.CLOSE, close=True)) == [(b"A", b"1"), (b"CONNECTION", b"close"), (b"B", b"2")]
    assert header_list(said, Way(Framing.CLOSE)) == [(b"A", b"1"), (b"B", b"2")]
    assert header_list(head((b"A", b"1")), Way(Framing.CLOSE, close=True))[-1] == (b"Connection", b"close")


def test_the_status_line_has_the_version_of_the_way() -> None:
    recorded = replace(head(version="1.0"), status=299, reason=b"Fine, Sort Of")
    assert head_bytes(recorded, [(b"a", b"b")], "1.0") == b"HTTP/1.0 299 Fine, Sort Of\r\na: b\r\n\r\n"


def test_two_lines_of_one_field_stay_two_lines() -> None:
    twice = (
        (b"Set-Cookie", b"a=1"), (b"Vary", b"A"), (b"set-cookie", b"b=2"), (b"Via", b"1.1 x"), (b"Vary", b"B"),
        (b"Via", b"1.1 y"), (b"Link", b"</a>"), (b"Link", b"</a>"), (b"WWW-Authenticate", b"A"), (b"Empty", b""),
        (b"Cache-Control", b"no-cache"), (b"Cache-Control", b"no-store"), (b"Empty", b""), (b"WWW-Authenticate", b"B"),
    )  # fmt: skip
    assert tuple(header_list(head(*twice), Way(Framing.LENGTH))) == twice
