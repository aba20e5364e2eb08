"""The lines of a head as bytes: what is a field is read, what is none is None."""

import pytest

from cassettes.headers import MAX_HEADERS
from cassettes.http.lines import field_of, fields_of, line_end, lines_of, never_ends


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (b"A: b\r\n", (b"A", b"b")),
        (b"A: b\n", (b"A", b"b")),
        (b"A:\t b \t\r\n", (b"A", b"b")),
        (b"A:\r\n", (b"A", b"")),
        (b"A : b\r\n", (b"A", b"b")),
        (b"A:b:c\r\n", (b"A", b"b:c")),
        (b"A: b \r\n\t c\r\n", (b"A", b"b c")),
        (b"A:\r\n b\r\n", (b"A", b"b")),
        (b"A: b\n  \n c\n", (b"A", b"b c")),
        (b"A: \xe4\xbd\xa0\r\n", (b"A", b"\xe4\xbd\xa0")),
        (b"A b: c\r\n", None),
        (b"A\r\n", None),
        (b": b\r\n", None),
        (b"A: b\rc\r\n", None),
        (b"A: b\x00\r\n", None),
        (b"A: b\r\r\n", (b"A", b"b")),
    ],
)
def test_fields(line: bytes, field: tuple[bytes, bytes] | None) -> None:
    assert field_of(line) == field


def test_lines_keep_their_bytes() -> None:
    raw = b"HTTP/1.1 200 OK\nA: b\r\n c\r\n\td\nE: f\r\n\r\n"
    assert lines_of(raw) == [b"HTTP/1.1 200 OK\n", b"A: b\r\n c\r\n\td\n", b"E: f\r\n", b"\r\n"]


def test_how_a_line_ends() -> None:
    assert [line_end(line) for line in (b"A: b\r\n", b"A: b\n", b"A: b\r\n c\n", b"\r\n", b"\n")] == [
        *(b"\r\n", b"\n", b"\n", b"\r\n", b"\n")
    ]


@pytest.mark.parametrize(
    ("raw", "start", "ever"),
    [
        (b"A: b\r\nC: d\r", 0, False),
        (b"A: b\rX", 0, True),
        (b"A: b\r\n\r\rX", 0, True),
        (b"A: b\n\r\r\n", 0, True),
        (b"a\rb\r\nC: d\r\n", 3, False),
        (b"a\rb\r\nC: d\r\n", 0, True),
        (b"", 0, False),
        (b"A: b\r\r\n", 0, False),  # a line may end with several CR
    ],
)
def test_lines_that_can_not_become_fields_are_not_waited_for(raw: bytes, start: int, ever: bool) -> None:
    assert never_ends(raw, start) is ever


def test_fields_are_all_legal_and_not_too_many() -> None:
    most = [b"A: b\r\n"] * MAX_HEADERS
    assert fields_of(most) == ((b"A", b"b"),) * MAX_HEADERS
    assert fields_of([*most, b"A: b\r\n"]) is None
    assert fields_of([b"A: b\r\n", b"none\r\n"]) is None
    assert fields_of([]) == ()


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (b"A: \x0bb\r\n", None),
        (b"A: b\x0c\r\n", None),
        (b"A\x0b: b\r\n", None),
        (b"A: b\r\n \x0bc\r\n", None),
        (b"A: b\x0c\r\n c\r\n", None),
        (b"X: XbX\r\n  XcX \r\n", (b"X", b"XbX XcX")),
        (b"XAX \t: X\r\n", (b"XAX", b"X")),
        (b"\nA: b\r\n", None),
        (b"A: b\n\n", (b"A", b"b")),
    ],
)
def test_only_blanks_and_tabs_stand_around_a_value(line: bytes, field: tuple[bytes, bytes] | None) -> None:
    assert field_of(line) == field
