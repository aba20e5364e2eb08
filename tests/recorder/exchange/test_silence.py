"""A response without an end of its own is over after silence, and how long that is follows what the client does."""

import asyncio

import pytest

from recorder.exchange import silence
from recorder.exchange.silence import Silence


class Loop:
    """What `Silence` asks of a loop; a timer is its seconds."""

    def __init__(self) -> None:
        self.timers: list[float] = []

    def call_later(self, seconds: float, _call: object) -> "Loop":
        self.timers.append(seconds)
        return self

    def cancel(self) -> None:
        self.timers.pop()


@pytest.fixture
def loop(monkeypatch: pytest.MonkeyPatch) -> Loop:
    made = Loop()
    monkeypatch.setattr(asyncio, "get_running_loop", lambda: made)
    return made


def test_a_client_that_may_still_ask_is_waited_for_without_a_limit(loop: Loop) -> None:
    one = Silence(lambda: None, last=False)
    one.begin()
    assert loop.timers == []
    one.client_asks()
    one.begin()
    assert loop.timers == [silence.SILENCE]
    one.nothing_follows()  # it waits already
    one.begin()
    assert loop.timers == [silence.SILENCE]


def test_where_nothing_follows_the_silence_is_long_and_begins_anew_with_every_byte(loop: Loop) -> None:
    for one in (Silence(lambda: None, last=True), other := Silence(lambda: None, last=False)):
        if one is other:
            one.nothing_follows()
        one.begin()
        one.begin()
        assert loop.timers == [silence.LONG_SILENCE]
        one.end()
        assert loop.timers == []


def test_it_is_over_then() -> None:
    async def main() -> None:
        over = asyncio.Event()
        one = Silence(over.set, last=True)
        one.begin()
        await over.wait()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(silence, "LONG_SILENCE", 0.001)
        asyncio.run(main())
