"""Times are told to grow with the stream or faster; one that is linear is never blamed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.seeds import SplitMix64
from chunktape.check.life.linear import BLINK, FACTOR, grows, timed
from chunktape.check.places import Pointer
from chunktape.check.values import Client, Judgement, Run
from tests.chunktape.check.life.settings import setting


class Timed:
    """A client of which only the time is asked for: `ms(bytes)`."""

    def __init__(self, ms: Callable[[int], float], fails_at: int = 1 << 30) -> None:
        self.ms, self.fails_at, self.bodies, self.asked = ms, fails_at, [b""], 0
        self.is_deaf = False

    def body(self, data: bytes, base: tuple[int, ...] = ()) -> int:
        self.bodies.append(data)
        return len(self.bodies) - 1

    def runs(self, body: int, plans: Iterable[tuple[int, ...]], drive: object) -> Iterator[Run]:
        said = () if self.is_deaf else setting().baseline.said
        yield from (Run(cuts, said, asked=True, delivered=len(cuts) + 1) for cuts in plans)

    def perform(
        self, op: str, body: int, drive: object, asked: Iterable[Mapping[str, Any]]
    ) -> Iterator[dict[str, Any]]:
        for _ in asked:
            self.asked += 1
            size = len(self.bodies[body])
            slow = "/a/b.js:7" if drive.trace else ""  # type: ignore[attr-defined]
            yield {"ms": self.ms(size), "fed": size if size < self.fails_at else 0, "error": "", "slow": slow}


def judged(client: object, name: str = "linear") -> Judgement:
    found: Client = client  # type: ignore[assignment]
    return timed(setting(), found, name).judgement


def test_linear_times_pass_and_square_ones_fail_with_their_figures() -> None:
    assert judged(Timed(lambda size: size / 1000)) is Judgement.PASS
    assert judged(Timed(lambda size: size / 5)) is Judgement.PASS  # a slow one
    assert judged(Timed(lambda size: size**2 / 1e8)) is Judgement.FAIL
    assert judged(Timed(lambda size: size / 5000 + size**2 / 1e8)) is Judgement.FAIL
    found = timed(setting(), Timed(lambda size: size**2 / 1e8), "linear")  # type: ignore[arg-type]
    assert found.words.startswith("64 KiB 4")
    assert found.pointer == Pointer("/a/b.js:7", "slow")
    assert "256 KiB" in found.words


def test_a_square_one_of_any_slowness_is_found_with_shorter_streams() -> None:
    for slow in (1e8, 1e7, 1e6, 2e5):
        assert judged(Timed(lambda size, slow=slow: size**2 / slow)) is Judgement.FAIL  # type: ignore[misc]


def test_one_long_event_is_a_convention() -> None:
    assert judged(Timed(lambda size: size**2 / 1e8), "long-event") is Judgement.CONVENTION


def test_a_first_stream_that_met_cold_code_hides_no_growth() -> None:
    asked: list[int] = []

    def square(size: int) -> float:
        asked.append(size)
        return size**2 / 12e6 + (20 if len(asked) == 1 else 0)

    assert judged(Timed(square), "long-event") is Judgement.CONVENTION
    assert len(asked) == 2 * 3 + 1  # and clear figures are taken once; the last run looks for the line


@pytest.mark.parametrize("cold", [30, 60, 200, 900])
@pytest.mark.parametrize("slow", [8e6, 12e6, 50e6, 400e6])
@pytest.mark.parametrize("streams", [1, 2])
def test_a_scene_alone_finds_what_it_finds_behind_others(cold: int, slow: float, streams: int) -> None:
    """Alone it is the first to feed the client long streams, and the first of them meet cold code."""
    asked: list[int] = []

    def square(size: int) -> float:
        asked.append(size)
        return size**2 / slow + (cold if len(asked) <= streams else 0)

    def straight(size: int) -> float:
        asked.append(size)
        return size / 1e4 + (cold if len(asked) <= streams else 0)

    assert judged(Timed(square), "long-event") is Judgement.CONVENTION
    asked.clear()
    assert judged(Timed(square), "linear") is Judgement.FAIL
    asked.clear()
    assert judged(Timed(straight), "linear") is Judgement.PASS


def test_a_client_that_sees_no_end_of_an_event_has_another_bug() -> None:
    """Its buffer grows because its events never end, where they come byte by byte."""
    client = Timed(lambda size: size**2 / 1e8)
    client.is_deaf = True
    assert judged(client) is Judgement.NOT_JUDGED
    client.ms = lambda size: size / 1000
    assert judged(client) is Judgement.PASS


def test_what_takes_a_blink_is_never_blamed_and_what_fails_is_not_judged() -> None:
    assert judged(Timed(lambda size: BLINK * 0.9 * (size / 270_000) ** 3)) is Judgement.PASS
    assert judged(Timed(lambda size: size / 1000, fails_at=0)) is Judgement.NOT_JUDGED


@pytest.mark.parametrize("seed", range(40))
def test_a_noisy_machine_blames_no_linear_client(seed: int) -> None:
    chance = SplitMix64(seed)
    assert judged(Timed(lambda size: size / 400 * (1 + chance.below(450) / 1000))) is Judgement.PASS


def test_a_slow_moment_is_measured_again() -> None:
    client = Timed(lambda size: 0)
    client.ms = lambda size: size / 4000 * {3: 2, 4: 4}.get(client.asked, 1)
    assert judged(client) is Judgement.PASS
    assert client.asked > 4


@given(st.floats(1, 1e4), st.floats(0.5, 1.55))
def test_growth_is_told_by_the_power(start: float, power: float) -> None:
    times = [start * 2 ** (power * number) for number in range(3)]
    assert not grows(times, FACTOR)
