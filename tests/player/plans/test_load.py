import asyncio
import threading
from dataclasses import replace
from typing import Any

import pytest
from starlette.types import Message

from cassettes.clock import MS
from network.work import MAKING, RETIMING
from player.app import PlayerApp
from player.journal.console import request_line, summary
from player.journal.entry import Entry
from player.library.library import Library
from player.matching.mix import Mix, parse_mix
from player.plans.load import Load
from player.schedule.schedule import recorded
from player.schedule.vary import parse_vary
from player.schedule.writes import encode
from player.server.server import serving
from player.settings import Settings
from player.spec import perform as performing
from player.spec.scenario import Scenario
from player.splits import Split, plan_for
from player.stream.progress import Outcome
from tests.support.asgi import ask
from tests.support.patience import PATIENCE
from tests.support.recordings import END, cassette, interaction
from tests.support.sockets import Client, connect

ROWS = [(20, 1, b"data: a\n\n", END), (40, 2, b"data: b\n\n", END), (60, 3, b"data: c\n\n", END)]


def two(**config: Any) -> PlayerApp:
    one, other = interaction([(0, 0, b"s", END)]), interaction([(0, 0, b"r1", END)])
    third = interaction([(0, 0, b"r2", END)])
    files = [cassette(one, name="short.cassette"), cassette(other, third, name="reasoning.cassette")]
    return PlayerApp(Library(files), Settings(match="any", **config))


def bodies(app: PlayerApp, count: int, method: str = "GET") -> list[bytes]:
    async def main() -> list[bytes]:
        return [(await ask(app, "/any", method)).body for _ in range(count)]

    return asyncio.run(main())


def test_the_mix_says_who_answers_and_a_name_s_recordings_take_turns() -> None:
    got = bodies(two(mix=parse_mix("short=1,reasoning=1"), session_seed="7"), 40)
    assert 8 < got.count(b"s") < 32
    turns = [body for body in got if body != b"s"]
    assert turns == [(b"r1", b"r2")[turn % 2] for turn in range(len(turns))]
    assert set(bodies(two(mix=parse_mix("reasoning#2=1")), 5)) == {b"r2"}


def test_a_session_s_seed_gives_the_same_draws_and_workers_differ() -> None:
    mix = parse_mix("short=1,reasoning#1=1")
    first = bodies(two(mix=mix, session_seed="7"), 30)
    assert bodies(two(mix=mix, session_seed="7"), 30) == first
    assert bodies(two(mix=mix, session_seed="8"), 30) != first
    assert bodies(two(mix=mix, session_seed="7", worker=2, workers=2), 30) != first


def test_where_the_mix_names_nothing_that_answers_nothing_answers() -> None:
    head = interaction(method="HEAD")
    files = [cassette(interaction([(0, 0, b"s", END)]), name="short.cassette"), cassette(head, name="other.cassette")]
    app = PlayerApp(Library(files), Settings(match="any", mix=parse_mix("short=1")))
    assert asyncio.run(ask(app, "/any", "HEAD")).status == 404


@pytest.mark.portable
def test_a_varied_stream_has_the_same_bytes_at_the_drawn_times() -> None:
    config = Settings(vary=parse_vary("ttft=5ms,tps=200"), session_seed="1")
    one = interaction(ROWS)
    load, play = Load(config), Scenario()
    recording = Library([cassette(one)]).recordings[0]
    drawn = load.draw(play, 1)
    assert drawn is not None
    schedule = recorded(one)
    frames = encode(schedule, one.body, chunked=True)
    varied = frames.at(play.vary(schedule, drawn, load.frames_in(recording)))

    # the head keeps its time, three events at 200 a second take 10 ms from the first to the last
    assert list(varied.times) == [0, 5 * MS, 10 * MS, 15 * MS]
    assert varied.writes is frames.writes
    assert list(Scenario(gap="8").vary(schedule, drawn, 3).times) == [0, 5 * MS, 13 * MS, 21 * MS]


def test_nothing_is_varied_where_nothing_waits() -> None:
    assert Load(Settings(vary=parse_vary("ttft=5ms"))).draw(Scenario(None), 1) is None
    assert Load(Settings()).draw(Scenario(), 1) is None


def test_the_journal_says_what_each_stream_got() -> None:
    app = PlayerApp(Library([cassette(interaction(ROWS))]), Settings(vary=parse_vary("ttft=5ms,tps=200")))
    answer = asyncio.run(ask(app))
    entry = app.player.journal.entries[0].as_json()

    assert answer.body == b"".join(row[2] for row in ROWS)
    assert entry["varied"] == "ttft=5.0ms,tps=200.0"


def test_what_was_recorded_at_another_speed_is_compared_at_that_speed() -> None:
    app = PlayerApp(Library([cassette(interaction(ROWS))]), Settings())
    asyncio.run(ask(app, "/@speed,x=10+gap,ms=20/a"))
    (entry,) = app.player.journal.entries

    assert (entry.recorded, entry.longer) == (6 * MS, 36 * MS)
    assert "[0.04 s longer than recorded at this speed, gap 20 ms]" in request_line(entry)


