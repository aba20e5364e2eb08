"""Signals that ask a command to end, so that none is lost and none breaks off what a person is to read. Rules

- They are those of `network.signals`. Until a command begins they end the process at once (`chunktape.__main__`);
  then they raise KeyboardInterrupt (`begin`).
- One that Python can't raise where it comes, in a finalizer or the callback of a weak reference, is sent again.
- A command that tells what it has found runs within `Interrupts`: the first signal raises KeyboardInterrupt, or only
  stops the waiting for a reader once the result is being told (`telling`); a second one ends the process.
"""

import signal
import sys
import threading
import time
from collections.abc import Mapping
from types import FrameType
from typing import Any, Final, Self

from chunktape.process import standard_streams
from network.signals import Stop, give_back, take

#: s after which a signal that could not be raised is sent again: the finalizer has ended
_SOON: Final = 0.01


def guard() -> None:
    """Let no signal be lost."""
    sys.unraisablehook = _again


def begin() -> None:
    """A command begins: signals raise KeyboardInterrupt."""
    take(signal.default_int_handler)


class Interrupts:
    """The signals of a command that tells what it has found, as a context. `came`: there was one."""

    def __init__(self) -> None:
        self.came = False
        self._stop, self._tells = Stop(), False
        self._before: Mapping[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        self._before = take(self._asked)
        return self

    def __exit__(self, *_: object) -> None:
        give_back(self._before)

    def telling(self) -> None:
        """From here on the result is told: a signal breaks off nothing but waiting."""
        self._tells = True

    def _asked(self, number: int, frame: FrameType | None) -> None:
        if _lost.pop() if _lost else self._stop.asked():
            self.came = True
            if not self._tells:
                raise KeyboardInterrupt
            standard_streams.hurry()


#: True while a signal is under way again
_lost: Final[list[bool]] = []


def _again(unraisable: "sys.UnraisableHookArgs") -> None:
    """Send a signal again that could not be raised; say what else could not."""
    if not issubclass(unraisable.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(unraisable)
        return
    _lost[:] = [True]
    threading.Thread(target=_send, daemon=True).start()


def _send() -> None:
    time.sleep(_SOON)
    if hasattr(signal, "pthread_kill"):  # so that the main thread wakes up where it waits
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        signal.raise_signal(signal.SIGINT)
