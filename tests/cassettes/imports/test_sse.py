"""`cassettes.imports.sse`"""

from collections.abc import Callable
from typing import Any

import pytest

from cassettes.errors import CassetteError
from cassettes.imports.sse import head_lines

Read = Callable[[str, bytes], Any]


@pytest.mark.core
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
