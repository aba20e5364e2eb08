import asyncio
import gc
import threading
import tracemalloc
from dataclasses import replace
from typing import Any

import pytest

from cassettes.clock import MS
from cassettes.errors import SpecError
from cassettes.model import Interaction, Request
from network.work import HEAVY, MAKING, MATCHING
from player.library.library import Library
from player.library.recordings import Recording
from player.matching.subject import Subject, subject
from player.plans import finder as finding
from player.plans import planner as planning
from player.plans.finder import Finder
from player.plans.planner import Planner, footprint
from player.spec import perform as performance
from player.spec.scenario import Scenario, parse_scenario
from player.spec.settle import Meeting, Settled, with_uses
from player.splits import Body, plan_for
from tests.support.patience import PATIENCE
from tests.support.recordings import END, cassette, interaction

SMALL = b"data: a\n\ndata: b\n\n"
LARGE = b"data: a\n\n" * MAKING.bytes


def made(*bodies: bytes, **keywords: Any) -> tuple[Planner, Library]:
    library = Library([cassette(*(interaction([(0, 0, body, END)], **keywords) for body in bodies))])
    return Planner(library, "0"), library


def frames(planner: Planner, library: Library, spec: str, at: int = 0) -> Any:
    one = library.recordings[at]
    choice = planner.settle(Meeting(parse_scenario(spec, Scenario())), one, "a", {}, can=False)
    return asyncio.run(planner.writes(one, choice, chunked=True))


def test_frames_are_kept_unless_their_seed_was_drawn() -> None:
    planner, library = made(SMALL, LARGE)
    for at in (0, 1):
        assert frames(planner, library, "event", at) is frames(planner, library, "event", at)
        assert frames(planner, library, "utf8,seed=3", at) is frames(planner, library, "utf8,seed=3", at)
        assert frames(planner, library, "utf8", at) is not frames(planner, library, "utf8,seed=0", at)
    planner.close()


CHAT = b'data: {"choices":[{"delta":{"content":"one two three"}}]}\n\ndata: [DONE]\n\n'


@pytest.mark.parametrize("part", ["corrupt", "retoken", "corrupt,times=9"])
@pytest.mark.parametrize("split", ["recorded", "event"])
def test_an_answer_is_kept_unless_a_fault_or_rewrite_has_drawn_a_seed(part: str, split: str) -> None:
    planner, library = made(CHAT)
    one = library.recordings[0]

    async def answer(spec: str) -> Any:
        met = await planner.meets(parse_scenario(spec, Scenario()), one, "a", 0)
        await planner.prepare(one, met.play, cuts=met.play.recut)
        return await planner.writes(one, planner.settle(met, one, "a", {}, can=False), chunked=True)

    async def main() -> None:
        drawn, named, plain = f"{split}+{part}", f"{split}+{part},seed=0", f"{split}+reset,p=1"
        assert await answer(drawn) is not await answer(named)
        for spec in (named, plain):
            assert await answer(spec) is await answer(spec)

    asyncio.run(main())
    planner.close()


def test_a_long_plan_is_made_in_another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    planner, library = made(SMALL, LARGE)
    threads = []

    def noted(*arguments: Any) -> Any:
        threads.append(threading.current_thread())
        return plan_for(*arguments)

    monkeypatch.setattr(performance, "plan_for", noted)
    frames(planner, library, "event", 0)
    frames(planner, library, "event", 1)
    planner.close()

    assert [thread is threading.main_thread() for thread in threads] == [True, False]


def test_many_chunks_are_framed_in_another_thread_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = ([(at, at, b"a", END) for at in range(count)] for count in (MAKING.chunks, MAKING.chunks + 1))
    library = Library([cassette(interaction(few), interaction(many))])
    planner = Planner(library, "0")
    threads = []
    make = planner.made.make

    def noted(*arguments: Any, **keywords: Any) -> Any:
        threads.append(threading.current_thread())
        return make(*arguments, **keywords)

    monkeypatch.setattr(planner.made, "make", noted)
    for _ in range(2):
        frames(planner, library, "speed,x=2", 0)
        frames(planner, library, "speed,x=2", 1)
    planner.close()

    assert [thread is threading.main_thread() for thread in threads] == [True, False]


