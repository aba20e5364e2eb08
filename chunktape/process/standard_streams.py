"""Standard input, output and error of the process, so that none of them can break a command. Rules

- A descriptor of 0, 1 and 2 that is closed is opened on the null device before anything else: the next file would take
  its number, and a line meant for a person would go into a cassette.
- Writing to standard output or error never raises. The first failure of standard output is said once on standard error
  and kept for the exit code (`failed`); what comes behind it is dropped.
- A pipe whose reader has left, and a terminal that was closed, is no failure: `chunktape show FILE | head -1`.
- Nobody waits for a reader who does not read: `tell` leaves a server's lines behind, and `break_off` ends a write in
  which the main thread waits.
"""

import errno
import io
import os
import select
import stat
import sys
import threading
from collections.abc import Callable
from functools import cached_property
from typing import Any, Final, NoReturn

from cassettes.clock import MS, now_ns
from cassettes.errors import EXIT_CTRL_C
from cassettes.messages import say
from cassettes.messages.reasons import why

#: the errors of a write to a pipe, terminal or socket whose reader has gone; on Windows a closed pipe gives EINVAL
_GONE: Final = frozenset({errno.EPIPE, errno.EIO, errno.ECONNRESET, *([errno.EINVAL] if os.name == "nt" else [])})
_NAMES: Final = {1: "stdout", 2: "stderr"}
#: ns after which a write that is not done has nobody to read it
STALL: Final = 400 * MS
_LOOK_SECONDS: Final = 0.02
#: seconds between two looks at a descriptor that takes nothing and does not block
_AGAIN: Final = 0.1


class _BrokenOff(Exception):
    """A signal's handler ended a write that waited for its reader."""


class Guarded(io.RawIOBase):
    """A stream's raw file, to which writing never raises. `on_failure` gets the reason why it can't be written, once.
    `write` returns how many bytes it took; bytes that nobody can read any more are dropped, and count as taken.
    """

    def __init__(self, raw: Any, on_failure: Callable[[str], None], reason: str = "") -> None:
        self._raw, self._on_failure = raw, on_failure
        #: the reason why the file can't be written; empty while it can be written, and after its reader has left
        self.reason = reason
        self._told = self._over = False
        #: whether a write no longer waits for its reader
        self.hurried = False
        #: when the write that is under way began, in ns; 0 while there is none
        self.writing = 0

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return int(self._raw.fileno())

    def isatty(self) -> bool:
        return bool(self._raw.isatty())

    def write(self, data: Any) -> int:
        size = len(data)
        if self.reason and not self._told:
            self._told = self._over = True
            self._on_failure(self.reason)
        if self._over:
            return size
        try:
            self.writing = now_ns()
            return self._written(data)
        except _BrokenOff:
            self._over = True
        except OSError as error:
            self._over = True
            gone = error.errno in _GONE and (error.errno != errno.EIO or self.isatty())
            self.reason = "" if gone else why(error)
            if self.reason:
                self._told = True
                self._on_failure(self.reason)
        finally:
            self.writing = 0
        return size

    def _written(self, data: Any) -> int:
        if self._may_wait:
            # a pipe with room takes so much at once: then no signal interrupts a write that waits
            data = memoryview(data)[: select.PIPE_BUF]
            while not self._takes(_AGAIN):
                if self.hurried:
                    raise _BrokenOff
        while (written := self._raw.write(data)) is None:  # a pipe that another program made non-blocking is full
            select.select([], [self.fileno()], [], _AGAIN)
        return int(written)

    @cached_property
    def _may_wait(self) -> bool:
        """Whether the descriptor is a pipe, a terminal or a socket, which may take nothing for a while."""
        try:
            return hasattr(select, "poll") and not stat.S_ISREG(os.fstat(self.fileno()).st_mode)
        except (OSError, ValueError):
            return False

    def stalled(self) -> bool:
        """Whether a write has been under way for so long that nobody can be reading, and no more is taken now: a busy
        machine alone is no reason to lose a line.
        """
        since = self.writing
        return bool(since) and now_ns() - since > STALL and not self._takes()

    def _takes(self, seconds: float = 0) -> bool:
        """Whether the descriptor takes a part of a line now, or within so many seconds."""
        if not hasattr(select, "poll"):  # Windows
            return False
        try:
            ready = select.poll()
            ready.register(self.fileno(), select.POLLOUT)
            return bool(ready.poll(int(seconds * 1000)))
        except OSError:
            return False

    def break_off(self) -> None:
        """Called by a signal's handler, in the main thread: give up the write that it interrupted."""
        self.writing = 0
        raise _BrokenOff


