"""What is set while a player runs, over real connections: both lanes, streams under way, and who may."""

import asyncio
import json
import shutil
import subprocess
from typing import Any

import pytest

from cassettes.errors import SpecError
from player.app import PlayerApp
from player.library.library import Library
from player.server.server import serving
from player.settings import Settings
from player.spec.scenario import Scenario, parse_scenario
from tests.support.asgi import Answer, ask
from tests.support.recordings import CHUNKED, END, cassette, interaction
from tests.support.schema import checked, fits
from tests.support.sockets import Client, connect, run
from tests.support.waiting import until

pytestmark = pytest.mark.wire

BODY = "data: 你\n\ndata: b\n\n".encode()
LONG = interaction([(0, 0, b"first", END), (200, 1, b"second", END), (3_600_000, 2, b"never", END)], headers=CHUNKED)


def app_of(*interactions: Any, start: str = "", **config: Any) -> PlayerApp:
    play = parse_scenario(start, Scenario()) if start else Scenario()
    made = interactions or (interaction([(0, 0, BODY, END)]),)
    return PlayerApp(Library([cassette(*made)]), Settings(play, **config))


async def post(app: PlayerApp, value: object, path: str = "settings", method: str = "POST", **headers: str) -> Answer:
    if method == "POST" and path == "settings" and isinstance(value, dict) and "wrong" not in headers:
        checked("set", value)
    headers.pop("wrong", "")
    return await ask(app, f"/@chunktape/{path}", method, json.dumps(value).encode(), headers)


def entries(app: PlayerApp) -> list[dict[str, object]]:
    return [one.as_json() for one in app.player.journal.entries]


def test_a_setting_holds_from_the_next_request_on_and_is_taken_back() -> None:
    app = app_of()

    async def main() -> None:
        assert len((await ask(app)).parts) == 1
        answer = await post(app, {"split": "utf8,all=1", "gap": 0})
        told = checked("settings", answer.json())
        assert told["all"]["spec"] == "utf8,all=1+gap,ms=0"
        cut = await ask(app)
        assert cut.parts == [b"data: \xe4", b"\xbd", b"\xa0\n\n", b"data: b\n\n"]
        assert cut.headers[b"x-chunktape-plan"] == b"utf8,all=1,seed=0,v=1+gap,ms=0"
        assert entries(app)[-1]["setting"] == "utf8,all=1+gap,ms=0"
        assert checked("settings", (await post(app, None, method="DELETE")).json())["all"] is None
        assert len((await ask(app)).parts) == 1
        assert entries(app)[-1]["setting"] == ""

    run(main())


@pytest.mark.parametrize(
    ("spec", "whole"), [("speed,x=max", "recorded+speed,x=max"), ("gap,ms=1", "recorded+gap,ms=1")]
)
def test_a_setting_that_changes_only_the_pace_is_told_too(spec: str, whole: str) -> None:
    app = app_of()

    async def main() -> None:
        await post(app, {"spec": spec})
        answer = await ask(app)
        assert answer.headers[b"x-chunktape-plan"] == whole.encode()
        assert entries(app)[-1]["plan"] == whole
        assert (await ask(app, f"/@{whole}/a")).body == BODY

    run(main())


def test_for_one_client_or_for_all_and_the_requests_own_spec_goes_first() -> None:
    app = app_of(start="speed,x=8")

    async def main() -> None:
        await post(app, {"spec": "speed,x=2"})
        await post(app, {"spec": "speed,x=3", "client": "phone"})
        await ask(app)
        await ask(app, headers={"X-Chunktape-Session": "phone"})
        await ask(app, "/@speed,x=5/a", headers={"X-Chunktape-Session": "phone"})
        await ask(app, headers={"X-Chunktape": "speed,x=6"})
        assert [one["plan"] for one in entries(app)] == [f"recorded+speed,x={x}" for x in (2, 3, 5, 6)]
        assert [one["setting"] for one in entries(app)] == [f"speed,x={x}" for x in (2, 3, 3, 2)]
        told = checked("settings", (await post(app, None, "settings?client=phone", "DELETE")).json())
        assert (told["started"], told["all"]["speed"], told["clients"]) == ("recorded+speed,x=8", "2", {})

    run(main())


