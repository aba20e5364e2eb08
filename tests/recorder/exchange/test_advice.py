"""Advice about the upstream's URL: redirects that lead past the recorder."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from cassettes.errors import UpstreamError
from cassettes.model import ResponseHead
from recorder.exchange.advice import Advice, origin_elsewhere
from recorder.notices import LINES
from recorder.settings import parse_upstream
from recorder.upstream.dial import Dialer
from tests.support.patience import PATIENCE


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


def test_sentences_come_to_an_end() -> None:
    heads = (redirect(f"https://{number}.example/") for number in range(2 * LINES))
    assert len(advice("http://a.example", *heads)[0]) == LINES


@pytest.mark.wire
@pytest.mark.portable
def test_a_400_that_the_recorders_end_interrupts_asks_nothing(
    run: Callable[..., None], session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, asked = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 9\r\n\r\nsorry", Asked(None)
    monkeypatch.setattr(Dialer, "unheard", lambda self: asked.unheard())

    async def scenario(upstream: Any) -> None:
        upstream.scripts["/x"] = [begun, asyncio.Event()]
        async with session(f"http://127.0.0.1:{upstream.port}", tmp_path / "a.cassette") as s:
            reader, writer = await s.connect()
            writer.write(b"GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert await asyncio.wait_for(reader.readexactly(len(begun)), PATIENCE) == begun
        assert s.only().ending.kind == "interrupted"
        assert asked.times == 0

    run(scenario)
