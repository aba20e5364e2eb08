"""The recordings that a player serves. Rules

- Files in the order given. One that was replaced is read again when a request comes (`watch`), and so is one that may
  still be being recorded when its size has changed: what it has by then is served. A reload that fails keeps what was
  there.
- What is new is read in a thread, and served from one moment to the next: a thousand chats take 70 ms.
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
    """What is served at one moment. Another value takes its place when there is more; `index` alone grows, at its end.

    `generation`: how often all recordings were taken anew: what was read with the masks of before is read again.
    """

    files: tuple[CassetteFile, ...]
    masks: Redaction
    recordings: tuple[Recording, ...]
    index: Index
    generation: int

    @cached_property
    def growing(self) -> tuple[CassetteFile, ...]:
        """Those that may have grown, to be looked at before each answer."""
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
        writes: it is not loaded again, `add` tells what is new. `cut_off` False: recordings that were cut off on this
        side answer nothing, since someone else can.
        """
        self.ignored, self.skipped = ignored, tuple(skipped)
        self._cut_off = cut_off
        self._loading: asyncio.Lock | None = None
        #: what was added and is not served yet: (place of the file, interaction)
        self._added: deque[tuple[int, Interaction]] = deque()
        self._watch: Watch | None = None
        self._reading: asyncio.Future[None] | None = None
        #: called, in the event loop, with a line for each file that is another one
        self.tell: Callable[[str], None] = lambda line: None
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
    def sources(self) -> tuple[CassetteFile, ...]:
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
        hash(asked.fingerprint)  # made here: of a large one it takes long
        return asked

    def _candidate(self, place: int, one: Recording, asked: Subject) -> Candidate | None:
        """A recording as matching sees it, if it may answer."""
        return Candidate(place, asked, one.empty) if self._cut_off or not one.cut_off else None

    def add(self, place: int, interaction: Interaction) -> None:
        """Serve one more interaction from the next request on, which stands in the file at `place` by now."""
        self._added.append((place, interaction))

    def watch(self, given: Sequence[Given]) -> None:
        """Serve the files of `given`, of which the library was made, anew when they are other ones."""
        self._watch = Watch(given, self.served.files)

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
        """Whether there is more to serve, to be read before the next answer."""
        if self._added or (self._watch is not None and self._watch.news()):
            return True
        growing = self.served.growing
        return bool(growing) and any(file.grown for file in growing)

    async def refresh(self) -> None:
        """Serve what there is more of by now. Never raises: what can't be loaded now is served as it was."""
        if not self.grown:
            return
        self._loading = self._loading or asyncio.Lock()
        async with self._loading:
            await self._read_replaced()
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

    async def _read_replaced(self) -> None:
        """Take what was replaced. Who asks first may leave: the reading goes on, and the next one waits for it."""
        watch, loop = self._watch, asyncio.get_running_loop()
        if watch is None:
            return
        if self._reading is None or self._reading.done() or self._reading.get_loop() is not loop:
            if not watch.news():
                return
            self._reading = asyncio.ensure_future(self._replace(watch))
        await asyncio.shield(self._reading)

    async def _replace(self, watch: Watch) -> None:
        def read() -> tuple[Served, list[str]]:
            served = self.served
            files, lines = watch.read(served.files)
            same = len(files) == len(served.files) and all(map(is_, files, served.files))
            return (served if same else self._taken(files, served.generation + 1)), lines

        self.served, lines = await asyncio.to_thread(read)
        for line in lines:
            self.tell(line)

    def _loaded_again(self, served: Served) -> Served:
        """`served` with what has grown; files that can't be loaded stay as they were."""
        files = tuple(file.reloaded(size) if (size := file.grown) else file for file in served.files)
        if all(new.cassette is old.cassette for new, old in zip(files, served.files, strict=True)):
            return replace(served, files=files)
        return self._taken(files, served.generation + 1)


def given_cassettes(path: Path) -> Given:
    """A cassette, or a directory of them, to be watched."""
    return Given(path, store.load, path.is_dir())


def _known(rule: str) -> bool:
    """Whether we understand a rule that stands in a file: it may be newer than we are, or nonsense."""
    try:
        Redaction((rule,))
    except SpecError:
        return False
    return True