@pytest.mark.parametrize("text", ["utf9", "utf8,n=x", "speed,x=0", "id=0123456789abcdef", "utf8+nothing"])
def test_a_wrong_spec_is_400_with_the_words_of_the_command_line(text: str) -> None:
    app = app_of()

    async def main() -> None:
        answer = await post(app, {"spec": text})
        with pytest.raises(SpecError) as wrong:
            parse_scenario(text, Scenario(), {})
        error = checked("error", answer.json())["error"]
        assert (answer.status, error["code"], error["message"]) == (400, "spec", str(wrong.value))
        assert app.player.changes.play("a") is app.player.settings.play

    run(main())


@pytest.mark.parametrize(
    "value",
    [
        *(None, [], 7, "utf8", {"nothing": 1}, {"spec": 7}, {"spec": "utf8", "split": "utf8"}, {"speed": True}),
        *(
            {"spec": "utf8", "gap": 1},
            {"client": ""},
            {"client": "x" * 101},
            {"client": 7},
            {"hold": 1},
            {"alone": "yes"},
            {"faults": [1]},
        ),
    ],
)
def test_what_is_no_setting_is_400(value: object) -> None:
    app = app_of()

    async def main() -> None:
        answer = await post(app, value, wrong="1")
        assert answer.status == 400
        assert checked("error", answer.json())["error"]["code"] == "settings"
        assert value in ({"client": ""},) or not fits("set", value)
        assert app.player.changes.state() == {}

    run(main())


def test_a_setting_of_nothing_but_a_client_sets_nothing() -> None:
    app = app_of()

    async def main() -> None:
        assert (await post(app, {"client": "a"})).status == 200
        assert app.player.changes.state() == {}

    run(main())


@pytest.mark.parametrize("speed", [10**400, 1e400, float("nan"), -1, 1e-9, "two"])
def test_a_speed_that_is_none_is_a_wrong_spec(speed: object) -> None:
    answer = asyncio.run(post(app_of(), {"speed": speed}, wrong="1"))

    assert (answer.status, answer.json()["error"]["code"]) == (400, "spec")


def test_alone_alone_is_nothing_of_the_command_line() -> None:
    app = app_of(start="utf8,all=1+gap,ms=0")

    async def main() -> None:
        await post(app, {"alone": True})
        assert len((await ask(app)).parts) == 1
        assert entries(app)[-1]["plan"] == "recorded"

    run(main())


def test_the_fast_lane_forgets() -> None:
    app = app_of()

    async def main() -> None:
        async with serving(app) as url:
            client = await connect(url)

            async def get(session: str = "") -> bytes:
                named = f"X-Chunktape-Session: {session}\r\n" if session else ""
                await client.send(f"GET /a HTTP/1.1\r\nHost: localhost\r\n{named}\r\n".encode())
                head = await client.until(b"\r\n\r\n")
                await client.until(b"0\r\n\r\n")
                return head

            for _ in range(3):
                assert b"X-Chunktape-Plan" not in await get()
            assert app.lane.answered == 2
            await post(app, {"spec": "speed,x=2"})
            assert b"recorded+speed,x=2" in await get()
            assert app.lane.answered == 2, "it was read again"
            assert b"recorded+speed,x=2" in await get()
            assert app.lane.answered == 3
            await post(app, {"spec": "speed,x=3", "client": "127.0.0.1"})
            assert b"recorded+speed,x=3" in await get()
            assert b"recorded+speed,x=2" in await get("phone")
            await post(app, None, method="DELETE")
            assert b"X-Chunktape-Plan" not in await get()
            assert b"X-Chunktape-Plan" not in await get("phone")

    run(main())


def test_a_stream_under_way_goes_on_as_it_began() -> None:
    app = app_of(interaction([(0, 0, b"first", END), (300, 1, b"second", END)]))

    async def main() -> None:
        async with serving(app) as url:
            client = await connect(url)
            await client.send()
            await client.until(b"first\r\n")
            await post(app, {"spec": "bytes+error+speed,x=max"})
            assert await client.until(b"0\r\n\r\n") == b"6\r\nsecond\r\n0\r\n\r\n"

    run(main())


