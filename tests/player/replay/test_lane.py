import asyncio
import gc
import weakref
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, cast

import pytest

from cassettes.clock import MS, SECOND
from cassettes.model import Request
from network.loops import loop_factory
from player.app import PlayerApp
from player.library.library import Library
from player.matching.index import Match
from player.matching.mix import parse_mix
from player.matching.subject import Subject
from player.replay import lane as lanes
from player.replay.asked import Asked
from player.replay.crowd import EACH
from player.replay.lane import Lane
from player.schedule.vary import parse_vary
from player.server.server import serving
from player.settings import Settings
from player.spec.scenario import Scenario
from player.spec.settle import Settled
from player.wire.wire import Wire
from tests.support.clockwork import Clockwork
from tests.support.patience import PATIENCE
from tests.support.recordings import END, cassette, interaction, posted
from tests.support.sockets import Client, connect
from tests.support.waiting import until

HOST = b"Host: 127.0.0.1\r\n"


def get(target: bytes, *headers: bytes, method: bytes = b"GET", version: bytes = b"1.1", host: bytes = HOST) -> bytes:
    return b"%b %b HTTP/%b\r\n%b%b\r\n" % (method, target, version, host, b"".join(one + b"\r\n" for one in headers))


def post(body: bytes, *headers: bytes, target: bytes = b"/v1/chat/completions") -> bytes:
    length = b"Content-Length: %d" % len(body)
    return get(target, length, b"Content-Type: application/json", *headers, method=b"POST") + body


def library() -> Library:
    turns = [interaction([(0, 0, b"turn %d" % turn, END)], target=b"/turns") for turn in range(2)]
    return Library(
        [
            cassette(
                interaction(status=204, reason=b"Empty", headers=(), target=b"/204"),
                interaction(status=304, headers=((b"Content-Length", b"60"),), target=b"/304"),
                interaction(target=b"/empty"),
                *turns,
                interaction([(0, 0, b"a", END), (3, 1, b"b", END)]),
                interaction(method="HEAD", headers=((b"Content-Length", b"60"),)),
                interaction(
                    [(0, 0, b"key", END)], target=b"/key?key=" + b"*" * 8, headers=((b"Content-Length", b"3"),)
                ),
                interaction(
                    status=302,
                    target=b"/go",
                    headers=((b"Location", b"https://api.example.com/v1/there"), (b"Content-Length", b"0")),
                ),
                posted({"model": "m", "messages": [1]}, b"one"),
                posted({"model": "m", "messages": [1, 2]}, b"two"),
                redaction=("query:key",),
                source="https://api.example.com/v1",
            )
        ]
    )


#: name -> (request, whether the lane may remember it)
KINDS: dict[str, tuple[bytes, bool]] = {
    "get": (get(b"/a"), True),
    "head": (get(b"/a", method=b"HEAD"), True),
    "repeats take turns": (get(b"/turns"), True),
    "a session": (get(b"/turns", b"X-Chunktape-Session: phone"), True),
    "close": (get(b"/a", b"Connection: close"), True),
    "http/1.0": (get(b"/a", version=b"1.0"), True),
    "http/1.0, no host": (get(b"/a", version=b"1.0", host=b""), True),
    "absolute form": (get(b"http://dev.test/a", host=b"Host: dev.test\r\n"), True),
    "a page that may read": (get(b"/a", b"Origin: http://localhost:3000"), True),
    "a page elsewhere": (get(b"/a", b"Origin: https://evil.example"), True),
    "a secret in the query": (get(b"/key?key=mine"), True),
    "a redirect": (get(b"/go"), True),
    "spec in the path": (get(b"/@speed,x=max/go"), True),
    "spec in a header": (get(b"/a", b"X-Chunktape: speed,x=max"), True),
    "spec in the query": (get(b"/a?chunktape=speed,x=max"), True),
    "a literal at sign": (get(b"/@@a"), False),
    "bytes that no target may have": (get("/a?name=你".encode()), True),
    "json": (post(b'{"model": "m", "messages": [1]}'), True),
    "json, written otherwise": (post(b'{"messages":[1,2.0],"model":"m"}'), True),
    "no content": (get(b"/204"), True),
    "not modified": (get(b"/304"), True),
    "no body at all": (get(b"/empty"), True),
    "a chunked request": (
        get(b"/v1/chat/completions", b"Transfer-Encoding: chunked", b"Content-Type: application/json", method=b"POST")
        + b"f\r\n" + b'{"messages":[1]' + b"\r\nb\r\n" + b',"model":1}' + b"\r\n0\r\n\r\n",
        True,
    ),
    "expects 100": (post(b'{"model": "m", "messages": [1]}', b"Expect: 100-continue"), False),
    "upgrade": (get(b"/a", b"Connection: Upgrade", b"Upgrade: h2c"), True),
    "a miss": (get(b"/nowhere"), False),
    "a bad spec": (get(b"/@nonsense/a"), False),
    "a bad host": (get(b"/a", host=b"Host: evil.example\r\n"), False),
    "preflight": (
        get(b"/a", b"Origin: http://localhost", b"Access-Control-Request-Method: POST", method=b"OPTIONS"),
        False,
    ),
    "preflight of a page elsewhere": (
        get(b"/a", b"Origin: https://evil.example", b"Access-Control-Request-Method: POST", method=b"OPTIONS"),
        False,
    ),
    "a body over the limit": (post(b"x" * 2000), False),
    "control": (get(b"/@chunktape/nothing"), False),
    "no http": (b"nonsense\r\n\r\n", False),
    "pipelined": (get(b"/a") + get(b"/turns"), False),
}  # fmt: skip


