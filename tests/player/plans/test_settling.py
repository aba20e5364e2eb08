import asyncio
import threading
from dataclasses import replace
from typing import Any

import pytest

from player.spec import perform as performance
from player.spec.scenario import Scenario, parse_scenario
from player.spec.settle import with_uses
from player.splits import Body
from tests.player.plans.making import LARGE, made, settled


@pytest.mark.parametrize("status", [204, 304])
def test_what_has_no_body_is_not_planned(status: int) -> None:
    plans, library = made(b"", status=status)
    choice = settled(plans, library.recordings[0], "utf8", can=True)

    assert (choice.spec, choice.play.recut) == ("", False)


def test_an_answer_of_ours_is_not_planned() -> None:
    plans, library = made(LARGE)
    choice = settled(plans, replace(library.recordings[0], own=True), "utf8", can=True)

    assert not choice.play.recut


def test_the_body_that_a_plan_was_made_for_is_found_in_another_thread_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told by its bytes after rewrites; one that can't be rewritten so is none."""
    plans, library = made(b'{"a":1}', LARGE + b"\n", LARGE)
    rewritten = with_uses(parse_scenario("recorded+crlf", Scenario()), "0")
    plain, crlf = (performance.body_of(library.recordings[2].interaction, one) for one in (Scenario(), rewritten))
    threads, of = [], Body.of

    def noted(one: Any) -> Body:
        threads.append(threading.current_thread() is threading.main_thread())
        return of(one)

    async def main(spec: str) -> list[int]:
        play = parse_scenario(spec, Scenario())
        return [library.recordings.index(one) for one in await plans.settling.fitting(play, list(library.recordings))]

    monkeypatch.setattr(Body, "of", noted)
    for _ in range(2):
        assert asyncio.run(main(f"explicit,cuts=3,body={plain.digest}")) == [2]
        assert asyncio.run(main(f"explicit,cuts=3,body={crlf.digest}+crlf")) == [2]
    assert asyncio.run(main("explicit,cuts=3,body=00000000")) == asyncio.run(main("event")) == [0, 1, 2]
    plans.background.close()
    assert threads == [True, False, False, False, False]