def test_a_server_without_a_wire_makes_a_schedule_once() -> None:
    planner, library = made(SMALL)
    (one,) = library.recordings
    found = [
        asyncio.run(planner.steps(one, Settled(parse_scenario(spec, Scenario()))))
        for spec in ("speed,x=2", "speed,x=2", "speed,x=3")
    ]
    drawn = [
        asyncio.run(planner.steps(one, Settled(Scenario(jitter="5", jitter_seed="1"), drawn=True))) for _ in range(2)
    ]
    planner.close()

    assert found[0] is found[1] is not found[2]
    assert drawn[0] is not drawn[1]


def test_an_error_of_the_plan_reaches_whoever_asked() -> None:
    planner, library = made(LARGE)
    with pytest.raises(SpecError):
        frames(planner, library, f"explicit,cuts={len(LARGE)}")
    planner.close()


def test_sources_are_kept_as_long_as_they_are_small_together(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Body.of(interaction([(0, 0, LARGE, END)]))
    monkeypatch.setattr(planning, "SOURCES", footprint(source) + 1)
    planner, library = made(LARGE, LARGE + b"\n", SMALL)
    first, second, third = library.recordings

    kept = planner.source(first)
    assert planner.source(first) is kept
    planner.source(second)
    assert planner.source(first) is not kept
    small = planner.source(third)
    assert planner.source(third) is small


@pytest.mark.parametrize("status", [204, 304])
def test_what_has_no_body_is_not_planned(status: int) -> None:
    planner, library = made(b"", status=status)
    choice = planner.settle(Meeting(parse_scenario("utf8", Scenario())), library.recordings[0], "", {}, can=True)

    assert (choice.spec, choice.play.recut) == ("", False)


def test_an_answer_of_ours_is_not_planned() -> None:
    planner, library = made(SMALL)
    choice = planner.settle(
        Meeting(parse_scenario("utf8", Scenario())), replace(library.recordings[0], own=True), "", {}, can=True
    )

    assert not choice.play.recut


def test_a_long_spec_is_read_in_another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan with a cut at every byte of a chat takes 30 ms to read."""
    planner, _ = made(LARGE)
    threads = []

    def noted(read: Any) -> Any:
        def called(*arguments: Any) -> Any:
            threads.append(threading.current_thread() is threading.main_thread())
            return read(*arguments)

        return called

    for name in ("parse_scenario", "whole_spec"):
        monkeypatch.setattr(planning, name, noted(getattr(planning, name)))
    long = "explicit,cuts=" + ":".join(map(str, range(1, 1000)))

    async def main() -> None:
        short_id, short = await planner.remember("explicit,cuts=1:2")
        long_id, whole = await planner.remember(long)
        assert (short, whole) == ("explicit,cuts=1:2", long)
        assert str((await planner.play(f"id={short_id}", Scenario())).split) == short
        assert str((await planner.play(f"id={long_id}", Scenario())).split) == whole
        assert (await planner.play("utf8", Scenario(None))).speed is None
        with pytest.raises(SpecError):
            await planner.play(f"id={'0' * 16}", Scenario())

    asyncio.run(main())
    planner.close()
    assert threads == [True, False, True, False, True, True]


def test_requests_that_name_the_same_plan_share_what_was_read_of_it() -> None:
    """The journal keeps it of a thousand requests."""
    planner, library = made(LARGE)

    async def main() -> None:
        name, _ = await planner.remember("explicit,cuts=" + ":".join(map(str, range(1, 1000))))
        first, second = [await planner.play(f"id={name}", Scenario()) for _ in range(2)]
        assert first is second
        assert (await planner.play(f"id={name}", Scenario(None))).speed is None
        one = library.recordings[0]
        specs = [planner.settle(Meeting(first), one, "a", {}, can=False).spec for _ in range(2)]
        assert specs[0] is specs[1]

    asyncio.run(main())
    planner.close()


def test_a_heavy_request_does_not_hold_up_the_plans_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    planner, library = made(LARGE)
    finder = Finder(library, planner.background)
    first = library.recordings[0]
    began, go_on = threading.Event(), threading.Event()

    def held(request: Request, *arguments: Any) -> Subject:
        if len(request.body) > HEAVY.bytes:
            began.set()
            assert go_on.wait(PATIENCE)
        return subject(request, *arguments)

    monkeypatch.setattr(finding, "subject", held)

    async def main() -> None:
        heavy = asyncio.ensure_future(finder.read(Request("POST", b"/c", (), b"x" * (HEAVY.bytes + 1))))
        await asyncio.to_thread(began.wait, PATIENCE)
        large = await finder.read(Request("POST", b"/c", (), b"x" * (HEAVY.bytes - 10)))
        assert large.size > MATCHING.bytes
        await planner.prepare(first, cuts=True)
        choice = planner.settle(Meeting(parse_scenario("utf8,seed=1", Scenario())), first, "", {}, can=True)
        assert len((await planner.writes(first, choice, chunked=True)).sent.writes) > 1
        assert not heavy.done()
        go_on.set()
        assert (await heavy).size == HEAVY.bytes + 3

    asyncio.run(asyncio.wait_for(main(), PATIENCE))
    planner.close()


def test_what_a_source_takes_is_estimated_from_above() -> None:
    """Measured with all classes found: 10 bytes for each byte of a chat, 68 for each of empty comments."""
    for body, kind in (
        (b":\n\n" * 5000, b"text/event-stream"),
        (b'{"a":1}\n' * 5000, b"application/x-ndjson"),
        ('data: {"choices":[{"delta":{"content":"你好，世界"}}]}\n\n'.encode() * 500, b"text/event-stream"),
    ):
        cuts = tuple(range(10, len(body), 10))
        gc.collect()
        tracemalloc.start()
        try:
            source = Body(body, kind, b"", cuts, (*cuts, len(body)), 0)
            len(source.events)
            source.boundaries.present()
            held = tracemalloc.get_traced_memory()[0]
        finally:
            tracemalloc.stop()
        assert held <= 1.3 * footprint(source)


def test_the_source_of_a_long_recording_is_made_in_another_thread_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 50,000 chunks it takes 40 ms."""
    planner, library = made(SMALL, LARGE)
    threads, of = [], Body.of

    def noted(one: Any) -> Body:
        threads.append(threading.current_thread() is threading.main_thread())
        return of(one)

    monkeypatch.setattr(Body, "of", noted)

    async def main() -> None:
        for one in library.recordings * 2:
            await planner.prepare(one, cuts=True)
            planner.source(one)

    asyncio.run(main())
    planner.close()
    assert threads == [True, False]


def test_the_body_that_a_plan_was_made_for_is_found_in_another_thread_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told by its bytes after rewrites; one that can't be rewritten so is none."""
    planner, library = made(b'{"a":1}', LARGE + b"\n", LARGE)
    rewritten = with_uses(parse_scenario("recorded+crlf", Scenario()), "0")
    plain, crlf = (performance.body_of(library.recordings[2].interaction, one) for one in (Scenario(), rewritten))
    threads, of = [], Body.of

    def noted(one: Any) -> Body:
        threads.append(threading.current_thread() is threading.main_thread())
        return of(one)

    async def main(spec: str) -> list[int]:
        play = parse_scenario(spec, Scenario())
        return [library.recordings.index(one) for one in await planner.fitting(play, list(library.recordings))]

    monkeypatch.setattr(Body, "of", noted)
    for _ in range(2):
        assert asyncio.run(main(f"explicit,cuts=3,body={plain.digest}")) == [2]
        assert asyncio.run(main(f"explicit,cuts=3,body={crlf.digest}+crlf")) == [2]
    assert asyncio.run(main("explicit,cuts=3,body=00000000")) == asyncio.run(main("event")) == [0, 1, 2]
    planner.close()
    assert threads == [True, False, False, False, False]


def test_where_an_idle_cap_ends_a_recording_is_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every request needs it, also in the fast lane; all chunks are looked at for it: 0.1 ms for 300, 5 ms for
    50,000.
    """
    rows = [(at, at, b"a", END) for at in (0, 5000, 5001)]
    library = Library([cassette(interaction(rows), interaction(rows[:2]))])
    planner, looked, ending = Planner(library, "0"), [], Scenario.ending

    def noted(play: Scenario, one: Interaction) -> int:
        looked.append(play)
        return ending(play, one)

    monkeypatch.setattr(Scenario, "ending", noted)
    plays = [Scenario(idle_cap="1s"), Scenario(idle_cap="2s"), Scenario(speed=None, idle_cap="2s")]

    def asked(one: Recording, play: Scenario) -> int:
        return planner.writes_now(one, Settled(play), chunked=True).recorded

    found = [[asked(one, play) // MS for play in plays] for one in library.recordings * 2]

    assert found == [[1001, 2001, 0], [1000, 2000, 0]] * 2
    assert len(looked) == 6