async def response(client: Client, method: bytes) -> bytes:
    """One response, by its own framing."""
    head = await client.until(b"\r\n\r\n")
    lower, status = head.lower(), head[9:12]
    if status == b"100":
        return head + await response(client, method)
    if method == b"HEAD" or status in (b"204", b"304"):
        return head
    if b"transfer-encoding: chunked" in lower:
        return head + await client.until(b"0\r\n\r\n")
    if b"content-length: " in lower:
        size = int(lower.partition(b"content-length: ")[2].partition(b"\r\n")[0])
        return head + await client.exactly(size)
    rest, reset = await client.rest()
    assert not reset
    return head + rest


#: name -> answers, journal, number of requests remembered, number answered by the lane
Found = dict[str, tuple[list[bytes], list[Any], int, int]]


async def ask(url: str, request: bytes, times: int = 4) -> list[bytes]:
    """What `times` connections get, two requests on each."""
    method = request.split(b" ", 1)[0]
    closes = (b"close", b"HTTP/1.0", b"nonsense\r\n", b"Host: evil")
    goes_on = not any(one in request for one in closes)
    found = []
    for _ in range(times):
        client = await connect(url)
        for _ in range(2 if goes_on else 1):
            await client.send(request)
            for _ in range(request.count(b" HTTP/1.1\r\n") or 1):
                found.append(await response(client, method))
        client.close()
    return found


def everything(lane: Lane | None) -> Found:
    """All kinds, asked of one player. Its lane is `lane`, or its own if that is None."""
    app = PlayerApp(library(), Settings(max_body=1000, allow_hosts=("dev.test",)))
    own = app.lane
    app.lane = own if lane is None else lane
    journal, found = app.player.journal, Found()

    async def main() -> None:
        async with serving(app, port=0) as url:
            for name, (request, _) in KINDS.items():
                before, known, answered = len(journal.entries), len(own), own.answered
                answers = await ask(url, request)
                told = [entry.as_json() for entry in list(journal.entries)[before:]]
                for entry in told:
                    for measured in ("at_ms", "elapsed_ms", "late_ms", "joined_writes"):
                        del entry[measured]
                found[name] = (answers, told, len(own) - known, own.answered - answered)

    try:
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            runner.run(asyncio.wait_for(main(), PATIENCE))
    finally:
        Client.close_all()
    return found


@pytest.fixture(scope="module")
def lanes_found() -> tuple[Found, Found]:
    return everything(None), everything(Lane(lambda *_: False))


@pytest.mark.wire
@pytest.mark.portable
@pytest.mark.parametrize("name", KINDS)
def test_both_lanes_give_the_same_bytes_and_the_same_journal(name: str, lanes_found: tuple[Found, Found]) -> None:
    fast, slow = (one[name] for one in lanes_found)
    remembered = KINDS[name][1]

    assert fast[0] == slow[0]
    assert fast[1] == slow[1]
    assert fast[2] == slow[2] == remembered
    assert fast[3] >= 3 * remembered, "the lane answered nothing: this would prove nothing"
    assert slow[3] == 0


def asked() -> Asked:
    return Asked(Request("GET", b"/a"), b"/a", "/a", "", b"", Settled(Scenario()), subject=Subject("GET", b"/a", {}))


