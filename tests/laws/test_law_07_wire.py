"""Law 7 over real sockets and through plain ASGI: what leaves is the performance, whatever was done to it."""

import asyncio
import os
import re
from dataclasses import replace
from itertools import product
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cassettes.errors import SpecError
from cassettes.model import Interaction
from player.app import PlayerApp
from player.faults.fault import Phase
from player.faults.registry import FAULTS
from player.library.library import Library
from player.schedule.performance import Performance
from player.schedule.schedule import Finish, Piece
from player.server.server import serving
from player.settings import Settings
from player.spec.perform import body_of, perform, performed
from player.spec.scenario import Scenario, parse_scenario
from player.spec.settle import with_seed, with_uses
from tests.support.asgi import ask
from tests.support.peers.parsers import by_h11
from tests.support.recordings import END, cassette, interaction
from tests.support.sockets import connect, run

pytestmark = [pytest.mark.wire, pytest.mark.portable]

T = TypeVar("T")

EVENTS = [f'data: {{"choices":[{{"delta":{{"content":"你好 {number}"}}}}]}}\n\n'.encode() for number in range(12)]
CHAT = interaction([(number, number + 1, event, END) for number, event in enumerate([*EVENTS, b"data: [DONE]\n\n"])])
#: where the bare name takes longer than a test may
QUICK = {
    "stall": "stall,for=20ms",
    "slow-head": "slow-head,by=20ms",
    "burst": "burst,for=20ms",
    "late-done": "late-done,for=20ms",
    "trickle": "trickle,n=64,every=1ms",
    "bandwidth": "bandwidth,rate=50000",
    "torn-size": "torn-size,gap=1ms",
    "slow-close": "slow-close,by=20ms",
    "idle-cut": "idle-cut,over=5ms",
}
PAIRS = [
    (one, other)
    for one, other in product(FAULTS, FAULTS)
    if FAULTS[one].phase < FAULTS[other].phase and FAULTS[one].phase >= Phase.BYTES
]
AS_RECORDED = "recorded+speed,x=max+gap,ms=0"
SPLITS = ["recorded", "utf8,seed=3", "fixed,n=50"]


def spec_of(split: str, names: tuple[str, ...]) -> str:
    """What is asked for; seeds are named, so that everybody draws the same."""
    seeded = [
        QUICK.get(name, name) + (",seed=4" if FAULTS[name].seeded and "seed" not in QUICK.get(name, "") else "")
        for name in names
    ]
    return "+".join([split, *seeded, "speed,x=max", "gap,ms=0"])


def expected(one: Interaction, spec: str, *, chunked: bool = True) -> Performance | None:
    """The performance; `chunked` False: for a client that gets no transfer chunks."""
    try:
        if chunked:
            return perform(one, spec)
        play = with_uses(parse_scenario(spec, Scenario()), "0")
        play = with_seed(play, body_of(one, play), "0") if play.recut else play
        return performed(one, play, chunked=False)
    except SpecError:
        return None


def app_of(one: Interaction = CHAT, **more: Any) -> PlayerApp:
    return PlayerApp(Library([cassette(replace(one, request=replace(one.request, target=b"/a")))]), Settings(**more))


def messages(made: Performance) -> int:
    """Body messages that a server without a wire gets."""
    pieces = (part for step in made.schedule.steps for part in step.parts if isinstance(part, Piece))
    return sum(piece.end > piece.start for piece in pieces)


async def over_wire(url: str, spec: str, made: Performance | None, version: str) -> None:
    """Ask for `spec` and compare every byte behind the head, and how the connection ended."""
    client = await connect(url)
    lines = [f"GET /@{spec}/a HTTP/{version}", "Host: 127.0.0.1", "Connection: close", "", ""]
    await client.send("\r\n".join(lines).encode())
    if made is None:
        assert (await client.rest())[0].startswith(b"HTTP/1.1 400 "), spec
        return
    wanted = b"".join(made.frames(chunked=version == "1.1").writes)
    if made.head is not None:
        head = await client.until(b"\r\n\r\n")
        # what changed nothing is not named, and a response as recorded names nothing
        named = f"\r\nX-Chunktape-Plan: {made.spec}\r\n".encode()
        assert (named in head) is (made.spec != AS_RECORDED), (spec, head)
    if made.schedule.finish is Finish.HOLD:
        assert await client.exactly(len(wanted)) == wanted, spec
        client.close()
        return
    body, reset = await client.rest()
    assert (body, reset) == (wanted, made.schedule.finish is Finish.RESET), spec


