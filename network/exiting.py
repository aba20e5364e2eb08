"""How a process of ours ends without waiting for its threads.

Threads that look up a name or wait for a disk can't be stopped, and are not waited for: `Unwaited` is their executor,
a server's loop is not closed (`keep`), and `leave` of `chunktape.process.standard_streams` ends the process while
they run.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

#: s that a client may take, when a server stops, to be sent what was already written for it
FLUSH_SECONDS: Final = 0.3
_kept: Final[list[object]] = []


def keep(thing: object) -> None:
    """Keep an event loop alive until the process ends: closing it would wait for name lookups."""
    _kept.append(thing)


class Unwaited(ThreadPoolExecutor):
    """An event loop's executor whose shutdown does not wait for its threads."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait=False, cancel_futures=True)
