import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, cast

import pytest

from cassettes.clock import MS
from cassettes.model import EndKind, Interaction
from player.schedule.edits import paced
from player.schedule.schedule import ORIGINAL, Finish, Speed, recorded
from player.schedule.writes import JOIN, encode
from player.stream.progress import Outcome, Progress
from player.stream.wire_stream import STEP_BYTES, WireStream
from player.wire.wire import Wire
from tests.support.clockwork import Clockwork
from tests.support.recordings import END, NONE, interaction


class FakeWire:
    """Takes bytes up to `room`, then says that it is full."""

    def __init__(self, clock: Clockwork, room: int = 1 << 40) -> None:
        self.clock = clock
        self.room = room
        self.writes: list[tuple[int, bytes]] = []
        self.ended = ""
        self.gone = False
        self.lost: Callable[[], None] | None = None
        self.writable: Callable[[], None] | None = None
        self.broken = False
        self.untaken = 0

    @property
    def full(self) -> bool:
        return sum(len(data) for _, data in self.writes) > self.room

    @property
    def blocked(self) -> bool:
        return self.full or self.gone

    def begin(self) -> None:
        self.writes.clear()

    def offer(self, data: bytes, head: bytes = b"") -> bool:
        if self.blocked:
            return False
        self.write(data, head)
        return True

    def write(self, data: bytes, head: bytes = b"") -> None:
        data = head + data
        if self.broken:
            raise RuntimeError("unable to perform operation; the handler is closed")
        self.writes.append((self.clock.now, data))

    def unacknowledged(self) -> int:
        return self.untaken

    def finish(self, *, close: bool) -> None:
        self.ended = "close" if close else "keep"

    def close(self) -> None:
        self.ended = "close"

    def reset(self) -> None:
        self.ended = "reset"


class Stage:
    """A stream over a fake wire, and its clock."""

    def __init__(
        self,
        one: Interaction,
        room: int = 1 << 40,
        speed: Speed = ORIGINAL,
        *,
        joins: bool = False,
        finish: Finish | None = None,
    ) -> None:
        self.clock = Clockwork()
        self.wire = FakeWire(self.clock, room)
        self.progress = Progress()
        schedule = paced(speed)(recorded(one))
        schedule = replace(schedule, finish=finish or schedule.finish)
        frames = replace(encode(schedule, one.body, chunked=True), joins=joins)
        wire = cast(Wire, self.wire)
        self.stream = WireStream(wire, frames, b"HEAD", 0, self.clock.scheduler, self.progress)

    def start(self) -> None:
        self.stream.start(self.clock.now)


def staged(test: Callable[[], Awaitable[None]]) -> Callable[[], None]:
    """A future needs a loop; time is ours."""

    def run() -> None:
        asyncio.run(cast(Any, test()))

    run.__name__ = test.__name__
    return run


TWO = interaction([(10, 1, b"a", END), (20, 2, b"b", END)], end_at=30)


@staged
async def test_each_write_leaves_at_its_time_and_the_connection_goes_on() -> None:
    stage = Stage(TWO)
    stage.start()
    stage.clock.run_until(40 * MS)

    assert stage.wire.writes == [
        (0, b"HEAD"),
        (10 * MS, b"1\r\na\r\n"),
        (20 * MS, b"1\r\nb\r\n"),
        (30 * MS, b"0\r\n\r\n"),
    ]
    assert stage.wire.ended == "keep"
    assert stage.progress.outcome is Outcome.ENDED
    assert (stage.progress.bytes, stage.progress.chunks, stage.progress.elapsed) == (2, 2, 30 * MS)
    assert stage.stream.over


@staged
async def test_what_is_held_open_has_no_end_until_the_client_leaves() -> None:
    stage = Stage(TWO, finish=Finish.HOLD)
    stage.start()
    stage.clock.run_until(3_600_000 * MS)

    assert [data for _, data in stage.wire.writes] == [b"HEAD", b"1\r\na\r\n", b"1\r\nb\r\n", b""]
    assert (stage.wire.ended, stage.stream.over, len(stage.clock.scheduler)) == ("", False, 0)
    stage.stream.lost()
    assert (stage.stream.over, stage.progress.outcome) == (True, Outcome.LEFT)


@staged
async def test_being_late_once_makes_nothing_after_it_late() -> None:
    stage = Stage(TWO)
    stage.start()
    stage.clock.now = 15 * MS
    stage.clock.scheduler.fire()
    stage.clock.run_until(40 * MS)

    assert [at for at, _ in stage.wire.writes] == [0, 15 * MS, 20 * MS, 30 * MS]
    assert stage.progress.late == 5 * MS


