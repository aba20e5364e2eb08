"""`cassettes.imports.har`: what browsers, proxies and Playwright save."""

import base64
import gzip
import json
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from cassettes.clock import SECOND, now_ns
from cassettes.errors import CassetteError
from cassettes.model import EndKind

Read = Callable[[str, bytes], Any]
BODY = 'data: {"t":"你"}\n\nid: 7\nevent: e\ndata: b\n\n'


def entry(**more: Any) -> dict[str, Any]:
    """An entry as Chrome writes it."""
    return {
        "startedDateTime": "2026-01-01T00:00:00.500Z",
        "time": 100,
        "request": {
            "method": "POST",
            "url": "https://api.example.com/v1/chat?key=hidden&q=1#f",
            "httpVersion": "h3",
            "headers": [
                {"name": ":authority", "value": "api.example.com"},
                {"name": "authorization", "value": "Bearer sk-1"},
                {"name": "content-type", "value": "application/json"},
            ],
            "postData": {"mimeType": "application/json", "text": '{"q":"你"}'},
        },
        "response": {
            "status": 200,
            "statusText": "",
            "httpVersion": "h3",
            "headers": [
                {"name": "content-type", "value": "text/event-stream"},
                {"name": "content-encoding", "value": "br"},
                {"name": "content-length", "value": "17"},
            ],
            "content": {"size": 60, "mimeType": "text/event-stream", "text": BODY},
        },
        "timings": {"blocked": 1.5, "dns": -1, "connect": 8.25, "ssl": 5, "send": 0.25, "wait": 50.125, "receive": 900},
        **more,
    }


def har(*entries: Any) -> bytes:
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "WebInspector"}, "entries": entries}}).encode()


MESSAGES = [
    {"type": "message", "time": 1767225600.560125, "eventName": "message", "eventId": "", "data": '{"t":"你"}'},
    {"type": "message", "time": 1767225600.810, "eventName": "e", "eventId": "7", "data": "b"},
]


@pytest.mark.core
def test_an_entry(read_bytes: Read) -> None:
    header, imported = read_bytes("har", har(entry()))
    (one,) = imported.interactions
    assert one.body == BODY.encode()
    assert len(one.chunks) == 2
    assert one.framing == "chunked"
    assert [name for name, _ in one.head.headers] == [b"content-type", b"Transfer-Encoding"]
    assert one.request.target == b"/v1/chat?key=***&q=1"
    assert dict(one.request.headers)[b"Host"] == b"api.example.com"
    assert dict(one.request.headers)[b"authorization"] == b"***"
    assert one.request.body == '{"q":"你"}'.encode()
    assert (header.origin.real_bytes, header.origin.real_times) == (True, False)


def test_times_of_events_are_real(read_bytes: Read) -> None:
    header, imported = read_bytes("har", har(entry(_eventSourceMessages=MESSAGES)))
    (one,) = imported.interactions
    assert one.head.at == 50_125_000
    assert list(one.chunks.times) == [50_125_000, 300_000_000]
    assert (header.origin.real_bytes, header.origin.real_times) == (True, True)


def test_comments_between_events_have_no_time_of_their_own(read_bytes: Read) -> None:
    with_comment = entry(_eventSourceMessages=MESSAGES)
    with_comment["response"]["content"]["text"] = ": ping\n\n" + BODY
    one = read_bytes("har", har(with_comment))[1].interactions[0]
    assert len(one.chunks) == 3
    assert one.chunks.times[-1] == 300_000_000


@pytest.mark.parametrize(
    "content", [{"size": 0, "mimeType": ""}, {"size": 9, "mimeType": ""}, {"size": 0, "mimeType": "", "text": ""}]
)
def test_bodies_are_written_again_from_events(content: dict[str, Any], read_bytes: Read) -> None:
    without = entry(_eventSourceMessages=MESSAGES)
    without["response"]["content"] = content
    header, imported = read_bytes("har", har(without))
    assert imported.interactions[0].body == BODY.encode()
    assert not header.origin.real_bytes
    assert "bodies written again from events: 1" in header.origin.note


