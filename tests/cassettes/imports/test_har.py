"""`cassettes.imports.har`: what Chrome and Firefox save."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from cassettes.errors import CassetteError

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
    assert dict(one.request.headers)[b"authorization"] == b"Bearer ***"
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
    assert imported.notes == ("Entries without a body or a status, left out: 2.",)


def test_a_har_without_bodies(read_bytes: Read) -> None:
    without = entry()
    without["response"]["content"] = {"size": 100, "mimeType": "text/event-stream"}
    with pytest.raises(CassetteError, match=r"no response bodies\. Export it with content"):
        read_bytes("har", har(without))
    with pytest.raises(CassetteError, match="holds no HTTP response"):
        read_bytes("har", har())


@pytest.mark.parametrize(
    "bad",
    [
        7,
        {},
        entry(request={"method": "GET"}),
        entry(timings={"wait": "soon"}),
        entry(startedDateTime="yesterday", _eventSourceMessages=MESSAGES),
        entry(response={"status": "x", "content": {}}),
        entry(response={"status": 200, "content": {"text": "a", "encoding": "base64"}}),
    ],
)
def test_entries_that_are_none_are_named(bad: object, read_bytes: Read) -> None:
    with pytest.raises(CassetteError, match=r"log\.entries\[1\] is not as HAR 1\.2 says"):
        read_bytes("har", har(entry(), bad))


def test_what_is_no_har(read_bytes: Read) -> None:
    for data in (b'{"log": {}}', b"[]", b"not json", b"[" * 100_000):
        with pytest.raises(CassetteError, match="is not a HAR"):
            read_bytes("har", data)
