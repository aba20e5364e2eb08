import asyncio
import threading

from network.work import HEAVY, MAKING, RETIMING, Cost
from player.plans.background import Background, cost_of
from tests.support.recordings import END, interaction


def test_each_thread_does_one_thing_after_the_other() -> None:
    background, plan, heavy = Background(), Cost(chunks=MAKING.chunks + 1), Cost(bytes=HEAVY.bytes + 1)

    async def main() -> list[int]:
        done = [background.run(threading.get_ident, cost) for cost in (MAKING, plan, heavy, plan, heavy)]
        return [*await asyncio.gather(*done), await background.run(threading.get_ident, plan, RETIMING)]

    here, first, second, *others = asyncio.run(main())
    background.close()
    assert here == threading.get_ident()
    assert len({here, first, second}) == 3
    assert others == [first, second, here]


def test_a_recording_costs_its_bytes_and_its_chunks() -> None:
    assert cost_of(interaction([(0, 0, b"four", END), (1, 1, b"and 6!", END)])) == Cost(bytes=10, chunks=2)
