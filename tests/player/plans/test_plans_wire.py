"""Splits through real sockets: what Node and Chromium see of them."""

import asyncio
import json
import threading
from collections.abc import Callable
from hashlib import sha256
from typing import Any, TypeVar

import pytest

from benchmarks.boundaries.clients import CLIENTS, Seen, asked, node
from benchmarks.boundaries.shares import planned, share, unplanned
from cassettes.clock import MS
from cassettes.model import Interaction
from player.app import PlayerApp
from player.library.library import Library
from player.plans.performances import Form
from player.server.server import serving
from player.settings import Settings
from player.spec import perform as performing
from player.spec.scenario import parse_scenario
from player.spec.settle import Meeting
from player.spec.spec import parse_spec
from player.splits import PROFILES, Body, plan_for
from player.wire.wire import ASSURES
from tests.support.patience import PATIENCE
from tests.support.recordings import CHUNKED, END, cassette, interaction
from tests.support.sockets import connect, run

pytestmark = pytest.mark.wire

T = TypeVar("T")

_EVENT = 'data: {{"choices":[{{"index":{0},"delta":{{"content":"你好 👍 é\\n {0}"}}}}]}}\n\n'
#: where one profile needs less time than by itself, or something to cut
_GIVEN = {"stall": "stall,for=1ms", "explicit": "explicit,cuts=1:5:300:32000", "adversarial": "adversarial,extra=200"}


