"""Advice about the upstream's URL: redirects that lead past the recorder."""

import asyncio
from typing import Any, cast

import pytest

from cassettes.errors import UpstreamError
from cassettes.model import ResponseHead
from recorder.exchange.advice import Advice, origin_elsewhere
from recorder.settings import parse_upstream
from recorder.upstream.dial import Dialer


def redirect(location: str, status: int = 301) -> ResponseHead:
    return ResponseHead(0, status, b"", ((b"Location", location.encode("latin-1")),))


@pytest.mark.parametrize(
    ("location", "found"),
    [
        ("https://api.example.com/v1?key=S3CRET", "https://api.example.com"),
        ("https://api.example.com:443/", "https://api.example.com"),
        ("http://www.example.com/", "http://www.example.com"),
        ("http://me:S3CRET@other.example:8080/", "http://other.example:8080"),
        ("http://api.example.com/other", ""),
        ("http://API.example.com:80/other", ""),
        ("/other", ""),
        ("//cdn.example.com/x", ""),
        ("http://[::1", ""),
        ("http://api.example.com:x/", ""),
        ("weixin://dl/chat", ""),
        ("\xff", ""),
        ("", ""),
    ],
)
def test_the_origin_of_a_redirect_past_the_recorder(location: str, found: str) -> None:
    assert origin_elsewhere(redirect(location), parse_upstream("http://api.example.com/v1")) == found


class Asked:
    """A dialer whose server speaks TLS, or not."""

    def __init__(self, error: UpstreamError | None) -> None:
        self.error, self.times = error, 0

    async def unheard(self) -> UpstreamError | None:
        self.times += 1
        return self.error


def advice(url: str, *heads: ResponseHead, error: UpstreamError | None = None) -> tuple[list[str], int]:
    """The lines that are told of `heads`, and how often the server was asked."""
    told: list[str] = []
    dialer = Asked(error)

    async def look() -> None:
        one = Advice(parse_upstream(url), cast(Dialer, cast(Any, dialer)), told.append)
        for head in heads:
            one.answered(head)
            await one.settle()
        one.close()

    asyncio.run(look())
    return told, dialer.times


def test_a_redirect_is_said_once_for_each_origin() -> None:
    there, too = redirect("https://api.example.com/a"), redirect("https://cdn.example.com/a", 302)
    told, asked = advice("http://api.example.com", there, too, there, redirect("/inside"))
    assert [line.split()[3] for line in told] == ["https://api.example.com;", "https://cdn.example.com;"]
    assert asked == 0


def test_the_first_400_of_an_http_upstream_asks_whether_it_speaks_tls() -> None:
    bad, fine = ResponseHead(0, 400, b"", ()), ResponseHead(0, 404, b"", ())
    assert advice("http://a.example", fine, bad, bad, error=UpstreamError("use https")) == (["use https"], 1)
    assert advice("http://a.example", bad, bad) == ([], 1)
    assert advice("https://a.example", bad, error=UpstreamError("use https")) == ([], 0)
