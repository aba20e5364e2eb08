"""The page that a phone opens first."""

import asyncio
import re

from player.app import PlayerApp
from player.control.hello import page
from player.library.library import Library
from tests.support.asgi import ask


def test_the_page_says_who_asked_and_the_base_url_to_copy() -> None:
    async def main() -> None:
        app = PlayerApp(Library([]))
        answer = await ask(app, "/@chunktape/hello", headers={"host": "192.168.1.5:8799"}, client="192.168.1.77")
        assert (answer.status, answer.headers[b"cache-control"]) == (200, b"no-store")
        assert answer.headers[b"content-type"].startswith(b"text/html")
        text = answer.body.decode()
        assert ">http://192.168.1.5:8799</code>" in text
        assert "192.168.1.77" in text
        assert "urlCheck" in text
        icon = re.search('rel="icon" href="([^"]+)"', text)
        assert icon is not None  # else a browser asks for /favicon.ico, which the console calls a missed request
        assert (await ask(app, f"/@chunktape/{icon[1]}")).status == 200
        refused = await ask(app, "/@chunktape/hello", headers={"host": "evil.example"})
        assert refused.status == 421

    asyncio.run(main())


def test_what_comes_from_outside_is_no_markup() -> None:
    text = page("http://<b>", "<i>", '"><script>alert(1)</script>' + "x" * 1000)
    assert "<script>alert" not in text
    assert "<b>" not in text
    assert "<i>" not in text
    assert "x" * 201 not in text
