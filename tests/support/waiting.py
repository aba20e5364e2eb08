"""Waiting for what no event tells of: the one place where tests look again and again. It gives up after `PATIENCE`."""

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen
from typing import Any, Final

from cassettes.clock import SECOND, now_ns
from tests.support.patience import PATIENCE

#: seconds between two looks
_POLL: Final = 0.01


async def until(true: Callable[[], object]) -> None:
    """Wait for what other tasks do."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(_POLL)


def wait_until(true: Callable[[], object], found: Callable[[], object] = lambda: "nothing came of it") -> None:
    """Wait for what another process or thread does; `found` is what is said when it did not."""
    deadline = now_ns() + int(PATIENCE * SECOND)
    while not true():
        assert now_ns() < deadline, found()
        time.sleep(_POLL)


def listening(ready: Path, process: Popen[Any]) -> str:
    """Where a process listens, once it has written its ready file."""
    wait_until(lambda: ready.exists() or process.poll() is not None)
    assert ready.exists(), process.communicate(timeout=PATIENCE)
    return str(json.loads(ready.read_text("utf-8"))["url"])
