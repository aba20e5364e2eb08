"""Waits for changes that no event reports: the only place where tests poll. It gives up after `PATIENCE`."""

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen
from typing import Any, Final

from cassettes.clock import SECOND, now_ns
from tests.support.patience import PATIENCE

#: seconds between two checks
_POLL: Final = 0.01


async def until(true: Callable[[], object]) -> None:
    """Wait until `true()`, while other tasks run."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(_POLL)


def wait_until(true: Callable[[], object], found: Callable[[], object] = lambda: "nothing came of it") -> None:
    """Wait until `true()` by the work of another process or thread; `found` gives the message of a failure."""
    deadline = now_ns() + int(PATIENCE * SECOND)
    while not true():
        assert now_ns() < deadline, found()
        time.sleep(_POLL)


def listening(ready: Path, process: Popen[Any]) -> str:
    """The URL at which a process listens, once it has written its ready file."""
    wait_until(lambda: ready.exists() or process.poll() is not None)
    assert ready.exists(), process.communicate(timeout=PATIENCE)
    return str(json.loads(ready.read_text("utf-8"))["url"])
