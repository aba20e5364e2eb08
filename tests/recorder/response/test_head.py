"""Heads as bytes: what has one reading is read, what has none is None."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.http.lines import end_of, lines_of
from recorder.response.head import (
    framing_of,
    may_begin,
    read_response_head,
    start_of,
)


def head(*lines: bytes, status: bytes = b"HTTP/1.1 200 OK", end: bytes = b"\r\n") -> bytes:
    return end.join([status, *lines, b"", b""])


@pytest.mark.parametrize(
    ("first", "status", "reason", "version"),
    [
        (b"HTTP/1.1 200 OK", 200, b"OK", "1.1"),
        (b"HTTP/1.0 404 Not Found", 404, b"Not Found", "1.0"),
        (b"HTTP/1.1 200 ", 200, b"", "1.1"),
        (b"HTTP/1.1 200", 200, b"", "1.1"),
        (b"HTTP/1.1  200\tOK", 200, b"OK", "1.1"),
        (b"HTTP/1.1 299 \xe5\xa5\xbd", 299, b"\xe5\xa5\xbd", "1.1"),
        (b"HTTP/1.3 200 OK", 200, b"OK", "1.3"),
    ],
)
@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_status_lines(first: bytes, status: int, reason: bytes, version: str, end: bytes) -> None:
    raw = head(b"A: b", status=first, end=end)
    found = read_response_head(raw, 7)
    assert found is not None
    assert (found.at, found.status, found.reason, found.version) == (7, status, reason, version)
    assert found.headers == ((b"A", b"b"),)
    assert all(may_begin(raw[:size], 0) for size in range(len(raw)))


@pytest.mark.parametrize(
    "first",
    [
        b"HTTP/2 200", b"HTTP/2.0 200 OK", b"HTTP/0.9 200 OK", b"http/1.1 200 OK", b"HTTP/1.1 OK", b"HTTP/1.1 2x0 OK",
        b"HTTP/1.1 200OK", b"HTTP/1.1 2000", b"HTTP/1.1", b"HTTP/1.1 200 a\x01", b" HTTP/1.1 200 OK", b"ICY 200 OK",
    ],
)  # fmt: skip
def test_what_is_no_status_line_is_known_at_its_end_at_the_latest(first: bytes) -> None:
    assert not may_begin(first + b"\r\n", 0)
    assert read_response_head(head(status=first), 0) is None


def test_where_a_head_begins_and_ends() -> None:
    raw = b"\r\n\nHTTP/1.1 200 OK\r\nA: b\n\r\nbody\r\n\r\n"
    start = start_of(raw, 0)
    assert raw[start : end_of(raw, start)] == b"HTTP/1.1 200 OK\r\nA: b\n\r\n"
    assert end_of(b"HTTP/1.1 200 OK\r\nA: b\r\n \r\n", 0) == -1  # a line of blanks continues the one before it
    assert all(end_of(raw[:size], start) == -1 for size in range(start, raw.index(b"body")))


@pytest.mark.parametrize(
    ("method", "status", "lines", "framing"),
    [
        ("GET", b"200", [b"Transfer-Encoding: chunked", b"Content-Length: x"], "chunked"),
        ("GET", b"200", [b"Content-Length: 5", b"content-length: 5"], "length"),
        ("GET", b"200", [b"Content-Length: 5", b"content-length: 6"], None),
        ("GET", b"200", [b"Transfer-Encoding: identity", b"Content-Length: 5"], "length"),
        ("GET", b"200", [b"Transfer-Encoding: chunked;q=1"], None),
        ("GET", b"200", [b"Transfer-Encoding: gzip"], "close"),
        ("GET", b"200", [b"Transfer-Encoding: gzip", b"Content-Length: 5"], None),
        ("GET", b"304", [b"Content-Length: 500"], "none"),
        ("GET", b"204", [b"Transfer-Encoding: chunked"], "none"),
        ("HEAD", b"200", [b"Content-Length: 5, 6"], "none"),
        ("GET", b"103", [], "none"),
    ],
)
def test_how_a_body_ends(method: str, status: bytes, lines: list[bytes], framing: str | None) -> None:
    found = read_response_head(head(*lines, status=b"HTTP/1.1 " + status), 0)
    assert found is not None
    assert framing_of(found, method) == framing


names = st.text("AbZ-_9", min_size=1, max_size=6).map(str.encode)
words = st.binary(min_size=1, max_size=8).map(lambda raw: bytes(c if c > 0x20 and c != 0x7F else 0x61 for c in raw))


@given(
    st.lists(st.tuples(names, st.lists(words, min_size=1, max_size=4)), max_size=6),
    st.lists(st.sampled_from([b"\r\n", b"\n"]), min_size=40, max_size=40),
    st.lists(st.sampled_from([b" ", b"\t", b" \t "]), min_size=40, max_size=40),
)
def test_folds_and_line_ends_change_no_value(
    said: list[tuple[bytes, list[bytes]]], ends: list[bytes], blanks: list[bytes]
) -> None:
    """Law: a field's words, whatever stands between them, are the value joined by single spaces."""
    more, blank = iter(ends), iter(blanks)
    raw = b"HTTP/1.1 200 OK" + next(more)
    for name, parts in said:
        raw += (
            name
            + b":"
            + b"".join((b" " if index == 0 else next(more) + next(blank)) + part for index, part in enumerate(parts))
        )
        raw += next(more)
    raw += next(more)
    found = read_response_head(raw, 0)
    assert found is not None
    assert found.headers == tuple((name, b" ".join(parts).strip(b" ")) for name, parts in said)
    assert b"".join(lines_of(raw)) == raw
    assert end_of(raw, 0) == len(raw)


