import asyncio
import threading
from typing import Any

import pytest

from cassettes.errors import SpecError
from player.plans import specs
from player.spec.scenario import Scenario
from player.spec.settle import Meeting
from tests.player.plans.making import LARGE, made


def test_a_long_spec_is_read_in_another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan with a cut at every byte of a chat takes 30 ms to read."""
    plans, _ = made(LARGE)
    threads = []

    def noted(read: Any) -> Any:
        def called(*arguments: Any) -> Any:
            threads.append(threading.current_thread() is threading.main_thread())
            return read(*arguments)

        return called

    for name in ("parse_scenario", "whole_spec"):
        monkeypatch.setattr(specs, name, noted(getattr(specs, name)))
    long = "explicit,cuts=" + ":".join(map(str, range(1, 1000)))

    async def main() -> None:
        short_id, short = await plans.specs.remember("explicit,cuts=1:2")
        long_id, whole = await plans.specs.remember(long)
        assert (short, whole) == ("explicit,cuts=1:2", long)
        assert str((await plans.specs.scenario(f"id={short_id}", Scenario())).split) == short
        assert str((await plans.specs.scenario(f"id={long_id}", Scenario())).split) == whole
        assert (await plans.specs.scenario("utf8", Scenario(None))).speed is None
        with pytest.raises(SpecError):
            await plans.specs.scenario(f"id={'0' * 16}", Scenario())

    asyncio.run(main())
    plans.background.close()
    assert threads == [True, False, True, False, True, True]


def test_requests_that_name_the_same_plan_share_what_was_read_of_it() -> None:
    """The journal keeps it of a thousand requests."""
    plans, library = made(LARGE)

    async def main() -> None:
        name, _ = await plans.specs.remember("explicit,cuts=" + ":".join(map(str, range(1, 1000))))
        first, second = [await plans.specs.scenario(f"id={name}", Scenario()) for _ in range(2)]
        assert first is second
        assert (await plans.specs.scenario(f"id={name}", Scenario(None))).speed is None
        one = library.recordings[0]
        both = [await plans.settling.settled(Meeting(first), one, "a", {}, can=False) for _ in range(2)]
        assert both[0].spec is both[1].spec

    asyncio.run(main())
    plans.background.close()
