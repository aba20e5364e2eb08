"""`cassettes.interchange.sse`"""

from collections.abc import Callable
from typing import Any

import pytest

from cassettes.errors import CassetteError
from cassettes.interchange.sse import head_lines

Read = Callable[[str, bytes], Any]


def test_the_file_is_the_body(read_bytes: Read) -> None:
    data = '\ufeff: ping\n\nid:1\nevent:result\n:HTTP_STATUS/200\ndata:{"t":"你"}\n\ndata: [DONE]\n\n'.encode()
    header, imported = read_bytes("sse", data)
    (one,) = imported.interactions
    assert one.body == data
    assert len(one.chunks) == 3
    assert one.head.values(b"content-type") == [b"text/event-stream"]
    assert (header.origin.source, header.origin.real_bytes, header.origin.real_times) == ("file.in", True, False)


@pytest.mark.parametrize("eol", [b"\n", b"\r\n"])
def test_heads_that_curl_i_saves_are_taken_off(eol: bytes, read_bytes: Read) -> None:
    data = eol.join(
        [
            b"HTTP/1.1 302 Found",
            b"Location: /x",
            b"",
            b"HTTP/2 206 ",
            b"content-type: text/event-stream",
            b"x: y",
            b"",
            b"data: a",
        ]
    )
    one = read_bytes("sse", data + b"\n\n")[1].interactions[0]
    assert (one.head.status, one.head.reason, one.body) == (206, b"", b"data: a\n\n")
    assert one.head.values(b"x") == [b"y"]


def test_a_stream_that_was_cut_off_keeps_its_last_bytes(read_bytes: Read) -> None:
    assert read_bytes("sse", b"data: a\n\ndata: b")[1].interactions[0].body == b"data: a\n\ndata: b"


@pytest.mark.parametrize(
    "data", [b"hello: world\n", b'{"a":1}\n{"b":2}\n', b": only a comment\n\n", b"HTTP/1.1 200 OK\r\n\r\n"]
)
def test_files_without_events(data: bytes, read_bytes: Read) -> None:
    with pytest.raises(CassetteError, match="no server-sent event"):
        read_bytes("sse", data)


def test_header_lines() -> None:
    assert head_lines(b"A: b\r\nno colon\r\nC:d:e\n: x\n") == ((b"A", b"b"), (b"C", b"d:e"))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("head", ["", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nX-A: 1\r\n\r\n"])
def test_a_file_of_powershell_is_read_by_its_byte_order_mark(encoding: str, head: str, read_bytes: Read) -> None:
    """Its `>` writes UTF-16 and every line end as CRLF: the events are there, their bytes are not those of the wire."""
    body = 'data: {"t":"你🙂"}\r\n\r\ndata: [DONE]\r\n\r\n'
    header, imported = read_bytes("sse", ("\ufeff" + head + body).encode(encoding))
    (one,) = imported.interactions
    assert one.body == body.encode()
    assert len(one.chunks) == 2
    assert one.head.status == (201 if head else 200)
    assert not header.origin.real_bytes
    assert f"converted from {encoding}" in header.origin.note


def test_a_mark_of_utf_8_before_a_head_is_none_of_the_body(read_bytes: Read) -> None:
    header, imported = read_bytes("sse", b"\xef\xbb\xbfHTTP/2 200 \r\nX-A: 1\r\n\r\ndata: x\n\n")
    assert imported.interactions[0].body == b"data: x\n\n"
    assert header.origin.real_bytes


def test_a_utf_16_file_that_is_cut_in_a_character(read_bytes: Read) -> None:
    data = "\ufeffdata: x\n\ndata: 你".encode("utf-16-le")[:-1]
    assert read_bytes("sse", data)[1].interactions[0].body == "data: x\n\ndata: \ufffd".encode()


def test_what_curl_has_decompressed_is_in_no_coding(read_bytes: Read) -> None:
    """`curl -i --compressed` writes the head of the wire and the body behind it decoded."""
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 3\r\n\r\n"
    (one,) = read_bytes("sse", head + b"data: x\n\n")[1].interactions
    assert one.head.headers == ((b"Transfer-Encoding", b"chunked"),)


def test_a_file_that_ends_behind_an_interim_head(read_bytes: Read) -> None:
    (one,) = read_bytes("sse", b"HTTP/1.1 100 Continue\r\n\r\ndata: x\n\n")[1].interactions
    assert (one.head.status, one.body) == (200, b"data: x\n\n")
