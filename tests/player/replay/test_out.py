"""What is sent is the performance, whatever the recording says: the seam that faults and rewrites stand on."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from network.loops import loop_factory
from player.app import PlayerApp
from player.library.library import Library
from player.plans import performances
from player.schedule.performance import Performance
from player.schedule.schedule import Finish, Raw, Step
from player.server.server import serving
from player.settings import Settings
from player.spec.perform import performed
from player.stream.progress import Outcome
from tests.support.asgi import ask
from tests.support.patience import PATIENCE
from tests.support.recordings import END, cassette, interaction
from tests.support.sockets import Client, connect
from tests.support.waiting import until

ONE = interaction([(0, 0, b"data: a\n\n", END), (1, 1, b"data: b\n\n", END)])
HOST = b"Host: 127.0.0.1\r\n\r\n"
Change = Callable[[Performance], Performance]


def another_head(found: Performance) -> Performance:
    assert found.head is not None
    return replace(found, head=replace(found.head, status=503, reason=b"Busy", headers=((b"Retry-After", b"9"),)))


def no_head(found: Performance) -> Performance:
    steps = tuple(step._replace(head=False) for step in found.schedule.steps)
    return replace(found, head=None, schedule=replace(found.schedule, steps=steps))


def another_body(found: Performance) -> Performance:
    return replace(found, body=found.body.upper(), real=False)


def bytes_of_ours(found: Performance) -> Performance:
    first, *rest = found.schedule.steps
    steps = (Step((*first.parts, Raw(b"OURS")), head=True), *rest)
    return replace(found, schedule=replace(found.schedule, steps=steps))


def reset(found: Performance) -> Performance:
    return replace(found, schedule=replace(found.schedule, finish=Finish.RESET))


def app_with(change: Change, monkeypatch: pytest.MonkeyPatch, spec: str) -> Any:
    def changed(*arguments: Any, chunked: bool) -> Performance:
        return change(performed(*arguments, chunked=chunked))

    monkeypatch.setattr(performances, "performed", changed)
    return PlayerApp(Library([cassette(ONE)]), Settings()), b"GET " + f"{spec}/a HTTP/1.1\r\n".encode() + HOST


#: what the client of a wire gets: its beginning, its end, whether it is reset
WIRED: list[tuple[Change, bytes, bytes, bool]] = [
    (another_head, b"HTTP/1.1 503 Busy\r\nRetry-After: 9\r\n", b"0\r\n\r\n", False),
    (no_head, b"9\r\ndata: a", b"0\r\n\r\n", False),
    (another_body, b"HTTP/1.1 200", b"9\r\nDATA: B\n\n\r\n0\r\n\r\n", False),
    (bytes_of_ours, b"HTTP/1.1 200", b"9\r\ndata: b\n\n\r\n0\r\n\r\n", False),
    (reset, b"HTTP/1.1 200", b"9\r\ndata: b\n\n\r\n", True),
]


@pytest.mark.wire
@pytest.mark.portable
@pytest.mark.parametrize("spec", ["", "/@event,seed=1+gap,ms=0"], ids=["as recorded, and the lane", "cut"])
@pytest.mark.parametrize(("change", "begins", "ends", "breaks"), WIRED, ids=lambda one: getattr(one, "__name__", ""))
def test_a_wire_sends_the_performance(
    change: Change, begins: bytes, ends: bytes, breaks: bool, spec: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, request = app_with(change, monkeypatch, spec)

    async def main() -> None:
        async with serving(app) as url:
            for _ in range(3):
                client = await (await connect(url)).send(request)
                data, was_reset = await client.rest() if breaks else (await client.until(ends), False)
                assert data.startswith(begins)
                assert data.endswith(ends)
                assert was_reset is breaks
                assert (b"OURS" in data) is (change is bytes_of_ours)
                client.close()
            assert app.lane.answered == (0 if spec else 2)

    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(asyncio.wait_for(main(), PATIENCE))
    Client.close_all()


@pytest.mark.wire
@pytest.mark.portable
@pytest.mark.parametrize("spec", ["", "/@event,seed=1+gap,ms=0"])
def test_a_response_that_is_held_open_lasts_until_its_client_leaves(spec: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app, request = app_with(
        lambda found: replace(found, schedule=replace(found.schedule, finish=Finish.HOLD)), monkeypatch, spec
    )
    entries = app.player.journal.entries

    async def main() -> None:
        async with serving(app) as url:
            client = await (await connect(url)).send(request)
            await client.until(b"9\r\ndata: b\n\n\r\n")
            assert entries[0].progress.outcome is None
            client.close()
            await until(lambda: entries[0].progress.outcome is not None)

    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(asyncio.wait_for(main(), PATIENCE))
    Client.close_all()
    assert entries[0].progress.outcome is Outcome.LEFT
    assert not app.player.active


@pytest.mark.parametrize("spec", ["", "/@event,seed=1+gap,ms=0"])
def test_another_server_is_given_the_performance(spec: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {
        change: asyncio.run(ask(app_with(change, monkeypatch, spec)[0], f"{spec}/a"))
        for change in (another_head, another_body, reset)
    }
    assert (found[another_head].status, found[another_head].headers[b"retry-after"]) == (503, b"9")
    assert found[another_body].body == ONE.body.upper()
    assert not found[reset].complete


def nothing_known(found: Performance) -> Performance:
    assert found.head is not None
    return replace(found, head=replace(found.head, status=999))


@pytest.mark.parametrize(("change", "code"), [(no_head, "head-not-sendable"), (nothing_known, "status-not-sendable")])
def test_what_another_server_cannot_send_is_a_502_that_says_so(
    change: Change, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(*arguments: Any, chunked: bool) -> Performance:
        found = performed(*arguments, chunked=chunked)
        return change(found) if found.body == ONE.body else found

    monkeypatch.setattr(performances, "performed", changed)
    app = PlayerApp(Library([cassette(ONE)]))
    answer = asyncio.run(ask(app))

    assert (answer.status, answer.json()["error"]["code"]) == (502, code)
    assert answer.complete
    assert app.player.journal.entries[0].status == 502


def test_the_cuts_of_what_a_fault_put_in_its_place_are_not_counted_as_the_recording_s() -> None:
    app = PlayerApp(Library([cassette(ONE)]))

    async def main() -> None:
        assert (await ask(app, "/@event+status,code=503+gap,ms=0/a")).status == 503
        assert (await ask(app, "/@chunktape/coverage")).json()["recordings"] == []
        assert (await ask(app, "/@event+gap,ms=0/a")).body == ONE.body
        (recording,) = (await ask(app, "/@chunktape/coverage")).json()["recordings"]
        assert recording["requests"] == 1

    asyncio.run(main())
