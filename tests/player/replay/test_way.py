"""The way of a request through the rooms: forward only, whatever it asks for and whichever way its answer goes."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from cassettes.model import Request
from player.app import PlayerApp
from player.library.library import Library
from player.matching.subject import Subject
from player.replay.asked import Asked
from player.server.server import serving
from tests.support.patience import PATIENCE
from tests.support.recordings import END, cassette, interaction
from tests.support.sockets import Client, connect

pytestmark = [pytest.mark.wire, pytest.mark.portable]

HOUSE = Path(__file__).parents[3]
#: the forms in which a request is handed on; beside them the scope of a server
FORMS = (Request, Subject, Asked)
#: the functions that begin a step, in their order
STEPS = {
    "read": "read",
    "Replay._find": "find",
    "Replay._settle": "settle",
    "Replay._perform": "perform",
    "Replay._send": "send",
}
FORWARD = ["read", "find", "settle", "perform", "send"]
#: the modules that are handed a request, in reading order; the room `replay` holds it all the time
MODULES = [
    "player/app", "player/web/gate", "player/web/scope", "player/plans/finder", "player/matching/subject",
    "player/matching/index",
]  # fmt: skip
TARGETS = {
    "as recorded": b"/a",
    "a split": b"/@utf8/a",
    "a split with its seed": b"/@adversarial,seed=7/a",
    "a fault": b"/@truncate,at=event:2/a",
    "a rewrite": b"/@crlf/a",
    "all of it": b"/@bytes,n=3+pretty+stall,at=event:1,for=1ms+speed,x=9/a",
    "an error of ours": b"/@nothing/a",
    "a miss": b"/b",
}


class Way:
    """What a request meets: `steps` that began, and `stays`, the modules that were handed it."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.stays: list[str] = []
        self._seen: list[FrameType] = []

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:
        module = _module(frame)
        if event != "call" or module is None or any(frame is one for one in self._seen):
            return  # a coroutine that goes on is no call
        self._seen.append(frame)
        name = frame.f_code.co_qualname
        if module in ("player/replay/endpoint", "player/replay/asked", "player/replay/out") and name in STEPS:
            self.steps.append(STEPS[name])
        caller = _module(frame.f_back) if frame.f_back is not None else None
        if _is_handed(frame) and module not in (caller, *self.stays[-1:]) and not module.startswith("player/replay/"):
            self.stays.append(module)


def _module(frame: FrameType) -> str | None:
    """The module of a function of the product, as a path."""
    path = Path(frame.f_code.co_filename)
    if not path.is_relative_to(HOUSE):
        return None
    name = path.relative_to(HOUSE).with_suffix("").as_posix()
    return name if name.startswith("player/") else None


def _is_handed(frame: FrameType) -> bool:
    """Whether one of its arguments is a request; the `self` of a method is none."""
    code = frame.f_code
    names = [name for name in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount] if name != "self"]
    given = [frame.f_locals.get(name) for name in names]
    return any(isinstance(one, FORMS) or (isinstance(one, dict) and one.get("type") == "http") for one in given)


@contextmanager
def walked() -> Iterator[Way]:
    way = Way()
    sys.setprofile(way)
    try:
        yield way
    finally:
        sys.setprofile(None)


async def ask(client: Client, target: bytes) -> bytes:
    await client.send(b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n" % target)
    answer, _ = await client.rest()
    return answer


def ways(target: bytes, *, times: int) -> list[Way]:
    """The ways of the same request, asked so many times."""
    rows = [(at, at, b'data: {"a": "\xe4\xbd\xa0 %d"}\n\n' % at, END) for at in range(4)]

    async def main() -> list[Way]:
        found = []
        async with serving(PlayerApp(Library([cassette(interaction(rows))]))) as url:
            for _ in range(times):
                client = await connect(url)
                with walked() as way:
                    assert (await ask(client, target)).startswith(b"HTTP/1.1 ")
                found.append(way)
        return found

    try:
        return asyncio.run(asyncio.wait_for(main(), PATIENCE))
    finally:
        Client.close_all()


@pytest.mark.parametrize("kind", TARGETS)
@pytest.mark.parametrize("wire", [True, False], ids=["wire", "plain ASGI"])
def test_a_request_enters_each_module_once_and_comes_back_to_none(
    wire: bool, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not wire:
        monkeypatch.setenv("CHUNKTAPE_WIRE", "0")
    (way,) = ways(TARGETS[kind], times=1)
    steps = {"an error of ours": FORWARD[:1], "a miss": FORWARD[:2]}.get(kind, FORWARD)
    assert way.steps == steps
    read = MODULES[: MODULES.index("player/plans/finder")]
    near = ["player/plans/finder", "player/matching/index", "player/matching/difference"] if kind == "a miss" else []
    ours = ["player/web/answers"] if "send" not in steps else []  # an answer of ours speaks the client's language
    assert way.stays == (MODULES if "find" in steps else read) + near + ours


def test_the_fast_lane_takes_the_rest_of_the_same_way() -> None:
    first, again = ways(TARGETS["as recorded"], times=2)
    assert first.steps == FORWARD
    assert again.steps == ["send"]
    assert again.stays == []
