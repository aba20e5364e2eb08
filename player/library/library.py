"""The recordings that a player serves. Rules

- Files are served in the order given. A file that was replaced is read again when a request comes (`watch`), and so is
  a file under recording when its size has changed. A reload that fails keeps the recordings as they were.
- New recordings are read in a thread, which takes 70 ms for a thousand chats, and are served from one moment on.
- The rules of redaction of all files together mask both sides when requests are compared.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import is_
from pathlib import Path

from cassettes import store
from cassettes.errors import CassetteError, SpecError
from cassettes.model import Cassette, Interaction
from cassettes.redaction.redact import Redaction
from player.library.recordings import CassetteFile, Recording, read_path
from player.library.watch import Given, Watch
from player.matching.index import Candidate, Index
from player.matching.subject import Ignored, Subject, subject


@dataclass(frozen=True)
class Served:
    """The recordings served at one moment. A new value replaces it when there are more; only `index` grows in place, at
    its end. `generation`: how often all recordings were taken anew; requests that were read with older masks are read
    again.
    """

    files: tuple[CassetteFile, ...]
    masks: Redaction
    recordings: tuple[Recording, ...]
    index: Index
    generation: int

    @cached_property
    def growing(self) -> tuple[CassetteFile, ...]:
        """The files that may have grown, to be looked at before each answer."""
        return tuple(file for file in self.files if file.may_grow)


class Library:
    """Cassettes, their recordings in order, and the index that finds them."""

    def __init__(
        self,
        cassettes: Iterable[Cassette],
        ignored: Ignored = Ignored(),  # noqa: B008 - frozen
        *,
        skipped: Sequence[CassetteError] = (),
        recording_into: int | None = None,
        cut_off: bool = True,
    ) -> None:
        """`skipped`: errors of files that are left out. `recording_into`: the place of the cassette that this process
        writes: it is not loaded again, `add` brings new recordings. `cut_off` False: recordings that were cut off on
        this side answer nothing, since the upstream can answer.
        """
        self.ignored, self.skipped = ignored, tuple(skipped)
        self._cut_off = cut_off
        #: interactions that were added and are not served yet: (place of the file, interaction)
        self._added: deque[tuple[int, Interaction]] = deque()
        self._watch: Watch | None = None
        #: the reading that is under way, or was the last one
        self._reading: asyncio.Future[None] | None = None
        self._listeners = list[Callable[[str], None]]()
        files = (
            CassetteFile.of(one, number=place, ours=place == recording_into) for place, one in enumerate(cassettes)
        )
        self.served = self._taken(tuple(files), 1)

    @classmethod
    def open(cls, paths: Sequence[str | Path], ignored: Ignored = Ignored()) -> "Library":  # noqa: B008 - frozen
        """Load files and directories. Raises CassetteError for a file that can't be loaded and for an empty
        directory.
        """
        read = [read_path(path) for path in paths]
        skipped = [error for _, bad in read for error in bad]
        library = cls([one for found, _ in read for one in found], ignored, skipped=skipped)
        library.watch([given_cassettes(Path(path)) for path in paths])
        return library

    @property
    def files(self) -> tuple[CassetteFile, ...]:
        """The files, in order."""
        return self.served.files

    @property
    def recordings(self) -> tuple[Recording, ...]:
        return self.served.recordings

    @property
    def index(self) -> Index:
        return self.served.index

    @property
    def masks(self) -> Redaction:
        return self.served.masks

    def _taken(self, files: tuple[CassetteFile, ...], generation: int) -> Served:
        """All recordings of `files`."""
        headers = [header for file in files for header in file.cassette.headers]
        masks = Redaction(tuple(dict.fromkeys(rule for one in headers for rule in one.redaction if _known(rule))))
        recordings = [file.recording(one) for file in files for one in file.cassette.interactions]
        made = (self._candidate(place, one, self._subject(one, masks)) for place, one in enumerate(recordings))
        index = Index([candidate for candidate in made if candidate is not None])
        return Served(files, masks, tuple(recordings), index, generation)

    def _subject(self, one: Recording, masks: Redaction) -> Subject:
        asked = subject(one.interaction.request, masks, self.ignored)
        hash(asked.fingerprint)  # computed here, in a thread: it takes long for a large request
        return asked

    def _candidate(self, place: int, one: Recording, asked: Subject) -> Candidate | None:
        """A recording as matching sees it, if it may answer."""
        return Candidate(place, asked, one.empty) if self._cut_off or not one.cut_off else None

    def add(self, place: int, interaction: Interaction) -> None:
        """Serve one more interaction, from the file at `place`, from the next request on."""
        self._added.append((place, interaction))

    def watch(self, given: Sequence[Given]) -> None:
        """Serve the files of `given`, from which the library was made, anew when they are replaced."""
        self._watch = Watch(given, self.served.files)

    def listen(self, listener: Callable[[str], None]) -> None:
        """Call it, in the event loop, with a line for each file that was replaced."""
        self._listeners.append(listener)

    def shared(self) -> list[tuple[Recording, Recording]]:
        """Pairs of recordings in two files that answer the same request; the first of each is served first."""
        first: dict[object, Recording] = {}
        pairs: dict[tuple[int, int], tuple[Recording, Recording]] = {}
        for candidate in self.index.candidates:
            one = self.recordings[candidate.index]
            other = first.setdefault(candidate.subject.fingerprint, one)
            if other.source != one.source:
                pairs.setdefault((other.source, one.source), (other, one))
        return list(pairs.values())

    @property
    def grown(self) -> bool:
        """Whether there are new recordings to read before the next answer."""
        if self._added or (self._watch is not None and self._watch.news()):
            return True
        growing = self.served.growing
        return bool(growing) and any(file.grown for file in growing)

    async def refresh(self) -> None:
        """Serve new recordings. Never raises: a file that can't be loaded is served as it was."""
        for _ in range(2):  # the reading that is under way may have begun before the news
            if not self.grown:
                return
            reading = self._reading
            if reading is None or reading.done() or reading.get_loop() is not asyncio.get_running_loop():
                reading = self._reading = asyncio.ensure_future(self._read())
            await asyncio.shield(reading)

    async def _read(self) -> None:
        """Read what is new. If the client whose request began this leaves, the reading goes on, and the next request
        waits for it.
        """
        if self._watch is not None and self._watch.news():
            self.served, lines = await asyncio.to_thread(self._replaced, self._watch, self.served)
            for line in lines:
                for listener in self._listeners:
                    listener(line)
        if any(file.grown for file in self.served.growing):
            self.served = await asyncio.to_thread(self._loaded_again, self.served)
        while self._added:
            place, interaction = self._added[0]
            now = self.served
            at = next(at for at, file in enumerate(now.files) if file.number == place)
            one = now.files[at].recording(interaction)
            asked = await asyncio.to_thread(self._subject, one, now.masks)
            self._added.popleft()
            candidate = self._candidate(len(now.recordings), one, asked)
            if candidate is not None:
                now.index.add(candidate)
            files = (*now.files[:at], now.files[at].with_one_more(interaction), *now.files[at + 1 :])
            self.served = replace(now, files=files, recordings=(*now.recordings, one))

    def _replaced(self, watch: Watch, served: Served) -> tuple[Served, list[str]]:
        """`served` with the replaced files read again, and a line for each."""
        files, lines = watch.read(served.files)
        same = len(files) == len(served.files) and all(map(is_, files, served.files))
        return (served if same else self._taken(files, served.generation + 1)), lines

    def _loaded_again(self, served: Served) -> Served:
        """`served` with the files that have grown loaded again; those that can't be loaded stay as they were."""
        files = tuple(file.reloaded(size) if (size := file.grown) else file for file in served.files)
        if all(new.cassette is old.cassette for new, old in zip(files, served.files, strict=True)):
            return replace(served, files=files)
        return self._taken(files, served.generation + 1)


def given_cassettes(path: Path) -> Given:
    """A cassette, or a directory of them, to be watched."""
    return Given(path, store.load, path.is_dir())


def _known(rule: str) -> bool:
    """Whether a rule in a file is valid: it may be newer than this version, or nonsense."""
    try:
        Redaction((rule,))
    except SpecError:
        return False
    return True
