import asyncio
import threading
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
from player.plans.finder import Finder
from player.plans.performances import Form
from player.plans.plans import Plans
from player.spec import perform as performance
from player.spec.scenario import Scenario, parse_scenario
from player.spec.settle import Meeting, Settled
from player.splits import plan_for
from tests.player.plans.making import LARGE, SMALL, frames, made
from tests.support.patience import PATIENCE
from tests.support.recordings import END, cassette, interaction


def test_frames_are_kept_unless_their_seed_was_drawn() -> None:
    plans, library = made(SMALL, LARGE)
    for one in library.recordings:
        assert frames(plans, one, "event") is frames(plans, one, "event")
        assert frames(plans, one, "utf8,seed=3") is frames(plans, one, "utf8,seed=3")
        assert frames(plans, one, "utf8") is not frames(plans, one, "utf8,seed=0")
    plans.background.close()


CHAT = b'data: {"choices":[{"delta":{"content":"one two three"}}]}\n\ndata: [DONE]\n\n'


@pytest.mark.parametrize("part", ["corrupt", "retoken", "corrupt,times=9"])
@pytest.mark.parametrize("split", ["recorded", "event"])
def test_an_answer_is_kept_unless_a_fault_or_rewrite_has_drawn_a_seed(part: str, split: str) -> None:
    plans, library = made(CHAT)
    one = library.recordings[0]

    async def answer(spec: str) -> Any:
        met = await plans.settling.met(parse_scenario(spec, Scenario()), one, "a", 0)
        return await plans.ready(one, await plans.settling.settled(met, one, "a", {}, can=False), Form.CHUNKED)

    async def main() -> None:
        drawn, named, plain = f"{split}+{part}", f"{split}+{part},seed=0", f"{split}+reset,p=1"
        assert await answer(drawn) is not await answer(named)
        for spec in (named, plain):
            assert await answer(spec) is await answer(spec)

    asyncio.run(main())
    plans.background.close()


def test_a_long_plan_is_made_in_another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    plans, library = made(SMALL, LARGE)
    threads = []

    def noted(*arguments: Any) -> Any:
        threads.append(threading.current_thread())
        return plan_for(*arguments)

    monkeypatch.setattr(performance, "plan_for", noted)
    frames(plans, library.recordings[0], "event")
    frames(plans, library.recordings[1], "event")
    plans.background.close()

    assert [thread is threading.main_thread() for thread in threads] == [True, False]


def test_many_chunks_are_framed_in_another_thread_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = ([(at, at, b"a", END) for at in range(count)] for count in (MAKING.chunks, MAKING.chunks + 1))
    library = Library([cassette(interaction(few), interaction(many))])
    plans = Plans("0")
    threads = []
    make = plans.made.make

    def noted(*arguments: Any, **keywords: Any) -> Any:
        threads.append(threading.current_thread())
        return make(*arguments, **keywords)

    monkeypatch.setattr(plans.made, "make", noted)
    for _ in range(2):
        frames(plans, library.recordings[0], "speed,x=2")
        frames(plans, library.recordings[1], "speed,x=2")
    plans.background.close()

    assert [thread is threading.main_thread() for thread in threads] == [True, False]


def test_a_server_without_a_wire_makes_a_schedule_once() -> None:
    plans, library = made(SMALL)
    (one,) = library.recordings
    found = [
        asyncio.run(plans.ready(one, Settled(parse_scenario(spec, Scenario())), Form.STEPS))
        for spec in ("speed,x=2", "speed,x=2", "speed,x=3")
    ]
    choice = Settled(Scenario(jitter="5", jitter_seed="1"), drawn=True)
    drawn = [asyncio.run(plans.ready(one, choice, Form.STEPS)) for _ in range(2)]
    plans.background.close()

    assert found[0] is found[1] is not found[2]
    assert drawn[0] is not drawn[1]


def test_an_error_of_the_plan_reaches_whoever_asked() -> None:
    plans, library = made(LARGE)
    with pytest.raises(SpecError):
        frames(plans, library.recordings[0], f"explicit,cuts={len(LARGE)}")
    plans.background.close()


def test_a_heavy_request_does_not_hold_up_the_plans_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    plans, library = made(LARGE)
    finder = Finder(library, plans.background)
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
        await plans.bodies.prepare(first, cuts=True)
        met = Meeting(parse_scenario("utf8,seed=1", Scenario()))
        choice = await plans.settling.settled(met, first, "", {}, can=True)
        assert len((await plans.ready(first, choice, Form.CHUNKED)).sent.writes) > 1
        assert not heavy.done()
        go_on.set()
        assert (await heavy).size == HEAVY.bytes + 3

    asyncio.run(asyncio.wait_for(main(), PATIENCE))
    plans.background.close()


def test_where_an_idle_cap_ends_a_recording_is_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every request needs it, also in the fast lane; all chunks are looked at for it: 0.1 ms for 300, 5 ms for
    50,000.
    """
    rows = [(at, at, b"a", END) for at in (0, 5000, 5001)]
    library = Library([cassette(interaction(rows), interaction(rows[:2]))])
    plans, looked, ending = Plans("0"), [], Scenario.ending

    def noted(play: Scenario, one: Interaction) -> int:
        looked.append(play)
        return ending(play, one)

    monkeypatch.setattr(Scenario, "ending", noted)
    plays = [Scenario(idle_cap="1s"), Scenario(idle_cap="2s"), Scenario(speed=None, idle_cap="2s")]

    def asked(one: Recording, play: Scenario) -> int:
        return plans.ready_now(one, play, Form.CHUNKED).recorded

    found = [[asked(one, play) // MS for play in plays] for one in library.recordings * 2]

    assert found == [[1001, 2001, 0], [1000, 2000, 0]] * 2
    assert len(looked) == 6
