"""How a process of ours ends without waiting for its threads. Rules

- Threads that look up a name or wait for a disk can't be stopped, and are not waited for: `Unwaited` is their executor,
  a server's loop is not closed (`keep`), and `leave` of `chunktape.process.standard_streams` ends the process while
  they run.
- The first signal asks the process to end, a second one ends it at once. Signals that come together with the first are
  the same key press: a shell, and a tool that passes signals on, each send one.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from cassettes.clock import MS, now_ns
from cassettes.errors import EXIT_CTRL_C

#: ns within which several signals count as one
SAME: Final = 300 * MS


_kept: Final[list[object]] = []


def keep(thing: object) -> None:
    """Keep an event loop alive until the process ends: closing it would wait for name lookups."""
    _kept.append(thing)


class Unwaited(ThreadPoolExecutor):
    """An event loop's executor whose shutdown does not wait for its threads."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait=False, cancel_futures=True)


class Stop:
    """The signals that ask one process to end."""

    def __init__(self) -> None:
        self._first: int | None = None

    def asked(self) -> bool:
        """Take a signal. True for the first; the process ends here when it is a second one."""
        now = now_ns()
        if self._first is None:
            self._first = now
            return True
        if now - self._first > SAME:
            os._exit(EXIT_CTRL_C)
        return False
