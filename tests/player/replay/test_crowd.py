import asyncio
from typing import Any

import pytest

from player.app import PlayerApp
from player.library.library import Library
from player.replay.crowd import AT_ONCE, EACH, Crowd
from tests.support.asgi import ask
from tests.support.patience import PATIENCE
from tests.support.recordings import END, cassette, interaction


def test_a_crowd_is_served_in_order_and_the_loop_runs_between() -> None:
    served: list[int | str] = []

    async def main() -> None:
        turns = Crowd()
        loop = asyncio.get_running_loop()

        async def one(number: int) -> None:
            await turns.take()
            served.append(number)

        def other() -> None:
            served.append("loop")
            if len(served) < 60:
                loop.call_soon(other)

        loop.call_soon(other)
        await asyncio.gather(*(one(number) for number in range(20)))

    asyncio.run(asyncio.wait_for(main(), PATIENCE))
    numbers = [one for one in served if one != "loop"]
    assert numbers == list(range(20))
    runs = "".join("." if one == "loop" else "x" for one in served).strip(".").split(".")
    assert max(map(len, runs)) <= AT_ONCE
    assert len([run for run in runs if run]) >= 20 // AT_ONCE


def test_where_the_streams_had_a_long_turn_as_many_are_served_as_that_time_is_enough_for() -> None:
    async def main() -> None:
        turns = Crowd(lambda: 50 * EACH)
        tasks = [asyncio.ensure_future(turns.take()) for _ in range(AT_ONCE + 60)]
        served = []
        while not all(task.done() for task in tasks):
            await asyncio.sleep(0)
            served.append(sum(task.done() for task in tasks))
        assert served[0] == AT_ONCE
        assert AT_ONCE + 50 in served
        assert not any(AT_ONCE < count < AT_ONCE + 50 for count in served)

    asyncio.run(asyncio.wait_for(main(), PATIENCE))


def test_nobody_waits_where_there_is_no_crowd_and_who_left_takes_no_turn() -> None:
    async def main() -> None:
        turns = Crowd()
        for _ in range(3):
            tasks = [asyncio.ensure_future(turns.take()) for _ in range(AT_ONCE * 3)]
            await asyncio.sleep(0)
            assert sum(task.done() for task in tasks) == AT_ONCE
            for task in tasks[AT_ONCE : AT_ONCE * 2]:
                task.cancel()
            await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), PATIENCE)

    asyncio.run(asyncio.wait_for(main(), PATIENCE))


def test_the_same_turns_serve_one_loop_after_the_other() -> None:
    turns = Crowd()
    for _ in range(2):
        asyncio.run(asyncio.wait_for(turns.take(), PATIENCE))
        asyncio.run(asyncio.wait_for(turns.take(), PATIENCE))


@pytest.mark.portable
def test_requests_through_any_server_take_turns() -> None:
    """A server that reads 40 requests in one round of the loop starts as many tasks."""
    app = PlayerApp(Library([cassette(interaction([(0, 0, b"ok", END)]))]))
    begin, begun, most = app.player.journal.begin, [0], [0]

    def noted(*arguments: Any) -> Any:
        begun[0] += 1
        most[0] = max(most[0], begun[0])
        return begin(*arguments)

    def another_round() -> None:
        begun[0] = 0
        handles.append(asyncio.get_running_loop().call_soon(another_round))

    async def main() -> None:
        another_round()
        answers = await asyncio.gather(*(ask(app) for _ in range(40)))
        assert [answer.body for answer in answers] == [b"ok"] * 40
        handles[-1].cancel()

    app.player.journal.begin = noted  # type: ignore[method-assign, assignment]
    handles: list[asyncio.Handle] = []
    for _ in range(2):  # in another loop, too
        asyncio.run(asyncio.wait_for(main(), PATIENCE))
    assert 0 < most[0] <= AT_ONCE


def test_turns_that_were_left_in_one_loop_hold_nobody_up_in_the_next() -> None:
    turns = Crowd()

    async def left() -> None:
        waiting = [asyncio.ensure_future(turns.take()) for _ in range(AT_ONCE + 3)]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)

    for _ in range(3):
        asyncio.run(asyncio.wait_for(left(), PATIENCE))


def test_without_requests_the_loop_has_no_rounds_of_it() -> None:
    rounds = 0

    def owed() -> int:
        nonlocal rounds
        rounds += 1
        return 0

    async def main() -> None:
        turns = Crowd(owed)
        await asyncio.gather(*(turns.take() for _ in range(3 * AT_ONCE)))
        for _ in range(20):
            await asyncio.sleep(0)
        assert 3 <= rounds <= 4
        await turns.take()

    asyncio.run(asyncio.wait_for(main(), PATIENCE))
