"""`cassettes.interchange.har.write`: valid HAR 1.2 whose events have their times."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from cassettes.interchange import export, read_file
from cassettes.model import Cassette, Chunk, Chunks, Ending, EndKind, Interaction, Mark, Request, ResponseHead
from cassettes.providers.make import make_header, make_interaction
from cassettes.redaction.redact import Redaction
from cassettes.store import dumps, loads
from tests.support.strategies import interactions

STARTED = 1_767_225_600_000_000_000


def har_of(*found: Interaction) -> tuple[Cassette, dict[str, Any]]:
    cassette = loads(dumps(make_header("openai", "chunktape 0.1.0", STARTED), found))
    return cassette, json.loads(export(cassette, "har"))["log"]


def check_har(log: dict[str, Any]) -> None:
    """The fields that HAR 1.2 makes mandatory, with their types."""
    assert log["version"] == "1.2"
    assert set(log["creator"]) == {"name", "version"}
    for entry in log["entries"]:
        assert {"startedDateTime", "time", "request", "response", "cache", "timings"} <= set(entry)
        assert entry["time"] == pytest.approx(sum(max(0, spent) for spent in entry["timings"].values()))
        common = {"httpVersion": str, "cookies": list, "headers": list, "headersSize": int, "bodySize": int}
        for name, kind in (common | {"method": str, "url": str, "queryString": list}).items():
            assert isinstance(entry["request"][name], kind)
        expected = common | {"status": int, "statusText": str, "content": dict, "redirectURL": str}
        for name, kind in expected.items():
            assert isinstance(entry["response"][name], kind)
        assert {"size", "mimeType"} <= set(entry["response"]["content"])


def test_a_stream_comes_back_with_the_times_of_its_events(tmp_path: Path) -> None:
    made = make_interaction("你好，世界 hello", "anthropic")
    _, log = har_of(made)
    check_har(log)
    entry = log["entries"][0]
    assert entry["startedDateTime"] == "2026-01-01T00:00:00.000000+00:00"
    assert [message["eventName"] for message in entry["_eventSourceMessages"]][:2] == [
        "message_start",
        "content_block_start",
    ]
    file = tmp_path / "x.har"
    file.write_text(json.dumps({"log": log}), encoding="utf-8")
    header, imported = read_file("har", file, "t", 0, Redaction.none())
    (back,) = imported.interactions
    assert back.body == made.body
    assert header.origin.real_times
    assert len(back.chunks) == len(made.chunks)
    for before, after in zip(made.chunks.times, back.chunks.times, strict=True):
        assert abs(before - after) < 2_000  # HAR's decimals end at microseconds
    assert back.request.target == made.request.target
    assert back.request.body == made.request.body


@given(interactions())
def test_anything_that_a_cassette_holds_becomes_valid_har(one: Interaction) -> None:
    check_har(har_of(one)[1])


def one(body: bytes, *headers: tuple[bytes, bytes], kind: EndKind = EndKind.COMPLETE) -> Interaction:
    chunks = Chunks.of([Chunk(10, 1, body, Mark.NONE)] if body else [])
    head = ResponseHead(10, 200, b"OK", headers)
    return Interaction(1, Request("GET", b"/?a=1&b", ((b"Host", b"h:1"),)), head, chunks, Ending(kind, 10, 1))


def test_encoded_bodies() -> None:
    plain = 'data: "你"\n\n'.encode()
    gz = (b"Content-Encoding", b"gzip")
    decoded = har_of(one(gzip.compress(plain), gz))[1]["entries"][0]
    assert decoded["response"]["content"]["text"] == plain.decode()
    kept = har_of(one(b"\xff\xfe", (b"Content-Encoding", b"br")))[1]["entries"][0]
    assert kept["response"]["content"]["encoding"] == "base64"
    assert "Content-Encoding" in kept["comment"]
    broken = har_of(one(b"no gzip", gz))[1]["entries"][0]
    assert broken["response"]["content"]["text"] == "no gzip"


def test_request_and_failure() -> None:
    entry = har_of(one(b"x", kind=EndKind.RESET))[1]["entries"][0]
    assert entry["request"]["url"] == "http://h:1/?a=1&b"
    assert entry["request"]["queryString"] == [{"name": "a", "value": "1"}, {"name": "b", "value": ""}]
    assert entry["_error"] == "reset"


def test_events_with_several_data_lines() -> None:
    body = "\ufeffevent: e\r\nid: 1\r\ndata: a\r\ndata:b\r\n: c\r\n\r\n: only\r\n\r\ndata\r\n\r\n".encode()
    messages = har_of(one(body, (b"Content-Type", b"text/event-stream")))[1]["entries"][0]["_eventSourceMessages"]
    assert [(m["eventName"], m["eventId"], m["data"]) for m in messages] == [("e", "1", "a\nb"), ("message", "", "")]
