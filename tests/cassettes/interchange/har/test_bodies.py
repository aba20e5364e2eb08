"""`cassettes.interchange.har.bodies`: the bytes behind texts, params and joined fields."""

import base64
import gzip
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.interchange.har.bodies import Body, response_body
from cassettes.interchange.har.nodes import Node
from tests.cassettes.interchange.har.har_files import har, with_request, with_response

Read = Callable[[str, bytes], Any]


def cookies_of(*fields: str, listed: list[str] | None = None, read_bytes: Read) -> list[bytes]:
    made = with_response(
        headers=[{"name": "set-cookie", "value": field} for field in fields],
        cookies=[{"name": name, "value": ""} for name in listed or []],
    )
    (one,) = read_bytes("har", har(made))[1].interactions
    return [value for name, value in one.head.headers if name.lower() == b"set-cookie"]


@pytest.mark.parametrize("joint", ["\n", "\r\n", ", "])
def test_joined_cookies_are_fields_of_their_own(joint: str, read_bytes: Read) -> None:
    parts = ["a=1; Expires=Wed, 09 Jun 2027 10:18:14 GMT; Path=/", "b=2; Path=/", "c=3; HttpOnly"]
    found = cookies_of(joint.join(parts), read_bytes=read_bytes)
    assert [value.partition(b"=")[0] for value in found] == [b"a", b"b", b"c"]
    assert found[0].endswith(b"Expires=Wed, 09 Jun 2027 10:18:14 GMT; Path=/")
    assert cookies_of("a=1, x=2", listed=["a"], read_bytes=read_bytes) == [b"a=***"]


def test_other_fields_are_split_at_line_feeds_only(read_bytes: Read) -> None:
    made = with_response(headers=[{"name": "X-A", "value": "1, b=2\n3"}, {"name": "Vary", "value": ""}])
    (one,) = read_bytes("har", har(made))[1].interactions
    assert one.head.headers[:3] == ((b"X-A", b"1, b=2"), (b"X-A", b"3"), (b"Vary", b""))


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("data", "more", "body"),
    [
        ({"mimeType": FORM, "params": [{"name": "q", "value": "hi there"}], "text": ""}, {}, b"q=hi+there"),
        ({"mimeType": FORM, "params": [{"name": "q", "value": "hi there"}]}, {"bodySize": 12}, b"q=hi%20there"),
        ({"mimeType": FORM, "params": [{"name": "q", "value": "hi%20there"}]}, {"bodySize": -1}, b"q=hi%20there"),
        ({"mimeType": FORM, "params": [{"name": "q", "value": "5%"}]}, {}, b"q=5%25"),
        ({"mimeType": FORM, "params": [{"name": "a&b", "value": "你"}]}, {}, b"a%26b=%E4%BD%A0"),
        (
            {
                "mimeType": "multipart/form-data; boundary=XX",
                "params": [
                    {"name": "q", "value": "hi"},
                    {"name": "f", "fileName": "x.txt", "contentType": "text/plain", "value": "abc"},
                ],
            },
            {},
            b'--XX\r\nContent-Disposition: form-data; name="q"\r\n\r\nhi\r\n'
            b'--XX\r\nContent-Disposition: form-data; name="f"; filename="x.txt"\r\nContent-Type: text/plain\r\n\r\n'
            b"abc\r\n--XX--\r\n",
        ),
    ],
)
def test_request_bodies_written_again_from_params(
    data: dict[str, Any], more: dict[str, Any], body: bytes, read_bytes: Read
) -> None:
    header, imported = read_bytes("har", har(with_request(postData=data, **more)))
    assert imported.interactions[0].request.body == body
    assert not header.origin.real_bytes
    assert "request bodies written again from params: 1" in header.origin.note


@pytest.mark.parametrize(
    ("data", "body"),
    [
        ({"mimeType": FORM, "text": "q=hi+there", "params": [{"name": "q", "value": "x"}]}, b"q=hi+there"),
        # Firefox puts the head of the upload stream before the form
        ({"mimeType": FORM, "text": f"Content-Type: {FORM}\r\nContent-Length: 3\r\n\r\na=1"}, b"a=1"),
        ({"mimeType": "x", "text": "//8=", "encoding": "base64"}, b"\xff\xff"),
        ({"mimeType": "text/plain; charset=gbk", "text": "你好"}, "你好".encode("gbk")),
        (None, b""),
    ],
)
def test_request_bodies_with_their_text(data: object, body: bytes, read_bytes: Read) -> None:
    header, imported = read_bytes("har", har(with_request(postData=data)))
    assert imported.interactions[0].request.body == body
    assert header.origin.real_bytes


def test_a_request_whose_body_was_not_saved_is_said(read_bytes: Read) -> None:
    """Playwright's `text` of a binary body is empty, and a multipart one has no `postData` at all."""
    made = with_request(postData={"mimeType": "application/octet-stream", "text": "", "params": []}, bodySize=3)
    _, imported = read_bytes("har", har(made))
    assert imported.notes == (
        "Requests whose body was not saved: 1. They are imported without it, so play them with --match any.",
    )


def body_of(content: dict[str, Any], *headers: tuple[str, str], read_bytes: Read) -> tuple[bytes, list[bytes]]:
    fields = [{"name": name, "value": value} for name, value in headers]
    _, imported = read_bytes("har", har(with_response(content=content, headers=fields)))
    (one,) = imported.interactions
    return one.body, [name.lower() for name, _ in one.head.headers]