@pytest.mark.parametrize("query", ["", "?client=127.0.0.1"])
@pytest.mark.parametrize("split", ["", "bytes+gap,ms=1"])
def test_a_stream_under_way_is_held_and_goes_on(query: str, split: str) -> None:
    app = app_of(interaction([(0, 0, b"first", END), (1000, 1, b"second", END)]), start=split)
    control = app_of(interaction([(0, 0, b"first", END), (1200, 1, b"second", END)]))

    async def main() -> None:
        async with serving(app) as url:
            client = await connect(url)
            await client.send()
            await client.until(b"t\r\n")
            assert checked("settings", (await post(app, None, f"hold{query}")).json())["holds"] is (not query)
            (entry,) = app.player.journal.entries
            held = entry.progress.bytes
            other = await connect(url)
            await other.send()
            assert (await ask(control)).body == b"firstsecond"  # what would have been sent by now is what this is about
            assert entry.progress.bytes == held < 11
            assert app.player.journal.active == 2
            assert not await nothing(other), "a new one waits, its head too"
            await post(app, None, f"go{query}")
            for one in (client, other):
                await one.until(b"0\r\n\r\n")
            assert entry.progress.elapsed > 2_000_000_000, "as much later as it was held"

    run(main())


async def nothing(client: Client) -> bytes:
    """What comes at once."""
    try:
        return await asyncio.wait_for(client.read(), 0.05)
    except TimeoutError:
        return b""


def test_a_held_stream_ends_with_its_client_and_with_the_player() -> None:
    app = app_of(LONG)

    async def main() -> None:
        async with serving(app) as url:
            await post(app, {"hold": True})
            one, _other = [await (await connect(url)).send() for _ in range(2)]
            await until(lambda: app.player.journal.active == 2)
            one.close()
            await until(lambda: app.player.journal.active == 1)
        assert [entry.progress.outcome for entry in app.player.journal.entries] == ["client-left", "stopped"]

    run(main())


def test_another_server_holds_at_the_next_piece() -> None:
    app = app_of(interaction([(0, 0, b"first", END), (100, 1, b"second", END)]))

    async def main() -> None:
        await post(app, {"hold": True, "client": "127.0.0.1"})
        asking = asyncio.ensure_future(ask(app))
        await until(lambda: app.player.journal.active == 1)
        later = await ask(app, headers={"x-chunktape-session": "another"})
        assert later.body == b"firstsecond"
        assert not asking.done()
        await post(app, {"hold": False, "client": "127.0.0.1"})
        assert (await asking).body == b"firstsecond"

    run(main())


CHANGING = [("POST", "settings"), ("DELETE", "settings"), ("POST", "hold"), ("POST", "go"), ("POST", "reset"),
            ("DELETE", "journal"), ("POST", "plans"), ("POST", "observed")]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), CHANGING)
@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"Origin": "https://evil.example", "Content-Type": "text/plain"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://localhost.evil.example"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "http://localhost:5173", "Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({}, True),
    ],
)
def test_from_another_origin_nothing_is_changed(method: str, path: str, headers: dict[str, str], allowed: bool) -> None:
    app = app_of()

    async def main() -> None:
        await ask(app)
        before = app.player.changes.state()
        answer = await ask(app, f"/@chunktape/{path}", method, b'{"spec": "utf8"}', headers)
        assert (answer.status != 403) is allowed
        if not allowed:
            assert answer.json()["error"]["code"] == "origin"
            assert app.player.changes.state() == before
            assert len(app.player.journal.entries) == 1
            assert b"access-control-allow-origin" not in answer.headers

    run(main())


def test_curl_sets_and_a_page_elsewhere_cannot() -> None:
    if shutil.which("curl") is None:
        pytest.skip("needs curl")
    app = app_of()

    async def main() -> None:
        async with serving(app) as url:

            async def curl(*words: str) -> str:
                command = ["curl", "-s", "-m", "20", *words]
                return (await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True)).stdout

            refused = await curl(
                f"{url}/@chunktape/settings", "-H", "Origin: https://evil.example", "-d", '{"spec":"utf8"}'
            )
            assert '"origin"' in refused
            rebound = await curl(f"{url}/@chunktape/settings", "-H", "Host: evil.example", "-d", '{"spec":"utf8"}')
            assert '"error"' in rebound
            assert app.player.changes.state() == {}
            assert '"utf8"' in await curl(f"{url}/@chunktape/settings", "-d", '{"spec":"utf8"}')

    run(main())