class _Streams:
    """The guarded streams of this process."""

    def __init__(self) -> None:
        self.closed: list[int] = []
        self.guarded: dict[int, Guarded] = {}
        #: a thread is left behind that may hold the lock of a stream
        self.abandoned = False

    def stalled(self) -> bool:
        """Whether one of the streams waits for a reader that does not read."""
        return any(one.stalled() for one in self.guarded.values())


_streams: Final = _Streams()


def open_missing() -> None:
    """Open what is closed of 0, 1 and 2 on the null device."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            made = os.open(os.devnull, os.O_RDWR)
            if made != number:  # one before it could not be opened
                os.dup2(made, number)
                os.close(made)
            _streams.closed.append(number)


def guard() -> None:
    """Put guards around standard output and error; a console that can't show a character shows an escape."""
    for number, name in _NAMES.items():
        old = getattr(sys, name)
        raw: Any
        if old is None:
            raw, encoding, lines = io.FileIO(number, "w", closefd=False), "utf-8", False
        elif isinstance(old, io.TextIOWrapper):
            raw = getattr(old.buffer, "raw", old.buffer)
            encoding, lines = old.encoding, old.line_buffering
        else:  # not the process's own
            continue
        reason = say("it is closed") if number in _streams.closed else ""
        guarded = Guarded(raw, _tell if number == 1 else lambda reason: None, reason)
        _streams.guarded[number] = guarded
        buffered = io.BufferedWriter(guarded)
        made = io.TextIOWrapper(buffered, encoding, "backslashreplace", line_buffering=lines or number == 2)
        setattr(sys, name, made)


def _tell(reason: str) -> None:
    line = (
        "chunktape: "
        + say("Standard output can't be written: {reason}. The rest of the output is lost.", reason=reason)
        + "\n"
    )
    guarded = _streams.guarded.get(2)
    if guarded is not None:
        guarded.write(line.encode("utf-8"))


def read_input(limit: int = -1) -> bytes:
    """The bytes of standard input, `limit` at most. Raises OSError, also where it is closed."""
    if sys.stdin is None:
        raise OSError(errno.EBADF, say("it is closed"), "-")
    return sys.stdin.buffer.read(limit)


def failed() -> bool:
    """Whether output was lost because standard output can't be written. A reader that has left is no failure."""
    return 1 in _streams.guarded and bool(_streams.guarded[1].reason)


def hurry() -> None:
    """From now on no write waits for a reader that takes nothing."""
    for one in _streams.guarded.values():
        one.hurried = True


def break_off() -> None:
    """End the write that waits for a reader, if there is one, and let no later write wait. A signal's handler calls
    this, while no other thread writes.
    """
    hurry()
    for one in _streams.guarded.values():
        if one.writing:
            one.break_off()


def tell(call: Callable[[], None]) -> None:
    """Call what prints the first or the last lines of a server, in a thread of its own, and wait until it is done. The
    thread is left behind where a write takes longer than `STALL`: a stopped terminal, a pipe that nobody reads.
    """
    thread = threading.Thread(target=call, name="chunktape-lines", daemon=True)
    thread.start()
    while thread.is_alive() and not _streams.stalled():
        thread.join(_LOOK_SECONDS)
    _streams.abandoned = _streams.abandoned or thread.is_alive()


def leave(code: int) -> NoReturn:
    """End the process with this exit code, whatever its threads wait for. After Ctrl-C nobody waits for a reader."""
    if not _streams.abandoned and code != EXIT_CTRL_C:
        try:
            for stream in (sys.stdout, sys.stderr):
                if stream is not None:
                    stream.flush()
        except KeyboardInterrupt:
            code = EXIT_CTRL_C
    os._exit(code)
