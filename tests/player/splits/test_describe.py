"""A cut in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.splits.describe import around


@pytest.mark.parametrize(
    ("body", "cut", "words"),
    [
        ("a你好".encode(), 3, "… e4 bd | a0 e5 …  你 cut after 2 of 3 bytes"),
        ("👍".encode(), 1, "f0 | 9f 91 …  👍 cut after 1 of 4 bytes"),
        (b"data: a\n\ndata: b", 9, "… 0a 0a | 64 61 …  ata: a\\n\\n | data: b"),
        (b"ab", 1, "61 | 62  a | b"),
        (b"\xff\xfe\xfd", 1, "ff | fe fd   | "),
        ("a\u202eb".encode(), 1, "61 | e2 80 …  a | \\u202eb"),
    ],
)
def test_around(body: bytes, cut: int, words: str) -> None:
    assert around(body, cut) == words


def test_bytes_that_are_no_text_are_hex_alone() -> None:
    assert around("a你好".encode(), 3, text=False) == "… e4 bd | a0 e5 …"


@given(st.binary(min_size=2, max_size=20), st.data())
def test_no_byte_reaches_the_terminal_as_control(body: bytes, data: st.DataObject) -> None:
    assert around(body, data.draw(st.integers(1, len(body) - 1))).isprintable()