def test_a_status_line_may_begin_anywhere_in_a_buffer() -> None:
    before = b"HTTP/1.1 103 Early\r\n\r\n"
    for rest in (b"", b"H", b"HTTP/1.", b"HTTP/1.1 200 OK", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200\n", b"\r"):
        assert may_begin(before + rest, len(before))
        assert may_begin(rest, 0)
    for rest in (b"X", b"HTTQ", b"HTTP/2", b"HTTP/1.1 20 OK\r\n", b"\rX", b"\rHTTP/1.1", b"HTTP/1.1\n", b"\n", b"OK\n"):
        assert not may_begin(before + rest, len(before))
        assert not may_begin(rest, 0)
    assert not may_begin(b"\rX" + b"HTTP/1.1 200 OK\r\n", 0)
    assert may_begin(b"\r\nHTTP/1.1 200 OK\r\n", 2)


def test_empty_lines_before_a_head_are_stepped_over() -> None:
    for raw in (b"\r\nH", b"\nH", b"\n\r\n\r\n\nH", b"H"):
        assert start_of(raw, 0) == raw.index(b"H")
        assert start_of(b"xy" + raw, 2) == 2 + raw.index(b"H")
    assert [start_of(raw, 0) for raw in (b"\r", b"\r\n", b"\n\r", b"", b"\r\r\n")] == [0, 2, 1, 0, 0]


@pytest.mark.parametrize(("status", "read"), [(b"099", False), (b"100", True), (b"101", True), (b"999", True)])
def test_a_status_is_100_at_least(status: bytes, read: bool) -> None:
    assert (read_response_head(head(status=b"HTTP/1.1 " + status), 0) is not None) is read


@pytest.mark.parametrize("first", [b"HTTP/1.1 200 OK\x0b", b"HTTP/1.1 200 OK\x0c"])
def test_other_white_space_is_no_part_of_a_status_line(first: bytes) -> None:
    assert not may_begin(first + b"\r\n", 0)
    assert read_response_head(head(status=first), 0) is None


def test_of_several_codings_chunked_is_the_last_or_none() -> None:
    def framing(*lines: bytes) -> str | None:
        found = read_response_head(head(*lines), 0)
        assert found is not None
        return framing_of(found, "GET")

    assert framing(b"Transfer-Encoding: gzip", b"Transfer-Encoding: chunked") == "chunked"
    assert framing(b"Transfer-Encoding: gzip, Chunked") == "chunked"
    assert framing(b"Transfer-Encoding: chunked, gzip") == "close"
    assert framing(b"Transfer-Encoding: gzip, chunked;q=1") is None
    assert framing(b"Transfer-Encoding: chunked;q=1, gzip") is None
    assert framing(b"Transfer-Encoding: identity, identity") == "close"
    assert framing() == "close"


def test_a_head_with_a_line_that_is_no_field_is_none() -> None:
    assert read_response_head(head(b"A: b", b"none"), 0) is None
