"""Timers that wake the event loop at a given ns, never early. Rules

- A timer is armed for one absolute time of `cassettes.clock` and calls `fire` in the loop once it has come.
- Linux: one timer descriptor, precise to microseconds; asyncio rounds to ms, and uvloop wakes up to 1.3 ms early.
- Elsewhere, and with CHUNKTAPE_PORTABLE=1: a thread waits. A coarse wait (a condition, with 16 ms ticks on old Windows)
  ends well before the time; short sleeps do the rest, since they are precise on every platform of Python 3.11.
"""

import asyncio
import ctypes
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Final, Protocol

from cassettes.clock import MS, SECOND, now_ns
from network.loops import portable

#: how long one short sleep of the waiting thread lasts at most: a new, earlier deadline is late by no more
_SLICE: Final = MS
#: one wait lasts at most so long: Windows takes no more than 49 days
_LONGEST: Final = 3600 * SECOND
#: the last part of a long wait, done in short sleeps
_COARSE: Final = 20 * MS


class Timer(Protocol):
    """Calls its `fire` once `arm`'s time has come; a later `arm` replaces an earlier one."""

    def arm(self, at: int) -> None: ...
    def disarm(self) -> None: ...
    def close(self) -> None: ...


#: struct itimerspec: interval and value, each in seconds and ns
_Itimerspec: Final = ctypes.c_long * 4
_CLOCK_MONOTONIC: Final = 1
_TFD_NONBLOCK_CLOEXEC: Final = 0o4000 | 0o2000000
_TFD_TIMER_ABSTIME: Final = 1


class TimerDescriptor:
    """Linux timerfd on CLOCK_MONOTONIC, which is what `now_ns` reads there. Raises OSError where there is none."""

    def __init__(self, loop: asyncio.AbstractEventLoop, fire: Callable[[], None]) -> None:
        # os.timerfd_create came with Python 3.13; ctypes reaches the same call in 3.11
        libc = ctypes.CDLL(None, use_errno=True)
        try:
            # holds Python's lock: it never waits, and letting go and taking it again costs more than the call
            self._settime = ctypes.PyDLL(None).timerfd_settime
            self.fd = libc.timerfd_create(_CLOCK_MONOTONIC, _TFD_NONBLOCK_CLOEXEC)
        except AttributeError as error:
            raise OSError(str(error)) from error
        if self.fd < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        self._spec = _Itimerspec()
        self._pointer = ctypes.byref(self._spec)
        self._loop = loop
        loop.add_reader(self.fd, fire)

    def arm(self, at: int) -> None:
        # no read() anywhere: setting the time again clears what has expired
        self._spec[2], self._spec[3] = divmod(at if at > 0 else 1, SECOND)
        self._settime(self.fd, _TFD_TIMER_ABSTIME, self._pointer, None)

    def disarm(self) -> None:
        self._spec[2] = self._spec[3] = 0
        self._settime(self.fd, 0, self._pointer, None)

    def close(self) -> None:
        if self.fd >= 0:
            try:
                self._loop.remove_reader(self.fd)
            except RuntimeError:  # the loop is closed already
                pass
            os.close(self.fd)
            self.fd = -1


class WaitingThread:
    """A thread that waits until the armed time and then wakes the loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, fire: Callable[[], None]) -> None:
        self._loop = loop
        self._fire = fire
        self._at: int | None = None
        self._closed = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="chunktape-timer", daemon=True)
        self._thread.start()

    def arm(self, at: int) -> None:
        with self._changed:
            self._at = at
            self._changed.notify()

    def disarm(self) -> None:
        with self._changed:
            self._at = None

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._changed:
                if self._closed:
                    return
                left = None if self._at is None else self._at - now_ns()
                if left is None or left > _COARSE:
                    self._changed.wait(None if left is None else min(left - _COARSE, _LONGEST) / SECOND)
                    continue
                if left <= 0:
                    self._at = None
                    try:
                        self._loop.call_soon_threadsafe(self._fire)
                    except RuntimeError:  # the loop is closed
                        return
                    continue
            time.sleep(min(left, _SLICE) / SECOND)


def make_timer(loop: asyncio.AbstractEventLoop, fire: Callable[[], None]) -> Timer:
    """The best timer of this platform."""
    if sys.platform == "linux" and not portable():
        try:
            return TimerDescriptor(loop, fire)
        except (OSError, NotImplementedError):  # an odd libc, a sandbox, a loop without add_reader
            pass
    return WaitingThread(loop, fire)
