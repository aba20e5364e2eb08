import asyncio
import json
import threading
from typing import Any

import pytest

from cassettes.boundaries import cuts
from player.app import PlayerApp
from player.control.endpoints import LIMIT
from player.library.library import Library
from player.settings import Settings
from tests.support.asgi import Answer, ask
from tests.support.recordings import END, cassette, interaction

BODY = "data: 你\n\ndata: b\n\n".encode()


def asked(*questions: tuple[str, str, bytes, dict[str, str]], config: Settings = Settings()) -> list[Answer]:  # noqa: B008
    app = PlayerApp(Library([cassette(interaction([(0, 0, BODY, END)]))]), config)

    async def main() -> list[Answer]:
        return [await ask(app, target, method, body, headers) for method, target, body, headers in questions]

    return asyncio.run(main())


PLAYED: tuple[str, str, bytes, dict[str, str]] = ("GET", "/@utf8,all=1+gap,ms=0/a", b"", {})


def report(value: object, **headers: str) -> tuple[str, str, bytes, dict[str, str]]:
    return ("POST", "/@chunktape/observed", json.dumps(value).encode(), headers)


@pytest.mark.parametrize(
    "name",
    [{"request": 1}, {"request": "1"}, {"plan": "utf8,all=1,seed=0,v=1+gap,ms=0"}, {"id": None, "request": 1}],
)
def test_a_client_reports_what_it_saw(name: dict[str, Any]) -> None:
    _, posted = asked(PLAYED, report({**name, "lengths": [7, 4, 9]}))

    assert posted.status == 200, posted.body
    assert posted.json() == {"ok": True, "request": 1, "planned": 3, "observed": 2, "unplanned": 0}


@pytest.mark.parametrize(
    "value",
    [
        *({}, [], 1, None, {"request": 1}, {"lengths": [1]}, {"request": 1, "lengths": 7}),
        *({"request": 1, "lengths": ["7"]}, {"request": 1, "lengths": [True]}, {"request": [], "lengths": [7]}),
        *({"request": 1, "lengths": [-1]}, {"request": 1, "lengths": [99]}, {"request": 2, "lengths": [1]}),
    ],
)
def test_a_bad_report_is_400(value: object) -> None:
    _, answer = asked(PLAYED, report(value))

    assert answer.status == 400
    assert answer.json()["error"]["message"]


def test_a_client_of_a_stream_as_recorded_reports_too() -> None:
    _, good, *bad = asked(
        ("GET", "/a", b"", {}),
        report({"request": 1, "lengths": [7, 13], "times_ms": [1, 2]}),
        report({"request": 1, "lengths": [7, 14]}),
        report({"request": 1, "lengths": [-1]}),
    )

    assert good.json() == {"ok": True, "request": 1, "planned": 0, "observed": 0, "unplanned": 1}
    assert [answer.status for answer in bad] == [400, 400]


def test_a_long_report_of_a_stream_as_recorded_does_not_keep_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    made, threads = cuts.observed_cuts, list[bool]()

    def observed_cuts(lengths: list[int], size: int) -> tuple[int, ...]:
        threads.append(threading.current_thread() is threading.main_thread())
        return made(lengths, size)

    monkeypatch.setattr(cuts, "observed_cuts", observed_cuts)
    _, *answers = asked(
        ("GET", "/a", b"", {}),
        report({"request": 1, "lengths": [7, 13]}),
        report({"request": 1, "lengths": [7, *[0] * 100, 13]}),
        report({"request": 1, "lengths": [7, *[0] * 100, 14]}),
    )

    assert threads == [True, False, False]
    assert [answer.status for answer in answers] == [200, 200, 400]
    assert answers[0].json() == answers[1].json()


def test_no_json_is_400_and_too_much_is_413() -> None:
    no, much = asked(("POST", "/@chunktape/observed", b"{", {}), report({"lengths": "x" * LIMIT}))

    assert (no.status, much.status) == (400, 413)


def test_a_page_elsewhere_may_not_report_and_one_here_may() -> None:
    value = {"request": 1, "lengths": [7]}
    _, refused, allowed = asked(
        PLAYED, report(value, Origin="https://example.com"), report(value, Origin="http://localhost:5173")
    )

    assert refused.status == 403
    assert allowed.status == 200
    assert allowed.headers[b"access-control-allow-origin"] == b"http://localhost:5173"


def test_coverage_is_json_or_text() -> None:
    empty, _, value, text, accepted = asked(
        ("GET", "/@chunktape/coverage", b"", {}),
        PLAYED,
        ("GET", "/@chunktape/coverage", b"", {}),
        ("GET", "/@chunktape/coverage?format=text", b"", {}),
        ("GET", "/@chunktape/coverage", b"", {"Accept": "text/plain"}),
    )

    assert empty.json() == {"recordings": []}
    (recording,) = value.json()["recordings"]
    assert (recording["cassette"], recording["interaction"], recording["requests"]) == ("a.cassette", 1, 1)
    assert recording["percent"]["observed"] is None
    assert b"boundary coverage" in text.body
    assert text.body == accepted.body


def test_a_reset_begins_anew() -> None:
    _, done, coverage = asked(PLAYED, ("POST", "/@chunktape/reset", b"", {}), ("GET", "/@chunktape/coverage", b"", {}))

    assert done.status == 200
    assert coverage.json() == {"recordings": []}


def test_a_plan_that_makes_no_sense_is_not_taken() -> None:
    (answer,) = asked(("POST", "/@chunktape/plans", b"utg8", {}))

    assert answer.status == 400
    assert "`utf8`" in answer.json()["error"]["message"]


def test_every_answer_of_one_of_several_workers_says_which_it_is() -> None:
    _, taken, given, seen, coverage, text, unknown, bad, nothing = asked(
        PLAYED,
        ("POST", "/@chunktape/plans", b"utf8,seed=7", {}),
        ("GET", "/@chunktape/plans/8f3a9c0218f3a9c0", b"", {}),
        report({"request": 2, "lengths": [7]}),
        ("GET", "/@chunktape/coverage", b"", {}),
        ("GET", "/@chunktape/coverage?format=text", b"", {}),
        report({"request": 9, "lengths": [7]}),
        ("POST", "/@chunktape/plans", b"utg8", {}),
        ("GET", "/@chunktape/nothing", b"", {}),
        config=Settings(worker=2, workers=4),
    )

    for answer in (taken, seen, coverage):
        assert answer.status == 200
        assert answer.json()["worker"] == {"number": 2, "of": 4}
    for answer in (given, unknown, bad, nothing):
        assert answer.status in (400, 404)
        assert answer.json()["error"]["worker"] == {"number": 2, "of": 4}
    assert text.body.startswith(b"Worker 2 of 4\n")


def test_a_plan_that_is_there_comes_with_the_worker_that_has_it() -> None:
    config = Settings(worker=2, workers=4)
    app = PlayerApp(Library([cassette(interaction([(0, 0, BODY, END)]))]), config)

    async def main() -> Answer:
        taken = await ask(app, "/@chunktape/plans", "POST", b"utf8,seed=7")
        return await ask(app, f"/@chunktape/plans/{taken.json()['id']}")

    found = asyncio.run(main())
    assert found.json() == {"id": found.json()["id"], "spec": "utf8,seed=7", "worker": {"number": 2, "of": 4}}