@pytest.mark.portable
def test_one_stream_too_many_is_answered_with_429_and_the_next_one_is_served() -> None:
    held = interaction([(0, 0, b"x", END), (3_600_000, 1, b"y", END)], target=b"/held")
    app = PlayerApp(Library([cassette(held, interaction([(0, 0, b"ok", END)]))]), Settings(max_streams=1))

    async def main() -> None:
        playing, metrics = asyncio.Event(), app.player.metrics
        begin = metrics.begin

        def begun(entry: Entry) -> None:
            begin(entry)
            playing.set()

        metrics.begin = begun  # type: ignore[method-assign]
        first = asyncio.ensure_future(ask(app, "/held"))
        await playing.wait()
        refused = await ask(app)
        assert refused.status == 429
        assert refused.headers[b"retry-after"] == b"1"
        assert b"x-should-retry" not in refused.headers
        assert refused.json()["error"]["code"] == "too-many-streams"
        for stream in tuple(app.player.active):
            stream.stop()
        await first
        assert (await ask(app)).status == 200
        told = await ask(app, "/@chunktape/metrics")
        assert told.headers[b"content-type"].startswith(b"text/plain; version=0.0.4")
        assert b"chunktape_requests_limited_total 1\n" in told.body
        assert b'chunktape_streams_aborted_total{reason="stopped"} 1\n' in told.body

    asyncio.run(main())


def test_a_worker_says_its_number_in_every_answer_about_itself() -> None:
    app = two(worker=2, workers=4)

    async def main() -> None:
        for path, method in (("health", "GET"), ("journal", "GET"), ("reset", "POST"), ("journal", "DELETE")):
            assert (await ask(app, f"/@chunktape/{path}", method)).json()["worker"] == {"number": 2, "of": 4}
        assert b'chunktape_streams_started_total{worker="2"} 0' in (await ask(app, "/@chunktape/metrics")).body

    asyncio.run(main())


