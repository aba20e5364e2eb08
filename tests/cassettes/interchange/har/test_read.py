"""`cassettes.interchange.har.read`: what browsers, proxies and Playwright save."""

import base64
import json
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from cassettes.clock import now_ns
from cassettes.errors import CassetteError
from tests.cassettes.interchange.har.har_files import BODY, MESSAGES, entry, har, with_response
from tests.support.patience import SECONDS

Read = Callable[[str, bytes], Any]


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


def test_a_file_without_a_byte_of_body_is_not_called_real(read_bytes: Read) -> None:
    header, _ = read_bytes("har", har(with_response(status=204, content={"size": 0})))
    assert (header.origin.real_bytes, header.origin.real_times) == (False, False)


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
        assert now_ns() - started < SECONDS
