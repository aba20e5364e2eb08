"""Frames depend on the bytes alone: every case is run whole, byte by byte, in every two pieces, and with a tail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.framing import BOM, Dialect, Frame, FrameScanner, dialect_of, frames_of

DIALECTS: tuple[Dialect, ...] = ("sse", "ndjson", "text", "binary")


def fed(pieces: list[bytes], dialect: Dialect) -> list[Frame]:
    scanner = FrameScanner(dialect)
    return [frame for piece in pieces for frame in scanner.feed(piece)] + scanner.flush()


def spelled(frames: list[Frame] | tuple[Frame, ...], body: bytes) -> list[tuple[str, bytes]]:
    return [(kind if complete else kind + "…", body[start:end]) for start, end, kind, complete in frames]


CASES: list[tuple[str, Dialect, list[tuple[str, bytes]]]] = [
    ("empty", "sse", []),
    ("lf", "sse", [("event", b"data: a\n\n"), ("event", b"data: b\n\n")]),
    ("crlf", "sse", [("event", b"data: a\r\n\r\n"), ("event", b"data: b\r\n\r\n")]),
    ("cr", "sse", [("event", b"data: a\r\r"), ("event", b"data: b\r\r")]),
    ("cr then nothing", "sse", [("event", b"data: a\r\r")]),
    ("lf and cr mixed", "sse", [("event", b"data: a\n\r"), ("event", b"data: b\r\n\n"), ("event", b"data: c\r\r\n")]),
    ("bom", "sse", [("event", BOM + b"data: a\n\n"), ("event", b"data: b\n\n")]),
    ("bom before blank lines", "sse", [("blank", BOM + b"\n\r\n"), ("event", b"data: b\n\n")]),
    ("bom alone", "sse", [("event…", BOM)]),
    ("bom in the middle is text", "sse", [("event", b"data: a\n\n"), ("event", BOM + b"data: b\n\n")]),
    ("comments", "sse", [("comment", b": keep-alive\n\n"), ("comment", b":\n:\r\n\n"), ("event", b"data: a\n\n")]),
    ("comment inside an event", "sse", [("event", b"id:1\nevent:result\n:HTTP_STATUS/200\ndata:{}\n\n")]),
    ("comment first, then a field", "sse", [("event", b": c\ndata: a\n\n")]),
    ("multi-line data", "sse", [("event", b"data: a\ndata: b\ndata\n\n")]),
    ("id only, retry only", "sse", [("event", b"id: 1\n\n"), ("event", b"retry: 3000\n\n")]),
    ("blank lines between", "sse", [("blank", b"\n\n"), ("event", b"data: a\n\n"), ("blank", b"\n\r\n\r")]),
    ("a space is no blank line", "sse", [("event", b"data: a\n \ndata: b\n\n")]),
    ("no blank line at the end", "sse", [("event", b"data: a\n\n"), ("event…", b"data: b\n")]),
    ("no line end at the end", "sse", [("event", b"data: a\n\n"), ("event…", b"data: b")]),
    ("unfinished comment", "sse", [("comment…", b": wa")]),
    ("not utf-8", "sse", [("event", b"data: \xff\xe4\n\n")]),
    ("records", "ndjson", [("record", b'{"a":1}\n'), ("record", b'{"b":2}\r\n'), ("record…", b'{"c"')]),
    ("blank records", "ndjson", [("blank", b"\n\r\n"), ("record", b"1\n"), ("blank", b"\r\n\n"), ("record", b"\r2\n")]),
    ("cr at the end", "ndjson", [("record", b"1\n"), ("blank", b"\n"), ("record…", b"\r")]),
    ("lines", "text", [("text", b"a\n"), ("text", b"b\r\n\r\n"), ("text", b"c\r"), ("text…", b"d")]),
    ("blank first", "text", [("blank", b"\n\r"), ("text", b"a\n\n\n")]),
    ("binary is one frame", "binary", [("binary", b"\x00\n\n\xff\r")]),
]
ids = [f"{dialect}: {name}" for name, dialect, _ in CASES]


@pytest.mark.parametrize(("name", "dialect", "expected"), CASES, ids=ids)
def test_frames_whole_bytewise_and_in_every_two_pieces(
    name: str, dialect: Dialect, expected: list[tuple[str, bytes]]
) -> None:
    body = b"".join(data for _, data in expected)

    assert spelled(frames_of(body, dialect), body) == expected
    assert spelled(fed([body[i : i + 1] for i in range(len(body))], dialect), body) == expected
    for cut in range(len(body) + 1):
        assert spelled(fed([body[:cut], b"", body[cut:]], dialect), body) == expected


@pytest.mark.parametrize(("name", "dialect", "expected"), CASES, ids=ids)
def test_trailing_bytes_do_not_change_the_frames_before_them(
    name: str, dialect: Dialect, expected: list[tuple[str, bytes]]
) -> None:
    if dialect == "binary" or any(kind.endswith("…") for kind, _ in expected):
        return  # what is not finished takes the bytes behind it
    body = b"".join(data for _, data in expected)
    longer = body + b"x"

    assert spelled(frames_of(longer, dialect), longer)[:-1] == expected


def test_an_event_is_handed_out_with_its_last_byte() -> None:
    scanner = FrameScanner("sse")

    assert scanner.feed(b"data: a\r\n\r") == []
    assert scanner.feed(b"\n") == [Frame(0, 11, "event")]
    assert scanner.feed(b"data: b\n") == []
    assert scanner.feed(b"\ndata: c\r") == [Frame(11, 20, "event")]


def test_an_event_that_ends_in_cr_waits_for_one_more_byte() -> None:
    scanner = FrameScanner("sse")

    assert scanner.feed(b"data: a\r\r") == []
    assert scanner.feed(b"d") == [Frame(0, 9, "event")]


def test_an_ndjson_record_is_handed_out_with_its_newline() -> None:
    scanner = FrameScanner("ndjson")

    assert scanner.feed(b'{"a":') == []
    assert scanner.feed(b"1}\n{") == [Frame(0, 8, "record")]


@pytest.mark.parametrize("body", [b"\n" * 300_000, b"data: " + b"x" * 300_000, b":\n" * 150_000, b"data: a\n" * 40_000])
def test_one_byte_at_a_time_stays_linear(body: bytes) -> None:
    """Quadratic work would be 10^10 steps here: the time limit of the test is the failure mode."""
    assert fed([body[i : i + 1] for i in range(len(body))], "sse")[-1].end == len(body)


@pytest.mark.parametrize(
    ("content_type", "body", "dialect"),
    [
        (b"text/event-stream", b"", "sse"),
        (b"Text/Event-Stream;charset=utf-8", b'{"error":1}', "sse"),
        (b"application/x-ndjson", b"", "ndjson"),
        (b"application/jsonl; charset=utf-8", b"x", "ndjson"),
        (b"image/png", b"data: x\n\n", "binary"),
        (b"", b"data: x\n\n", "sse"),
        (b"text/plain", BOM + b"\r\nevent: x\n\n", "sse"),
        (b"", b": ping\n\n", "sse"),
        (b"", b"database\n", "text"),
        (b"application/json", b'{"a":1}\n{"a":2}\n', "ndjson"),
        (b"application/json", b'{"a":1}', "ndjson"),
        (b"application/json", b'{\n "a": 1\n}', "text"),
        (b"text/plain", "你好".encode(), "text"),
        (b"text/plain", b"", "text"),
        (b"application/octet-stream", b"\xff\xfe", "binary"),
        (b"text/plain", b"a\0b", "binary"),
        (b"", b"\x1f\x8b\x08", "binary"),
        (b"", b"\r\n" * 40_000 + b"data: x", "text"),  # and no backtracking
        (b"", b"\r\n \t" * 20_000, "text"),
        (b"", b"x" * 65_535 + "你".encode(), "text"),
    ],
)
def test_dialect_of(content_type: bytes, body: bytes, dialect: Dialect) -> None:
    assert dialect_of(content_type, body) == dialect


@given(st.binary(), st.binary())
def test_dialect_of_never_fails(content_type: bytes, body: bytes) -> None:
    assert dialect_of(content_type, body) in DIALECTS
