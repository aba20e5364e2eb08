"""`cassettes.interchange.bom`"""

import pytest

from cassettes.interchange.bom import as_utf8


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_mark_decides(encoding: str) -> None:
    assert as_utf8("\ufeffdata: 你🙂".encode(encoding)) == ("data: 你🙂".encode(), encoding)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbfx", b"d\0a\0", b"\xff", b"\xfe\xfe"])
def test_bytes_without_one_stay(data: bytes) -> None:
    assert as_utf8(data) == (data, "")


@pytest.mark.parametrize("tail", [b"\0", b"\x00\xd8", b"\x00\xdcx\0"])
def test_what_is_no_text_does_not_raise(tail: bytes) -> None:
    text, encoding = as_utf8(b"\xff\xfea\0" + tail)
    assert (text[:1], encoding) == (b"a", "utf-16-le")
    text.decode()
