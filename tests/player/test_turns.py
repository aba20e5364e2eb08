import asyncio

from player.turns import AT_ONCE, Turns


def test_a_crowd_is_served_in_order_and_the_loop_runs_between() -> None:
    served: list[int | str] = []

    async def main() -> None:
        turns = Turns()
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

    asyncio.run(asyncio.wait_for(main(), 30))
    numbers = [one for one in served if one != "loop"]
    assert numbers == list(range(20))
    runs = "".join("." if one == "loop" else "x" for one in served).strip(".").split(".")
    assert max(map(len, runs)) <= AT_ONCE
    assert len([run for run in runs if run]) >= 20 // AT_ONCE


def test_nobody_waits_where_there_is_no_crowd_and_who_left_takes_no_turn() -> None:
    async def main() -> None:
        turns = Turns()
        for _ in range(3):
            tasks = [asyncio.ensure_future(turns.take()) for _ in range(AT_ONCE * 3)]
            await asyncio.sleep(0)
            assert sum(task.done() for task in tasks) == AT_ONCE
            for task in tasks[AT_ONCE : AT_ONCE * 2]:
                task.cancel()
            await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 30)

    asyncio.run(asyncio.wait_for(main(), 30))


def test_the_same_turns_serve_one_loop_after_the_other() -> None:
    turns = Turns()
    for _ in range(2):
        asyncio.run(asyncio.wait_for(turns.take(), 30))
        asyncio.run(asyncio.wait_for(turns.take(), 30))
