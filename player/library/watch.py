"""Files that are replaced while they are served: recorded again, edited, new in a directory, deleted. Rules

- A file counts as replaced when its time, size or inode has changed. Files are checked at most every `EVERY`, and for
  at most a hundredth of the time: the first request after that sees a change.
- A file that is not whole (no footer where there was one, damaged, empty, not UTF-8) is not taken: the former
  recordings are served on, with one message. A named file that is gone is served on; one of a directory is not. A file
  is gone when it was missing for `GONE`: an editor deletes a file before it writes it.
- A file whose time is the present is checked once more: it may be written again within the same tick of the file
  system's clock.
- A file without a footer that grows is left to `CassetteFile.grown`.
"""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from cassettes.clock import MS, now_ns, wall_clock_ns
from cassettes.errors import ChunktapeError
from cassettes.messages import say, sentence
from cassettes.model import Cassette
from player.library.recordings import CassetteFile

#: ns
EVERY: Final = 20 * MS
GONE: Final = 500 * MS
RECENT: Final = 50 * MS
#: the pause between two checks, as a multiple of a check's own time
SELDOM: Final = 100
#: the pause before an incomplete file is read again, as a multiple of the time that reading took
RETRY: Final = 10


class Stamp(NamedTuple):
    """What names the content of a file on disk: ns, bytes."""

    time: int
    size: int
    inode: int


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of a file; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return Stamp(found.st_mtime_ns, found.st_size, found.st_ino)


@dataclass(frozen=True, slots=True)
class Given:
    """A file or directory that is served. `load` reads one file; it raises CassetteError or SpecError."""

    path: Path
    load: Callable[[Path], Cassette]
    directory: bool = False


@dataclass(slots=True, eq=False)
class _Slot:
    """One file as it was last checked. `number`: of the CassetteFile, -1 for one that is left out; `later`: ns of the
    clock before which it is not read again; `gone`: ns since when it is missing; `told`: whether the message that it is
    not whole was given.
    """

    path: Path
    number: int
    stamp: Stamp | None
    again: bool = False
    later: int = 0
    gone: int = 0
    told: bool = False


@dataclass(slots=True, eq=False)
class _Watched:
    """What was given, and its files by name."""

    given: Given
    slots: dict[str, _Slot] = field(default_factory=dict)


