"""Appends records to a cassette file. Rules

- Writing is unbuffered: the record is in the file when the call returns, so that `kill -9` loses nothing that the
  writer was given.
- Each call makes one `write`: the chunks of a read go into the file together, as they go to the client together.
- A failed write cuts the file back to whole records and closes the writer.
- `append` adds a session behind the last whole record; it refuses a damaged file.
- One writer at a time: the file is locked while it is written. Files are created with mode 0600.
- A file that was deleted, replaced or changed meanwhile is an error at the next request, ending or footer: further
  records could not be found, or not be read. One that was moved away is found a tenth of a second later at most.
"""

import errno
import os
import stat
from pathlib import Path
from typing import Final, Literal, NoReturn

from cassettes.clock import SECOND, now_ns
from cassettes.errors import CassetteError
from cassettes.file.appender import Appender
from cassettes.file.loader import load
from cassettes.file.lock import lock_file
from cassettes.messages import say, sentence
from cassettes.messages.reasons import why
from cassettes.model import Ending, Header, Request

Mode = Literal["create", "append", "overwrite"]
#: ns between two looks at the path of a file that lost no name: a look takes 5 us, beside 1.6 for the file itself
_MOVED = SECOND // 10
_NO_FILE: Final = sentence("{path} can't be written: {error}. Choose another --output.")


def _kind(path: Path) -> int:
    """The kind of file at `path` (`st_mode`); 0 where there is none, or where it can't be told."""
    try:
        return path.stat().st_mode
    except OSError:
        return 0


class CassetteWriter(Appender):
    """Appends records to a file.

    Every method raises CassetteError when the file can't be written: `failed` is then true, the writer is closed,
    the file holds only whole records, and further calls do nothing. It also raises CassetteError for a value that
    the format forbids (`codec`); then nothing was written, `failed` is false, and the writer goes on.
    """

    def __init__(self, path: str | Path, header: Header, mode: Mode = "create") -> None:
        super().__init__(str(path))
        self.failed = False
        self._fd, self._size = self._open(Path(path), mode)
        #: names of the file, and the time of `now_ns` at which its path is looked at again
        self._names, self._look_at = os.fstat(self._fd).st_nlink, 0
        try:
            self.write_header(header)
        except CassetteError:
            self._shut()
            if mode == "create":
                Path(path).unlink(missing_ok=True)  # there is nothing in it
            raise

    def _open(self, path: Path, mode: Mode) -> tuple[int, int]:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        kind = _kind(path)
        if stat.S_ISDIR(kind):
            raise CassetteError(say("{path} is a directory; name a cassette file in it.", path=path), path=self.path)
        if kind and not stat.S_ISREG(kind):
            raise CassetteError(
                say(
                    "{path} is a device or a pipe, not a file. A cassette is read more than once, so name a file.",
                    path=path,
                ),
                path=self.path,
            )
        if kind and mode == "create":
            raise CassetteError(
                say("{path} exists already. Add to it with --append, or replace it with --overwrite.", path=path),
                path=self.path,
            )
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            fd = os.open(path, flags | (os.O_EXCL if mode == "create" else 0), 0o600)
        except OSError as error:
            in_a_file = isinstance(error, FileExistsError) and os.path.isfile(path.parent)
            reason = os.strerror(errno.ENOTDIR) if in_a_file else error.strerror
            raise CassetteError(say(_NO_FILE, path=path, error=why(reason)), path=self.path) from None
        try:
            if not lock_file(fd):
                raise CassetteError(
                    say(
                        "{path} is being written by another recorder. Stop that one, or choose another --output.",
                        path=path,
                    ),
                    path=self.path,
                )
            size = self._end_of_records(path, fd) if mode == "append" else 0
            os.ftruncate(fd, size)
            os.lseek(fd, size, os.SEEK_SET)
        except BaseException:
            os.close(fd)
            raise
        return fd, size

    def _end_of_records(self, path: Path, fd: int) -> int:
        """Where a new session begins, in bytes: behind the last whole record."""
        if os.fstat(fd).st_size == 0:
            return 0
        cassette = load(path)
        if cassette.damage is not None and cassette.damage.corrupt:
            damage = cassette.damage
            text = say(
                "{path} is damaged at byte {offset} ({reason}): nothing can be added to it. Choose another --output.",
                path=path,
                offset=damage.offset,
                reason=damage.reason,
            )
            raise CassetteError(text, path=self.path, offset=damage.offset)
        self._number = max((one.number for one in cassette.interactions), default=0)
        return cassette.size

    def begin(self, request: Request) -> int:
        """Write the request. Returns the number that the interaction's other records carry."""
        self.check()
        return super().begin(request)

    def end(self, number: int, ending: Ending) -> None:
        self.check()
        super().end(number, ending)

    def sync(self) -> None:
        """Wait until the file is on the disk (fsync); call it in a thread. An error of the disk is ignored."""
        fd = self._fd
        if fd >= 0:
            try:
                os.fsync(fd)
            except OSError:
                pass

    def check(self) -> None:
        """Check that the file at the path is still the one that was written: not deleted, replaced or changed."""
        if self._fd < 0:
            return
        ours, now = os.fstat(self._fd), now_ns()
        if (ours.st_nlink, ours.st_size) == (self._names, self._size) and now < self._look_at:
            return
        self._names, self._look_at = ours.st_nlink, now + _MOVED
        try:
            there = os.stat(self.path)
        except OSError:
            self._lost(sentence("{path} was deleted while it was written: what was recorded is lost. Record again."))
        if (there.st_dev, there.st_ino) != (ours.st_dev, ours.st_ino):
            self._lost(
                sentence(
                    "{path} was replaced by another file while it was written: what was recorded is lost. Record again."
                )
            )
        if ours.st_size != self._size:
            self._lost(
                sentence(
                    "{path} was changed by another program while it was written: expected {expected} bytes, "
                    "found {found}. See what is left with `chunktape verify`, and record again."
                ),
                expected=self._size,
                found=ours.st_size,
            )

    def _lost(self, words: str, **values: int) -> NoReturn:
        self.failed = True
        self._shut()
        raise CassetteError(say(words, path=self.path, **values), path=self.path)

    def close(self) -> None:
        """Write the footer and unlock. Closing twice does nothing."""
        self._look_at = 0
        self.check()
        self.write_footer()
        self._shut()

    def abandon(self) -> None:
        """Unlock without a footer: the file then counts as interrupted. Does nothing after `close`."""
        self._shut()

    def _shut(self) -> None:
        fd, self._fd, self.closed = self._fd, -1, True
        if fd >= 0:
            os.close(fd)

    def _put(self, records: bytes) -> None:
        try:
            written = os.write(self._fd, records)
            while written < len(records):
                written += os.write(self._fd, records[written:])
        except OSError as error:
            self.failed = True
            try:
                os.ftruncate(self._fd, self._size)
            except OSError:
                pass  # the torn tail is left out on loading
            self._shut()
            words = (
                sentence("Writing {path} failed: {error}. What was recorded before is kept; nothing more is recorded.")
                if self._size
                else _NO_FILE
            )
            text = say(words, path=self.path, error=why(error))
            raise CassetteError(text, path=self.path, offset=self._size) from None
        self._size += len(records)