@settings(max_examples=12)
@given(
    specs=st.lists(st.tuples(st.sampled_from(SPLITS), st.sampled_from(PAIRS)), min_size=10, max_size=30),
    version=st.sampled_from(["1.1", "1.1", "1.0"]),
)
def test_over_a_wire_the_bytes_are_those_of_the_performance(
    specs: list[tuple[str, tuple[str, str]]], version: str
) -> None:
    asked = [spec_of(*one) for one in specs]

    async def main() -> None:
        async with serving(app_of()) as url:
            await asyncio.gather(
                *(over_wire(url, spec, expected(CHAT, spec, chunked=version != "1.0"), version) for spec in asked)
            )

    run(main())


@settings(max_examples=12)
@given(specs=st.lists(st.tuples(st.sampled_from(SPLITS), st.sampled_from(PAIRS)), min_size=10, max_size=30))
def test_through_plain_asgi_the_body_is_that_of_the_performance(specs: list[tuple[str, tuple[str, str]]]) -> None:
    app = app_of()

    async def one(spec: str) -> None:
        made = expected(CHAT, spec, chunked=False)
        held = made is not None and made.schedule.finish is Finish.HOLD
        answer = await ask(app, f"/@{spec}/a", leaves_after=1 + messages(made) if made is not None and held else None)
        if made is None:
            assert answer.status == 400, spec
        elif made.head is None:
            assert answer.status == 502, spec
        else:
            length = int(answer.headers.get(b"content-length", b"999999"))
            assert answer.status == made.head.status
            assert answer.body == made.body[:length], spec
            assert answer.complete == (made.schedule.finish is Finish.COMPLETE), spec
            plan = answer.headers.get(b"x-chunktape-plan", AS_RECORDED.encode())
            assert plan.decode() == made.spec, spec

    async def main() -> None:
        await asyncio.gather(*(one(spec_of(*two)) for two in specs))

    asyncio.run(main())


def test_the_scenarios_of_a_session_and_of_a_request_are_one_scenario() -> None:
    """By `--fault`, path, header and query."""
    spec = "utf8,seed=3+truncate,at=event:3+slow-head,by=1ms+speed,x=max+gap,ms=0"
    wanted = perform(CHAT, spec).body
    asked = [
        ("/@" + spec + "/a", {}, app_of()),
        ("/a?chunktape=" + spec.replace("+", "%2B"), {}, app_of()),
        ("/a", {"X-Chunktape": spec}, app_of()),
    ]

    async def main() -> list[bytes]:
        return [(await ask(app, target, headers=headers)).body for target, headers, app in asked]

    assert asyncio.run(main()) == [wanted] * 3
    assert Scenario().faults == ()


@settings(max_examples=6)
@given(specs=st.lists(st.tuples(st.sampled_from(SPLITS), st.sampled_from(PAIRS)), min_size=10, max_size=20))
def test_through_a_server_that_frames_a_client_reads_the_same_body(specs: list[tuple[str, tuple[str, str]]]) -> None:
    """uvicorn without our wire: a client in between its framing and ours."""

    async def one(url: str, spec: str) -> None:
        made = expected(CHAT, spec, chunked=False)
        if made is None or made.head is None or made.schedule.finish is Finish.HOLD:
            return
        client = await connect(url)
        await client.send(f"GET /@{spec}/a HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        data, reset = await client.rest()
        assert not reset, spec
        found = re.search(rb"(?i)\r\ncontent-length: (\d+)", data.partition(b"\r\n\r\n")[0])
        whole = made.schedule.finish is Finish.COMPLETE
        if found:
            assert data.partition(b"\r\n\r\n")[2] == made.body[: int(found[1])], spec
        else:
            chunks = data.partition(b"\r\n\r\n")[2]
            assert chunks.endswith(b"0\r\n\r\n") == whole, spec
            assert by_h11(data if whole else data + b"0\r\n\r\n")[0] == made.body, spec

    async def main() -> None:
        async with serving(app_of()) as url:
            await asyncio.gather(*(one(url, spec_of(*two)) for two in specs))

    before = os.environ.get("CHUNKTAPE_WIRE")
    os.environ["CHUNKTAPE_WIRE"] = "0"
    try:
        run(main())
    finally:
        del os.environ["CHUNKTAPE_WIRE"]
        if before is not None:
            os.environ["CHUNKTAPE_WIRE"] = before