def test_base64_params_and_entries_that_are_left_out(read_bytes: Read) -> None:
    binary, form, cancelled, empty, blocked = entry(), entry(), entry(), entry(), entry()
    binary["response"]["content"] = {
        "size": 4,
        "text": base64.b64encode(b"\xff\0\x01\x02").decode(),
        "encoding": "base64",
    }
    form["request"]["postData"] = {"mimeType": "x", "params": [{"name": "a", "value": "你"}, {"name": "b"}]}
    cancelled["response"]["content"] = {"size": 10}
    empty["response"] = {"status": 204, "headers": [], "content": {"size": 0}}
    blocked["response"] = {"status": 0, "headers": [], "content": {}}
    _, imported = read_bytes("har", har(binary, form, cancelled, empty, blocked))
    assert [one.body for one in imported.interactions] == [b"\xff\0\x01\x02", BODY.encode(), b""]
    assert imported.interactions[1].request.body == b"a=%E4%BD%A0&b="
    assert imported.notes == (
        "Entries whose response body was not saved, left out: 1 (log.entries[2]). Export with content to have them.",
        "Entries without a response, cancelled or blocked, left out: 1 (log.entries[4]).",
    )


def test_a_har_without_bodies(read_bytes: Read) -> None:
    without = entry()
    without["response"]["content"] = {"size": 100, "mimeType": "text/event-stream"}
    with pytest.raises(CassetteError, match=r"no response bodies\. Export it with content"):
        read_bytes("har", har(without))
    with pytest.raises(CassetteError, match="holds no HTTP response"):
        read_bytes("har", har())


def with_response(**more: Any) -> dict[str, Any]:
    """An entry whose response differs."""
    made = entry()
    made["response"] |= more
    return made


def with_request(**more: Any) -> dict[str, Any]:
    made = entry()
    made["request"] |= more
    return made


@pytest.mark.parametrize(
    ("bad", "place"),
    [
        (7, "log.entries[1]: 7"),
        ({}, "log.entries[1].request.url: None"),
        (entry(request={"method": "GET"}), "log.entries[1].request.url: None"),
        (entry(response={"status": "x", "content": {}}), "log.entries[1].response.status: 'x'"),
        (with_response(status=10**100), "log.entries[1].response.status: "),
        (with_response(status=True), "log.entries[1].response.status: True"),
        (with_response(headers=7), "log.entries[1].response.headers: 7"),
        (with_response(headers=[{"name": []}]), "log.entries[1].response.headers[0].name: []"),
        (with_response(content={"text": "a!", "encoding": "base64"}), "log.entries[1].response.content.text: 'a!'"),
        (with_response(content={"text": ["a"]}), "log.entries[1].response.content.text: ['a']"),
        (with_request(method="G T"), "log.entries[1].request.method: 'G T'"),
        (with_request(url=" "), "log.entries[1].request.url: ' '"),
        (with_request(url="http://[::1/"), "log.entries[1].request.url: 'http://[::1/'"),
        (with_request(url="http://\ud800/"), "log.entries[1].request.url: "),
        (entry(timings=3), "log.entries[1].timings: 3"),
        (entry(_eventSourceMessages={"a": 1}), "log.entries[1]._eventSourceMessages: {'a': 1}"),
    ],
)
def test_entries_that_are_none_are_left_out_and_named(bad: object, place: str, read_bytes: Read) -> None:
    _, imported = read_bytes("har", har(entry(), bad))
    assert len(imported.interactions) == 1
    (note,) = imported.notes
    assert note.startswith(f"Entries that are not as HAR 1.2 says, left out: 1 ({place}")
    with pytest.raises(CassetteError, match=r"has no entry that can be played\. Entries that are not as HAR"):
        read_bytes("har", har(bad))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"url": "wss://a/ws"}, "WebSocket connections or other upgrades"),
        ({"url": "data:text/plain,hi"}, "neither http nor https"),
        ({"url": "blob:http://a/1-2"}, "neither http nor https"),
        ({"url": "about:blank"}, "neither http nor https"),
        ({"url": "chrome-extension://abc/x.js"}, "neither http nor https"),
        ({"url": "file:///C:/x.html"}, "neither http nor https"),
        ({"method": "CONNECT", "url": "http://a:443"}, "Tunnels through a proxy"),
        ({"method": "CONNECT", "url": "a.example:443"}, "Tunnels through a proxy"),
    ],
)
def test_requests_that_go_another_way_are_left_out(more: dict[str, str], said: str, read_bytes: Read) -> None:
    _, imported = read_bytes("har", har(*[with_request(**more)] * 5, entry()))
    assert len(imported.interactions) == 1
    (note,) = imported.notes
    assert said in note
    assert "left out: 5 (log.entries[0], log.entries[1], log.entries[2], ...)" in note


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        (with_response(status=101), "other upgrades"),
        (entry(_resourceType="websocket"), "other upgrades"),
        (entry(_webSocketMessages=[]), "other upgrades"),
        (with_response(status=0), "without a response"),
        (with_response(status=-1), "without a response"),
        (with_response(status=103), "without a response"),
        (with_response(status=None), "without a response"),
        (with_response(status=""), "without a response"),
        ({name: value for name, value in entry().items() if name != "response"}, "without a response"),
        (entry(response=None), "without a response"),
        (with_response(content={"size": -1}), "body was not saved"),
        (with_response(content=None), "body was not saved"),
    ],
)
def test_entries_without_an_answer_are_left_out(odd: dict[str, Any], said: str, read_bytes: Read) -> None:
    _, imported = read_bytes("har", har(odd, entry()))
    assert len(imported.interactions) == 1
    assert said in imported.notes[0]
    assert "(log.entries[0])" in imported.notes[0]


