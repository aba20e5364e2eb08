import asyncio
import json
import os
import signal
import sys
import urllib.request
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cassettes import store
from cassettes.model import Header, Origin
from chunktape.workers import shared
from chunktape.workers.shared import Shared
from chunktape.workers.worker import Worker
from player.app import PlayerApp
from player.library.library import Library
from player.player import Player
from player.spec.spec import parse_spec
from tests.chunktape.workers.test_pool import forking, playing, seen_by_each
from tests.support.patience import PATIENCE
from tests.support.recordings import END, cassette, interaction
from tests.support.schema import checked
from tests.support.waiting import until, wait_until


class Said(Worker):
    """A worker whose words are kept."""

    words: list[dict[str, Any]] = []  # noqa: RUF012 - one at a time

    def say(self, what: dict[str, Any]) -> None:
        self.words.append(what)


@pytest.fixture
def worker() -> Said:
    Said.words = []
    return Said(1, 2, 0, 0)


async def taken(told: Shared, line: bytes) -> None:
    """A line came, and the loop has taken it."""
    told.received(line)
    passed = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(passed.set_result, None)
    await passed


def player() -> Player:
    return PlayerApp(Library([cassette(interaction())])).player


def test_it_waits_until_all_have_it(worker: Said) -> None:
    one = player()

    async def main() -> None:
        told = Shared(worker, one)
        told.begin()
        one.changes.put("", parse_spec("utf8"))
        asking = asyncio.ensure_future(told.spread(one.changes.state()))
        await until(lambda: worker.words)
        (said,) = worker.words
        assert said == {"set": {"": ["utf8", False, None]}, "from": 1, "round": 1}
        told.received(json.dumps(said).encode())
        await taken(told, b'{"has": 1, "to": 1}')
        assert not asking.done()
        told.received(b'{"has": 1, "to": 1}')
        assert await asking == 2
        assert worker.words[1:] == [{"has": 1, "to": 1}]

    asyncio.run(asyncio.wait_for(main(), PATIENCE))


def test_one_that_does_not_answer_is_not_waited_for_long(worker: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "PATIENCE", 0.05)

    async def main() -> None:
        told = Shared(worker, player())
        told.begin()
        asking = asyncio.ensure_future(told.spread({}))
        await asyncio.sleep(0)
        assert worker.words
        told.received(b'{"has": 1, "to": 1}')
        assert await asking == 1
        await taken(told, b'{"has": 1, "to": 1}')

    asyncio.run(asyncio.wait_for(main(), PATIENCE))


def test_what_comes_early_or_torn_does_no_harm(worker: Said) -> None:
    one = player()

    async def main() -> None:
        told = Shared(worker, one)
        told.received(b'{"set": {"": ["utf8", false, null]}, "from": 2, "round": 7}')
        told.received(b'{"set": {"": ["ut')
        told.received(b'{"set": {"": ["utf9", false, null]}, "from": 2, "round": 8}')
        told.begin()
        assert one.changes.setting("a") == "utf8"
        assert worker.words == [{"has": 7, "to": 2}]

    asyncio.run(asyncio.wait_for(main(), PATIENCE))


@forking
@pytest.mark.skipif(sys.platform != "linux", reason="/proc names the workers")
@pytest.mark.wire
def test_a_setting_reaches_all_workers_and_one_that_is_started_again(tmp_path: Path) -> None:
    path = tmp_path / "a.cassette"
    store.save(path, Header("test", 0, Origin()), [interaction([(0, 0, b"x", END)])])
    with playing(tmp_path, str(path), "--workers", "2") as one:

        def post(value: object) -> Any:
            request = urllib.request.Request(f"{one.url}/@chunktape/settings", json.dumps(value).encode())
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return checked("settings", json.load(answer))

        def reached(value: object) -> bool:
            workers = post(value)["workers"]
            assert workers["of"] == 2
            return bool(workers["reached"] == 2)  # a busy one may be later than it is waited for

        for turn in range(1, 9):
            wait_until(partial(reached, {"spec": f"speed,x={turn}"}))
            for found in seen_by_each(one, 2, lambda: one.tell("settings")).values():
                assert found["all"]["speed"] == str(turn)
        parent = one.process.pid
        os.kill(int(Path(f"/proc/{parent}/task/{parent}/children").read_text().split()[0]), signal.SIGKILL)
        wait_until(lambda: "ENDED" in one.err)
        wait_until(lambda: all(w["all"] for w in seen_by_each(one, 2, lambda: one.tell("settings")).values()))