@pytest.mark.parametrize(
    ("kind", "ended"),
    [
        (EndKind.RESET, "reset"),
        (EndKind.TRUNCATED, "close"),
        (EndKind.TIMEOUT, "close"),
        (EndKind.INTERRUPTED, "close"),
    ],
)
def test_the_recorded_ending_comes_at_its_time(kind: EndKind, ended: str) -> None:
    async def main() -> None:
        stage = Stage(interaction([(10, 1, b"a", NONE)], kind=kind, end_at=30))
        stage.start()
        stage.clock.run_until(29 * MS)
        assert stage.wire.ended == ""
        stage.clock.run_until(31 * MS)
        assert stage.wire.ended == ended
        assert stage.progress.outcome is Outcome.ENDED

    asyncio.run(main())


@staged
async def test_a_reset_waits_until_the_bytes_before_it_were_taken() -> None:
    stage = Stage(interaction([(10, 1, b"a", NONE)], kind=EndKind.RESET, end_at=30))
    stage.wire.untaken = 9
    stage.start()
    stage.clock.run_until(60 * MS)
    assert stage.wire.ended == ""
    assert not stage.stream.over
    stage.wire.untaken = 0
    stage.clock.run_until(61 * MS)  # it was looked at 1, 3, 7, 15 and 31 ms behind its time
    assert stage.wire.ended == "reset"
    assert (stage.progress.outcome, stage.progress.elapsed) == (Outcome.ENDED, 61 * MS)
    assert len(stage.clock.scheduler) == 0


@staged
async def test_a_client_that_leaves_while_a_reset_waits_has_left() -> None:
    stage = Stage(interaction([(10, 1, b"a", NONE)], kind=EndKind.RESET, end_at=30))
    stage.wire.untaken = 9
    stage.start()
    stage.clock.run_until(40 * MS)
    assert stage.wire.lost is not None
    stage.wire.lost()
    assert stage.progress.outcome is Outcome.LEFT
    assert len(stage.clock.scheduler) == 0


@staged
async def test_a_client_that_leaves_is_noticed_between_chunks_and_leaves_nothing_behind() -> None:
    stage = Stage(TWO)
    stage.start()
    stage.clock.run_until(12 * MS)
    assert stage.wire.lost is not None
    stage.wire.lost()

    assert stage.progress.outcome is Outcome.LEFT
    assert (stage.progress.bytes, stage.progress.chunks, stage.progress.elapsed) == (1, 1, 12 * MS)
    assert len(stage.clock.scheduler) == 0
    stage.clock.run_until(100 * MS)
    assert len(stage.wire.writes) == 2


@staged
async def test_a_client_that_is_gone_before_the_start_gets_nothing() -> None:
    stage = Stage(TWO)
    stage.wire.gone = True
    stage.start()

    assert stage.wire.writes == []
    assert stage.progress.outcome is Outcome.LEFT


@staged
async def test_a_client_that_stops_reading_gets_no_more_than_there_is_room_for() -> None:
    rows = [(at, at, b"x" * 100, END) for at in range(1, 51)]
    stage = Stage(interaction(rows), room=1000)
    stage.start()
    stage.clock.run_until(100 * MS)
    held = sum(len(data) for _, data in stage.wire.writes)

    assert 1000 < held < 1200
    assert len(stage.clock.scheduler) == 0
    assert not stage.stream.over

    stage.wire.room = 1 << 40
    assert stage.wire.writable is not None
    stage.wire.writable()
    assert stage.progress.bytes == 5000
    assert stage.progress.outcome is Outcome.ENDED
    assert stage.wire.ended == "keep"
    # what waited for the client was not late, and counts for nobody
    assert stage.progress.late == 0
    assert stage.clock.scheduler.lateness.histogram.count < 15


@staged
async def test_every_write_with_a_deadline_is_measured_and_none_at_full_speed() -> None:
    for speed, writes in ((ORIGINAL, 4), (None, 0)):
        stage = Stage(TWO, speed=speed)
        stage.start()
        stage.clock.run_until(40 * MS)
        assert stage.progress.outcome is Outcome.ENDED
        assert stage.clock.scheduler.lateness.histogram.count == writes


@staged
async def test_room_without_anything_held_back_is_nothing() -> None:
    stage = Stage(TWO)
    stage.start()
    assert stage.wire.writable is not None
    stage.wire.writable()

    assert len(stage.clock.scheduler) == 1


