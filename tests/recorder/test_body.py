"""Request bodies: whole, byte by byte, with what is pipelined behind."""

import pytest

from cassettes.errors import BadRequest, TooLarge
from recorder.body import RequestBody

CHUNKED = b"5;x=y\r\nhello\r\n1\r\n \r\n5\r\nworld\r\n0\r\nX-T: 1\r\n\r\n"


@pytest.mark.parametrize(("raw", "data", "length"), [(b"hello", b"hello", 5), (CHUNKED, b"hello world", None)])
def test_a_body_ends_where_it_ends(raw: bytes, data: bytes, length: int | None) -> None:
    whole = RequestBody(length, 100)
    assert whole.feed(raw + b"GET / HTTP/1.1\r\n") == len(raw)
    assert (whole.complete, whole.taken()) == (True, (data, raw))
    slow = RequestBody(length, 100)
    for index in range(len(raw)):
        assert not slow.complete
        assert slow.feed(raw[index : index + 1]) == 1
    assert (slow.complete, slow.taken()) == (True, (data, raw))


def test_no_body_is_complete_at_once() -> None:
    assert RequestBody(0, 0).complete


def test_limits_count_content_and_what_surrounds_it() -> None:
    with pytest.raises(TooLarge):
        RequestBody(None, 10).feed(CHUNKED)
    padded = RequestBody(None, 1000)
    with pytest.raises(TooLarge):
        padded.feed((b"1;" + b"x" * 5000 + b"\r\na\r\n") * 100)


def test_what_is_not_chunked_is_refused() -> None:
    with pytest.raises(BadRequest):
        RequestBody(None, 100).feed(b"hello")
