import asyncio
from typing import Any

from player.app import create_app
from player.config import Config
from player.library import Library
from tests.player.asgi import ask
from tests.player.recordings import END, cassette, interaction


def test_health_journal_and_reset() -> None:
    one, two = interaction([(0, 0, b"1", END)]), interaction([(0, 0, b"2", END)])
    app = create_app(Library([cassette(one, two)]), Config(version="9.9"))

    async def main() -> None:
        async def get(target: str, method: str = "GET") -> Any:
            answer = await ask(app, target, method)
            return answer.json()

        assert await get("/@chunktape/health") == {
            "ok": True,
            "version": "9.9",
            "session_seed": "0",
            "cassettes": 1,
            "interactions": 2,
            "active": 0,
        }
        assert (await ask(app, "/a?x=1")).body == b"1"
        await ask(app, "/nothing")
        journal = await get("/@chunktape/journal")
        assert [entry["answer"] for entry in journal["entries"]] == ["replay", "miss"]
        assert journal["entries"][0]["differs"] == [{"in": "query", "name": "x", "recorded": None, "asked": "1"}]
        assert journal["counts"]["requests"] == 2

        assert await get("/@chunktape/reset?client=someone", "POST") == {"ok": True}
        assert (await ask(app, "/a")).body == b"2"
        assert await get("/@chunktape/journal", "DELETE") == {"ok": True}
        assert (await get("/@chunktape/journal"))["entries"] == []
        assert (await ask(app, "/a")).body == b"1"

    asyncio.run(main())


def test_a_long_journal_is_not_indented() -> None:
    """json has no C code for indenting: a thousand entries would hold up the streams that are under way."""
    app = create_app(Library([cassette(interaction([(0, 0, b"1", END)]))]))

    async def main() -> tuple[bytes, bytes]:
        await ask(app, "/a")
        return (await ask(app, "/@chunktape/journal")).body, (await ask(app, "/@chunktape/health")).body

    journal, health = asyncio.run(main())
    assert journal.count(b"\n") == 1
    assert health.count(b"\n") > 1


def test_an_unknown_endpoint_names_the_known_ones_and_a_literal_at_sign_is_none() -> None:
    app = create_app(Library([cassette(interaction([(0, 0, b"me", END)], target=b"/@chunktape/x"))]))
    unknown = asyncio.run(ask(app, "/@chunktape/nothing"))
    literal = asyncio.run(ask(app, "/@@chunktape/x"))
    other = asyncio.run(ask(app, "/@chunktape/metrics", "POST"))

    assert unknown.status == other.status == 404
    assert "no control endpoint POST /@chunktape/metrics." in other.json()["error"]["message"], "GET there is one"
    assert "GET /@chunktape/health" in unknown.json()["error"]["endpoints"]
    assert literal.body == b"me"
