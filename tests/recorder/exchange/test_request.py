"""The head that goes to the upstream, or to the proxy before it; and the large requests."""

import pytest

from cassettes.model import ResponseHead
from network.door.head import RequestHead
from network.door.incoming import IncomingHead
from network.work import REDACTING
from recorder.exchange.request import RequestIn, edit_for_client, head_to_upstream
from recorder.settings import Settings, parse_upstream

SETTINGS = Settings(parse_upstream("http://up.example/api"))


def head(first: str = "GET /chat HTTP/1.1", *lines: str) -> RequestHead:
    read, rest = IncomingHead(1 << 16).feed("\r\n".join([first, "Host: here:1", *lines, "", ""]).encode())
    assert read is not None
    assert rest == b""
    return read


@pytest.mark.parametrize(
    ("target", "absolute", "first"),
    [
        (b"/chat", False, b"GET /api/chat HTTP/1.1"),
        (b"/chat", True, b"GET http://up.example/api/chat HTTP/1.1"),
        (b"*", False, b"GET * HTTP/1.1"),
        (b"*", True, b"GET http://up.example HTTP/1.1"),
    ],
)
def test_the_target_has_the_prefix_and_through_a_proxy_the_origin(target: bytes, absolute: bool, first: bytes) -> None:
    lines = head_to_upstream(head(), target, SETTINGS, absolute=absolute, authorization=b"Basic x").split(b"\r\n")
    assert lines[0] == first
    assert (b"Proxy-Authorization: Basic x" in lines) is absolute
    assert lines[1] == b"Host: up.example"


def test_a_location_on_the_upstream_leads_back_to_who_asked() -> None:
    edit = edit_for_client(head(), SETTINGS)
    raw = b"HTTP/1.1 302 Found\r\nLocation: http://up.example/api/next\r\n\r\n"
    moved = edit(ResponseHead(0, 302, headers=((b"Location", b"http://up.example/api/next"),)), raw)
    assert b"Location: http://here:1/next\r\n" in moved


def test_a_request_is_large_by_its_body() -> None:
    assert not RequestIn(head(), b"/", b"x" * REDACTING.bytes, b"").is_large
    assert RequestIn(head(), b"/", b"x" * (REDACTING.bytes + 1), b"").is_large
