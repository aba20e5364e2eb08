"""One request on one time axis."""

import asyncio
import json
from typing import Any

import pytest

from player.app import PlayerApp
from player.journal.journal import OBSERVED
from player.library.library import Library
from player.server.server import serving
from player.settings import Settings
from player.spec.scenario import Scenario, parse_scenario
from player.stream.progress import TRACED
from tests.support.asgi import ask
from tests.support.patience import PATIENCE
from tests.support.recordings import END, NONE, cassette, interaction
from tests.support.schema import checked
from tests.support.sockets import connect
from tests.support.waiting import until

BODY = "data: 你\n\ndata: b\n\n".encode()
ROWS = [(0, 0, BODY[:7], END), (40, 1, BODY[7:11], END), (80, 2, BODY[11:], END)]


def told(play: str = "", *questions: Any, target: str = "/a", number: object = 1, rows: Any = ROWS) -> dict[str, Any]:
    app = PlayerApp(
        Library([cassette(interaction(rows))]), Settings(parse_scenario(play, Scenario()) if play else Scenario())
    )

    async def main() -> Any:
        await ask(app, target)
        for path, body in questions:
            assert (await ask(app, f"/@chunktape/{path}", "POST", json.dumps(body).encode())).status == 200
        answer = await ask(app, f"/@chunktape/journal/{number}")
        assert answer.status == 200, answer.body
        return checked("request", answer.json())

    found: dict[str, Any] = asyncio.run(main())
    return found


def test_what_was_recorded_and_what_was_sent() -> None:
    found = told("speed,x=2")

    assert found["recorded"]["pieces"] == [[0.0, 7], [40.0, 11], [80.0, 20]]
    assert [end for _, end in found["sent"]["pieces"]] == [7, 11, 20]
    first, second, third = (at for at, _ in found["sent"]["pieces"])
    assert (first >= 0, second >= 20, third >= 40) == (True, True, True)
    assert (found["same_body"], found["observed"], found["left"]) == (True, None, None)
    cut = found["recorded"]["cuts"][0]
    assert cut["at"] == 7
    assert "utf8-3b/1" in cut["classes"]
    assert (cut["before"]["hex"], cut["after"]["hex"][:4]) == (BODY[:7].hex(), "bda0")
    assert cut["before"]["text"].startswith("data: ")
    assert "\n" not in cut["after"]["text"], "text never moves a cursor"


def test_what_the_client_saw_with_and_without_times() -> None:
    report = {"request": 1, "lengths": [7, 0, 5], "times_ms": [1.5, 2, 30]}
    checked("report", report)
    found = told("utf8,all=1+gap,ms=0", ("observed", report))
    assert found["observed"]["pieces"] == [[1.5, 7], [30.0, 12]]
    assert (found["observed"]["end_ms"], [one["at"] for one in found["observed"]["cuts"]]) == (30.0, [7, 12])

    found = told("utf8,all=1+gap,ms=0", ("observed", {"request": 1, "lengths": [7, 4]}))
    assert found["observed"]["pieces"] == [[None, 7], [None, 11]]
    assert found["observed"]["end_ms"] is None


@pytest.mark.parametrize("times", [[1], [1, 2, 3], [1, -1], ["1", 2], [1, float("nan")], [1, 1e300], 7, [True, 1]])
def test_times_that_are_none_are_refused(times: object) -> None:
    app = PlayerApp(Library([cassette(interaction(ROWS))]))

    async def main() -> int:
        await ask(app, "/@utf8/a")
        report = json.dumps({"request": 1, "lengths": [7, 4], "times_ms": times}).encode()
        return (await ask(app, "/@chunktape/observed", "POST", report)).status

    assert asyncio.run(main()) == 400


def test_a_rewritten_body_has_cuts_of_its_own() -> None:
    found = told("crlf")

    assert found["same_body"] is False
    assert (found["recorded"]["size"], found["sent"]["size"]) == (20, 24)
    assert found["sent"]["pieces"][-1][1] == 24
    assert found["entry"]["plan"].startswith("crlf") or "crlf" in found["entry"]["plan"]


def test_faults_and_a_body_that_ends_early() -> None:
    found = told("truncate,at=byte:8")

    assert found["faults"][0]["happened"] is True
    assert found["sent"]["size"] == found["sent"]["pieces"][-1][1] == 8
    assert found["faults"] == found["entry"]["faults"]


@pytest.mark.parametrize("number", ["2", "0", "x", "-1", "1.0", "9" * 40, "%E4%BD"])
def test_a_request_that_is_not_there_is_404(number: str) -> None:
    app = PlayerApp(Library([cassette(interaction(ROWS))]))

    async def main() -> None:
        await ask(app)
        answer = await ask(app, f"/@chunktape/journal/{number}")
        assert answer.status == 404
        assert checked("error", answer.json())["error"]["code"] in ("no-request", "no-control")

    asyncio.run(main())


def test_a_miss_has_no_lanes() -> None:
    found = told(target="/nothing")

    assert (found["recorded"], found["sent"], found["observed"]) == (None, None, None)
    assert found["entry"]["answer"] == "miss"


def test_so_many_pieces_and_no_more() -> None:
    rows = [(0, at, b"x", END) for at in range(TRACED + 100)]
    found = told(rows=rows)
    assert (len(found["sent"]["pieces"]), found["sent"]["left_out"] > 2000) == (2000, True)
    assert found["recorded"]["left_out"] == TRACED + 100 - 2000
    assert len(told(rows=rows, number="1?limit=3")["recorded"]["cuts"]) == 3
    report = {"request": 1, "lengths": [1] * len(rows)}
    seen = told(
        "bytes+gap,ms=0+speed,x=max".replace("+gap,ms=0+speed,x=max", "+speed,x=max+gap,ms=0"),
        ("observed", report),
        rows=rows,
        number="1?limit=9999",
    )
    assert len(seen["observed"]["pieces"]) == OBSERVED


@pytest.mark.wire
def test_over_a_wire_and_where_the_client_left() -> None:
    rows = [(0, 0, b"first", END), (50, 1, b"second", NONE), (3_600_000, 1, b"never", END)]
    app = PlayerApp(Library([cassette(interaction(rows))]))

    async def main() -> None:
        async with serving(app) as url:
            client = await (await connect(url)).send()
            await client.until(b"second")
            now = (await ask(app, "/@chunktape/journal/1")).json()
            assert (now["sent"]["end_ms"], now["left"], len(now["sent"]["pieces"])) == (None, None, 2)
            client.close()
            await until(lambda: not app.player.journal.active)
            found = checked("request", (await ask(app, "/@chunktape/journal/1")).json())
            assert (found["left"]["bytes"], found["sent"]["pieces"][-1][1]) == (11, 11)
            assert found["left"]["at_ms"] == found["sent"]["end_ms"] == found["entry"]["elapsed_ms"]

    asyncio.run(asyncio.wait_for(main(), PATIENCE))
