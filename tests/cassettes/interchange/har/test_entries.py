"""`cassettes.interchange.har.entries`: what can be played, and what is left out and counted."""

from collections.abc import Callable
from typing import Any

import pytest

from cassettes.errors import CassetteError
from cassettes.model import EndKind
from tests.cassettes.interchange.har.har_files import BODY, entry, har, with_request, with_response

Read = Callable[[str, bytes], Any]


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


@pytest.mark.parametrize("version", ["h2", "h3", "HTTP/2.0", "http/2.0+quic/46", "unknown", "", None, 7, "HTTP/1.0"])
def test_versions_of_every_kind_play_as_http_1_1(version: Any, read_bytes: Read) -> None:
    made = with_response(httpVersion=version)
    made["request"]["httpVersion"] = version
    (one,) = read_bytes("har", har(made))[1].interactions
    assert (one.head.version, one.framing) == ("1.1", "chunked")