@staged
async def test_one_turn_writes_a_bounded_amount() -> None:
    rows = [(0, read, b"x" * (STEP_BYTES // 2), END) for read in range(1, 9)]
    stage = Stage(interaction(rows), speed=None)
    stage.start()

    assert len(stage.wire.writes) <= 3
    stage.clock.run_until(MS)
    assert stage.progress.bytes == 4 * STEP_BYTES
    assert stage.progress.outcome is Outcome.ENDED


def _steady(count: int, size: int = 1) -> Interaction:
    return interaction([(10 * read, read, b"x" * size, END) for read in range(1, count + 1)], end_at=1000)


@pytest.mark.parametrize("joins", [True, False])
def test_a_late_loop_writes_at_once_what_is_due_together_where_it_may(joins: bool) -> None:
    async def main() -> None:
        stage = Stage(_steady(5), joins=joins)
        stage.start()
        stage.clock.now = 35 * MS
        stage.clock.scheduler.fire()
        late = [data for at, data in stage.wire.writes if at == 35 * MS]
        assert late == ([3 * b"1\r\nx\r\n"] if joins else [b"1\r\nx\r\n"] * 3)
        assert stage.progress.joined == (2 if joins else 0)
        assert (stage.progress.bytes, stage.progress.chunks) == (3, 3)

        stage.clock.run_until(1001 * MS)
        assert stage.wire.writes[-3:] == [
            (40 * MS, b"1\r\nx\r\n"),
            (50 * MS, b"1\r\nx\r\n"),
            (1000 * MS, b"0\r\n\r\n"),
        ]
        lateness = stage.clock.scheduler.lateness.histogram
        # each is as late as it would have been alone: 25, 15 and 5 ms
        assert (lateness.count, lateness.max, lateness.total) == (7, 25 * MS, 45 * MS)

    asyncio.run(main())


@staged
async def test_reads_that_a_punctual_loop_finds_together_stay_apart() -> None:
    rows = [(10, read, b"x", END) for read in (1, 2, 3)]
    stage = Stage(interaction(rows, end_at=30), joins=True)
    stage.start()
    stage.clock.run_until(20 * MS)

    assert [data for _, data in stage.wire.writes] == [b"HEAD", *[b"1\r\nx\r\n"] * 3]
    assert stage.progress.joined == 0


@staged
async def test_what_waited_for_its_client_is_not_joined() -> None:
    stage = Stage(_steady(5), room=0, joins=True)
    stage.start()
    stage.clock.run_until(35 * MS)
    assert stage.wire.writable is not None
    stage.wire.room = 1 << 40
    stage.wire.writable()

    assert [data for _, data in stage.wire.writes] == [b"HEAD", *[b"1\r\nx\r\n"] * 3]
    assert stage.progress.joined == 0


@staged
async def test_a_joined_write_is_bounded() -> None:
    size = JOIN // 4
    stage = Stage(_steady(9, size), joins=True)
    stage.start()
    stage.clock.now = 95 * MS
    stage.clock.scheduler.fire()
    stage.clock.run_until(96 * MS)

    assert all(len(data) <= JOIN for _, data in stage.wire.writes)
    assert stage.progress.bytes == 9 * size
    assert stage.progress.joined == 6


@staged
async def test_an_error_of_the_transport_ends_this_stream() -> None:
    for at_once in (False, True):  # in a turn of the scheduler, or in the call that begins the stream
        stage = Stage(TWO)
        stage.wire.broken = at_once
        stage.start()
        stage.wire.broken = True
        stage.clock.run_until(100 * MS)

        assert stage.progress.outcome is Outcome.FAILED
        assert stage.wire.ended == "close"
        assert stage.stream.over


@staged
async def test_a_stream_that_waits_with_its_reset_is_held_no_more() -> None:
    """All of it was written before."""
    stage = Stage(TWO, finish=Finish.RESET)
    stage.wire.untaken = 1
    stage.start()
    stage.clock.run_until(40 * MS)
    stage.stream.hold(stage.clock.now)
    stage.wire.untaken = 0
    stage.clock.run_until(200 * MS)

    assert stage.wire.ended == "reset"
    assert stage.progress.outcome is Outcome.ENDED


@staged
async def test_stopping_closes_once() -> None:
    stage = Stage(TWO)
    stage.start()
    stage.stream.stop()
    stage.wire.ended = ""
    stage.stream.stop()

    assert stage.wire.ended == ""
    assert stage.progress.outcome is Outcome.STOPPED
    assert len(stage.clock.scheduler) == 0


@staged
async def test_an_error_at_the_end_ends_this_stream_only() -> None:
    stage = Stage(TWO)

    def broken(*, close: bool) -> None:
        raise RuntimeError

    stage.wire.finish = broken  # type: ignore[method-assign]
    stage.start()
    stage.clock.run_until(100 * MS)

    assert stage.progress.outcome is Outcome.FAILED
    assert stage.stream.over


@staged
async def test_ends_wait_until_all_that_is_due_is_written() -> None:
    stage = Stage(TWO)
    order: list[str] = []
    stage.start()
    stage.stream._scheduler.at(30 * MS, Other(order))
    stage.wire.ended = ""
    stage.clock.run_until(29 * MS)
    order.clear()
    finish = stage.wire.finish

    def noted(*, close: bool) -> None:
        order.append("end")
        finish(close=close)

    stage.wire.finish = noted  # type: ignore[method-assign]
    stage.clock.run_until(40 * MS)

    assert order == ["other", "end"]
    assert stage.wire.ended == "keep"


class Other:
    """Another stream that is due at the same time, behind."""

    def __init__(self, order: list[str]) -> None:
        self.order = order

    def due(self, now: int) -> int | None:
        self.order.append("other")
        return None

    def failed(self, error: Exception) -> None:
        raise error