def _stream(size: int) -> Interaction:
    """A recorded chat of exactly `size` bytes, an event per millisecond."""
    events = [_EVENT.format(number).encode() for number in range(size // 80)]
    while sum(map(len, events)) > size - 20:
        events.pop()
    last = b": " + b"." * (size - sum(map(len, events)) - 18) + b"\n\ndata: [DONE]\n\n"
    rows = [(number, number + 1, event, END) for number, event in enumerate([*events, last])]
    return interaction(rows, headers=CHUNKED)


#: every profile, and with `all=1` the ones that have it; pieces of up to 32 KiB
SPLITS = [_GIVEN.get(name, name) for name in PROFILES]
SPLITS += [f"{name},all=1" for name, profile in PROFILES.items() if "all" in profile.parameters]


def _app(one: Interaction, **config: Any) -> PlayerApp:
    return PlayerApp(Library([cassette(one)]), Settings(**config))


def test_node_sees_exactly_the_planned_pieces_in_every_profile_without_a_gap(
    require_tool: Callable[[str], str],
) -> None:
    require_tool("node")
    one = _stream(32_768)
    source = Body.of(one)

    wrong = list(SPLITS)

    async def main() -> None:
        async with serving(_app(one)) as url:
            # without a gap a stream is one burst, and a kernel short of memory may hand it out in parts: ask again then
            for _ in range(3):
                answers = await node("http", [f"{url}/@{split}+speed,x=max+gap,ms=0/a" for split in wrong])
                assert all(seen.digest == sha256(one.body).hexdigest() for seen in answers)
                asked_for = zip(wrong, answers, strict=True)
                wrong[:] = [split for split, seen in asked_for if seen.lengths != _planned_lengths(source, seen)]

    run(main())
    assert not wrong


def _planned_lengths(source: Body, seen: Seen) -> tuple[int, ...]:
    """The lengths of the pieces of the plan that the response named."""
    split = parse_spec(seen.spec).split
    assert split is not None
    return tuple(map(len, plan_for(source, split).pieces(source.data)))


@pytest.mark.parametrize("client", CLIENTS[1:])
def test_clients_that_merge_see_no_boundary_that_was_not_planned(
    client: str, require_tool: Callable[[str], str]
) -> None:
    require_tool("chromium" if client.startswith("Chromium") else "node")
    one = _stream(700)
    source = Body.of(one)
    asks = ["utf8", "utf8,all=1", "merge", "half-plus", "mixed"]
    gaps = ["5", "device", *(["assured"] if ASSURES else [])]
    app = _app(one)

    async def main() -> list[Seen]:
        async with serving(app) as url:
            urls = [f"{url}/@{split}+speed,x=max+gap,ms={gap}/a" for split in asks for gap in gaps]
            return await asked(client, app, url, urls)

    answers = run(main())
    shares = [share(source, seen) for seen in answers]
    assert all(not unplanned(source, seen) for seen in answers)
    assert len(shares) == len(asks) * len(gaps)
    assert max(shares) > 0  # apart somewhere: the clients were asked with gaps


def _report(answer: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.partition(b"\r\n\r\n")[2])
    return found


def _ask(target: str, *headers: str, version: str = "1.1", method: str = "GET") -> bytes:
    lines = [f"{method} {target} HTTP/{version}", "Host: 127.0.0.1", "Connection: close", *headers]
    return "\r\n".join((*lines, "", "")).encode()


@pytest.mark.portable
def test_one_piece_is_one_transfer_chunk_and_the_head_names_the_plan() -> None:
    body = b"data: one\n\ndata: two\n\n"
    answers: list[bytes] = []

    async def main() -> None:
        async with serving(_app(interaction([(0, 0, body, END)], headers=((b"Content-Length", b"22"),)))) as url:
            answers.append((await (await (await connect(url)).send(_ask("/@explicit,cuts=3:11/a"))).rest())[0])

    run(main())
    head, _, rest = answers[0].partition(b"\r\n\r\n")
    digest = sha256(body).hexdigest()[:8]
    assert b"Transfer-Encoding: chunked" in head
    assert b"Content-Length" not in head
    assert f"X-Chunktape-Plan: explicit,cuts=3:11,body={digest},v=1\r\nX-Chunktape-Request: 1".encode() in head
    assert rest == b"3\r\ndat\r\n8\r\na: one\n\n\r\nb\r\ndata: two\n\n\r\n0\r\n\r\n"


def test_a_client_of_http_1_0_gets_the_pieces_without_framing() -> None:
    answers: list[bytes] = []

    async def main() -> None:
        async with serving(_app(interaction([(0, 0, b"data: one\n\n", END)]))) as url:
            client = await (await connect(url)).send(_ask("/@bytes+gap,ms=0/a", version="1.0"))
            answers.append((await client.rest())[0])

    run(main())
    head, _, rest = answers[0].partition(b"\r\n\r\n")
    assert b"chunked" not in head
    assert rest == b"data: one\n\n"


@pytest.mark.parametrize("status", [204, 304])
def test_what_has_no_body_is_played_as_it_was_recorded(status: int) -> None:
    answers: list[bytes] = []

    async def main() -> None:
        async with serving(_app(interaction(status=status, headers=((b"ETag", b'"a"'),)))) as url:
            answers.append((await (await (await connect(url)).send(_ask("/@utf8/a"))).rest())[0])

    run(main())
    assert answers[0].endswith(b'ETag: "a"\r\nConnection: close\r\n\r\n')


def test_joining_at_speed_max_merges_no_planned_pieces() -> None:
    """Each piece is a transfer chunk of its own write, also when nothing lies between them."""
    one = interaction([(0, 0, b"data: one\n\ndata: two\n\n", END)])
    library = Library([cassette(one)])
    app = PlayerApp(library)
    plans = app.player.plans
    recording = library.recordings[0]
    met = Meeting(parse_scenario("event+speed,x=max+gap,ms=0", Settings().play))
    choice = asyncio.run(plans.settling.settled(met, recording, "", {}, can=False))
    frames = asyncio.run(plans.ready(recording, choice, Form.CHUNKED)).sent

    assert [write for write in frames.writes if write][:2] == [
        b"b\r\ndata: one\n\n\r\n",
        b"b\r\ndata: two\n\n\r\n0\r\n\r\n",
    ]


@pytest.mark.skipif(not ASSURES, reason="needs SIOCOUTQ")
def test_assured_waits_for_a_client_that_does_not_read() -> None:
    """Nothing follows a write before it was acknowledged: pieces larger than what fits into the buffers stay ours."""
    big = b"x" * (8 << 20)
    one = interaction([(0, 0, big, END), (1, 1, b"tail", END)], headers=CHUNKED)
    app = _app(one)
    entries: list[Any] = []

    async def main() -> None:
        async with serving(app) as url:
            client = await connect(url)
            await client.send(_ask(f"/@explicit,cuts={len(big)}+gap,ms=assured/a"))
            await client.until(b"\r\n\r\n")
            journal = app.player.journal
            data, _ = await client.rest()
            assert data.endswith(b"4\r\ntail\r\n0\r\n\r\n")
            entries.extend(journal.entries)

    run(main())
    (entry,) = entries
    assert entry.choice.assured


@pytest.mark.skipif(not ASSURES, reason="needs SIOCOUTQ")
def test_assured_leaves_a_millisecond_behind_the_acknowledgement() -> None:
    one = interaction([(0, 0, b"01234567890123456789", END)], headers=CHUNKED)  # it lasts no time by itself
    app = _app(one)

    async def main() -> None:
        async with serving(app) as url:
            client = await (await connect(url)).send(_ask("/@bytes+gap,ms=assured/a"))
            assert (await client.rest())[0].endswith(b"1\r\n8\r\n1\r\n9\r\n0\r\n\r\n")

    run(main())
    (entry,) = app.player.journal.entries
    assert entry.choice.assured
    assert entry.recorded == 0
    assert entry.progress.elapsed >= 19 * MS  # between 20 pieces


@pytest.mark.portable
def test_what_was_sent_and_what_the_client_saw_are_counted_apart() -> None:
    one = interaction([(0, 0, "data: 你\n\n".encode(), END)])
    app = _app(one)
    reports: list[dict[str, Any]] = []

    async def main() -> None:
        async with serving(app) as url:

            async def control(method: str, path: str, body: str = "") -> dict[str, Any]:
                client = await connect(url)
                await client.send(_ask(path, f"Content-Length: {len(body)}", method=method) + body.encode())
                return _report((await client.rest())[0])

            answer = (await (await (await connect(url)).send(_ask("/@utf8,all=1+gap,ms=2/a"))).rest())[0]
            assert b"X-Chunktape-Request: 1\r\n" in answer
            seen = {"request": 1, "lengths": [7, 0, 4]}
            reports.append(await control("POST", "/@chunktape/observed", json.dumps(seen)))
            reports.append(await control("GET", "/@chunktape/coverage"))

    run(main())
    posted, coverage = reports
    assert posted == {"ok": True, "request": 1, "planned": 2, "observed": 1, "unplanned": 0}
    (recording,) = coverage["recordings"]
    classes = {row["id"]: (row["planned"], row["sent"], row["observed"]) for row in recording["classes"]}
    assert classes["utf8-3b/1"] == (1, 1, 1)
    assert classes["utf8-3b/2"] == (1, 1, 0)
    assert planned(Body.of(one), "utf8,all=1") == {7, 8}


@pytest.mark.portable
def test_what_is_played_as_recorded_is_no_longer_than_recorded() -> None:
    """Both lanes: the console would say so of every request."""
    app = _app(interaction([(0, 0, b"data: one\n\n", END), (1, 20 * MS, b"data: two\n\n", END)], headers=CHUNKED))

    async def main() -> None:
        async with serving(app) as url:
            for _ in range(2):
                await (await (await connect(url)).send(_ask("/a"))).rest()

    run(main())
    entries = list(app.player.journal.entries)
    assert len(entries) == 2
    assert [entry.longer for entry in entries] == [0, 0]
    assert all(entry.recorded == entry.duration for entry in entries)


def test_a_slow_plan_that_is_under_way_delays_no_other_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the planner's thread stands still: a stream that was there before, a new one, and a small plan."""
    large, small = _stream(32_768), interaction([(0, 0, b"data: one\n\n", END)], target=b"/small")
    rows = [(200 * read, read, b"%d" % read, END) for read in range(1, 4)]
    app = PlayerApp(Library([cassette(large, small, interaction(rows, target=b"/slow"))]), Settings())
    begun, go_on = threading.Event(), threading.Event()

    def slow(*arguments: Any) -> Any:
        if threading.current_thread() is not threading.main_thread():
            begun.set()
            assert go_on.wait(PATIENCE)
        return plan_for(*arguments)

    monkeypatch.setattr(performing, "plan_for", slow)

    async def main() -> None:
        async with serving(app) as url:
            before = await (await connect(url)).send(_ask("/slow"))
            await before.until(b"1\r\n1\r\n")
            waiting = await (await connect(url)).send(_ask("/@event+speed,x=max/a"))
            await asyncio.to_thread(begun.wait, PATIENCE)
            assert begun.is_set()
            rest, _ = await before.rest()
            assert rest == b"1\r\n2\r\n1\r\n3\r\n0\r\n\r\n"
            for target, last in (("/slow", b"1\r\n3\r\n"), ("/@event/small", b"data: one\n\n\r\n")):
                answer, _ = await (await (await connect(url)).send(_ask(target))).rest()
                assert answer.endswith(last + b"0\r\n\r\n")
            assert not go_on.is_set()

            go_on.set()
            answer, _ = await waiting.rest()
            assert answer.endswith(b"data: [DONE]\n\n\r\n0\r\n\r\n")

    try:
        run(main())
    finally:
        go_on.set()
