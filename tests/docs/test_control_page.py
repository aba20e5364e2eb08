"""`docs/control.md`: every endpoint stands there, and what it answers is what the schema says."""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.journeys.page import Step
from benchmarks.journeys.walk import ADDRESS
from player.app import PlayerApp
from player.library.library import Library
from player.settings import Settings
from tests.docs.test_readme import commands, walk
from tests.support.asgi import ask
from tests.support.recordings import END, cassette, interaction
from tests.support.schema import SCHEMA, checked

PAGE = (SCHEMA.parent / "control.md").read_text("utf-8")
BODY = "data: 你\n\ndata: b\n\n".encode()
ROW = re.compile(r"^\| (`(?:GET|POST|DELETE) .*?`) \|", re.MULTILINE)


def test_every_endpoint_stands_there_and_no_other() -> None:
    answer = asyncio.run(ask(PlayerApp(Library([cassette(interaction())])), "/@chunktape/nothing"))
    there = {
        f"{method} {path}"
        for one in answer.json()["error"]["endpoints"]
        for methods, path in [one.split(" ")]
        for method in methods.split("|")
    }
    documented = {one for row in ROW.findall(PAGE) for one in re.findall(r"`([A-Z]+ [^`]+)`", row)}

    assert documented == there


def test_what_they_answer_is_what_the_schema_says() -> None:
    for settings in (Settings(), Settings(worker=2, workers=3)):
        first = settings.worker or 1
        app = PlayerApp(Library([cassette(interaction([(0, 0, BODY, END)]))]), settings)

        async def main(app: PlayerApp = app, settings: Settings = settings, first: int = first) -> None:
            async def get(name: str, target: str, method: str = "GET", value: object = None) -> None:
                body = b"" if value is None else json.dumps(value).encode()
                checked(name, (await ask(app, f"/@chunktape/{target}", method, body)).json())

            await ask(app, "/@utf8/a?x=1")
            await ask(app, "/@error/a")
            await ask(app, "/@reset,if=2/a")
            await ask(app, "/@nonsense,1/a")
            await ask(app, "/nothing")
            await get("reported", "observed", "POST", {"request": first, "lengths": [7]})
            await get("health", "health")
            await get("journal", "journal")
            for number in range(first, first + 5 * settings.workers, settings.workers):
                await get("request", f"journal/{number}")
            await get("settings", "settings", "POST", {"spec": "utf8", "client": "phone"})
            await get("settings", "hold?client=phone", "POST")
            await get("settings", "settings")
            await get("settings", "go", "POST")
            await get("settings", "settings", "DELETE")
            answer = await ask(app, "/@chunktape/plans", "POST", b"utf8")
            await get("plan", f"plans/{checked('plan', answer.json())['id']}")
            await get("coverage", "coverage")
            await get("ok", "reset", "POST")
            await get("ok", "journal", "DELETE")
            for target, method in (("plans/x", "GET"), ("nothing", "GET"), ("observed", "POST"), ("journal/9", "GET")):
                await get("error", target, method)

        asyncio.run(main())


@pytest.mark.wire
def test_the_first_commands_set_show_and_take_back(tmp_path: Path, require_tool: Callable[[str], str]) -> None:
    require_tool("curl")
    asked = [replace(one, words=one.words.replace("localhost:8799", ADDRESS)) for one in commands(PAGE)]
    printed = walk([Step(1, "chunktape play chat-openai"), *asked], tmp_path, "en")
    done, shown, taken = (json.loads(printed[one.words]) for one in asked)
    assert done["all"]["spec"].startswith("utf8")
    assert (shown, taken["all"]) == (done, None)


def test_the_page_is_named_where_people_look() -> None:
    assert "control.md" in (Path(SCHEMA).parent / "behaviour.md").read_text("utf-8")