class Watch:
    """The files of one library. `files`: those served, in the order of `given`."""

    def __init__(
        self, given: Sequence[Given], files: Sequence[CassetteFile], clock: Callable[[], int] = now_ns
    ) -> None:
        self._clock = clock
        self._next = 0
        self._news = False
        #: held while files are read, in a thread
        self._lock = threading.Lock()
        self._watched = [_Watched(one) for one in given]
        rest = list(files)
        for place in self._watched:
            while rest and _stands_in(rest[0], place.given):
                file = rest.pop(0)
                path = place.given.path / file.name if place.given.directory else place.given.path
                stamp = stamp_of(path)
                place.slots[path.name] = _Slot(path, file.number, stamp, again=_recent(stamp))
                if not place.given.directory:
                    break
            for path in _listed(place.given):
                if path.name not in place.slots:
                    stamp = stamp_of(path)
                    place.slots[path.name] = _Slot(path, -1, stamp, again=_recent(stamp))

    def news(self) -> bool:
        """Whether there is something to read."""
        now = self._clock()
        if self._lock.locked():
            return True
        if not self._news and now >= self._next:
            self._news = any(self._changed(slot, now) for slot in self._slots()) or any(self._new())
            self._next = now + max(EVERY, SELDOM * (self._clock() - now))
        return self._news

    def _slots(self) -> Iterator[_Slot]:
        return (slot for place in self._watched for slot in place.slots.values())

    def _new(self) -> Iterator[tuple[_Watched, Path]]:
        for place in self._watched:
            yield from ((place, path) for path in _listed(place.given) if path.name not in place.slots)

    @staticmethod
    def _changed(slot: _Slot, now: int) -> bool:
        stamp = stamp_of(slot.path)
        if stamp is None and slot.stamp is not None:
            return not slot.gone or now - slot.gone >= GONE
        return now >= slot.later and (stamp != slot.stamp or (slot.again and not _recent(stamp)))

    def read(self, files: Sequence[CassetteFile]) -> tuple[tuple[CassetteFile, ...], list[str]]:
        """`files` as they are by now, in order, and a line for each that was replaced. Reads files: call it in a
        thread.
        """
        with self._lock:
            return self._read_all(files)

    def _read_all(self, files: Sequence[CassetteFile]) -> tuple[tuple[CassetteFile, ...], list[str]]:
        for place, path in self._new():
            place.slots[path.name] = _Slot(path, -1, None)
        self._news = False
        lines, now = list[str](), self._clock()
        rest = {file.number: file for file in files}
        kept, following = list[CassetteFile](), max(rest, default=-1) + 1
        for place in self._watched:
            for name in sorted(place.slots):
                slot = place.slots[name]
                file = rest.pop(slot.number, None)
                if self._changed(slot, now):
                    file = self._read(place.given, slot, file, following, lines)
                slot.number = -1 if file is None else file.number
                if file is not None:
                    following = max(following, file.number + 1)
                    kept.append(file)
                elif slot.stamp is None:
                    del place.slots[name]
        return (*kept, *rest.values()), lines

    def _read(
        self, given: Given, slot: _Slot, before: CassetteFile | None, number: int, lines: list[str]
    ) -> CassetteFile | None:
        """The file of a slot that has changed; `before`, or None for none, where it can't be taken."""
        stamp, name = stamp_of(slot.path), slot.path.name
        if stamp is None:
            return self._gone(given, slot, before, lines)
        same = slot.stamp is not None and stamp.inode == slot.stamp.inode
        slot.stamp, slot.again, slot.gone = stamp, _recent(stamp), 0
        if before is not None and not before.cassette.closed and same:
            return before  # it has grown, or has its footer now
        began = self._clock()
        try:
            cassette = given.load(slot.path)
            why = _lacks(cassette, stamp, before)
        except (ChunktapeError, OSError) as error:
            why = str(error)
        if why:
            slot.later = self._clock() + RETRY * (self._clock() - began)
            if not slot.told:
                slot.told = True
                lines.append(
                    say("{name} is not whole; the one before is served until it is. {why}", name=name, why=why)
                    if before is not None
                    else say("left out: {error}", error=why)
                )
            return before
        slot.told = False
        if before is not None and _same(cassette, before.cassette):
            return before
        made = CassetteFile.of(cassette, number=number if before is None else before.number)
        words = (
            sentence("{name} was replaced, and is served as it is now. Interactions: {count}")
            if before is not None
            else sentence("{name} is new, and is served. Interactions: {count}")
        )
        lines.append(say(words, name=name, count=len(cassette.interactions)))
        return made

    def _gone(self, given: Given, slot: _Slot, before: CassetteFile | None, lines: list[str]) -> CassetteFile | None:
        now = self._clock()
        slot.gone = slot.gone or now
        if now - slot.gone < GONE and before is not None:
            return before
        slot.stamp, slot.again = None, False
        if before is None:
            return None
        words = (
            sentence("{name} is gone, and served no more.")
            if given.directory
            else sentence("{name} is gone; what it had is served on.")
        )
        lines.append(say(words, name=slot.path.name))
        return None if given.directory else before


def _stands_in(file: CassetteFile, given: Given) -> bool:
    path = Path(file.cassette.path)
    return path.parent == given.path if given.directory else path.name == given.path.name


def _listed(given: Given) -> list[Path]:
    """The cassettes of a directory, by name."""
    if not given.directory:
        return []
    try:
        with os.scandir(given.path) as found:
            return [given.path / one for one in sorted(one.name for one in found) if one.endswith(".cassette")]
    except OSError:
        return []


def _recent(stamp: Stamp | None) -> bool:
    return stamp is not None and abs(wall_clock_ns() - stamp.time) < RECENT


def _lacks(cassette: Cassette, stamp: Stamp, before: CassetteFile | None) -> str:
    """Why `cassette` is not taken in place of `before`; "" where it is."""
    if not stamp.size:
        return say("It is empty.")
    if before is None:
        return "" if cassette.interactions or cassette.closed else say("It has no footer yet.")
    if cassette.state == "damaged":
        return say("It is damaged.")
    if before.cassette.closed and not cassette.closed:
        return say("It has no footer yet.")
    return ""


def _same(one: Cassette, other: Cassette) -> bool:
    heads = ([(header.origin, header.redaction) for header in cassette.headers] for cassette in (one, other))
    return one.interactions == other.interactions and one.closed == other.closed and next(heads) == next(heads)
