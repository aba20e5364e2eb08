import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from starlette.types import Message

from cassettes.clock import MS
from player.schedule.edits import paced
from player.schedule.schedule import Finish, recorded
from player.stream.asgi_stream import AsgiStream
from player.stream.lateness import Histogram
from player.stream.progress import Outcome, Progress
from player.stream.wire_stream import STEP_BYTES, WRITE
from tests.support.clockwork import Clockwork
from tests.support.patience import PATIENCE
from tests.support.recordings import END, interaction

TWO = interaction([(10, 1, b"a", END), (20, 2, b"b", END)], end_at=30)


async def never() -> Message:
    await asyncio.get_running_loop().create_future()
    raise AssertionError


def played(clock: Clockwork, send: Callable[[Message], Awaitable[None]]) -> tuple[Progress, Histogram]:
    """Play `TWO` to its end; time passes in `send`, and whenever the stream waits."""
    progress = Progress()

    async def main() -> None:
        head = TWO.head
        assert head is not None
        stream = AsgiStream(recorded(TWO), TWO.body, 0, clock.scheduler, progress)
        task = asyncio.ensure_future(stream.run(head, [], never, send))
        while not task.done():
            for _ in range(10):
                await asyncio.sleep(0)
            if clock.armed is not None:
                clock.run_until(clock.armed)
        await task

    asyncio.run(asyncio.wait_for(main(), PATIENCE))
    return progress, clock.scheduler.lateness.histogram


def test_the_time_that_a_send_takes_counts() -> None:
    clock = Clockwork()

    async def send(message: Message) -> None:
        if message.get("body") == b"a":
            clock.now += 3 * MS

    progress, histogram = played(clock, send)

    assert progress.outcome is Outcome.ENDED
    assert progress.late == histogram.max == 3 * MS
    assert histogram.count == 4


def test_what_is_behind_because_of_us_counts() -> None:
    """An overloaded player never catches up: if only its first late write counted, it would call itself punctual."""
    clock = Clockwork()

    async def send(message: Message) -> None:
        if message.get("body") == b"a":
            clock.now += 15 * MS

    progress, histogram = played(clock, send)

    assert progress.late == histogram.max == 15 * MS
    assert histogram.count == 4
    assert histogram.total == 20 * MS  # the one behind it was late by 5 ms


def test_what_is_held_open_has_no_end_until_the_client_leaves() -> None:
    clock, progress, sent = Clockwork(), Progress(), list[Message]()

    async def send(message: Message) -> None:
        sent.append(message)

    async def main() -> None:
        head, gone = TWO.head, asyncio.Event()
        assert head is not None

        async def leaves() -> Message:
            await gone.wait()
            return {"type": "http.disconnect"}

        schedule = replace(recorded(TWO), finish=Finish.HOLD)
        stream = AsgiStream(schedule, TWO.body, 0, clock.scheduler, progress)
        task = asyncio.ensure_future(stream.run(head, [], leaves, send))
        for _ in range(50):
            await asyncio.sleep(0)
            if clock.armed is not None:
                clock.run_until(clock.armed)
        assert not task.done()
        gone.set()
        await task

    asyncio.run(asyncio.wait_for(main(), PATIENCE))
    assert progress.outcome is Outcome.LEFT
    assert [message.get("body") for message in sent] == [None, b"a", b"b"]


def test_messages_that_never_wait_leave_the_loop_to_others() -> None:
    many = interaction([(0, 0, b"x", END)] * 1000)
    clock, progress = Clockwork(), Progress()
    sent, most = [0], [0]

    def another_round() -> None:
        most[0] = max(most[0], sent[0])
        sent[0] = 0
        handles.append(asyncio.get_running_loop().call_soon(another_round))

    async def send(message: Message) -> None:
        sent[0] += 1

    async def main() -> None:
        assert many.head is not None
        another_round()
        stream = AsgiStream(paced(None)(recorded(many)), many.body, 0, clock.scheduler, progress)
        await stream.run(many.head, [], never, send)
        handles[-1].cancel()

    handles: list[asyncio.Handle] = []
    asyncio.run(asyncio.wait_for(main(), PATIENCE))
    assert (progress.outcome, progress.bytes) == (Outcome.ENDED, 1000)
    assert 0 < most[0] <= STEP_BYTES // WRITE + 2


@pytest.mark.parametrize("after", [0, 2 * MS])
def test_the_time_that_a_send_waits_for_its_client_does_not(after: int) -> None:
    clock = Clockwork()

    async def send(message: Message) -> None:
        if message.get("body") == b"a":
            clock.now += after
            for _ in range(3):
                await asyncio.sleep(0)
            clock.now += 50 * MS

    progress, histogram = played(clock, send)

    assert progress.late == histogram.max == after
    assert histogram.count == 2  # the two behind it waited for the client