def wire(whole: bytes | None) -> Wire:
    one = Wire(None, b"/a", [])  # type: ignore[arg-type]
    one.whole = whole
    return one


def test_the_oldest_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "REQUESTS", 2)
    lane = Lane(lambda *_: True)
    for whole in (b"1", b"2", b"3"):
        lane.remember(whole, asked())

    assert [whole for whole in (b"1", b"2", b"3") if lane.find(whole)] == [b"2", b"3"]


def test_bytes_are_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    cost = 100 + asked().weight
    monkeypatch.setattr(lanes, "BYTES", 8 * cost + 7)
    lane = Lane(lambda *_: True)
    for number in range(100):
        lane.remember(b"%0100d" % number, asked())
    lane.remember(b"x" * 101, asked())

    assert len(lane) == 8
    assert lane.find(b"%0100d" % 99)


def test_a_request_that_did_not_come_alone_and_whole_is_not_remembered() -> None:
    lane = Lane(lambda *_: True)
    lane.remember(None, asked())

    assert len(lane) == 0


@pytest.mark.wire
def test_whatever_is_learnt_later_holds_for_a_known_request_too() -> None:
    """A known request is matched anew when the library is another one."""
    first, second = interaction([(0, 0, b"first", END)]), interaction([(0, 0, b"second", END)])
    app = PlayerApp(Library([cassette(first)]))

    async def main() -> list[bytes]:
        found = []
        async with serving(app) as url:
            client = await connect(url)
            for _ in range(2):
                await client.send()
                found.append(await response(client, b"GET"))
            library = app.player.library
            before = weakref.ref(library.index)
            library.served = replace(Library([cassette(second)]).served, generation=2)
            gc.collect()
            assert before() is None, "what is remembered keeps a library that nobody asks any more"
            for _ in range(2):
                await client.send()
                found.append(await response(client, b"GET"))
            client.close()
        return found

    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        found = runner.run(asyncio.wait_for(main(), PATIENCE))
    assert [b"first" in one for one in found] == [True, True, False, False]
    assert [b"second" in one for one in found] == [False, False, True, True]
    Client.close_all()


@pytest.mark.wire
def test_a_request_behind_a_known_one_waits_for_its_turn() -> None:
    app = PlayerApp(Library([cassette(interaction([(0, 0, b"a", END), (200, 1, b"b", END)]))]))

    async def main() -> None:
        async with serving(app) as url:
            client = await connect(url)
            await client.send()
            once = await response(client, b"GET")
            await client.send()
            await client.until(b"\r\n\r\n")
            await client.send(get(b"/a") + get(b"/nowhere"))
            await client.until(b"0\r\n\r\n")
            assert await response(client, b"GET") == once
            assert b"404" in (await response(client, b"GET"))[:20]
            client.close()

    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(asyncio.wait_for(main(), PATIENCE))
    Client.close_all()


def test_an_error_ends_one_request_and_the_next_is_answered() -> None:
    seen: list[object] = []
    over = asyncio.Event()

    class Broken:
        def close(self) -> None:
            seen.append("closed")

    def play(one: Asked, through: Wire) -> bool:
        if isinstance(through, Broken):
            raise RuntimeError
        seen.append("played")
        over.set()
        return True

    async def main() -> None:
        lane = Lane(play)
        loop = asyncio.get_running_loop()
        lane.enter(asked(), Broken(), b"", loop)  # type: ignore[arg-type]
        lane.enter(asked(), wire(b""), b"", loop)
        assert seen == []
        await over.wait()

    asyncio.run(asyncio.wait_for(main(), PATIENCE))
    assert seen == ["closed", "played"]


def test_an_error_in_ending_one_request_leaves_the_others_their_turn() -> None:
    over = asyncio.Event()

    class Broken:
        def close(self) -> None:
            raise RuntimeError("closing fails too")

    def play(_: Asked, through: Wire) -> bool:
        if isinstance(through, Broken):
            raise RuntimeError("playing fails")
        over.set()
        return True

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda *_: None)
        lane = Lane(play)
        for _ in range(lanes.STARTS):
            lane.enter(asked(), Broken(), b"", loop)  # type: ignore[arg-type]
        lane.enter(asked(), wire(b""), b"", loop)
        await over.wait()

    asyncio.run(asyncio.wait_for(main(), PATIENCE))