GZIPPED = gzip.compress(b"data: a\n\n", mtime=0)


@pytest.mark.parametrize(
    ("coding", "data", "kept"),
    [
        ("gzip", GZIPPED, True),
        ("gzip", b"data: a\n\n", False),
        ("deflate", zlib.compress(b"data: a\n\n"), True),
        ("deflate", zlib.compress(b"data: a\n\n", wbits=-15), True),
        ("deflate", b"data: a\n\n", False),
        ("zstd", b"\x28\xb5\x2f\xfd\0", True),
        ("br", b"data: a\n\n", False),
        ("identity", b"data: a\n\n", False),
    ],
)
def test_a_coding_stays_only_where_the_body_is_in_it(coding: str, data: bytes, kept: bool, read_bytes: Read) -> None:
    content = {"size": -1, "text": base64.b64encode(data).decode(), "encoding": "base64"}
    body, names = body_of(content, ("Content-Encoding", coding), ("Content-Length", "999"), read_bytes=read_bytes)
    assert body == data
    assert (b"content-encoding" in names) is kept
    assert b"content-length" not in names


@pytest.mark.parametrize("text", ["ZGF0\r\nYTogYQoK", "ZGF0YTogYQoK", " ZGF0YTogYQoK\n"])
def test_base64_in_lines(text: str, read_bytes: Read) -> None:
    assert body_of({"text": text, "encoding": "base64"}, read_bytes=read_bytes)[0] == b"data: a\n\n"
    assert body_of({"text": "_-8", "encoding": "BASE64"}, read_bytes=read_bytes)[0] == b"\xff\xef"


def test_chunk_framing_that_a_tool_left_in(read_bytes: Read) -> None:
    framed = ("Transfer-Encoding", "chunked")
    assert body_of({"text": "5\r\nhello\r\n0\r\n\r\n"}, framed, read_bytes=read_bytes)[0] == b"hello"
    assert body_of({"text": "5\r\nhello\r\n0\r\n\r\nmore"}, framed, read_bytes=read_bytes)[0].startswith(b"5")
    assert body_of({"text": "5\r\nhello\r\n0\r\n\r\n"}, read_bytes=read_bytes)[0].startswith(b"5")


@pytest.mark.parametrize(
    ("kind", "text", "body"),
    [
        ("text/event-stream", "data: 你 🙂\n\n", "data: 你 🙂\n\n".encode()),
        # what Chromium hands out for an event stream without a charset: windows-1252
        ("text/event-stream", "data: ä½\xa0å¥½ ä¸–\n\n", "data: 你好 世\n\n".encode()),
        ("text/event-stream", "data: \x9d\u201a\ufffd\n\n", "data: \x9d\u201a\ufffd\n\n".encode()),
        ("text/event-stream; charset=utf-8", "data: ä½\xa0\n\n", "data: ä½\xa0\n\n".encode()),
        ("text/event-stream", "data: café\n\n", "data: café\n\n".encode()),
        ("application/json", "Ã©", "Ã©".encode()),
        ("text/plain; charset=gbk", "你好", "你好".encode("gbk")),
        ("text/plain; charset=gbk", "你🙂", "你🙂".encode()),
        ("text/plain; charset=nonsense", "你", "你".encode()),
        ("text/plain; charset=hex", "你", "你".encode()),
        ("text/plain; charset=idna", "x" * 70, b"x" * 70),
    ],
)
def test_the_bytes_behind_a_text(kind: str, text: str, body: bytes, read_bytes: Read) -> None:
    assert body_of({"text": text}, ("Content-Type", kind), read_bytes=read_bytes)[0] == body


def test_the_stated_size_decides_between_two_charsets(read_bytes: Read) -> None:
    kind = ("Content-Type", "text/plain; charset=gbk")
    assert body_of({"text": "你好", "size": 6}, kind, read_bytes=read_bytes)[0] == "你好".encode()
    assert body_of({"text": "你好", "size": 4}, kind, read_bytes=read_bytes)[0] == "你好".encode("gbk")


def test_lost_characters_are_not_called_real(read_bytes: Read) -> None:
    for text, size, real in [("a\ufffd", 2, False), ("a\ufffd", 4, True), ("a\ud800", 2, False)]:
        header, _ = read_bytes("har", har(with_response(content={"text": text, "size": size})))
        assert header.origin.real_bytes is real


def test_headers_as_a_mapping_and_a_reason_that_http_forbids(read_bytes: Read) -> None:
    made = with_response(headers={"X-A": "1", "Content-Type": "text/plain"}, statusText="O\0K", status="200")
    (one,) = read_bytes("har", har(made))[1].interactions
    assert one.head.headers[:2] == ((b"X-A", b"1"), (b"Content-Type", b"text/plain"))
    assert (one.head.status, one.head.reason) == (200, b"")


@given(st.text())
def test_what_chromium_hands_out_is_read_back(text: str) -> None:
    """Whatever the text was, if it is none that windows-1252 shows as itself: by the table of WHATWG Encoding."""
    data = text.encode("utf-8", "replace")
    shown = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)
    content = Node({"content": {"text": shown}}, "response")
    body = response_body(content, ((b"Content-Type", b"text/event-stream"),))
    assert body == Body(data)
