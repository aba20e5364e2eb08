"""The signals that ask a process of ours to end. Rules

- They are Ctrl-C, SIGTERM, SIGHUP (the terminal was closed) and, on Windows, Ctrl-Break. A SIGHUP that was ignored when
  the process began stays ignored: `nohup` asks for that.
- The first one asks the process to end, a second one ends it at once. Signals that come together with the first are
  the same key press: a shell, and a tool that passes signals on, each send one.
- Only the main thread can take signals. Elsewhere nothing is taken: a program that embeds us ends in its own way.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

from cassettes.clock import MS, now_ns
from cassettes.errors import EXIT_CTRL_C

Handler = Callable[[int, FrameType | None], object]

_ASKING: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
#: ns within which several signals count as one
SAME: Final = 300 * MS


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


def at_first(call: Callable[[], object]) -> Handler:
    """A handler that calls `call` for the first signal."""
    stop = Stop()

    def asked(number: int, frame: FrameType | None) -> None:
        if stop.asked():
            call()

    return asked


def take(handler: Handler) -> Mapping[signal.Signals, Any]:
    """Let `handler` have the signals. Returns the handlers before, for `give_back`."""
    if threading.current_thread() is not threading.main_thread():
        return {}
    asking = [one for one in signal.Signals if one.name in _ASKING]
    return {
        one: signal.signal(one, handler)
        for one in asking
        if one.name != "SIGHUP" or signal.getsignal(one) is not signal.SIG_IGN
    }


def give_back(before: Mapping[signal.Signals, Any]) -> None:
    """Let the handlers `before` have the signals again."""
    for number, handler in before.items():
        signal.signal(number, handler)


@contextmanager
def taken(handler: Handler) -> Iterator[None]:
    """`handler` has the signals while the block runs."""
    before = take(handler)
    try:
        yield
    finally:
        give_back(before)