@pytest.mark.wire
def test_a_known_request_that_fails_is_over_in_every_count(monkeypatch: pytest.MonkeyPatch) -> None:
    app = PlayerApp(Library([cassette(interaction([(0, 0, b"ok", END)]))]), Settings(max_streams=1))
    player = app.player

    async def main() -> None:
        async with serving(app) as url:
            client = await connect(url)
            await client.send()
            await response(client, b"GET")
            with monkeypatch.context() as broken:
                broken.setattr(player.plans, "ready_now", lambda *_, **__: 1 // 0)
                await client.send()
                assert await client.rest() == (b"", False)
            again = await connect(url)
            await again.send()
            assert (await response(again, b"GET")).startswith(b"HTTP/1.1 200 ")
            again.close()

    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(asyncio.wait_for(main(), PATIENCE))
    Client.close_all()
    assert [entry.answer for entry in player.journal.entries] == ["replay", "failed", "replay"]
    assert "ZeroDivisionError" in player.journal.entries[1].note
    assert (player.journal.active, player.metrics.counts.active, player.metrics.counts.started) == (0, 0, 2)


class Rounds:
    """A loop whose rounds a test runs one by one."""

    def __init__(self) -> None:
        self._soon: list[Callable[[], object]] = []

    def call_soon(self, call: Callable[..., object], *arguments: object) -> None:
        self._soon.append(partial(call, *arguments))

    def __iter__(self) -> "Rounds":
        return self

    def __next__(self) -> None:
        """One round: what is ready now, and nothing that becomes ready meanwhile."""
        ready, self._soon = self._soon, []
        if not ready:
            raise StopIteration
        for call in ready:
            call()


def test_500_in_the_same_instant_are_answered_a_few_at_a_time_in_their_order() -> None:
    played: list[bytes] = []

    def play(_: Asked, through: Wire) -> bool:
        played.append(through.target)
        return True

    lane, rounds = Lane(play), Rounds()
    targets = [b"/%d" % number for number in range(500)]
    for target in targets:
        one = wire(b"")
        one.target = target
        lane.enter(asked(), one, b"", cast(asyncio.AbstractEventLoop, rounds))
    assert played == [], "all are read before the first is answered"

    after = [len(played) for _ in rounds]
    assert after == [*range(lanes.STARTS, 500, lanes.STARTS), 500]
    assert played == targets
    assert lane.answered == 500


def test_where_the_streams_had_a_long_turn_as_long_a_time_is_for_requests() -> None:
    left, answers = [0], []

    def play(*_: object) -> bool:
        left[0] = max(0, left[0] - 1)
        answers.append(left[0])
        return True

    lane, rounds = Lane(play, lambda: left[0]), Rounds()
    for _ in range(200):
        lane.enter(asked(), wire(b""), b"", cast(asyncio.AbstractEventLoop, rounds))
    counts = []
    for turn in (0, lanes.STARTS - 1, 100):  # how many answers each round's turn of the streams is as long as
        left[0], before = turn, len(answers)
        next(rounds)
        counts.append(len(answers) - before)

    assert counts == [lanes.STARTS, lanes.STARTS, 100]


class Chunks:
    """A stream of a chunk every 10 ms for a second; a step, which writes what is due, takes 0.06 ms."""

    def __init__(self, clock: Clockwork, over: Callable[[], None]) -> None:
        self._clock, self._over = clock, over
        self._end = clock.now + SECOND

    def due(self, now: int) -> int | None:
        self._clock.now += 60_000
        if now < self._end:
            return now + 10 * MS
        self._over()
        return None

    def failed(self, error: Exception) -> None:
        raise error


def test_with_more_streams_than_the_core_carries_none_waits_for_others_to_end_before_it_begins() -> None:
    clock, rounds, ended = Clockwork(), Rounds(), list[int]()

    def play(*_: object) -> bool:
        clock.now += EACH
        clock.scheduler.at(clock.now, Chunks(clock, lambda: ended.append(lane.answered)))
        return True

    lane = Lane(play, lambda: clock.scheduler.owed(clock.now))
    crowd = 1000  # six times as many as there is time for
    for _ in range(crowd):
        lane.enter(asked(), wire(b""), b"", cast(asyncio.AbstractEventLoop, rounds))
    for _ in rounds:
        clock.scheduler.fire()
    while clock.armed is not None:
        clock.now = max(clock.now, clock.armed)
        clock.scheduler.fire()

    assert ended == [crowd] * crowd


LOADED: dict[str, dict[str, Any]] = {
    "mix": {"mix": parse_mix("short=1,long#2=2"), "session_seed": "7"},
    "mix, second of three workers": {
        "mix": parse_mix("short=1,long#2=2"),
        "session_seed": "7",
        "worker": 2,
        "workers": 3,
    },
    "vary": {"vary": parse_vary("ttft=1ms..20ms,tps=200..2000"), "session_seed": "7"},
}


def draws(config: dict[str, Any], *, lane: bool, count: int = 12) -> tuple[list[tuple[Any, ...]], int]:
    """Whose answer each of `count` equal requests got, how it was varied and how long (ns), and how many the lane
    answered.
    """
    rows = [(0, 0, b"data: a\n\n", END), (1, 1, b"data: b\n\n", END), (2, 2, b"data: c\n\n", END)]
    files = [
        cassette(interaction(rows), name="short.cassette"),
        cassette(interaction(rows), interaction(rows), name="long.cassette"),
    ]
    app = PlayerApp(Library(files), Settings(match="any", **config))
    if not lane:
        app.lane = Lane(lambda *_: False)

    async def main() -> None:
        async with serving(app) as url:
            client = await connect(url)
            for _ in range(count):
                await client.send()
                assert (await response(client, b"GET")).endswith(b"data: c\n\n\r\n0\r\n\r\n")
            client.close()

    try:
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            runner.run(asyncio.wait_for(main(), PATIENCE))
    finally:
        Client.close_all()
    entries = app.player.journal.entries
    return [(entry.recording, entry.drawn, entry.duration) for entry in entries], app.lane.answered


@pytest.mark.wire
@pytest.mark.parametrize("name", LOADED)
def test_the_lane_draws_for_each_request_what_the_slow_one_draws(name: str) -> None:
    (fast, answered), (slow, none) = draws(LOADED[name], lane=True), draws(LOADED[name], lane=False)

    assert fast == slow
    assert (answered, none) == (11, 0)
    if "mix" in LOADED[name]:
        assert {recording for recording, *_ in fast} == {("short.cassette", 1), ("long.cassette", 2)}
    else:
        assert len({drawn for _, drawn, _ in fast}) == len({duration for *_, duration in fast}) == 12


@pytest.mark.wire
def test_above_the_limit_of_streams_a_known_request_is_answered_with_429_too() -> None:
    held = interaction([(0, 0, b"x", END), (3_600_000, 1, b"y", END)], target=b"/held")
    app = PlayerApp(Library([cassette(held, interaction([(0, 0, b"ok", END)]))]), Settings(max_streams=1))
    lane, counts = app.lane, app.player.metrics.counts

    async def main() -> None:
        async with serving(app) as url:
            client, holding = await connect(url), await connect(url)
            for _ in range(2):
                await client.send()
                assert (await response(client, b"GET")).endswith(b"2\r\nok\r\n0\r\n\r\n")
                await until(lambda: counts.active == 0)
            await holding.send(get(b"/held"))
            await holding.until(b"x\r\n")
            assert lane.answered == 1
            for _ in range(2):
                await client.send()
                refused = await response(client, b"GET")
                assert refused.startswith(b"HTTP/1.1 429 ")
                assert b"retry-after: 1\r\n" in refused.lower()
            assert (lane.answered, counts.active, counts.limited) == (1, 1, 2)

            holding.abort()
            await until(lambda: counts.active == 0)
            await client.send()
            assert (await response(client, b"GET")).startswith(b"HTTP/1.1 200 ")
            assert lane.answered == 2
            client.close()

    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(asyncio.wait_for(main(), PATIENCE))
    Client.close_all()


def test_what_is_recorded_while_a_request_is_matched_answers_its_repeats(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded = Library([cassette(interaction([(0, 0, b"one", END)]))])
    app = PlayerApp(recorded, Settings())
    finder = app.player.finder
    matched = finder.match

    async def match(request: Subject, mode: str) -> Match | None:
        found: Match | None = await matched(request, mode)
        if len(recorded.recordings) == 1:
            recorded.add(0, interaction([(0, 0, b"two", END)]))
            await recorded.refresh()
        return found

    monkeypatch.setattr(finder, "match", match)

    async def main() -> list[bytes]:
        async with serving(app) as url:
            return await ask(url, get(b"/a"), 3)

    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        answers = runner.run(asyncio.wait_for(main(), PATIENCE))
    Client.close_all()
    assert any(b"two" in answer for answer in answers)
