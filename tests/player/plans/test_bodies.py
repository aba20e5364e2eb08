import asyncio
import gc
import threading
import tracemalloc
from typing import Any

import pytest

from player.plans import bodies
from player.plans.bodies import footprint
from player.splits import Body
from tests.player.plans.making import LARGE, SMALL, made
from tests.support.recordings import END, interaction


def test_sources_are_kept_as_long_as_they_are_small_together(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Body.of(interaction([(0, 0, LARGE, END)]))
    monkeypatch.setattr(bodies, "BODIES", footprint(source) + 1)
    plans, library = made(LARGE, LARGE + b"\n", SMALL)
    first, second, third = library.recordings

    kept = plans.bodies.of(first)
    assert plans.bodies.of(first) is kept
    plans.bodies.of(second)
    assert plans.bodies.of(first) is not kept
    small = plans.bodies.of(third)
    assert plans.bodies.of(third) is small


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
    plans, library = made(SMALL, LARGE)
    threads, of = [], Body.of

    def noted(one: Any) -> Body:
        threads.append(threading.current_thread() is threading.main_thread())
        return of(one)

    monkeypatch.setattr(Body, "of", noted)

    async def main() -> None:
        for one in library.recordings * 2:
            await plans.bodies.prepare(one, cuts=True)
            plans.bodies.of(one)

    asyncio.run(main())
    plans.background.close()
    assert threads == [True, False]