@pytest.mark.parametrize("status", [301, 302, 304, 307])
def test_redirects_and_not_modified_have_no_body(status: int, read_bytes: Read) -> None:
    """Playwright and Chromium write size -1 or 0 for these, and no text."""
    for content in ({"size": -1, "mimeType": "x-unknown"}, {"size": 0}, {}):
        (one,) = read_bytes("har", har(with_response(status=status, content=content)))[1].interactions
        assert (one.head.status, one.body) == (status, b"")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("net::ERR_ABORTED", EndKind.CLIENT_ABORT),
        ("NS_BINDING_ABORTED", EndKind.CLIENT_ABORT),
        ("net::ERR_CONNECTION_RESET", EndKind.RESET),
        ("net::ERR_TIMED_OUT", EndKind.TIMEOUT),
        ("net::ERR_INCOMPLETE_CHUNKED_ENCODING", EndKind.TRUNCATED),
        (None, EndKind.COMPLETE),
        ("", EndKind.COMPLETE),
    ],
)
def test_a_response_that_failed_ends_so(said: str | None, kind: EndKind, read_bytes: Read) -> None:
    for made in (with_response(_error=said), with_response(_failureText=said), entry(_error=said)):
        (one,) = read_bytes("har", har(made))[1].interactions
        assert (one.ending.kind, one.ending.note, one.body) == (kind, said or "", BODY.encode())


def test_a_file_without_a_byte_of_body_is_not_called_real(read_bytes: Read) -> None:
    header, _ = read_bytes("har", har(with_response(status=204, content={"size": 0})))
    assert (header.origin.real_bytes, header.origin.real_times) == (False, False)


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


UNKNOWN: list[Any] = [None, -1, "soon", True, 1e300, -0.5, [], 10**30]


def timed(**timings: Any) -> dict[str, Any]:
    return entry(timings={"blocked": 1.5, "dns": -1, "connect": 8.25, "ssl": 5, "send": 0.25, **timings}, time=960.125)


def times_of(made: dict[str, Any], read_bytes: Read) -> tuple[int, list[int], str]:
    header, imported = read_bytes("har", har(made))
    (one,) = imported.interactions
    return one.head.at, list(one.chunks.times), header.origin.note


def test_wait_and_receive_hold_before_a_cadence_is_made(read_bytes: Read) -> None:
    head_at, at, note = times_of(timed(wait=50.125, receive=900), read_bytes)
    assert head_at == 50_125_000
    assert at[-1] == 950_125_000
    assert head_at < at[0] < at[-1]
    assert "only head and end at their real times: 1" in note


@pytest.mark.parametrize("value", UNKNOWN, ids=repr)
def test_what_was_not_measured_is_left_to_what_was(value: Any, read_bytes: Read) -> None:
    head_at, at, _ = times_of(timed(wait=50.125, receive=value), read_bytes)
    assert (head_at, at[-1]) == (50_125_000, 950_125_000), "from the entry's time"
    head_at, at, note = times_of(timed(wait=50.125, receive=value) | {"time": value}, read_bytes)
    assert head_at == 50_125_000
    assert at[-1] - head_at > 400_000_000
    assert "cadence" in note
    head_at, at, note = times_of(timed(wait=value, receive=900), read_bytes)
    assert (head_at, at[0]) == (400_000_000, 800_000_000)
    assert "real times" not in note


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity", "1e999", "1e9999999999999999999999", "9" * 5000])
def test_numbers_that_json_does_not_have(word: str, read_bytes: Read) -> None:
    text = har(entry(), timed(wait="@", receive=900) | {"time": "@"}).replace(b'"@"', word.encode())
    one = read_bytes("har", text)[1].interactions[1]
    assert one.head.at == 400_000_000


