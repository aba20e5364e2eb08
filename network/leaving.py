"""How a process of ours ends: soon, whatever its threads wait for. Rules

- Threads that look up a name or wait for a disk can't be ended. Nobody waits for them: `Unwaited` has them,
  the loop of a server is not closed (`keep`), and `chunktape.standard_streams.leave` ends the process beside them.
- The first signal asks, a second one ends at once. Those that come with the first are the same key press: a shell, and
  a tool that passes signals on, each send it.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from cassettes.clock import MS, now_ns
from cassettes.errors import EXIT_CTRL_C

#: ns within which several signals are one
SAME: Final = 300 * MS


_kept: Final[list[object]] = []


def keep(thing: object) -> None:
    """Hold an event loop until the process ends: to close it would wait for names that are being looked up."""
    _kept.append(thing)


class Unwaited(ThreadPoolExecutor):
    """The executor of an event loop whose end does not wait for its threads."""

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