def test_what_a_mix_names_is_looked_up_once_for_a_group(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a thousand recordings it takes 4 ms."""
    app, looked = two(mix=parse_mix("short=7,reasoning=3")), list[int]()
    tables = Mix.tables

    def noted(mix: Mix, group: Any) -> Any:
        looked.append(len(group))
        return tables(mix, group)

    monkeypatch.setattr(Mix, "tables", noted)
    bodies(app, 5)
    assert looked == [3]


def test_reset_of_the_journal_leaves_the_figures_since_the_start() -> None:
    app = two()

    async def main() -> None:
        await ask(app)
        await ask(app, "/@chunktape/reset", "POST")
        told = (await ask(app, "/@chunktape/journal")).json()
        assert told["counts"]["requests"] == 0
        assert told["streams"]["started"] == 1
        assert set(told["lateness"]) == {"p50_ms", "p99_ms", "max_ms", "joined_writes"}
        await ask(app)

    asyncio.run(main())
    journal = app.player.journal
    assert (journal.counts["requests"], journal.totals["requests"]) == (1, 2)
    assert summary(journal).startswith("Requests: 2, replayed: 2")


@pytest.mark.portable
def test_a_stream_that_fails_takes_no_place_for_ever() -> None:
    """What a server raises in `send` ends one stream; with a limit of one the next must be served all the same."""
    app = PlayerApp(Library([cassette(interaction([(0, 0, b"ok", END)]))]), Settings(max_streams=1))
    player = app.player

    async def refuses(message: Message) -> None:
        raise RuntimeError("a server's own error")

    async def main() -> None:
        for path in ("/a", "/@event/a"):
            with pytest.raises(RuntimeError, match="own error"):
                await ask(app, path, send=refuses)
            assert player.metrics.counts.active == 0
            assert (await ask(app)).status == 200

    asyncio.run(main())
    counts, entries = player.metrics.counts, player.journal.entries
    assert (counts.started, counts.ended, counts.aborted["failed"]) == (4, 4, 2)
    assert [entry.answer for entry in entries] == ["failed", "replay", "failed", "replay"]


def test_a_plan_that_is_refused_was_never_started_and_held_its_place_while_it_was_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A counter of Prometheus never falls: a scraper would take it for a restart."""
    body = b"data: a\n\n" * MAKING.bytes
    app = PlayerApp(Library([cassette(interaction([(0, 0, body, END)]))]), Settings(max_streams=1))
    metrics, begun, goes_on = app.player.metrics, threading.Event(), threading.Event()
    made = plan_for

    def slow(*arguments: Any) -> Any:
        begun.set()
        assert goes_on.wait(PATIENCE)
        return made(*arguments)

    monkeypatch.setattr(performing, "plan_for", slow)

    async def main() -> None:
        asked = asyncio.ensure_future(ask(app, f"/@explicit,cuts={len(body)}/a"))
        assert await asyncio.to_thread(begun.wait, PATIENCE)
        assert metrics.counts.started == 0
        assert (await ask(app)).status == 429
        goes_on.set()
        assert (await asked).status == 400
        assert (metrics.counts.started, metrics.counts.active, metrics.claimed) == (0, 0, 0)
        assert (await ask(app)).status == 200
        assert (metrics.counts.started, metrics.counts.active, metrics.claimed) == (1, 0, 0)

    asyncio.run(main())
    app.player.close()


@pytest.mark.portable
@pytest.mark.parametrize("path", ["/a", "/@event/a"])
def test_a_stream_that_its_server_cancels_was_stopped(path: str) -> None:
    app = PlayerApp(Library([cassette(interaction([(0, 0, b"x", END), (3_600_000, 1, b"y", END)]))]))
    player = app.player

    async def main() -> None:
        begun = asyncio.Event()

        async def notes(_: Message) -> None:
            begun.set()

        asking = asyncio.ensure_future(ask(app, path, send=notes))
        await begun.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking

    asyncio.run(main())
    assert player.journal.entries[0].progress.outcome is Outcome.STOPPED
    assert player.metrics.counts.aborted["stopped"] == 1


@pytest.mark.wire
@pytest.mark.parametrize("path", [b"/a", b"/@event,seed=1+gap,ms=0/a"])
@pytest.mark.parametrize("limit", ["chunks", "bytes"])
def test_the_times_of_a_long_response_are_drawn_in_another_thread(
    path: bytes, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other times for 20,000 writes take 10 ms, and to look through 1 MB takes as long; nobody else is late by that."""
    for module in ("load", "plans"):
        monkeypatch.setattr(f"player.plans.{module}.RETIMING", RETIMING._replace(**{limit: 100}))
    rows = [(at, at, b"data: %d\n\n" % at, END) for at in range(101)]
    config = Settings(vary=parse_vary("ttft=1ms,tps=100000"))
    app = PlayerApp(Library([cassette(interaction(rows))]), config)
    load, threads = app.player.load, []
    real = load.frames_in

    def noted(*arguments: Any) -> Any:
        threads.append(threading.current_thread() is threading.main_thread())
        return real(*arguments)

    load.frames_in = noted  # type: ignore[method-assign, assignment]

    async def main() -> None:
        async with serving(app) as url:
            client = await connect(url)
            for _ in range(3):
                await client.send(b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" % path)
                assert (await client.until(b"\r\n0\r\n\r\n")).count(b"data: ") == 101
            client.close()

    asyncio.run(asyncio.wait_for(main(), PATIENCE))
    Client.close_all()
    assert threads == [False] * 3
    assert len({entry.drawn for entry in app.player.journal.entries}) == 1


SMOKE = Settings(play=Scenario(split=Split("smoke"), speed=None, gap="0"))


def turns_of(app: PlayerApp, count: int, client: str = "") -> list[tuple[int, int]]:
    """(recording, turn of `smoke`) of so many requests; `client`: X-Chunktape-Session."""
    headers = {"x-chunktape-session": client} if client else {}

    async def main() -> list[tuple[int, int]]:
        for _ in range(count):
            assert (await ask(app, headers=headers)).status == 200
        return [
            (entry.recording[1], entry.choice.turn)
            for entry in app.player.journal.entries
            if entry.recording is not None and (not client or entry.client == client)
        ]

    return asyncio.run(main())


@pytest.mark.portable
@pytest.mark.parametrize("mode", ["default", "any"])
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("twins", [True, False])
def test_ten_requests_meet_all_ten_of_smoke_whatever_answers(mode: str, count: int, twins: bool) -> None:
    lasts = [0] * count if twins else range(count)
    ones = [interaction([*ROWS, (70, 4, b"data: %d\n\n" % last, END)]) for last in lasts]
    taken = turns_of(PlayerApp(Library([cassette(*ones)]), replace(SMOKE, match=mode)), 10 * count)

    for start in range(0, 10 * count, 10) if twins else (0,):
        assert {turn for _, turn in taken[start : start + 10]} == set(range(1, 11))
    if not twins:
        for number in range(1, count + 1):
            assert {turn for one, turn in taken if one == number} == set(range(1, 11))


def test_ten_requests_of_a_mix_meet_all_ten_and_clients_have_their_own() -> None:
    twins = [interaction(ROWS), interaction([*ROWS, (70, 4, b"data: d\n\n", END)]), interaction(ROWS)]
    config = replace(SMOKE, match="any", mix=parse_mix("a#1=2,a#2=1,a#3=2"))
    app = PlayerApp(Library([cassette(*twins)]), config)
    for client in ("phone", "tablet"):
        assert {turn for _, turn in turns_of(app, 10, client)} == set(range(1, 11))


def test_two_workers_meet_all_ten_in_five_requests_each() -> None:
    twins = [interaction(ROWS), interaction(ROWS)]
    taken = [
        turn
        for worker in (1, 2)
        for _, turn in turns_of(
            PlayerApp(Library([cassette(*twins)]), replace(SMOKE, match="any", worker=worker, workers=2)), 5
        )
    ]
    assert set(taken) == set(range(1, 11))