@pytest.mark.parametrize(
    ("started", "time"),
    [
        ("2026-01-01T00:00:00.500Z", 1767225600.560125),
        ("2026-01-01T08:00:00.5000000+08:00", 1767225600.560125),
        ("2026-01-01T00:00:00.500", 1767225600.560125),
        ("2026-01-01T08:00:00.500+0800", 1767225600.560125),
    ],
)
def test_when_an_entry_started(started: str, time: float, read_bytes: Read) -> None:
    messages = [MESSAGES[0] | {"time": time}, MESSAGES[1]]
    head_at, at, _ = times_of(entry(startedDateTime=started, _eventSourceMessages=messages), read_bytes)
    assert (head_at, at) == (50_125_000, [50_125_000, 300_000_000])


@pytest.mark.parametrize("started", ["yesterday", "", None, 5, "0001-01-01T00:00:00+23:00"])
def test_events_whose_times_can_not_be_placed(started: Any, read_bytes: Read) -> None:
    head_at, at, note = times_of(entry(startedDateTime=started, _eventSourceMessages=MESSAGES), read_bytes)
    assert (head_at, at[-1]) == (50_125_000, 950_125_000)
    assert "real times: 1" in note


@pytest.mark.parametrize("version", ["h2", "h3", "HTTP/2.0", "http/2.0+quic/46", "unknown", "", None, 7, "HTTP/1.0"])
def test_versions_of_every_kind_play_as_http_1_1(version: Any, read_bytes: Read) -> None:
    made = with_response(httpVersion=version)
    made["request"]["httpVersion"] = version
    (one,) = read_bytes("har", har(made))[1].interactions
    assert (one.head.version, one.framing) == ("1.1", "chunked")


def test_headers_as_a_mapping_and_a_reason_that_http_forbids(read_bytes: Read) -> None:
    made = with_response(headers={"X-A": "1", "Content-Type": "text/plain"}, statusText="O\0K", status="200")
    (one,) = read_bytes("har", har(made))[1].interactions
    assert one.head.headers[:2] == ((b"X-A", b"1"), (b"Content-Type", b"text/plain"))
    assert (one.head.status, one.head.reason) == (200, b"")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_a_byte_order_mark_says_how_the_file_is_encoded(encoding: str, read_bytes: Read) -> None:
    text = json.dumps({"log": {"entries": [entry()]}}, ensure_ascii=False)
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    assert read_bytes("har", (mark + text).encode(encoding))[1].interactions[0].body == BODY.encode()


def test_what_is_no_har(read_bytes: Read) -> None:
    for data in (b'{"log": {}}', b"[]", b'{"log": {"entries": {}}}', b"7"):
        with pytest.raises(CassetteError, match="is not a HAR"):
            read_bytes("har", data)
    with pytest.raises(
        CassetteError, match=r"can't be read as JSON or a zip of Playwright \(Expecting .*: line 2 column 1\)"
    ):
        read_bytes("har", b'{"log":\n')
    for data in (b"not json", b"[" * 100_000, b'{"log": "\xff"}'):
        with pytest.raises(CassetteError, match="can't be read as JSON or a zip of Playwright"):
            read_bytes("har", data)


@pytest.mark.parametrize("unit", [b"x", b"\n", b"data: x\n\n", b"[]\n"])
def test_a_bomb_costs_no_time(unit: bytes, read_bytes: Read) -> None:
    pack = zlib.compressobj(9, wbits=31)
    bomb = b"".join(pack.compress(unit * (1 << 18)) for _ in range(64)) + pack.flush()
    content = {"text": base64.b64encode(bomb).decode(), "encoding": "base64"}
    for kind in ("text/event-stream", "application/x-ndjson"):
        fields = [{"name": "Content-Encoding", "value": "gzip"}, {"name": "Content-Type", "value": kind}]
        started = now_ns()
        (one,) = read_bytes("har", har(with_response(content=content, headers=fields)))[1].interactions
        assert (one.body, len(one.chunks)) == (bomb, 1)
        assert now_ns() - started < 30 * SECOND
